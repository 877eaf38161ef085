import assert from "node:assert/strict";
import { MemoryStore } from "../../lib/store/memory.ts";
import {
  ContentChangedError,
  PreconditionFailedError,
} from "../../lib/store/store.ts";
import { putRequest } from "../fixture/put_file.ts";

const HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592";

Deno.test("a memory store keeps content and headers", async () => {
  await withDirectory(async (directory) => {
    const store = new MemoryStore();
    const headers = {
      contentType: "text/csv",
      cacheControl: "no-cache",
      acl: "public-read",
    } as const;
    const request = await putRequest(directory, "a", "hello", { headers });
    assert.equal(await store.put(request), HELLO_MD5);
    assert.deepEqual(await store.head("a"), {
      key: "a",
      size: 5,
      etag: HELLO_MD5,
      contentType: "text/csv",
      cacheControl: "no-cache",
      storedMd5: HELLO_MD5,
      etagIsMd5: true,
    });
    assert.equal(await store.isPublic("a"), true);
    assert.equal(await store.isPublic("b"), false);
    assert.deepEqual(
      store.objects.get("a")?.content,
      new TextEncoder().encode("hello"),
    );
  });
});

Deno.test("a memory store lists what starts with the prefix, sorted", async () => {
  const store = new MemoryStore();
  for (const key of ["b/2", "a", "b/1", "b-test"]) await store.add(key, "x");
  const keys = (await Array.fromAsync(store.list("b/"))).map(({ key }) => key);
  assert.deepEqual(keys, ["b/1", "b/2"]);
});

Deno.test("a memory store honours conditions like S3", async () => {
  await withDirectory(async (directory) => {
    const store = new MemoryStore();
    const etag = await store.add("a", "theirs");
    const create = await putRequest(directory, "a", "ours");
    await assert.rejects(store.put(create), PreconditionFailedError);
    await assert.rejects(
      store.put({ ...create, condition: { ifMatch: HELLO_MD5 } }),
      PreconditionFailedError,
    );
    await store.put({ ...create, condition: { ifMatch: etag } });
    assert.equal((await store.head("a"))?.etag, create.md5);
    await assert.rejects(
      store.put({ ...create, key: "none", condition: { ifMatch: etag } }),
      PreconditionFailedError,
    );
  });
});

Deno.test("a put that meets the wanted content is done", async () => {
  await withDirectory(async (directory) => {
    const store = new MemoryStore();
    const etag = await store.add("a", "hello");
    const request = await putRequest(directory, "a", "hello");
    assert.equal(await store.put(request), etag);
    assert.equal(store.objects.get("a")?.storedMd5, undefined);
  });
});

Deno.test("a memory store refuses a file that changed", async () => {
  await withDirectory(async (directory) => {
    const store = new MemoryStore();
    const request = await putRequest(directory, "a", "hello");
    await Deno.writeTextFile(request.source, "hallo");
    await assert.rejects(store.put(request), ContentChangedError);
    assert.equal(store.objects.size, 0);
  });
});

Deno.test("a failure comes at the n-th call that matches, and only there", async () => {
  const store = new MemoryStore();
  store.failAt({ method: "head", key: "a", nth: 2 }, new Error("planned"));
  await store.head("b");
  await store.head("a");
  await assert.rejects(store.head("a"), /planned/);
  await store.head("a");
  assert.deepEqual(store.calls, [
    { method: "head", key: "b" },
    { method: "head", key: "a" },
    { method: "head", key: "a" },
    { method: "head", key: "a" },
  ]);
});

Deno.test("a failure without a number comes at every call that matches", async () => {
  const store = new MemoryStore();
  store.failAt({ method: "list" }, new Error("planned"));
  for (const prefix of ["a", "b"]) {
    await assert.rejects(Array.fromAsync(store.list(prefix)), /planned/);
  }
  assert.equal(await store.head("a"), undefined);
});

Deno.test("ETags can be those of KMS or of uploads in parts", async () => {
  const kms = new MemoryStore({ opaqueEtags: true });
  assert.notEqual(await kms.add("a", "hello"), HELLO_MD5);
  assert.equal((await kms.head("a"))?.etagIsMd5, false);

  const parts = new MemoryStore({ partSize: 2 });
  assert.equal(
    await parts.add("a", "hello"),
    "75994d598838ab475c86e3140adc14c7-3",
  );
});

async function withDirectory(
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
