import type { VerifyProgress } from "../verify/verify.ts";
import { canRedraw, openLiveLine } from "./live_line.ts";
import { formatCount, formatDuration } from "./units.ts";

/**
 * Says what a command is doing that prints nothing until it knows all, until it
 * is disposed of. It is shown on a terminal, and only where the output goes
 * there as well: a pager would be drawn over.
 *
 * @param text What is being done now; asked for whenever it is drawn.
 */
export function openStatus(text: () => string): Disposable {
  const start = performance.now();
  const line = canRedraw() && Deno.stdout.isTerminal()
    ? openLiveLine((columns) =>
      statusLine(text(), (performance.now() - start) / 1000, columns)
    )
    : undefined;
  return { [Symbol.dispose]: () => line?.close() };
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
