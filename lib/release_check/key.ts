import type { ReleaseWarning } from "./warning.ts";

/** Characters of a key that links do not always carry unharmed. */
const UNSAFE = /[^A-Za-z0-9._/-]/gu;

/** What is wrong with a key for BioFile Finder, which does not encode it in its links. */
export function keyWarnings(key: string): ReleaseWarning[] {
  const unsafe = key.match(UNSAFE);
  if (!unsafe) return [];
  return [{
    what: `the key has characters other than letters, digits and ._/-: "${
      [...new Set(unsafe)].join("")
    }"`,
    where: key,
    consequence:
      "BioFile Finder does not encode them, so what it opens may not be found",
    remedy: "rename the file or the folder",
  }];
}
