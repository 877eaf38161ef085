import type { Config } from "../config/config.ts";
import { ExpectedError } from "../errors.ts";
import type { StepName } from "../step_names.ts";
import type { Step } from "./step.ts";

/**
 * The steps to run, in their order: those named, or, where none is, those that
 * the config turns on.
 *
 * @throws {ExpectedError} if there are none.
 */
export function chooseSteps(
  steps: readonly Step[],
  names: Iterable<StepName>,
  config: Config,
): readonly Step[] {
  const wanted = new Set(names);
  const chosen = wanted.size > 0
    ? steps.filter(({ name }) => wanted.has(name))
    : steps.filter((step) => step.isOn(config));
  if (chosen.length === 0) {
    throw new ExpectedError(
      "Cannot plan a release: the config turns every step off; turn one on, or name it by its flag",
    );
  }
  return chosen;
}
