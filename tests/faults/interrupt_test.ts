import assert from "node:assert/strict";
import { makeBucket } from "./bucket.ts";
import { startFaultProxy } from "./fault_proxy.ts";
import { makeGate } from "./gate.ts";
import {
  assertReleased,
  assertSame,
  expectedObjects,
  makeRelease,
  type Release,
} from "./release.ts";
import { runApply, startApply } from "./tool.ts";

const MiB = 2 ** 20;

const bucket = await makeBucket();
const proxy = await startFaultProxy(bucket.endpoint);
/** 4 meshes, 2 packings, of which one goes up in parts, a thumbnail and 2 CSVs. */
let release: Release;

Deno.test.beforeAll(async () => {
  release = await makeRelease({
    ...{ bucket, endpoint: proxy.endpoint },
    dataset: {
      cellIds: ["743916", "744021"],
      structures: [{
        structure_id: "SLC25A17",
        structure_name: "peroxisome",
        packing_id: "peroxisome",
      }],
      rules: ["random"],
    },
    padding: [65 * MiB],
  });
});

Deno.test.afterAll(async () => {
  await release[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

Deno.test("after one Ctrl-C requests in flight finish, none is begun, and the next run goes on", async () => {
  await release.reset();
  const gate = makeGate(({ operation }) => operation === "PutObject");
  proxy.reset(gate.fate);

  const run = startApply(release.manifest, "--max_workers", "2");
  await gate.holds(2);
  const inFlight = new Set(
    proxy.seen.filter(({ operation }) => operation === "PutObject")
      .map(({ key }) => key),
  );
  const before = proxy.seen.length;
  run.signal("SIGINT");
  await run.says("Stopping: interrupted");
  gate.open();
  const { code, stdout } = await run.ended;

  assert.equal(code, 130);
  assert.equal(inFlight.size, 2);
  assert.equal(proxy.seen.length, before, "a request was begun");
  assert.match(stdout, /^Incomplete: \d+ done, \d+ not tried; /m);
  const expected = await expectedObjects(release);
  const finished = [...inFlight].map((key) =>
    [key, expected.get(key)!] as const
  );
  assertSame(
    await bucket.contents(),
    new Map([...release.older, ...finished]),
  );
  assert.equal((await runApply(release.manifest)).code, 0);
  await assertReleased(release, bucket);
});

for (
  const [what, operation] of [
    ["a put", "PutObject"],
    ["an upload in parts", "UploadPart"],
  ] as const
) {
  Deno.test(`a second Ctrl-C ends ${what} at once, though the server is silent, and the next run heals`, async () => {
    await release.reset();
    let isSilent = false;
    const gate = makeGate((request) =>
      isSilent ||= request.operation === operation
    );
    proxy.reset(gate.fate);

    const run = startApply(release.manifest);
    await gate.holds(1);
    run.signal("SIGINT");
    await run.says("Stopping: interrupted");
    const start = performance.now();
    run.signal("SIGINT");
    const { code, stdout } = await run.ended;
    const duration = performance.now() - start;

    assert.equal(code, 130);
    assert.match(stdout, /^Incomplete: /m);
    // A request may be silent for a minute before it is given up.
    assert.ok(duration < 20_000, `it took ${Math.round(duration)} ms`);
    proxy.reset();
    gate.open();
    const next = await runApply(release.manifest);
    assert.equal(next.code, 0, next.stdout + next.stderr);
    await assertReleased(release, bucket);
  });
}

Deno.test("a Ctrl-C while the bucket is listed ends the run before it begins", async () => {
  await release.reset();
  const gate = makeGate(({ operation }) => operation === "ListObjectsV2");
  proxy.reset(gate.fate);
  const run = startApply(release.manifest);
  await gate.holds(1);
  run.signal("SIGINT");
  run.signal("SIGINT");
  // A signal that comes before the first was seen is one with it.
  const again = setInterval(() => run.signal("SIGINT"), 50);
  const { code } = await run.ended.finally(() => clearInterval(again));
  gate.open();
  assert.equal(code, 130);
  assertSame(await bucket.contents(), release.older);
});
