import assert from "node:assert/strict";
import {
  ContentChangedError,
  PreconditionFailedError,
} from "../../lib/store/store.ts";
import { patternBytes } from "../fixture/put_file.ts";
import {
  IS_EXTERNAL,
  startStoreUnderTest,
  type StoreTest,
} from "../fixture/store_under_test.ts";

const MiB = 2 ** 20;
/** Three parts, the last one shorter. */
const CONTENT = patternBytes(12 * MiB);
const IN_PARTS = { partSize: 5 * MiB };

const server = await startStoreUnderTest();
Deno.test.afterAll(() => server.stop());

Deno.test("a file is put in the parts that are asked for", async () => {
  await using test = await server.test();
  const request = await test.request("large", CONTENT, IN_PARTS);

  const etag = await test.store.put(request);

  // Both computed with Python's hashlib. The embedded server gives a plain MD5.
  assert.equal(
    etag,
    IS_EXTERNAL
      ? "7df28755d1a6cc911533a3b50170cf7d-3"
      : "0678042110afa53b12c87ef1e06d2654",
  );
  assert.deepEqual(await test.store.head(request.key), {
    key: request.key,
    size: 12 * MiB,
    etag,
    contentType: "text/plain",
    cacheControl: "max-age=60",
    storedMd5: "7df28755d1a6cc911533a3b50170cf7d-3",
    etagIsMd5: true,
  });
  assert.equal(test.bytes(), 12 * MiB);
  assert.equal(await pendingUploads(test), 0);
});

Deno.test("several files in parts share the requests", async () => {
  await using test = await server.test({ maxRequests: 2 });
  const requests = await Promise.all(
    ["a", "b", "c"].map((name) => test.request(name, CONTENT, IN_PARTS)),
  );
  await Promise.all(requests.map((request) => test.store.put(request)));
  const sizes = (await test.list()).map(({ size }) => size);
  assert.deepEqual(sizes, [12 * MiB, 12 * MiB, 12 * MiB]);
});

for (
  const [name, change] of [
    ["a byte differs", () => CONTENT.with(11 * MiB, 255)],
    ["shorter", () => CONTENT.slice(0, 11 * MiB)],
    ["longer", () => patternBytes(12 * MiB + 1)],
  ] as const
) {
  Deno.test(`a file in parts that changed is not published: ${name}`, async () => {
    await using test = await server.test();
    const request = await test.request("changed", CONTENT, IN_PARTS);
    await Deno.writeFile(request.source, change());
    await assert.rejects(test.store.put(request), ContentChangedError);
    assert.equal(await test.store.head(request.key), undefined);
    assert.equal(test.bytes(), 0);
    assert.equal(await pendingUploads(test), 0);
  });
}

Deno.test("an upload in parts does not overwrite what its condition excludes", async () => {
  await using test = await server.test();
  const theirs = await test.request("a", "theirs");
  const ours = await test.request("a", CONTENT, IN_PARTS);
  const etag = await test.store.put(theirs);

  await assert.rejects(test.store.put(ours), PreconditionFailedError);
  const stale = { ...ours, condition: { ifMatch: ours.md5 } };
  await assert.rejects(test.store.put(stale), PreconditionFailedError);
  assert.equal((await test.store.head(ours.key))?.etag, etag);
  assert.equal(await pendingUploads(test), 0);

  await test.store.put({ ...ours, condition: { ifMatch: etag } });
  assert.equal((await test.store.head(ours.key))?.storedMd5, ours.md5);
});

Deno.test("an upload in parts that meets its own content counts as done", async () => {
  await using test = await server.test();
  const request = await test.request("a", CONTENT, IN_PARTS);
  const etag = await test.store.put(request);
  assert.equal(await test.store.put(request), etag);
  assert.equal(test.bytes(), 2 * 12 * MiB);
});

Deno.test("an abort ends an upload in parts and leaves nothing behind", async () => {
  await using test = await server.test({ maxRequests: 1 });
  const stop = new AbortController();
  const request = await test.request("a", CONTENT, {
    ...IN_PARTS,
    signal: stop.signal,
    onBytes: () => stop.abort(new Error("enough")),
  });
  await assert.rejects(test.store.put(request), /enough/);
  assert.equal(await test.store.head(request.key), undefined);
  assert.equal(await pendingUploads(test), 0);
});

Deno.test({
  name:
    "unfinished uploads of an object are given up, those of others are not (needs a server that lists uploads)",
  ignore: !IS_EXTERNAL,
  fn: async () => {
    await using test = await server.test();
    const key = `${test.prefix}a`;
    for (const each of [key, key, `${key}b`]) await test.beginUpload(each);
    await test.store.abortUploads(key);
    assert.equal(await test.countPendingUploads(), 1);
    await test.store.abortUploads(`${key}b`);
    assert.equal(await test.countPendingUploads(), 0);
  },
});

/** The embedded server cannot tell; it keeps the parts of an aborted upload. */
async function pendingUploads(test: StoreTest): Promise<number> {
  return IS_EXTERNAL ? await test.countPendingUploads() : 0;
}
