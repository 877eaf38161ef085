import { cachePath } from "../dataset/layout.ts";
import { seal, type SealedEntry } from "../manifest/seal.ts";
import { writeManifest } from "../manifest/write.ts";
import { planRelease, type PlanRequest } from "../plan/planner.ts";
import { ExpectedError } from "../errors.ts";
import type { Step } from "../plan/step.ts";
import { printable } from "../terminal/escape.ts";
import { entryView } from "../terminal/entry_view.ts";
import { print, printError, write } from "../terminal/output.ts";
import { PlanTally } from "../terminal/plan_tally.ts";
import { planView } from "../terminal/plan_view.ts";
import { openStatus, planStatus } from "../terminal/status.ts";
import { styleFor } from "../terminal/style.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import type { Arguments } from "./parse.ts";
import { configOf, planRequestOf } from "./prepare.ts";

/** `plan`: shows what a release would do, and saves it where asked to. */
export async function planCommand(
  args: Arguments,
  steps: readonly Step[],
): Promise<ExitCode> {
  const { switches, text } = args;
  if (switches.has("previews") && text.html === undefined) {
    throw new ExpectedError(
      "Cannot show --previews: they are part of the page, add --html FILE",
    );
  }
  const config = await configOf(args);
  const request = planRequestOf(args, steps, config);
  const store = switches.has("offline") ? undefined : await openStore(config);
  const tally = await showPlan({ ...request, store }, {
    format: switches.has("json") ? "json" : "diff",
    verbose: switches.has("verbose"),
    out: text.out,
    html: text.html,
    previews: switches.has("previews"),
  }).finally(() => store?.close());

  if (tally.errors > 0) return 1;
  if (text.out !== undefined) {
    const canBeApplied = tally.hasChanges && store !== undefined;
    printError([savedHint(text.out, canBeApplied)]);
  }
  return switches.has("detailed-exitcode") && tally.hasChanges ? 2 : 0;
}

/** How a plan is shown. */
export interface PlanDisplay {
  readonly format: "diff" | "json" | "nothing";
  /** Show every line of the diff. */
  readonly verbose: boolean;
  /** Where the manifest is saved, if anywhere. */
  readonly out?: string;
  /** Where the review page is written, if anywhere. */
  readonly html?: string;
  /** Whether that page shows the thumbnails that are to be drawn. */
  readonly previews?: boolean;
}

/**
 * Plans, and shows the plan while it is made.
 *
 * @throws {InterruptedError} at Ctrl-C, with nothing left behind.
 */
export async function showPlan(
  request: PlanRequest,
  display: PlanDisplay,
): Promise<PlanTally> {
  const { format, verbose } = display;
  const style = styleFor(Deno.stdout);
  const tally = new PlanTally();
  await makePlan(request, display, ({ entry, line }) => {
    if (format === "json") write(Deno.stdout, line);
    if (entry.type === "summary") return;
    tally.add(entry);
    if (format === "diff" && verbose) print(entryView(entry, style));
  });
  const view = planView(tally, style);
  if (format === "diff") print(verbose ? ["", ...view] : view);
  else if (tally.errors > 0) printError(view);
  return tally;
}

/** Plans, saves the plan where asked to, and says how far it is where nothing else is shown. */
async function makePlan(
  request: PlanRequest,
  { format, verbose, out, html, previews }: PlanDisplay,
  onEntry: (entry: SealedEntry) => void,
): Promise<void> {
  const isShown = format === "json" || (format === "diff" && verbose);
  let actions = 0;
  using _status = isShown ? undefined : openStatus(() => planStatus(actions));
  using interrupt = listenForInterrupt();
  const sealed = seal(planRelease({
    ...request,
    cachePath: cachePath(request.config),
    signal: interrupt.stop,
  }));
  const onSealed = (sealed: SealedEntry) => {
    const { entry } = sealed;
    const isAction = entry.type === "put" || entry.type === "write";
    if (isAction) actions = entry.id;
    onEntry(sealed);
  };
  const entries = html === undefined
    ? sealed
    : (await import("../review/write.ts")).withReview(html, sealed, {
      previews,
    });
  if (out === undefined) { for await (const entry of entries) onSealed(entry); }
  else await writeManifest(out, entries, onSealed);
}

function savedHint(out: string, canBeApplied: boolean): string {
  const file = printable(out);
  return canBeApplied
    ? `Saved as ${file}. To carry it out: deno task apply ${file}`
    : `Saved as ${file}.`;
}
