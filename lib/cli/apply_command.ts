import { ExpectedError } from "../errors.ts";
import { temporaryManifest } from "../manifest/temporary.ts";
import type { Step } from "../plan/step.ts";
import { confirm } from "../terminal/confirm.ts";
import { printError } from "../terminal/output.ts";
import { carryOut } from "./carry_out.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import { type Arguments, rejectFlags } from "./parse.ts";
import { showPlan } from "./plan_command.ts";
import { configOf, planRequestOf } from "./prepare.ts";

/** How an apply is agreed to where `--yes` is not given. */
export interface ApplyOptions {
  /** Whether it goes ahead where there is no terminal to ask on. */
  readonly withoutTerminal: "refuse" | "go ahead";
}

/** `apply`: carries out a saved manifest; without one it plans, shows and asks. */
export async function applyCommand(
  args: Arguments,
  steps: readonly Step[],
  options: ApplyOptions = { withoutTerminal: "refuse" },
): Promise<ExitCode> {
  const [saved] = args.operands;
  if (saved === undefined) return await planAndApply(args, steps, options);
  rejectFlags(args, saved, ["max_workers", "json", "yes"]);
  return await carryOut(args, saved);
}

async function planAndApply(
  args: Arguments,
  steps: readonly Step[],
  { withoutTerminal }: ApplyOptions,
): Promise<ExitCode> {
  const { switches } = args;
  rejectUnseenPlan(switches);
  const config = await configOf(args);
  const request = planRequestOf(args, steps, config);
  await using manifest = await temporaryManifest(config);
  const { path } = manifest;
  const store = await openStore(config);
  const format = switches.has("json") ? "nothing" : "diff";
  const tally = await showPlan({ ...request, store }, {
    format,
    verbose: switches.has("verbose"),
    out: path,
  }).finally(() => store.close());

  if (tally.errors > 0) return 1;
  if (config.dry_run) {
    printError(["The config says dry_run: nothing was applied."]);
    return 0;
  }
  if (!tally.hasChanges) return 0;
  const isAgreed = switches.has("yes") ||
    (!Deno.stdin.isTerminal() && withoutTerminal === "go ahead") ||
    confirm("Apply this plan?");
  return isAgreed ? await carryOut(args, path) : 1;
}

/** Events are for programs, the diff is for people: nobody is asked about what was not shown. */
function rejectUnseenPlan(switches: ReadonlySet<string>): void {
  if (!switches.has("json") || switches.has("yes")) return;
  if (!Deno.stdin.isTerminal()) return;
  throw new ExpectedError(
    "Cannot ask with --json, which does not show the plan: add --yes, or save the plan with --out and apply the file",
  );
}
