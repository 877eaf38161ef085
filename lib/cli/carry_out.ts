import { applyManifest } from "../apply/executor.ts";
import type { ApplyReport } from "../apply/report.ts";
import { withOverrides } from "../config/overrides.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import { openManifest } from "../manifest/open.ts";
import type { ObjectStore } from "../store/store.ts";
import { print, printJson } from "../terminal/output.ts";
import { openProgress } from "../terminal/progress.ts";
import { reportView } from "../terminal/report_view.ts";
import { openStatus, verifyStatus } from "../terminal/status.ts";
import { styleFor } from "../terminal/style.ts";
import { verifyView } from "../terminal/verify_view.ts";
import {
  type VerifyProgress,
  verifyRelease,
  type VerifyReport,
} from "../verify/verify.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import type { Arguments } from "./parse.ts";

/**
 * Applies a manifest, shows how it goes, and looks at the bucket afterwards.
 *
 * @throws {InterruptedError} if Ctrl-C comes while the bucket is listed.
 */
export async function carryOut(
  { text, switches }: Arguments,
  path: string,
): Promise<ExitCode> {
  const manifest = await openManifest(path);
  const { max_workers: maxWorkers } = withOverrides(manifest.config, {
    max_workers: text.max_workers,
  });
  const format = switches.has("json") ? "json" : "text";
  using interrupt = listenForInterrupt();
  return await applyAndCheck({ manifest, maxWorkers, format, interrupt });
}

interface Carrying {
  readonly manifest: CheckedManifest;
  readonly maxWorkers: number;
  readonly format: "text" | "json";
  readonly interrupt: Interrupt;
}

async function applyAndCheck(carrying: Carrying): Promise<ExitCode> {
  const { manifest, maxWorkers, format, interrupt } = carrying;
  let retries = 0;
  const store = await openStore(
    { ...manifest.config, max_workers: maxWorkers },
    (event) => {
      retries++;
      progress.onEvent({ type: "retry", ...event });
    },
  );
  // Not before: its timer would keep alive a program whose store cannot be opened.
  const progress = openProgress(format);
  try {
    const report = await applyManifest({
      manifest,
      store,
      maxWorkers,
      onEvent: (event) => progress.onEvent(event),
      retries: () => retries,
      stop: interrupt.stop,
      abort: interrupt.abort,
    }).finally(() => progress.close());
    showReport(report, format);
    if (interrupt.stop.aborted) return 130;
    return report.complete ? await check(carrying, store) : 1;
  } finally {
    store.close();
  }
}

function showReport(report: ApplyReport, format: "text" | "json"): void {
  // As JSON, it is the last event of the run.
  if (format === "text") print(reportView(report, styleFor(Deno.stdout)));
}

async function check(
  { manifest, format, interrupt }: Carrying,
  store: ObjectStore,
): Promise<ExitCode> {
  const found = await lookAgain(manifest, store, interrupt);
  if (format === "json") printJson({ type: "verify", ...found });
  else print(verifyView(found, styleFor(Deno.stdout)));
  return found.discrepancies.length === 0 ? 0 : 1;
}

async function lookAgain(
  manifest: CheckedManifest,
  store: ObjectStore,
  { stop }: Interrupt,
): Promise<VerifyReport> {
  let progress: VerifyProgress = { doing: "listing" };
  using _status = openStatus(() => verifyStatus(progress));
  return await verifyRelease({
    manifest,
    store,
    listingOnly: true,
    onProgress: (now) => progress = now,
    signal: stop,
  });
}
