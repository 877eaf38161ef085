import { applyManifest } from "../apply/executor.ts";
import { withOverrides } from "../config/overrides.ts";
import { openManifest } from "../manifest/open.ts";
import { print } from "../terminal/output.ts";
import { openProgress } from "../terminal/progress.ts";
import { reportView } from "../terminal/report_view.ts";
import { styleFor } from "../terminal/style.ts";
import { discrepancyView } from "../terminal/verify_view.ts";
import { verifyRelease } from "../verify/verify.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { ExitCode } from "./main.ts";
import { openStore } from "../store/open.ts";
import type { Arguments } from "./parse.ts";

/** Applies a manifest, shows how it goes, and looks at the bucket afterwards. */
export async function carryOut(
  { text, switches }: Arguments,
  path: string,
): Promise<ExitCode> {
  const manifest = await openManifest(path);
  const config = withOverrides(manifest.config, {
    max_workers: text.max_workers,
  });
  using interrupt = listenForInterrupt();
  const progress = openProgress(switches.has("json") ? "json" : "text");
  const store = await openStore(
    config,
    (event) => progress.onEvent({ type: "retry", ...event }),
  );
  try {
    const report = await applyManifest({
      manifest,
      store,
      maxWorkers: config.max_workers,
      onEvent: (event) => progress.onEvent(event),
      ...interrupt,
    }).finally(() => progress.close());
    const style = styleFor(Deno.stdout);
    if (!switches.has("json")) print(reportView(report, style));
    if (interrupt.stop.aborted) return 130;
    if (!report.complete) return 1;

    const found = await verifyRelease({ manifest, store, listingOnly: true });
    if (!switches.has("json")) print(discrepancyView(found, style));
    return found.discrepancies.length === 0 ? 0 : 1;
  } finally {
    store.close();
  }
}
