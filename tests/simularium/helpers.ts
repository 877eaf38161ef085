import { createHash } from "node:crypto";
import type { Splice } from "../../lib/simularium/edits.ts";

const encoder = new TextEncoder();

/** The text's bytes in chunks that all share one buffer, as a file's do. */
export async function* chunksOf(
  text: string | Uint8Array,
  size = 7,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    buffer.fill(0);
    const part = bytes.subarray(at, at + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

export async function textOf(
  chunks: AsyncIterable<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The edit done on the whole text, backwards, so that offsets stay true. */
export function edited(text: string, splices: readonly Splice[]): string {
  let bytes = [...encoder.encode(text)];
  for (const { offset, before, after } of splices.toReversed()) {
    const { length } = encoder.encode(before);
    bytes = bytes.toSpliced(offset, length, ...encoder.encode(after));
  }
  return new TextDecoder("utf-8", { ignoreBOM: true })
    .decode(Uint8Array.from(bytes));
}

export function digestOf(text: string): { size: number; md5: string } {
  const bytes = encoder.encode(text);
  return {
    size: bytes.length,
    md5: createHash("md5").update(bytes).digest("hex"),
  };
}

/** The byte offset at which the part first occurs, plus `add`. */
export function offsetOf(text: string, part: string, add = 0): number {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`no ${part} in ${text}`);
  return encoder.encode(text.slice(0, at)).length + add;
}
