import assert from "node:assert/strict";
import {
  digestChunks,
  digestFile,
  digestFileIfAny,
} from "../../lib/io/digest.ts";
import { digesting } from "../../lib/io/digesting.ts";
import { encodeTexts } from "../../lib/io/encode.ts";
import { tempDir } from "../fixture/temp_dir.ts";

// RFC 1321, A.5.
const MD5_EMPTY = "d41d8cd98f00b204e9800998ecf8427e";
const MD5_ABC = "900150983cd24fb0d6963f7d28e17f72";
const MD5_ALPHABET = "c3fcd3d76192e4007dfb496cca67e13b";

Deno.test("files have the MD5s of the standard", async () => {
  await using dir = await tempDir();
  const abc = await dir.write("abc", "abc");
  const empty = await dir.write("empty", "");
  assert.deepEqual(await digestFile(abc), { size: 3, md5: MD5_ABC });
  assert.deepEqual(await digestFile(empty), { size: 0, md5: MD5_EMPTY });
});

Deno.test("a digest does not depend on how the bytes are cut", async () => {
  const cut = ["abcdefg", "", "h", "ijklmnopqrstuvwxyz"];
  assert.deepEqual(await digestChunks(encodeTexts(cut)), {
    size: 26,
    md5: MD5_ALPHABET,
  });
});

Deno.test("there is no digest of a file that does not exist", async () => {
  await using dir = await tempDir();
  assert.equal(await digestFileIfAny(`${dir.path}/missing`), undefined);
  await assert.rejects(
    () => digestFile(`${dir.path}/missing`),
    Deno.errors.NotFound,
  );
});

Deno.test("a file that cannot be read is not taken for missing", async () => {
  await using dir = await tempDir();
  await assert.rejects(() => digestFileIfAny(dir.path));
});

Deno.test("chunks are digested as they pass, unchanged", async () => {
  const { chunks, digest } = digesting(encodeTexts(["a", "bc"]));
  const passed = await Array.fromAsync(chunks);
  assert.deepEqual(passed.map((chunk) => new TextDecoder().decode(chunk)), [
    "a",
    "bc",
  ]);
  assert.deepEqual(digest(), { size: 3, md5: MD5_ABC });
  assert.deepEqual(digest(), { size: 3, md5: MD5_ABC });
});

Deno.test("sizes are bytes of UTF-8", async () => {
  const { size } = await digestChunks(encodeTexts(["µm", "日"]));
  assert.equal(size, 6);
});
