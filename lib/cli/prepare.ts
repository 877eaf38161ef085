import { loadConfig } from "../config/load.ts";
import { withOverrides } from "../config/overrides.ts";
import type { Config } from "../config/config.ts";
import { chooseSteps } from "../plan/choose_steps.ts";
import type { PlanRequest } from "../plan/planner.ts";
import type { Step } from "../plan/step.ts";
import { refusedReaders } from "../release_check/cors.ts";
import { STEP_NAMES } from "../step_names.ts";
import type { Arguments } from "./parse.ts";

/** The config of a command: the file's, with the flags over it. */
export async function configOf({ text }: Arguments): Promise<Config> {
  const config = await loadConfig(
    text.config ?? "configs/data_release_config.json",
  );
  return withOverrides(config, {
    data_dir: text.data_dir,
    results_dir: text.results_dir,
    max_workers: text.max_workers,
  });
}

/** The steps to run: those named by flags, else those that the config asks for. */
export function chosenSteps(
  steps: readonly Step[],
  { switches }: Arguments,
  config: Config,
): readonly Step[] {
  const named = STEP_NAMES.filter((name) => switches.has(name));
  return chooseSteps(steps, named, config);
}

/** What `plan` and `apply` are to plan, but for the bucket. */
export function planRequestOf(
  args: Arguments,
  steps: readonly Step[],
  config: Config,
): Omit<PlanRequest, "store"> {
  const { switches } = args;
  return {
    config,
    steps: chosenSteps(steps, args, config),
    skipInvalid: switches.has("skip-invalid"),
    strict: switches.has("strict"),
    checkHeaders: switches.has("check-headers"),
    refusedReaders: switches.has("offline")
      ? undefined
      : () => refusedReaders(config),
  };
}
