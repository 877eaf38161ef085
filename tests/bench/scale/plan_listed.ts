/**
 * Plans the release in the working directory as `plan` does, against a written
 * listing in place of a bucket, and tells the memory that this took on the last
 * line of standard error.
 *
 * @module
 */
import { showPlan } from "../../../lib/cli/plan_command.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { releasePrefixes } from "../../../lib/dataset/layout.ts";
import { chooseSteps } from "../../../lib/plan/choose_steps.ts";
import { printError } from "../../../lib/terminal/output.ts";
import { STEPS } from "../../../steps/mod.ts";
import { listedBucket, withOthers } from "./listing.ts";

// A plan loads the client of S3, too, though this one does not ask it.
await import("../../../lib/store/s3.ts");
const config = await loadConfig("config.json");
const [, prefix] = releasePrefixes(config);
const others = Number(Deno.args[0]);
const tally = await showPlan({
  config,
  steps: chooseSteps(STEPS, [], config),
  store: withOthers(listedBucket("listing"), prefix!, others),
}, { format: "diff", verbose: false });

const status = await Deno.readTextFile("/proc/self/status");
const [, kib] = status.match(/^VmHWM:\s*(\d+) kB$/m)!;
printError([JSON.stringify({
  peakBytes: Number(kib) * 1024,
  unchanged: tally.total("keep").objects,
  hasChanges: tally.hasChanges,
})]);
