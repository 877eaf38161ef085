import assert from "node:assert/strict";
import { decodeLzw } from "../../lib/thumbnail/tiff/lzw.ts";
import { decodePackBits } from "../../lib/thumbnail/tiff/packbits.ts";

Deno.test("decodes the LZW example of the TIFF specification", () => {
  // TIFF 6.0, page 60: 7 7 7 8 8 7 7 6 6, as codes of 9 bits.
  const codes = [256, 7, 258, 8, 8, 258, 6, 6, 257];
  assert.deepEqual(
    [...decodeLzw(packCodes(codes), 100)],
    [7, 7, 7, 8, 8, 7, 7, 6, 6],
  );
});

Deno.test("decodes an LZW string that is made by its own code", () => {
  // 258 is not in the table before it is read: 5, then 5 5, then 5 5 5.
  assert.deepEqual(
    [...decodeLzw(packCodes([256, 5, 258, 259, 257]), 6)],
    [5, 5, 5, 5, 5, 5],
  );
});

Deno.test("refuses LZW codes without a meaning", () => {
  for (const codes of [[256, 258], [256, 5, 259], [256, 5, 256, 258]]) {
    assert.throws(() => decodeLzw(packCodes(codes), 100), {
      name: "FormatError",
      message: /means nothing yet/,
    });
  }
});

Deno.test("decodes the PackBits example of Apple's technical note 1023", () => {
  assert.equal(
    hex(decodePackBits(
      Uint8Array.fromHex("feaa0280002afdaa0380002a22f7aa"),
      24,
    )),
    "aaaaaa80002aaaaaaaaa80002a22aaaaaaaaaaaaaaaaaaaa",
  );
});

Deno.test("PackBits skips the byte that does nothing, and ends where it is cut off", () => {
  const decode = (text: string) =>
    hex(decodePackBits(Uint8Array.fromHex(text), 9));
  assert.equal(decode("80ff0780000a"), "07070a");
  assert.equal(decode("030102"), "0102");
  assert.equal(decode("0001fe"), "01");
});

function hex(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** Codes of 9 bits, most significant bit first. */
function packCodes(codes: number[]): Uint8Array {
  const bits = codes.map((code) => code.toString(2).padStart(9, "0")).join("");
  return Uint8Array.from(
    bits.match(/.{1,8}/g)!,
    (byte) => parseInt(byte.padEnd(8, "0"), 2),
  );
}
