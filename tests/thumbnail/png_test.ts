import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "@std/path";
import { readFingerprint } from "../../lib/thumbnail/png.ts";
import { encodeOmeTiff } from "../fixture/ome_tiff.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { FIGURE, renderBytes } from "./figures.ts";

Deno.test("a thumbnail gives back the fingerprint that it was rendered with", async () => {
  await using dir = await tempDir();
  const fingerprint = "0123456789abcdef".repeat(4);
  const png = await renderBytes(encodeOmeTiff(FIGURE), { fingerprint });
  assert.equal(
    await readFingerprint(await dir.write("thumbnail.png", png)),
    fingerprint,
  );
});

Deno.test("a fingerprint is a tEXt chunk right behind the header", async () => {
  const fingerprint = "0123456789abcdef".repeat(4);
  const png = Buffer.from(
    await renderBytes(encodeOmeTiff(FIGURE), { fingerprint }),
  );
  // 8 bytes of signature, 25 of IHDR, then the text's length and type.
  assert.equal(png.toString("latin1", 37, 41), "tEXt");
  const text = png.toString("latin1", 41, 41 + png.readUInt32BE(33));
  assert.ok(text.endsWith(`\0${fingerprint}`));
});

Deno.test("other files have no fingerprint", async () => {
  await using dir = await tempDir();
  const ours = await renderBytes(encodeOmeTiff(FIGURE));
  const textLength = 12 + Buffer.from(ours).readUInt32BE(33);
  const untold = Buffer.concat([
    ours.subarray(0, 33),
    ours.subarray(33 + textLength),
  ]);
  const damaged = ours.slice();
  damaged[80]! ^= 1;
  for (
    const [name, content] of Object.entries({
      "untold.png": untold,
      "empty.png": "",
      "text.png": "Thumbnail fingerprint\0abc",
      "cut.png": ours.slice(0, 60),
      "header.png": ours.slice(0, 33),
      "damaged.png": damaged,
      "without signature.png": ours.slice(1),
    })
  ) {
    const path = await dir.write(name, content);
    assert.equal(await readFingerprint(path), undefined, name);
  }
  assert.equal(await readFingerprint(join(dir.path, "none.png")), undefined);
});
