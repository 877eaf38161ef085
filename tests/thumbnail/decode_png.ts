import { Buffer } from "node:buffer";
import { crc32, inflateSync } from "node:zlib";

/** A decoded PNG. */
export interface DecodedPng {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and 255 in turn, row by row. */
  readonly rgba: Uint8Array;
  /** The types of its chunks, in their order. */
  readonly chunks: string[];
}

/**
 * Decodes a PNG of 8-bit RGB whose rows have the filter None or Up, and checks
 * every checksum (PNG specification, third edition, sections 5 and 9).
 */
export function decodePng(png: Uint8Array): DecodedPng {
  const bytes = Buffer.from(png);
  if (bytes.toString("latin1", 0, 8) !== "\x89PNG\r\n\x1a\n") {
    throw new Error("no PNG");
  }
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) {
      throw new Error(`wrong checksum at ${at}`);
    }
    const type = bytes.toString("latin1", at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  const header = chunks[0]!.data;
  const width = header.readUInt32BE(0), height = header.readUInt32BE(4);
  if (header.toString("hex", 8) !== "0802000000") {
    throw new Error("not 8-bit RGB without interlacing");
  }
  const rows = inflateSync(Buffer.concat(
    chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data),
  ));
  const rowLength = width * 3 + 1;
  if (rows.length !== height * rowLength) throw new Error("wrong length");
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * rowLength, (y + 1) * rowLength);
    const filter = row[0]!;
    if (filter !== 0 && filter !== 2) throw new Error(`filter ${filter}`);
    for (let i = 1; filter === 2 && y > 0 && i < rowLength; i++) {
      row[i]! += rows[(y - 1) * rowLength + i]!;
    }
    for (let x = 0; x < width; x++) {
      rgba.set(row.subarray(1 + 3 * x, 4 + 3 * x), 4 * (y * width + x));
    }
  }
  return { width, height, rgba, chunks: chunks.map(({ type }) => type) };
}

/** The pixels as `#rrggbb`, a row a line. */
export function hexRows({ width, rgba }: DecodedPng): string[] {
  const rows: string[] = [];
  for (let at = 0; at < rgba.length; at += 4 * width) {
    const row = Buffer.from(rgba.subarray(at, at + 4 * width));
    const pixels = Array.from(
      { length: width },
      (_, x) => `#${row.toString("hex", 4 * x, 4 * x + 3)}`,
    );
    rows.push(pixels.join(" "));
  }
  return rows;
}
