import assert from "node:assert/strict";
import { atomicWrite } from "../../lib/io/atomic_write.ts";
import { encodeTexts } from "../../lib/io/encode.ts";
import { type TempDir, tempDir } from "../fixture/temp_dir.ts";

async function names({ path }: TempDir): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  return entries.map(({ name }) => name).sort();
}

Deno.test("a file is written with its folders, and nothing else is left", async () => {
  await using dir = await tempDir();
  await atomicWrite(`${dir.path}/a/b/c`, encodeTexts(["x", "", "yz"]));
  assert.equal(await Deno.readTextFile(`${dir.path}/a/b/c`), "xyz");
  await Deno.remove(`${dir.path}/a/b/c`);
  await Deno.remove(`${dir.path}/a/b`); // Fails unless it is empty.
});

Deno.test("until all is written the file is as before, and after a failure too", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a", "old");
  async function* chunks() {
    yield* encodeTexts(["new"]);
    assert.equal(await Deno.readTextFile(path), "old");
    throw new Error("the source fails");
  }
  await assert.rejects(() => atomicWrite(path, chunks()), /the source fails/);
  assert.equal(await Deno.readTextFile(path), "old");
  assert.deepEqual(await names(dir), ["a"]);
});

Deno.test("a check that throws leaves the file as it was", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a", "old");
  const check = () => {
    throw new Error("changed");
  };
  await assert.rejects(
    () => atomicWrite(path, encodeTexts(["new"]), { check }),
    /changed/,
  );
  assert.equal(await Deno.readTextFile(path), "old");
  assert.deepEqual(await names(dir), ["a"]);
});

Deno.test("the mode of a file is kept", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a", "old");
  await Deno.chmod(path, 0o640);
  await atomicWrite(path, encodeTexts(["new"]));
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o640);
});

Deno.test("a link stays one: what it points to is replaced", async () => {
  await using dir = await tempDir();
  await dir.write("real/a", "old");
  await Deno.symlink("real/a", `${dir.path}/link`);
  await atomicWrite(`${dir.path}/link`, encodeTexts(["new"]));
  assert.equal(await Deno.readLink(`${dir.path}/link`), "real/a");
  assert.equal(await Deno.readTextFile(`${dir.path}/real/a`), "new");
});

Deno.test("a link to a file that does not exist yet stays one", async () => {
  await using dir = await tempDir();
  await Deno.symlink("real/a", `${dir.path}/link`);
  await atomicWrite(`${dir.path}/link`, encodeTexts(["new"]));
  assert.equal(await Deno.readLink(`${dir.path}/link`), "real/a");
  assert.equal(await Deno.readTextFile(`${dir.path}/real/a`), "new");
});

Deno.test("a file whose name is as long as names can be is written", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/${"a".repeat(255)}`;
  await atomicWrite(path, encodeTexts(["x"]));
  assert.equal(await Deno.readTextFile(path), "x");
});

Deno.test("a folder cannot be written to, and is told from missing ones", async () => {
  await using dir = await tempDir();
  await dir.write("file");
  await assert.rejects(() => atomicWrite(`${dir.path}/file/a`, []));
  await dir.write("folder/a");
  await assert.rejects(() => atomicWrite(`${dir.path}/folder`, []));
  assert.deepEqual(await names(dir), ["file", "folder"]);
});
