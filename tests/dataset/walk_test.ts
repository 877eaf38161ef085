import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { walkFiles } from "../../lib/dataset/walk.ts";
import { tempDir } from "../fixture/temp_dir.ts";

async function walked(
  root: string,
  skip?: (relative: string) => boolean,
): Promise<string[]> {
  const files = await Array.fromAsync(walkFiles(root, skip));
  return files.map(({ relative }) => relative);
}

Deno.test("a walk yields files with path, relative path and name", async () => {
  await using dir = await tempDir();
  const path = await dir.write("a/b/c.txt");
  assert.deepEqual(await Array.fromAsync(walkFiles(dir.path)), [
    { path, relative: "a/b/c.txt", name: "c.txt" },
  ]);
});

Deno.test("a walk goes in the order in which S3 lists keys, that of UTF-8 bytes", async () => {
  await using dir = await tempDir();
  // Bytes: "!" 21, "-" 2d, "/" 2f, "0" 30, "B" 42, "a" 61, "ü" c3, "日" e6, U+FFFD ef, "😀" f0.
  const names = [
    "a!/x",
    "a-b",
    "a/x",
    "a0",
    "aB",
    "aa",
    "aü",
    "a日",
    "a\ufffd",
    "a😀",
    "a😁",
  ];
  for (const name of names.toReversed()) await dir.write(name);
  assert.deepEqual(await walked(dir.path), names);
  const encoder = new TextEncoder();
  const inBytes = names.toSorted((a, b) =>
    Buffer.compare(encoder.encode(a), encoder.encode(b))
  );
  assert.deepEqual(names, inBytes);
});

Deno.test("a walk below a directory that does not exist is empty", async () => {
  await using dir = await tempDir();
  assert.deepEqual(await walked(`${dir.path}/missing`), []);
});

Deno.test("a walk asks about directories by their relative path", async () => {
  await using dir = await tempDir();
  await dir.write("figures/a");
  await dir.write("b/figures/c");
  assert.deepEqual(
    await walked(dir.path, (relative) => relative === "figures"),
    ["b/figures/c"],
  );
});

Deno.test("a walk follows links to files and to directories", async () => {
  await using dir = await tempDir();
  await dir.write("real/a");
  await dir.write("walked/b");
  await Deno.symlink(`${dir.path}/real`, `${dir.path}/walked/folder`);
  await Deno.symlink(`${dir.path}/real/a`, `${dir.path}/walked/file`);
  assert.deepEqual(await walked(`${dir.path}/walked`), [
    "b",
    "file",
    "folder/a",
  ]);
});

Deno.test("a walk passes over a link to the directory where it began", async () => {
  await using dir = await tempDir();
  await dir.write("a");
  await Deno.symlink(dir.path, `${dir.path}/again`);
  assert.deepEqual(await walked(dir.path), ["a"]);
});

Deno.test("a walk passes over a link to a directory around it", async () => {
  await using dir = await tempDir();
  await dir.write("x/y/a");
  await Deno.symlink("..", `${dir.path}/x/y/up`);
  assert.deepEqual(await walked(dir.path), ["x/y/a"]);
});

Deno.test("a walk below a linked root passes over a link back to it", async () => {
  await using dir = await tempDir();
  await dir.write("real/a");
  await Deno.symlink(`${dir.path}/real`, `${dir.path}/link`);
  await Deno.symlink(`${dir.path}/link`, `${dir.path}/real/back`);
  assert.deepEqual(await walked(`${dir.path}/link`), ["a"]);
});

Deno.test("links that lead nowhere count as files, so that reading them tells", async () => {
  await using dir = await tempDir();
  await Deno.symlink(`${dir.path}/gone`, `${dir.path}/dangling`);
  await Deno.symlink(`${dir.path}/loop`, `${dir.path}/loop`);
  assert.deepEqual(await walked(dir.path), ["dangling", "loop"]);
});

Deno.test("two names that differ in Unicode normalization alone are refused", async () => {
  await using dir = await tempDir();
  await dir.write("a/u\u0308.obj");
  await dir.write("a/\u00fc.obj");
  await assert.rejects(() => walked(dir.path), {
    name: "AmbiguousNameError",
    message: /^Cannot publish ".*\/a\/(u\u0308|\u00fc)\.obj": another file/,
  });
});

Deno.test("a name in another Unicode normalization is kept as it is", async () => {
  await using dir = await tempDir();
  await dir.write("u\u0308.obj");
  assert.deepEqual(await walked(dir.path), ["u\u0308.obj"]);
});

Deno.test("a file in place of a directory is refused by its path", async () => {
  await using dir = await tempDir();
  const path = await dir.write("spheresSST");
  await assert.rejects(() => walked(path), {
    name: "ExpectedError",
    message: `Cannot read directory "${path}": is not a directory`,
  });
});

Deno.test({
  name: "a directory that may not be read is refused by its path",
  ignore: Deno.uid() === 0, // The superuser may read everything.
  async fn() {
    await using dir = await tempDir();
    await dir.write("a/b/c");
    await Deno.chmod(`${dir.path}/a/b`, 0);
    try {
      await assert.rejects(() => walked(dir.path), {
        name: "ExpectedError",
        message: `Cannot read directory "${dir.path}/a/b": permission denied`,
      });
    } finally {
      await Deno.chmod(`${dir.path}/a/b`, 0o700);
    }
  },
});
