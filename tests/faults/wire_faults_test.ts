import assert from "node:assert/strict";
import { isInPlace } from "../../lib/apply/outcome.ts";
import { ExpectedError } from "../../lib/errors.ts";
import { applyThrough, type Run, tryToApplyThrough } from "./apply_through.ts";
import { makeBucket } from "./bucket.ts";
import {
  faultAtFirst,
  faultsAtRandom,
  startFaultProxy,
} from "./fault_proxy.ts";
import { type FaultKind, FAULTS } from "./faults.ts";
import {
  assertReleased,
  expectedObjects,
  makeRelease,
  type Release,
} from "./release.ts";

const MiB = 2 ** 20;

const bucket = await makeBucket();
const proxy = await startFaultProxy(bucket.endpoint);

/** 300 objects: 160 packings, 100 meshes, 38 thumbnails, 2 CSVs; half the meshes go up in parts. */
let large: Release;
/** 14 objects, one of them in two parts. */
let small: Release;

/** Among what goes up in parts, though in one, are most membranes. */
const PARTS = { above: 55 * 2 ** 10, partSize: 5 * MiB };

Deno.test.beforeAll(async () => {
  const { endpoint } = bucket;
  large = await makeRelease({
    ...{ bucket, endpoint },
    dataset: {
      cellIds: Array.from({ length: 20 }, (_, i) => String(700_000 + i)),
      withoutFigure: 122,
    },
    padding: [11 * MiB, 6 * MiB],
    parts: PARTS,
  });
  small = await makeRelease({
    ...{ bucket, endpoint },
    dataset: { cellIds: ["743916"], rules: ["random", "nucleus_gradient"] },
    padding: [6 * MiB],
    parts: PARTS,
  });
});

Deno.test.afterAll(async () => {
  await large[Symbol.asyncDispose]();
  await small[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

for (const [seed, attempts] of [["a", 7], ["c", 3], ["d", 3]] as const) {
  Deno.test(`of 300 objects at 30 % faults all are in place, or the report says which are not: seed ${seed}, ${attempts} attempts`, async () => {
    await large.reset();

    proxy.reset(faultsAtRandom(seed, 0.3));
    const run = await tryToApplyThrough(proxy, bucket, large, attempts);
    await assertHonest(run, large);
    if (!(run instanceof ExpectedError)) {
      assert.ok(sum(proxy.injected) > 150, "hardly any faults");
      assert.ok(run.report.retries > 100, "hardly any retries");
    }

    proxy.reset();
    const { report } = await applyThrough(proxy, bucket, large);
    assert.deepEqual(report.shortfalls, []);
    assert.ok(report.complete);
    await assertReleased(large, bucket);
  });
}

for (const kind of Object.keys(FAULTS) as FaultKind[]) {
  Deno.test(`every request is outlived that meets first: ${kind}`, async () => {
    await small.reset();

    proxy.reset(faultAtFirst(kind));
    const { report, outcomes } = await applyThrough(proxy, bucket, small);
    assert.deepEqual(report.shortfalls, []);
    for (const { id } of small.actions) {
      assert.equal(outcomes.get(id)?.is, "done");
    }
    assert.ok(report.complete);
    assert.ok(report.retries > 0);
    assert.ok(proxy.injected.get(kind)! > 0);

    proxy.reset();
    const second = await applyThrough(proxy, bucket, small);
    assert.equal(second.report.counts.done, 0, "something was not in place");
    await assertReleased(small, bucket);
  });
}

Deno.test("a server that closes a kept connection, and then is silent, is noticed", async () => {
  await small.reset();
  proxy.reset(({ operation, attempt }) => {
    if (operation !== "PutObject" || attempt > 2) return undefined;
    return attempt === 1 ? "answer lost" : "silence";
  });
  const { report } = await applyThrough(proxy, bucket, small);
  assert.deepEqual(report.shortfalls, []);
  await assertReleased(small, bucket);
});

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

function sum(counts: ReadonlyMap<FaultKind, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
