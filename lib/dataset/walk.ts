import { join, normalize, SEPARATOR } from "@std/path";
import { ExpectedError } from "../errors.ts";
import { readDirectory } from "./read_directory.ts";

/** A file below a directory. */
export interface WalkedFile {
  readonly path: string;
  /** Relative to where the walk began, with `/`. */
  readonly relative: string;
  readonly name: string;
}

/** Two names in one directory that are the same text in different code points. */
export class AmbiguousNameError extends ExpectedError {
  override name = "AmbiguousNameError";
}

/**
 * All files below a directory, symbolic links followed, in the order in which
 * S3 lists their keys (UTF-8 bytes). A directory that does not exist is empty,
 * and a link to a directory around it is passed over, for it would never end.
 *
 * @param skipDirectory Asked about each directory by its relative path.
 * @throws {AmbiguousNameError} if two names of one directory differ only in
 * Unicode normalization: readers would take their URLs for one.
 * @throws {ExpectedError} if a directory cannot be read.
 */
export function* walkFiles(
  root: string,
  skipDirectory: (relative: string) => boolean = () => false,
): Generator<WalkedFile> {
  yield* walk(normalize(root), "", skipDirectory, [realPathIfAny(root)]);
}

function realPathIfAny(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}

function* walk(
  path: string,
  relative: string,
  skipDirectory: (relative: string) => boolean,
  ancestors: readonly string[],
): Generator<WalkedFile> {
  for (const { name, isDirectory } of sortedEntries(path)) {
    const child = {
      path: `${path}${SEPARATOR}${name}`, // join() would normalize it again.
      relative: relative + name,
      name,
    };
    if (!isDirectory) {
      yield child;
    } else if (!skipDirectory(child.relative)) {
      const real = Deno.realPathSync(child.path);
      if (ancestors.includes(real)) continue;
      yield* walk(child.path, `${child.relative}/`, skipDirectory, [
        ...ancestors,
        real,
      ]);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly isDirectory: boolean;
}

function sortedEntries(path: string): Entry[] {
  const entries: Entry[] = [];
  for (const { name, isDirectory, isSymlink } of readDirectory(path)) {
    entries.push({
      name,
      isDirectory: isSymlink
        ? isLinkToDirectory(join(path, name))
        : isDirectory,
    });
  }
  rejectAmbiguousNames(path, entries);
  const compare = entries.some(({ name }) => BEYOND_SURROGATES.test(name))
    ? compareUtf8
    : compareUtf16;
  return entries.sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/** A link that leads nowhere counts as a file: reading it tells what is wrong. */
function isLinkToDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.FilesystemLoop) return false;
    throw error;
  }
}

function rejectAmbiguousNames(path: string, entries: readonly Entry[]): void {
  const seen = new Map<string, string>();
  for (const { name } of entries) {
    const other = seen.get(name.normalize());
    if (other !== undefined) {
      throw new AmbiguousNameError(
        `Cannot publish "${
          join(path, name)
        }": another file has the same name in a different Unicode normalization; rename one of them`,
      );
    }
    seen.set(name.normalize(), name);
  }
}

/** With its slash, a directory sorts as the keys below it do. */
function sortKey({ name, isDirectory }: Entry): string {
  return isDirectory ? `${name}/` : name;
}

/** UTF-16 order differs from UTF-8 order only where surrogates meet these. */
const BEYOND_SURROGATES = /[\ue000-\uffff]/;

/** A third of the time of {@linkcode compareUtf8}: names have long beginnings in common. */
function compareUtf16(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff
    ? codeUnit + 0x10000
    : codeUnit;
}
