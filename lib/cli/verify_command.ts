import { withOverrides } from "../config/overrides.ts";
import { openManifest } from "../manifest/open.ts";
import { temporaryManifest } from "../manifest/temporary.ts";
import type { Step } from "../plan/step.ts";
import { print } from "../terminal/output.ts";
import { styleFor } from "../terminal/style.ts";
import { verifyView } from "../terminal/verify_view.ts";
import { verifyRelease, type VerifyReport } from "../verify/verify.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import { type Arguments, rejectFlags } from "./parse.ts";
import { showPlan } from "./plan_command.ts";
import { chosenSteps, configOf } from "./prepare.ts";

/** `verify`: compares the bucket with a manifest, or with what would be planned now. */
export async function verifyCommand(
  args: Arguments,
  steps: readonly Step[],
): Promise<ExitCode> {
  const [saved] = args.operands;
  if (saved === undefined) return await verifyConfig(args, steps);
  rejectFlags(args, saved, ["max_workers", "json"]);
  return show(await verifyManifest(args, saved), args);
}

async function verifyConfig(
  args: Arguments,
  steps: readonly Step[],
): Promise<ExitCode> {
  const config = await configOf(args);
  await using manifest = await temporaryManifest(config);
  const { path } = manifest;
  const store = await openStore(config);
  const tally = await showPlan({
    config,
    steps: chosenSteps(steps, args, config),
    store,
  }, { format: "nothing", verbose: false, out: path })
    .finally(() => store.close());
  const exitCode = show(await verifyManifest(args, path), args);
  // What cannot be planned cannot be verified.
  return tally.errors > 0 ? 1 : exitCode;
}

async function verifyManifest(
  { text }: Arguments,
  path: string,
): Promise<VerifyReport> {
  const manifest = await openManifest(path);
  const config = withOverrides(manifest.config, {
    max_workers: text.max_workers,
  });
  const store = await openStore(config);
  try {
    return await verifyRelease({ manifest, store });
  } finally {
    store.close();
  }
}

function show(report: VerifyReport, { switches }: Arguments): ExitCode {
  print(
    switches.has("json")
      ? [JSON.stringify(report)]
      : verifyView(report, styleFor(Deno.stdout)),
  );
  return report.discrepancies.length === 0 ? 0 : 1;
}
