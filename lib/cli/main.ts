import { ExpectedError, FormatError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";
import { printable } from "../terminal/escape.ts";
import { printError } from "../terminal/output.ts";
import { InterruptedError } from "./interrupt.ts";

/** A command's way to end: `0` is success. */
export type ExitCode = 0 | 1 | 2 | 130;

/**
 * Runs a command and sets the exit code. An expected failure is told in its
 * message alone; a bug shows its stack.
 */
export async function runMain(
  command: () => Promise<ExitCode>,
): Promise<void> {
  try {
    Deno.exitCode = await command();
  } catch (error) {
    Deno.exitCode = error instanceof InterruptedError ? 130 : 1;
    // Whoever read the output, such as "head", has seen enough.
    if (error instanceof Deno.errors.BrokenPipe) return;
    printError(messageOf(error));
  }
  // A request that was given up would keep the program alive until it times out.
  if (Deno.exitCode === 130) Deno.exit();
}

function messageOf(error: unknown): string[] {
  if (error instanceof InterruptedError) return [`${error.message}.`];
  if (error instanceof ExpectedError || error instanceof FormatError) {
    return `Error: ${error.message}`.split("\n").map(printable);
  }
  const reason = ioReason(error);
  if (reason !== undefined) {
    const { message } = error as Error;
    return [printable(`Error: Cannot go on, ${reason}: ${message}`)];
  }
  const stack = error instanceof Error ? error.stack : undefined;
  return [
    "This is a bug in the tool, please report it:",
    ...(stack ?? String(error)).split("\n").map(printable),
  ];
}
