/** What one file is called, and several. */
export type Noun = readonly [one: string, many: string];

/** A file of any kind. */
export const SOME_FILE: Noun = ["file", "files"];

/** What the file or the object of a path, key or URL is called; the same noun for the same kind. */
export function nounFor(subject: string): Noun {
  if (/, row \d+$/.test(subject)) return ROW;
  const extension = subject.match(/.*\.([a-z]+)(?:$|[?#\s])/)?.[1] ?? "";
  return NOUNS.get(extension) ?? SOME_FILE;
}

const ROW: Noun = ["row", "rows"];

const NOUNS: ReadonlyMap<string, Noun> = new Map([
  ["simularium", ["packing", "packings"]],
  ["obj", ["mesh", "meshes"]],
  ["png", ["thumbnail", "thumbnails"]],
  ["tiff", ["figure", "figures"]],
  ["csv", ["table", "tables"]],
]);
