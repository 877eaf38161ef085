import assert from "node:assert/strict";
import { applyManifest } from "../../lib/apply/executor.ts";
import { isInPlace, type Outcome } from "../../lib/apply/outcome.ts";
import type { ApplyReport } from "../../lib/apply/report.ts";
import { ExpectedError } from "../../lib/errors.ts";
import { openManifest } from "../../lib/manifest/open.ts";
import { makeBucket } from "./bucket.ts";
import {
  type Fate,
  faultAtFirst,
  faultsAtRandom,
  startFaultProxy,
} from "./fault_proxy.ts";
import { type FaultKind, FAULTS } from "./faults.ts";
import { expectedObjects, makeRelease, type Release } from "./release.ts";

const KiB = 2 ** 10, MiB = 2 ** 20;

const bucket = await makeBucket();
const proxy = await startFaultProxy(bucket.endpoint);

/** 300 objects: 160 packings, 100 meshes, 38 thumbnails, 2 CSVs; half the meshes go up in parts. */
let large: Release;
/** 14 objects, two of them in two parts. */
let small: Release;

Deno.test.beforeAll(async () => {
  const { endpoint } = bucket;
  large = await makeRelease({
    ...{ bucket, endpoint },
    dataset: {
      cellIds: Array.from({ length: 20 }, (_, i) => String(700_000 + i)),
      withoutFigure: 122,
    },
    padding: [11 * MiB, 6 * MiB],
  });
  small = await makeRelease({
    ...{ bucket, endpoint },
    dataset: { cellIds: ["743916"], rules: ["random", "nucleus_gradient"] },
    padding: [6 * MiB, 6 * MiB],
  });
});

Deno.test.afterAll(async () => {
  await large[Symbol.asyncDispose]();
  await small[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

for (
  const [seed, attempts] of [["a", 7], ["b", 7], ["c", 3], ["d", 3]] as const
) {
  Deno.test(`of 300 objects at 30 % faults all are in place, or the report says which are not: seed ${seed}, ${attempts} attempts`, async () => {
    await large.reset();

    const run = await applyThrough(large, faultsAtRandom(seed, 0.3), attempts);
    await assertHonest(run, large);
    assert.ok(sum(proxy.injected) > 150, "hardly any faults");
    assert.ok(run instanceof ExpectedError || run.report.retries > 100);

    const second = await applyThrough(large);
    assert.ok(!(second instanceof ExpectedError));
    assert.deepEqual(second.report.shortfalls, []);
    assert.ok(second.report.complete);
    assert.equal(second.report.retries, 0);
    await assertReleased(large);
  });
}

for (const kind of Object.keys(FAULTS) as FaultKind[]) {
  Deno.test(`every request is outlived that meets first: ${kind}`, async () => {
    await small.reset();

    const run = await applyThrough(small, faultAtFirst(kind));
    assert.ok(!(run instanceof ExpectedError));
    assert.deepEqual(run.report.shortfalls, []);
    for (const action of small.actions) {
      assert.equal(run.outcomes.get(action.id)?.is, "done");
    }
    assert.ok(run.report.complete);
    assert.ok(run.report.retries > 0);
    assert.ok(proxy.injected.get(kind)! > 0);

    const second = await applyThrough(small);
    assert.ok(!(second instanceof ExpectedError));
    assert.equal(second.report.counts.done, 0, "something was not in place");
    await assertReleased(small);
  });
}

interface Run {
  readonly report: ApplyReport;
  /** By the ID of the action. */
  readonly outcomes: ReadonlyMap<number, Outcome>;
}

/** Applies a release through the proxy; an error is what the user would be told. */
async function applyThrough(
  release: Release,
  fate?: Fate,
  attempts = 7,
): Promise<Run | ExpectedError> {
  proxy.reset(fate);
  const dbg = setTimeout(() => {
    console.log(
      "HANG",
      sum(proxy.injected),
      proxy.seen.length,
      outcomes.size,
      retries,
      started.size,
    );
    for (const [id, a] of started) if (!outcomes.has(id)) console.log(id, a);
    for (const [id, a] of started) {
      if (!outcomes.has(id)) {
        console.log(
          proxy.seen.filter((s) => a === "put " + s.key).map((s) =>
            [s.operation, s.attempt, s.query.get("partNumber"), fate?.(s)].join(
              " ",
            )
          ),
        );
      }
    }
    Deno.exit(3);
  }, 15000);
  const started = new Map<number, string>(
    release.actions.map(
      (a) => [a.id, a.type + " " + (a.type === "put" ? a.key : a.path)],
    ),
  );
  const outcomes = new Map<number, Outcome>();
  let retries = 0;
  const store = bucket.open({
    endpoint: proxy.endpoint,
    retries: { attempts, baseMs: 1, capMs: 4 },
    idleTimeoutMs: 200,
    multipartThreshold: 55 * KiB,
    partSize: 5 * MiB,
    onRetry: () => retries++,
  });
  try {
    const report = await applyManifest({
      manifest: await openManifest(release.manifest),
      store,
      maxWorkers: 8,
      retries: () => retries,
      onEvent(event) {
        if (event.type !== "outcome") return;
        const { action: { id }, outcome } = event;
        assert.ok(!outcomes.has(id), `action ${id} ends twice`);
        outcomes.set(id, outcome);
      },
    });
    return { report, outcomes };
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  } finally {
    clearTimeout(dbg);
    store.close();
  }
}

/** What the run says of each object is what a look past the proxy shows. */
async function assertHonest(
  run: Run | ExpectedError,
  release: Release,
): Promise<void> {
  const contents = await bucket.contents();
  if (run instanceof ExpectedError) {
    assert.deepEqual(contents, release.older, "something was put");
    return;
  }
  const expected = await expectedObjects(release);
  for (const action of release.actions) {
    const outcome = run.outcomes.get(action.id);
    assert.ok(outcome, `action ${action.id} has no outcome`);
    if (action.type !== "put") continue;
    const { key } = action;
    const is = contents.get(key), should = expected.get(key);
    const was = release.older.get(key);
    // Nobody else is at work: there is no reason for "stale".
    switch (outcome.is) {
      case "done":
      case "already there":
        assert.equal(is, should, `${key} is reported as in place`);
        break;
      case "not tried":
        assert.equal(is, was, `${key} is reported as not tried`);
        break;
      case "failed": // The last attempt may have succeeded and its answer been lost.
        assert.ok(is === was || is === should, `${key} is neither old nor new`);
        break;
      case "stale":
        assert.fail(`${key} is reported as stale: ${outcome.reason}`);
    }
  }
  const short = [...run.outcomes.values()].filter((each) => !isInPlace(each));
  assert.equal(run.report.shortfalls.length, short.length);
  assert.equal(run.report.complete, short.length === 0);
}

/** The bucket holds the release and nothing else. */
async function assertReleased(release: Release): Promise<void> {
  const contents = await bucket.contents();
  assert.deepEqual(sorted(contents), sorted(await expectedObjects(release)));
  assert.deepEqual(await bucket.pendingUploads(), []);
}

function sorted(map: ReadonlyMap<string, string>): [string, string][] {
  return [...map].sort();
}

function sum(counts: ReadonlyMap<FaultKind, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
