/** A little-endian TIFF whose tags can be made to lie. */
export interface PatchableTiff {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the directories are, the link to the first, and that behind the last. */
  readonly directories: number[];
  readonly firstLink: number;
  readonly lastLink: number;
  /** Sets a tag's value, or what its value field holds, in all directories. */
  setValue(tag: number, value: number): void;
  /** Sets of which type a tag is, by TIFF's number. */
  setType(tag: number, type: number): void;
  /** Sets how many values a tag has. */
  setCount(tag: number, count: number): void;
  /** Sets the offset that stands at an offset. */
  setOffset(at: number, value: number): void;
}

/** Finds the directories of a little-endian TIFF or BigTIFF. */
export function patchable(
  bytes: Uint8Array<ArrayBuffer>,
): PatchableTiff {
  const view = new DataView(bytes.buffer);
  const isBig = view.getUint16(2, true) === 43;
  const { firstLink, tagCount, entry, offset } = isBig ? BIG : CLASSIC;
  const read = (at: number, length: number): number =>
    length === 2
      ? view.getUint16(at, true)
      : length === 4
      ? view.getUint32(at, true)
      : Number(view.getBigUint64(at, true));
  const set = (at: number, value: number): void =>
    isBig
      ? view.setBigUint64(at, BigInt(value), true)
      : view.setUint32(at, value, true);

  const directories: number[] = [];
  let link = firstLink;
  for (let at = read(link, offset); at !== 0; at = read(link, offset)) {
    directories.push(at);
    link = at + tagCount + entry * read(at, tagCount);
  }
  const entries = function* (tag: number): Generator<number> {
    for (const at of directories) {
      for (let i = 0; i < read(at, tagCount); i++) {
        const found = at + tagCount + entry * i;
        if (read(found, 2) === tag) yield found;
      }
    }
  };
  return {
    bytes,
    directories,
    firstLink,
    lastLink: link,
    setValue(tag, value) {
      for (const found of entries(tag)) set(found + 4 + offset, value);
    },
    setType(tag, type) {
      for (const found of entries(tag)) view.setUint16(found + 2, type, true);
    },
    setCount(tag, count) {
      for (const found of entries(tag)) set(found + 4, count);
    },
    setOffset: set,
  };
}

/**
 * Where the first link is, and the bytes of a count of tags, of a tag, and of
 * an offset (TIFF 6.0, section 2; the BigTIFF design).
 */
const CLASSIC = { firstLink: 4, tagCount: 2, entry: 12, offset: 4 };
const BIG = { firstLink: 8, tagCount: 8, entry: 20, offset: 8 };

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
