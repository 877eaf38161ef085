import { atomicWrite } from "../io/atomic_write.ts";
import type { SealedEntry } from "./seal.ts";

/** Lines are gathered into writes of about this many characters. */
const WRITE_LENGTH = 1 << 16;

/**
 * Writes a manifest as JSON Lines. The file appears when it is complete.
 *
 * @param onEntry Called with each entry as it goes by.
 */
export async function writeManifest(
  path: string,
  entries: AsyncIterable<SealedEntry>,
  onEntry: (entry: SealedEntry) => void = () => {},
): Promise<void> {
  await atomicWrite(path, encoded(entries, onEntry));
}

async function* encoded(
  entries: AsyncIterable<SealedEntry>,
  onEntry: (entry: SealedEntry) => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for await (const sealed of entries) {
    onEntry(sealed);
    text += sealed.line;
    if (text.length < WRITE_LENGTH) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}
