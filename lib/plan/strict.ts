import type { Intent } from "./intent.ts";
import type { Step } from "./step.ts";

/**
 * A step whose warnings about readers are errors.
 *
 * @param leaveOut Whether files with errors are left out; otherwise the plan
 * only cannot be applied, and shows what it would do but for them.
 */
export function strictly(step: Step, leaveOut: boolean): Step {
  const { planMesh, planPacking, planRelease } = step;
  const all = (intents: Intent[]) =>
    intents.map((intent) => strictIntent(intent, leaveOut));
  return {
    ...step,
    planMesh: planMesh &&
      (async (...args) => all(await planMesh.apply(step, args))),
    planPacking: planPacking &&
      (async (...args) => all(await planPacking.apply(step, args))),
    planRelease: planRelease && (async function* (world) {
      for await (const intent of planRelease.call(step, world)) {
        yield strictIntent(intent, leaveOut);
      }
    }),
  };
}

/** A warning about readers as an error; anything else as it is. */
export function strictIntent(intent: Intent, leaveOut: boolean): Intent {
  return intent.type === "issue" && intent.publishable
    ? { ...intent, severity: "error", publishable: !leaveOut }
    : intent;
}
