import { withOverrides } from "../config/overrides.ts";
import { openManifest } from "../manifest/open.ts";
import { temporaryManifest } from "../manifest/temporary.ts";
import type { Step } from "../plan/step.ts";
import { print, printJson } from "../terminal/output.ts";
import { openStatus, verifyStatus } from "../terminal/status.ts";
import { styleFor } from "../terminal/style.ts";
import { verifyView } from "../terminal/verify_view.ts";
import {
  type VerifyProgress,
  verifyRelease,
  type VerifyReport,
} from "../verify/verify.ts";
import { listenForInterrupt } from "./interrupt.ts";
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
  rejectFlags(args, saved, ["max_workers", "json", "public"]);
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
  { text, switches }: Arguments,
  path: string,
): Promise<VerifyReport> {
  const manifest = await openManifest(path);
  const config = withOverrides(manifest.config, {
    max_workers: text.max_workers,
  });
  const store = await openStore(config);
  using interrupt = listenForInterrupt();
  let progress: VerifyProgress = { doing: "listing" };
  using _status = openStatus(() => verifyStatus(progress));
  try {
    return await verifyRelease({
      manifest,
      store,
      public: switches.has("public"),
      onProgress: (now) => progress = now,
      signal: interrupt.stop,
    });
  } finally {
    store.close();
  }
}

function show(report: VerifyReport, { switches }: Arguments): ExitCode {
  if (switches.has("json")) printJson(report);
  else print(verifyView(report, styleFor(Deno.stdout)));
  return report.discrepancies.length === 0 ? 0 : 1;
}
