import { ExpectedError } from "../errors.ts";
import type { Step } from "../plan/step.ts";
import { confirm } from "../terminal/confirm.ts";
import { print } from "../terminal/output.ts";
import { carryOut } from "./carry_out.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import type { Arguments } from "./parse.ts";
import { showPlan } from "./plan_command.ts";
import { chosenSteps, configOf } from "./prepare.ts";

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
  rejectPlanningFlags(args, saved);
  return await carryOut(args, saved);
}

async function planAndApply(
  args: Arguments,
  steps: readonly Step[],
  { withoutTerminal }: ApplyOptions,
): Promise<ExitCode> {
  const config = await configOf(args);
  const request = {
    config,
    steps: chosenSteps(steps, args, config),
    skipInvalid: args.switches.has("skip-invalid"),
    checkHeaders: args.switches.has("check-headers"),
  };
  const path = await Deno.makeTempFile({ suffix: ".manifest.jsonl" });
  try {
    const store = await openStore(config);
    const format = args.switches.has("json") ? "nothing" : "diff";
    const tally = await showPlan({ ...request, store }, {
      format,
      verbose: args.switches.has("verbose"),
      out: path,
    }).finally(() => store.close());

    if (tally.errors > 0) return 1;
    if (config.dry_run) {
      print(["The config says dry_run: nothing was applied."]);
      return 0;
    }
    if (!tally.hasChanges) return 0;
    const isAgreed = args.switches.has("yes") ||
      (!Deno.stdin.isTerminal() && withoutTerminal === "go ahead") ||
      confirm("Apply this plan?");
    return isAgreed ? await carryOut(args, path) : 1;
  } finally {
    await Deno.remove(path);
  }
}

function rejectPlanningFlags({ text, switches }: Arguments, saved: string) {
  const usable = new Set(["max_workers", "json", "yes", "verbose"]);
  const given = [...Object.keys(text), ...switches];
  const useless = given.find((name) => !usable.has(name));
  if (useless === undefined) return;
  throw new ExpectedError(
    `Cannot use --${useless} with "${saved}": a saved manifest is applied as it was planned; plan again with the flag`,
  );
}
