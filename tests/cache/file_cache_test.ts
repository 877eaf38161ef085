import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "@std/path";
import { NO_CACHE, openFileCache } from "../../lib/cache/file_cache.ts";

Deno.test("what was computed of an unchanged file is remembered, also by the next process", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  let computed = 0;
  const length = () => Promise.resolve({ length: ++computed });
  {
    using cache = openFileCache(folder.database, later);
    assert.deepEqual(await cache.remember("length", path, length), {
      length: 1,
    });
  }
  using cache = openFileCache(folder.database, later);
  assert.deepEqual(await cache.remember("length", path, length), { length: 1 });
  assert.deepEqual(await cache.remember("other", path, length), { length: 2 });
});

Deno.test("what computes is told the size of the file", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "123");
  const size = (bytes: number) => Promise.resolve(bytes);
  using cache = openFileCache(folder.database, later);
  for (const each of [cache, NO_CACHE]) {
    assert.equal(await each.remember("size", path, size), 3);
    assert.equal(await each.remember("size", path + "b", size), 0);
  }
});

Deno.test("a file that changed is computed again", async () => {
  const changes: [string, (path: string) => Promise<void>][] = [
    ["other size", (path) => Deno.writeTextFile(path, "12")],
    ["other time", (path) => Deno.utime(path, 1_000_000, 1_000_000)],
    ["other file under the name", async (path) => {
      await Deno.writeTextFile(path + "b", "2");
      await Deno.rename(path + "b", path);
    }],
  ];
  for (const [name, change] of changes) {
    await using folder = await makeFolder();
    const path = await folder.file("a", "1");
    await remembered(folder.database, path, "before");
    await change(path);
    assert.equal(
      await remembered(folder.database, path, "after"),
      "after",
      name,
    );
  }
});

Deno.test("a file that changed just now is not remembered: it may change again unseen", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("new", "1");
  await remembered(folder.database, path, "before", Date.now);
  assert.equal(await remembered(folder.database, path, "after"), "after");
});

Deno.test("a file that changes while it is read is not remembered", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  {
    using cache = openFileCache(folder.database, later);
    await cache.remember("x", path, async () => {
      await Deno.writeTextFile(path, "12");
      return "before";
    });
  }
  assert.equal(await remembered(folder.database, path, "after"), "after");
});

Deno.test("two processes use a cache at once", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  using one = openFileCache(folder.database, later);
  using other = openFileCache(folder.database, later);
  const value = (text: string) => () => Promise.resolve(text);
  await one.remember("x", path, value("one"));
  await other.remember("y", path, value("other"));
});

Deno.test("a process that reads keeps no other from writing, nor itself afterwards", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  const value = (text: string) => () => Promise.resolve(text);
  {
    using reader = openFileCache(folder.database, later);
    await reader.remember("x", path, value("read"));
    {
      using writer = openFileCache(folder.database, later);
      await writer.remember("y", path, value("written"));
    }
    using next = openFileCache(folder.database, later);
    assert.equal(await next.remember("y", path, value("anew")), "written");
  }
  assert.equal(await remembered(folder.database, path, "anew"), "read");
});

Deno.test("a cache that is damaged or cannot be made is done without", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  await Deno.writeTextFile(folder.database, "no database".repeat(1000));
  assert.equal(await remembered(folder.database, path, "value"), "value");
  const below = join(path, "cache.sqlite"); // Below a file there can be none.
  assert.equal(await remembered(below, path, "value"), "value");
});

Deno.test("a cache whose middle is damaged costs time, and nothing else", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  const kinds = Array.from({ length: 3000 }, (_, i) => `kind ${i}`);
  const fill = async (value: string) => {
    using cache = openFileCache(folder.database, later);
    return await Promise.all(
      kinds.map((kind) =>
        cache.remember(kind, path, () => Promise.resolve(value.repeat(100)))
      ),
    );
  };
  await fill("before");
  using file = await Deno.open(folder.database, { read: true, write: true });
  const { size } = await file.stat();
  await file.seek(8192, Deno.SeekMode.Start);
  await file.write(new Uint8Array(size - 8192 - 4096).fill(0xff));
  const values = new Set(await fill("after"));
  assert.ok(values.has("after".repeat(100)), "nothing was damaged");
  values.delete("after".repeat(100));
  values.delete("before".repeat(100));
  assert.deepEqual([...values], []);
});

Deno.test("the rows of an older version of the tool are given up", async () => {
  await using folder = await makeFolder();
  const path = await folder.file("a", "1");
  {
    using older = new DatabaseSync(folder.database);
    older.exec(
      "CREATE TABLE files_1 (key TEXT); INSERT INTO files_1 VALUES ('a')",
    );
  }
  assert.equal(await remembered(folder.database, path, "fresh"), "fresh");
  using database = new DatabaseSync(folder.database);
  const tables = database.prepare(
    "SELECT name FROM sqlite_schema WHERE name = 'files_1'",
  );
  assert.deepEqual(tables.all(), []);
});

/** When what has just been written is no longer new. */
const later = () => Date.now() + 10_000;

async function remembered(
  database: string,
  path: string,
  fresh: string,
  now = later,
): Promise<string> {
  using cache = openFileCache(database, now);
  return await cache.remember("x", path, () => Promise.resolve(fresh));
}

async function makeFolder() {
  const path = await Deno.makeTempDir();
  return {
    path,
    database: join(path, "cache.sqlite"),
    async file(name: string, content: string): Promise<string> {
      await Deno.writeTextFile(join(path, name), content);
      return join(path, name);
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
