import { openManifest } from "../manifest/open.ts";
import type { Step } from "../plan/step.ts";
import { print } from "../terminal/output.ts";
import { styleFor } from "../terminal/style.ts";
import { discrepancyView } from "../terminal/verify_view.ts";
import { verifyRelease, type VerifyReport } from "../verify/verify.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import type { Arguments } from "./parse.ts";
import { showPlan } from "./plan_command.ts";
import { chosenSteps, configOf } from "./prepare.ts";

/** `verify`: compares the bucket with a manifest, or with what would be planned now. */
export async function verifyCommand(
  args: Arguments,
  steps: readonly Step[],
): Promise<ExitCode> {
  const [saved] = args.operands;
  const report = saved === undefined
    ? await verifyConfig(args, steps)
    : await verifySaved(saved);
  if (args.switches.has("json")) print([JSON.stringify(report)]);
  else print(discrepancyView(report, styleFor(Deno.stdout)));
  return report.discrepancies.length === 0 ? 0 : 1;
}

async function verifyConfig(
  args: Arguments,
  steps: readonly Step[],
): Promise<VerifyReport> {
  const config = await configOf(args);
  const store = await openStore(config);
  const path = await Deno.makeTempFile({ suffix: ".manifest.jsonl" });
  try {
    await showPlan({
      config,
      steps: chosenSteps(steps, args, config),
      store,
    }, { format: "nothing", verbose: false, out: path });
    return await verifyRelease({ manifest: await openManifest(path), store });
  } finally {
    store.close();
    await Deno.remove(path);
  }
}

async function verifySaved(path: string): Promise<VerifyReport> {
  const manifest = await openManifest(path);
  const store = await openStore(manifest.config);
  try {
    return await verifyRelease({ manifest, store });
  } finally {
    store.close();
  }
}
