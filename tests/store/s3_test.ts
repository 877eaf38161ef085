import assert from "node:assert/strict";
import {
  ContentChangedError,
  PreconditionFailedError,
} from "../../lib/store/store.ts";
import { patternBytes } from "../fixture/put_file.ts";
import {
  IS_EXTERNAL,
  startStoreUnderTest,
} from "../fixture/store_under_test.ts";

const MiB = 2 ** 20;

const server = await startStoreUnderTest();
Deno.test.afterAll(() => server.stop());

Deno.test("an object has the content, headers and ETag that were put", async () => {
  await using test = await server.test();
  const request = await test.request("a.txt", "hello");

  const etag = await test.store.put(request);

  assert.equal(etag, "5d41402abc4b2a76b9719d911017c592");
  assert.deepEqual(await test.store.head(request.key), {
    key: request.key,
    size: 5,
    etag,
    contentType: "text/plain",
    cacheControl: "max-age=60",
    storedMd5: etag,
    etagIsMd5: true,
  });
  assert.deepEqual(await test.list(), [{ key: request.key, size: 5, etag }]);
});

Deno.test("an object that does not exist has no head", async () => {
  await using test = await server.test();
  assert.equal(await test.store.head(`${test.prefix}nothing`), undefined);
  assert.deepEqual(await test.list(), []);
});

Deno.test("keys with any character are put, listed and found", async () => {
  await using test = await server.test();
  const names = [
    "a b",
    "a+b",
    "a#b?c=d&e",
    "100%",
    "%41",
    "ü/日本.txt",
    "<&>'\"",
    "(~*!)",
  ];
  for (const name of names) {
    await test.store.put(await test.request(name, name));
  }
  const listed = (await test.list()).map(({ key }) => key);
  assert.deepEqual(
    listed.toSorted(),
    names.map((name) => test.prefix + name).toSorted(),
  );
  for (const key of listed) {
    assert.equal((await test.store.head(key))?.key, key);
  }
});

Deno.test("more than 1,000 keys are listed, each once and sorted", async () => {
  await using test = await server.test({ maxRequests: 16 });
  const request = await test.request("", "x");
  const keys = Array.from(
    { length: 1100 },
    (_, i) => `${test.prefix}${i % 3}/${String(i).padStart(4, "0")}`,
  );
  await Promise.all(keys.map((key) => test.store.put({ ...request, key })));
  const listed = (await test.list()).map(({ key }) => key);
  assert.deepEqual(listed, keys.toSorted());
});

Deno.test("a listing leaves other prefixes out", async () => {
  await using test = await server.test();
  await test.store.put(await test.request("a/x", "1"));
  await test.store.put(await test.request("a-test/x", "1"));
  const listed = await Array.fromAsync(test.store.list(`${test.prefix}a/`));
  assert.deepEqual(listed.map(({ key }) => key), [`${test.prefix}a/x`]);
});

for (const [size, name] of [[0, "empty"], [3 * MiB, "3 MiB"]] as const) {
  Deno.test(`a file is put whole: ${name}`, async () => {
    await using test = await server.test();
    const request = await test.request("file", patternBytes(size));
    assert.equal(await test.store.put(request), request.md5);
    assert.equal((await test.store.head(request.key))?.size, size);
    assert.equal(test.bytes(), size);
  });
}

Deno.test("a put replaces the object with the ETag it names, and no other", async () => {
  await using test = await server.test();
  const first = await test.request("a", "first");
  const second = await test.request("a", "second");
  const firstEtag = await test.store.put(first);

  await assert.rejects(test.store.put(second), PreconditionFailedError);
  const ifMatch = await test.store.put({
    ...second,
    condition: { ifMatch: firstEtag },
  });
  assert.equal((await test.store.head(first.key))?.etag, ifMatch);

  const third = await test.request("a", "third");
  const stale = { ...third, condition: { ifMatch: firstEtag } };
  await assert.rejects(test.store.put(stale), PreconditionFailedError);
  assert.equal((await test.store.head(first.key))?.etag, second.md5);
});

Deno.test("replacing an object that is gone fails as a precondition", async () => {
  await using test = await server.test();
  const request = await test.request("gone", "x");
  const replace = { ...request, condition: { ifMatch: request.md5 } };
  await assert.rejects(test.store.put(replace), PreconditionFailedError);
});

Deno.test("a put that meets its own content counts as done", async () => {
  await using test = await server.test();
  const request = await test.request("a", "same");
  await test.store.put(request);
  assert.equal(await test.store.put(request), request.md5);
  assert.equal(test.bytes(), 8);
});

Deno.test("of many creates of one key exactly one wins", async () => {
  await using test = await server.test({ maxRequests: 16 });
  const requests = await Promise.all(
    Array.from({ length: 16 }, (_, i) => test.request("race", `writer ${i}`)),
  );
  const results = await Promise.allSettled(
    requests.map((request) => test.store.put(request)),
  );
  const won = results.filter(({ status }) => status === "fulfilled");
  assert.equal(won.length, 1);
});

for (const size of [1000, 3 * MiB]) {
  const changes: [string, (bytes: Uint8Array) => Uint8Array<ArrayBuffer>][] = [
    ["a byte differs", (bytes) => bytes.with(size / 2, 255)],
    ["shorter", (bytes) => bytes.slice(0, -1)],
    ["longer", (bytes) => new Uint8Array([...bytes, 1])],
  ];
  for (const [name, change] of changes) {
    Deno.test(`a file of ${size} bytes that changed is not published: ${name}`, async () => {
      await using test = await server.test();
      const content = patternBytes(size);
      const request = await test.request("changed", content);
      await Deno.writeFile(request.source, change(content));
      await assert.rejects(test.store.put(request), ContentChangedError);
      assert.equal(await test.store.head(request.key), undefined);
      assert.equal(test.bytes(), 0);
    });
  }
}

Deno.test("a put with an aborted signal sends nothing", async () => {
  await using test = await server.test();
  const request = await test.request("a", "x");
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(test.store.put({ ...request, signal }), /enough/);
  assert.deepEqual(await test.list(), []);
});

Deno.test({
  name: "public-read makes an object readable without credentials (needs ACLs)",
  ignore: !IS_EXTERNAL,
  async fn() {
    await using test = await server.test();
    const hidden = await test.request("hidden", "x");
    const open = await test.request("open", "y", {
      headers: {
        contentType: "text/csv",
        cacheControl: "no-cache",
        acl: "public-read",
      },
    });
    await test.store.put(hidden);
    await test.store.put(open);

    assert.equal(await test.store.isPublic(hidden.key), false);
    assert.equal(await test.store.isPublic(open.key), true);
    assert.equal(await test.store.isPublic(`${test.prefix}none`), false);
    assert.equal((await test.fetch(hidden.key)).status, 403);
    const response = await test.fetch(open.key);
    assert.equal(response.text, "y");
    assert.equal(response.type, "text/csv");

    const anyone = test.open({ anonymous: true });
    assert.equal((await anyone.head(open.key))?.etag, open.md5);
    await assert.rejects(
      anyone.head(hidden.key),
      /without credentials: not everyone may read it/,
    );
    anyone.close();
  },
});

Deno.test("anonymous requests read a public object", async () => {
  await using test = await server.test();
  const request = await test.request("a", "x", {
    headers: {
      contentType: "text/plain",
      cacheControl: "no-cache",
      acl: "public-read",
    },
  });
  await test.store.put(request);
  const anyone = test.open({ anonymous: true });
  assert.equal((await anyone.head(request.key))?.etag, request.md5);
  anyone.close();
});
