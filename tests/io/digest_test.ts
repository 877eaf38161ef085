import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  digestChunks,
  digestFile,
  digestFileIfAny,
} from "../../lib/io/digest.ts";
import { readChunks } from "../../lib/io/chunks.ts";
import { encodeTexts } from "../../lib/io/encode.ts";
import { patternBytes } from "../fixture/put_file.ts";
import { tempDir } from "../fixture/temp_dir.ts";

const MiB = 2 ** 20;

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

// Computed with Python's hashlib, as the next one is.
const MD5_OF_64_MIB = "8dbd2e5cbc41169e65ca6dd06d2f44a1";
const MD5_OF_PARTS_OF_65_MIB = "786c49ad9824e0582e53c1d550fb1007-9";

Deno.test("content above 64 MiB has the digest of its parts, whether its size is known beforehand or not", async () => {
  await using dir = await tempDir();
  const content = patternBytes(65 * MiB);
  const path = await dir.write("large", content);
  const digest = await digestFile(path);
  assert.equal(digest.size, 65 * MiB);
  assert.equal(digest.md5, MD5_OF_PARTS_OF_65_MIB);
  assert.equal(digest.parts?.size, 8 * MiB);
  const sizes = Array.from({ length: 9 }, (_, i) => i < 8 ? 8 * MiB : MiB);
  const md5s = sizes.map((size, i) =>
    createHash("md5").update(content.subarray(i * 8 * MiB).subarray(0, size))
      .digest("hex")
  );
  assert.deepEqual(digest.parts?.md5s, md5s);
  assert.deepEqual(await digestChunks(readChunks(path)), digest);
});

Deno.test("content of 64 MiB has the MD5 of the whole", async () => {
  await using dir = await tempDir();
  const path = await dir.write("large", patternBytes(64 * MiB));
  const digest = { size: 64 * MiB, md5: MD5_OF_64_MIB };
  assert.deepEqual(await digestFile(path), digest);
  assert.deepEqual(await digestChunks(readChunks(path)), digest);
});

Deno.test("content can be cut otherwise than its size asks for", async () => {
  const abc = () => encodeTexts(["ab", "c"]);
  assert.deepEqual(await digestChunks(abc(), "whole"), {
    size: 3,
    md5: MD5_ABC,
  });
  // The MD5 of the MD5s of "ab" and "c", computed with Python's hashlib.
  assert.deepEqual(await digestChunks(abc(), 2), {
    size: 3,
    md5: "d833159094d1d7ad96ffcc78414e3682-2",
    parts: {
      size: 2,
      md5s: [
        "187ef4436122d1cc2f40dc2b92f0eba0",
        "4a8a08f09d37b73795649038408b5f33",
      ],
    },
  });
});

Deno.test("sizes are bytes of UTF-8", async () => {
  const { size } = await digestChunks(encodeTexts(["µm", "日"]));
  assert.equal(size, 6);
});
