/** A little-endian TIFF whose tags can be made to lie. */
export interface PatchableTiff {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the directories are, and where the link behind the last one is. */
  readonly directories: number[];
  readonly lastLink: number;
  /** Sets a tag's value, or what its value field holds, in all directories. */
  setValue(tag: number, value: number): void;
  /** Sets how many values a tag has. */
  setCount(tag: number, count: number): void;
  /** Sets the number at an offset. */
  setUint32(offset: number, value: number): void;
}

/** Finds the directories of a little-endian classic TIFF. */
export function patchable(
  bytes: Uint8Array<ArrayBuffer>,
): PatchableTiff {
  const view = new DataView(bytes.buffer);
  const directories: number[] = [];
  let link = 4;
  for (let at = view.getUint32(link, true); at !== 0;) {
    directories.push(at);
    link = at + 2 + 12 * view.getUint16(at, true);
    at = view.getUint32(link, true);
  }
  const entries = function* (tag: number): Generator<number> {
    for (const at of directories) {
      for (let i = 0; i < view.getUint16(at, true); i++) {
        const entry = at + 2 + 12 * i;
        if (view.getUint16(entry, true) === tag) yield entry;
      }
    }
  };
  return {
    bytes,
    directories,
    lastLink: link,
    setValue(tag, value) {
      for (const entry of entries(tag)) view.setUint32(entry + 8, value, true);
    },
    setCount(tag, count) {
      for (const entry of entries(tag)) view.setUint32(entry + 4, count, true);
    },
    setUint32(offset, value) {
      view.setUint32(offset, value, true);
    },
  };
}

/** Replaces a text by another one of the same length. */
export function replaceText(
  bytes: Uint8Array<ArrayBuffer>,
  from: string,
  to: string,
): void {
  const text = new TextDecoder("latin1").decode(bytes);
  const at = text.indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error(`no "${from}"`);
  bytes.set(new TextEncoder().encode(to), at);
}
