import assert from "node:assert/strict";
import { applyManifest } from "../../lib/apply/executor.ts";
import type { Outcome } from "../../lib/apply/outcome.ts";
import type { ApplyReport } from "../../lib/apply/report.ts";
import { ExpectedError } from "../../lib/errors.ts";
import { openManifest } from "../../lib/manifest/open.ts";
import type { Bucket } from "./bucket.ts";
import type { FaultProxy } from "./fault_proxy.ts";
import type { Release } from "./release.ts";

/** What a run reported. */
export interface Run {
  readonly report: ApplyReport;
  /** By the ID of the action. */
  readonly outcomes: ReadonlyMap<number, Outcome>;
}

/**
 * Applies a release in this process, through the proxy, with little patience.
 *
 * @param attempts Of each request.
 * @throws {ExpectedError} that a user would be told.
 */
export async function applyThrough(
  proxy: FaultProxy,
  bucket: Bucket,
  release: Release,
  attempts = 7,
): Promise<Run> {
  const outcomes = new Map<number, Outcome>();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  let retries = 0;
  const store = bucket.open({
    endpoint: proxy.endpoint,
    retries: { attempts, baseMs: 1, capMs: 4 },
    idleTimeoutMs: 300,
    onRetry: () => retries++,
  });
  try {
    const report = await applyManifest({
      manifest: await openManifest(release.manifest),
      store,
      maxWorkers: 8,
      retries: () => retries,
      abort: deadline.signal,
      onEvent(event) {
        if (event.type !== "outcome") return;
        const { action: { id }, outcome } = event;
        assert.ok(!outcomes.has(id), `action ${id} ends twice`);
        outcomes.set(id, outcome);
      },
    });
    assert.ok(!deadline.signal.aborted, "the run hangs");
    return { report, outcomes };
  } finally {
    clearTimeout(timer);
    store.close();
  }
}

/** A request that waits for ever would keep the test from ending. */
const DEADLINE_MS = 120_000;

/** The same, with the error as a result. */
export async function tryToApplyThrough(
  ...args: Parameters<typeof applyThrough>
): Promise<Run | ExpectedError> {
  try {
    return await applyThrough(...args);
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
}
