import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
} from "@std/path";
import { Lately } from "../cache/lately.ts";
import type { Config } from "../config/config.ts";
import { ExpectedError } from "../errors.ts";
import { isWithin } from "../io/is_within.ts";
import { realPath } from "../io/real_path.ts";
import { ioReason } from "../io/reason.ts";
import type { Link } from "./entries.ts";

/** Directories that are remembered at a time, so that memory stays flat. */
const MOST_DIRECTORIES = 10_000;

/** What is known of a directory. */
interface Directory {
  /** The links on the way to it, itself included. */
  readonly links: readonly Link[];
  /** The names in it that are links. */
  readonly linkNames: ReadonlySet<string>;
}

/**
 * Finds the symbolic links on the way to files below `data_dir` and
 * `results_dir`, these two included. Lists each directory once: there are many
 * more files than directories.
 */
export class LinkFinder {
  readonly #roots: ReadonlySet<string>;
  readonly #directories = new Lately(
    MOST_DIRECTORIES,
    (path: string): Directory => ({
      links: this.#linksTo(path),
      linkNames: linksIn(path),
    }),
  );

  constructor({ data_dir, results_dir }: Config) {
    this.#roots = new Set([data_dir, results_dir].map(normalized));
  }

  /**
   * The links on the way to files, each once.
   *
   * @param paths Normalized.
   * @throws {ExpectedError} if a directory cannot be listed, or a link not be followed.
   */
  find(paths: readonly string[]): readonly Link[] {
    const links = paths.flatMap((path) => this.#linksTo(path));
    if (links.length < 2) return links;
    return [...new Map(links.map((link) => [link.path, link])).values()];
  }

  #linksTo(path: string): readonly Link[] {
    const folder = dirname(path);
    if (folder === path) return [];
    if (this.#roots.has(path)) return linksToRoot(path);
    const { links, linkNames } = this.#directories.get(folder);
    return linkNames.size > 0 && linkNames.has(basename(path))
      ? [...links, linkAt(path)]
      : links;
  }
}

/** As the names of the directories above the files in it are spelled. */
function normalized(directory: string): string {
  return dirname(join(directory, "file"));
}

/** An absolute path can lead through links anywhere above. */
function linksToRoot(path: string): Link[] {
  return follow(path) === resolve(path) ? [] : [linkAt(path)];
}

function linkAt(path: string): Link {
  const target = follow(path);
  const isPortable = !isAbsolute(path) && isWithin(target, ".");
  return { path, leads_to: isPortable ? relative(".", target) : target };
}

function follow(path: string): string {
  try {
    return realPath(path);
  } catch (error) {
    throw cannot("follow", path, error);
  }
}

function cannot(what: string, path: string, error: unknown): unknown {
  const reason = ioReason(error);
  return reason === undefined
    ? error
    : new ExpectedError(`Cannot ${what} "${path}": ${reason}`);
}

function linksIn(directory: string): ReadonlySet<string> {
  const names = new Set<string>();
  try {
    for (const { name, isSymlink } of Deno.readDirSync(directory)) {
      if (isSymlink) names.add(name);
    }
  } catch (error) {
    // What is no directory, or is not there, has nothing in it.
    if (error instanceof Deno.errors.NotFound) return NO_NAMES;
    if (error instanceof Deno.errors.NotADirectory) return NO_NAMES;
    throw cannot("list", directory, error);
  }
  return names.size > 0 ? names : NO_NAMES;
}

const NO_NAMES: ReadonlySet<string> = new Set();
