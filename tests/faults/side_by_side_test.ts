import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { PutAction } from "../../lib/manifest/entries.ts";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";
import { applyThrough } from "./apply_through.ts";
import { makeBucket } from "./bucket.ts";
import { type Fate, startFaultProxy } from "./fault_proxy.ts";
import { makeGate } from "./gate.ts";
import type { Operation } from "./operation.ts";
import {
  assertReleased,
  expectedObjects,
  makeRelease,
  type Release,
} from "./release.ts";
import { runApply, startApply } from "./tool.ts";

const KiB = 2 ** 10, MiB = 2 ** 20;

const bucket = await makeBucket();
const proxy = await startFaultProxy(bucket.endpoint);
/** With an object that goes up in parts from the command line. */
let release: Release;
/** With small ones, for a store that puts those in parts, too. */
let small: Release;

Deno.test.beforeAll(async () => {
  release = await makeRelease({
    ...{ bucket, endpoint: proxy.endpoint },
    dataset: { cellIds: ["743916", "744021"], rules: ["random"] },
    padding: [65 * MiB],
  });
  small = await makeRelease({
    ...{ bucket, endpoint: proxy.endpoint },
    dataset: { cellIds: ["743916", "744021"], rules: ["random"] },
    padding: [6 * MiB],
    parts: { above: 55 * 2 ** 10, partSize: 5 * MiB },
  });
});

Deno.test.afterAll(async () => {
  await release[Symbol.asyncDispose]();
  await small[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

Deno.test("two applies of one manifest at once bring everything in place together", async () => {
  await release.reset();
  const meeting = new Meeting();
  proxy.reset(meeting.fate);
  const runs = [startApply(release.manifest), startApply(release.manifest)];
  for (const { ended } of runs) void ended.then(() => meeting.end());
  const endings = await Promise.all(runs.map(({ ended }) => ended));

  assert.ok(meeting.met > 0, "they never met");
  for (const { code, stdout, stderr } of endings) {
    assert.ok(code === 0 || code === 1, stderr);
    // Whoever finds the work of the other says so, or counts it as done.
    assert.equal(/^Applied: /m.test(stdout), code === 0, stdout);
  }
  const again = await runApply(release.manifest);
  assert.equal(again.code, 0, again.stdout);
  await assertReleased(release, bucket);
});

Deno.test("a run leaves the uploads alone of another that is still at work", async () => {
  await release.reset();
  const gate = makeGate(({ operation, attempt, query }) =>
    operation === "UploadPart" && attempt === 1 &&
    query.get("partNumber") === "1"
  );
  proxy.reset(gate.fate);
  const first = startApply(release.manifest);
  await gate.holds(1);
  const second = await runApply(release.manifest);
  gate.open();
  const { code, stdout, stderr } = await first.ended;
  assert.equal(second.code, 0, second.stdout + second.stderr);
  assert.equal(code, 0, stdout + stderr);
  await assertReleased(release, bucket);
});

/** Where another client comes in: at a request of this operation about an object of this kind. */
const INTRUSIONS: readonly {
  readonly operation: Operation;
  readonly op: PutAction["op"];
  readonly isLarge: boolean;
  readonly ignore?: boolean;
}[] = [
  { operation: "PutObject", op: "create", isLarge: false },
  { operation: "PutObject", op: "update", isLarge: false },
  { operation: "UploadPart", op: "create", isLarge: true },
  { operation: "UploadPart", op: "update", isLarge: true },
  // Ceph does not look at the conditions of a completion.
  ...(["create", "update"] as const).map((op) => ({
    operation: "CompleteMultipartUpload" as const,
    op,
    isLarge: true,
    ignore: IS_EXTERNAL,
  })),
];

for (const { ignore = false, ...intrusion } of INTRUSIONS) {
  const { operation, op } = intrusion;
  for (const act of ["put", "remove"] as const) {
    if (act === "remove" && op === "create") continue;
    Deno.test({
      name:
        `another client's ${act} during ${operation} stays as it is, and the ${op} is stale`,
      ignore,
      fn: () => intrude(intrusion, act),
    });
  }
}

async function intrude(
  { operation, op, isLarge }: typeof INTRUSIONS[number],
  act: "put" | "remove",
): Promise<void> {
  await small.reset();
  const target = small.actions.find((action) =>
    action.type === "put" && action.op === op &&
    action.size !== null && action.size > 55 * KiB === isLarge
  ) as PutAction;
  proxy.reset(async (request) => {
    if (request.key !== target.key || request.operation !== operation) return;
    if (request.attempt > 1) return;
    if (act === "put") await bucket.put(target.key, "theirs");
    else await bucket.remove(target.key);
    return undefined;
  });

  const { report, outcomes } = await applyThrough(proxy, bucket, small);

  const outcome = outcomes.get(target.id);
  assert.equal(outcome?.is, "stale", JSON.stringify(outcome));
  assert.equal(report.complete, false);
  assert.equal(report.counts.stale, 1);
  assert.equal(report.counts.failed, 0);
  const theirs = createHash("md5").update("theirs").digest("hex");
  const contents = await bucket.contents();
  assert.equal(contents.get(target.key), act === "put" ? theirs : undefined);
  // What waits for it is not tried, the rest is done.
  const expected = await expectedObjects(small);
  for (const action of small.actions) {
    if (action.type !== "put" || action === target) continue;
    const waits = waitsFor(action, target.id);
    assert.equal(outcomes.get(action.id)?.is, waits ? "not tried" : "done");
    const should = waits
      ? small.older.get(action.key)
      : expected.get(action.key);
    assert.equal(contents.get(action.key), should);
  }
  assert.deepEqual(await bucket.pendingUploads(), []);
}

function waitsFor({ waits_for }: PutAction, id: number): boolean {
  return waits_for.some((each) => {
    const [first, last] = typeof each === "number" ? [each, each] : each;
    return first <= id && id <= last;
  });
}

/** Lets the first put of each mesh wait for the other run's. */
class Meeting {
  /** How many objects both put at the same time. */
  met = 0;
  readonly #waiting = new Map<string, () => void>();
  #isOver = false;

  readonly fate: Fate = ({ operation, key, attempt }) => {
    if (operation !== "PutObject" || !key.endsWith(".obj")) return undefined;
    if (attempt === 1 && !this.#isOver) {
      return new Promise((resolve) =>
        this.#waiting.set(key, () => resolve(undefined))
      );
    }
    if (attempt === 2) {
      this.#waiting.get(key)?.();
      this.met++;
    }
    return undefined;
  };

  /** One of the runs has ended: nobody comes to meet the other. */
  end(): void {
    this.#isOver = true;
    for (const go of this.#waiting.values()) go();
  }
}
