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
  for (const entry of sortedEntries(path)) {
    const name = nameOf(entry);
    const child = {
      path: `${path}${SEPARATOR}${name}`, // join() would normalize it again.
      relative: relative + name,
      name,
    };
    if (name === entry) {
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

/**
 * The names in a directory, those of directories with a slash at the end: so
 * they sort as the keys below them do.
 */
function sortedEntries(path: string): string[] {
  const entries: string[] = [];
  for (const { name, isDirectory, isSymlink } of readDirectory(path)) {
    const leadsOn = isSymlink
      ? isLinkToDirectory(join(path, name))
      : isDirectory;
    entries.push(leadsOn ? `${name}/` : name);
  }
  // ASCII is the same in UTF-8 and UTF-16, and in every normalization.
  if (entries.every((entry) => ASCII.test(entry))) return entries.sort();
  rejectAmbiguousNames(path, entries.map(nameOf));
  return entries.sort(compareUtf8);
}

const ASCII = /^[\0-\x7f]*$/;

function nameOf(entry: string): string {
  return entry.endsWith("/") ? entry.slice(0, -1) : entry;
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

function rejectAmbiguousNames(path: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.normalize())) {
      throw new AmbiguousNameError(
        `Cannot publish "${
          join(path, name)
        }": another file has the same name in a different Unicode normalization; rename one of them`,
      );
    }
    seen.add(name.normalize());
  }
}

/** `sort()` by itself goes by UTF-16, and puts surrogates too early. */
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
