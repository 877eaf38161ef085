import type { VerifyProgress } from "../verify/verify.ts";
import { canRedraw, type LiveLine, openLiveLine } from "./live_line.ts";
import { formatCount, formatDuration } from "./units.ts";

/** Says what a command is doing that prints nothing until it knows all. */
export interface Status extends Disposable {
  say(text: string): void;
}

/**
 * Opens a status. It is shown on a terminal, and only where the output goes
 * there as well: a pager would be drawn over.
 */
export function openStatus(text: string): Status {
  return canRedraw() && Deno.stdout.isTerminal() ? new ShownStatus(text) : {
    say() {},
    [Symbol.dispose]() {},
  };
}

class ShownStatus implements Status {
  readonly #line: LiveLine;

  constructor(private text: string) {
    const start = performance.now();
    this.#line = openLiveLine((columns) =>
      statusLine(this.text, (performance.now() - start) / 1000, columns)
    );
  }

  say(text: string): void {
    this.text = text;
  }

  [Symbol.dispose](): void {
    this.#line.close();
  }
}

/** A status in one line: `Planning: 1,234 actions  3.4 s`. */
export function statusLine(
  text: string,
  seconds: number,
  columns: number = Infinity,
): string {
  return `${text}  ${formatDuration(seconds)}`.slice(0, columns - 1);
}

/** What a plan is about, when it has so many actions. */
export function planStatus(actions: number): string {
  return actions === 0
    ? "Planning: listing the bucket"
    : `Planning: ${formatCount(actions, "action")}`;
}

/** What a verification is about. */
export function verifyStatus(progress: VerifyProgress): string {
  switch (progress.doing) {
    case "listing":
      return "Verifying: listing the bucket";
    case "comparing":
      return `Verifying: ${formatCount(progress.objects, "object")} compared`;
    case "following links":
      return "Verifying: following the links from the CSV to the meshes";
    case "visiting":
      return "Verifying: opening the release as a visitor";
  }
}
