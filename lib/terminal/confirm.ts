import { ExpectedError } from "../errors.ts";
import { write } from "./output.ts";

/**
 * Asks on the terminal. Only the whole word `yes` is taken as agreement.
 *
 * @throws {ExpectedError} if there is no terminal to ask on.
 */
export function confirm(question: string): boolean {
  if (!Deno.stdin.isTerminal()) {
    throw new ExpectedError(
      "Cannot ask whether to apply: there is no terminal; add --yes, or save the plan with --out and apply the file",
    );
  }
  write(Deno.stderr, `\n${question} Only "yes" is accepted: `);
  const agreed = isAgreement(readLine());
  if (!agreed) write(Deno.stderr, "Not applied.\n");
  return agreed;
}

/** Whether an answer is `yes`, and nothing but that. */
export function isAgreement(answer: string): boolean {
  return answer.trim() === "yes";
}

function readLine(): string {
  const buffer = new Uint8Array(1024);
  const length = Deno.stdin.readSync(buffer) ?? 0;
  return new TextDecoder().decode(buffer.subarray(0, length));
}
