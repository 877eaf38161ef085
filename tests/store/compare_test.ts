import assert from "node:assert/strict";
import { digestFile } from "../../lib/io/digest.ts";
import { readChunks } from "../../lib/io/chunks.ts";
import { ContentComparer } from "../../lib/store/compare.ts";
import { MemoryStore } from "../../lib/store/memory.ts";
import type { ListedObject } from "../../lib/store/store.ts";
import { patternBytes, putRequest } from "../fixture/put_file.ts";
import { type TempDir, tempDir } from "../fixture/temp_dir.ts";

const MiB = 2 ** 20;

async function listed(store: MemoryStore, key: string): Promise<ListedObject> {
  for await (const object of store.list(key)) {
    if (object.key === key) return object;
  }
  assert.fail(`no object ${key}`);
}

async function local(dir: TempDir, content: string | Uint8Array) {
  const path = await dir.write(crypto.randomUUID(), content);
  return { ...await digestFile(path), chunks: () => readChunks(path) };
}

/** Whether contents are found to be the same, and how many HEADs that took. */
async function compare(
  store: MemoryStore,
  contents: Record<string, string | Uint8Array>,
): Promise<{ same: (boolean | undefined)[]; heads: number }> {
  await using dir = await tempDir();
  const comparer = new ContentComparer(store);
  const same: (boolean | undefined)[] = [];
  for (const [key, content] of Object.entries(contents)) {
    same.push(
      await comparer.compare(
        await local(dir, content),
        await listed(store, key),
      ),
    );
  }
  const heads = store.calls.filter(({ method }) => method === "head").length;
  return { same, heads };
}

Deno.test("equal MD5s are the same content, without a request", async () => {
  const store = new MemoryStore();
  await store.add("a", "one");
  await store.add("b", "");
  assert.deepEqual(await compare(store, { a: "one", b: "" }), {
    same: [true, true],
    heads: 0,
  });
});

Deno.test("another size is other content, without a request", async () => {
  const store = new MemoryStore({ opaqueEtags: true });
  await store.add("a", "one");
  assert.deepEqual(await compare(store, { a: "three" }), {
    same: [false],
    heads: 0,
  });
});

Deno.test("the same size with another MD5 is other content, with one request for all", async () => {
  const store = new MemoryStore();
  for (const key of ["a", "b", "c"]) await store.add(key, `1${key}`);
  assert.deepEqual(await compare(store, { a: "2a", b: "2b", c: "1c" }), {
    same: [false, false, true],
    heads: 1,
  });
});

for (const partSize of [5 * MiB, 8 * MiB, 15_000_000, 16 * MiB, 17 * MiB]) {
  Deno.test(`an upload in parts of ${partSize} bytes is compared by its parts, without a request`, async () => {
    const store = new MemoryStore({ partSize });
    const content = patternBytes(20 * MiB + 3);
    await store.add("a", content);
    assert.match((await listed(store, "a")).etag, /^[0-9a-f]{32}-[2-5]$/);
    assert.deepEqual(await compare(store, { a: content }), {
      same: [true],
      heads: 0,
    });
  });
}

Deno.test("content that goes up in parts is compared with what others put, in whatever way", async () => {
  const content = patternBytes(65 * MiB);
  for (const partSize of [undefined, 8 * MiB, 16 * MiB]) {
    const store = new MemoryStore({ partSize });
    await store.add("a", content);
    await store.add("b", content.with(-1, 255));
    const { same } = await compare(store, { a: content });
    assert.deepEqual(same, [true]);
    const { same: other } = await compare(store, { b: content });
    assert.deepEqual(other, [partSize === undefined ? false : undefined]);
  }
});

Deno.test("content that this tool put in parts is compared without being read", async () => {
  await using dir = await tempDir();
  const request = await putRequest(dir.path, "a", patternBytes(12), {
    partSize: 5,
  });
  const store = new MemoryStore();
  await store.put(request);
  const { size, md5, parts } = request;
  const chunks = () => assert.fail("it is read");
  const comparer = new ContentComparer(store);
  assert.ok(
    await comparer.compare(
      { size, md5, parts, chunks },
      await listed(store, "a"),
    ),
  );
});

Deno.test("other content of the same size in parts is other content, if its MD5 is stored", async () => {
  await using dir = await tempDir();
  const store = new MemoryStore({ partSize: 5 * MiB });
  const content = patternBytes(6 * MiB);
  await store.put(await putRequest(dir.path, "a", content));
  const other = content.with(-1, 255);
  assert.deepEqual(await compare(store, { a: other }), {
    same: [false],
    heads: 1,
  });
});

Deno.test("parts of an unknown size cannot be compared, unless the MD5 is stored", async () => {
  await using dir = await tempDir();
  const store = new MemoryStore({ partSize: 1_234_567 });
  const content = patternBytes(3_000_000);
  await store.add("a", content);
  await store.put(await putRequest(dir.path, "b", content));
  assert.deepEqual(await compare(store, { a: content, b: content }), {
    same: [undefined, true],
    heads: 2,
  });
});

Deno.test("under KMS the stored MD5 tells, and where there is none, nothing does", async () => {
  await using dir = await tempDir();
  const store = new MemoryStore({ opaqueEtags: true });
  await store.put(await putRequest(dir.path, "same", "one"));
  await store.put(await putRequest(dir.path, "other", "two"));
  await store.add("unknown", "one");
  assert.deepEqual(
    await compare(store, { same: "one", other: "six", unknown: "one" }),
    { same: [true, false, undefined], heads: 4 }, // One asks what ETags are worth.
  );
});

Deno.test("an ETag in upper case is an MD5, too", async () => {
  await using dir = await tempDir();
  const store = new MemoryStore();
  await store.add("a", "one");
  const object = await listed(store, "a");
  const comparer = new ContentComparer(store);
  assert.equal(
    await comparer.compare(await local(dir, "one"), {
      ...object,
      etag: object.etag.toUpperCase(),
    }),
    true,
  );
});

Deno.test("an ETag of no known form falls back to the stored MD5", async () => {
  await using dir = await tempDir();
  const store = new MemoryStore();
  await store.put(await putRequest(dir.path, "a", "one"));
  const object = { ...await listed(store, "a"), etag: "W/opaque" };
  const comparer = new ContentComparer(store);
  assert.equal(await comparer.compare(await local(dir, "one"), object), true);
  assert.equal(await comparer.compare(await local(dir, "two"), object), false);
});
