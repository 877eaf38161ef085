import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
} from "@std/path";
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
  readonly #directories = new Map<string, Directory>();

  constructor({ data_dir, results_dir }: Config) {
    this.#roots = new Set([data_dir, results_dir].map(normalized));
  }

  /**
   * The links on the way to files, each once.
   *
   * @param paths Normalized.
   * @throws {ExpectedError} if a directory cannot be listed, or a link not be followed.
   */
  async find(paths: readonly string[]): Promise<readonly Link[]> {
    const links = new Map<string, Link>();
    for (const path of paths) {
      for (const link of await this.#linksTo(path)) links.set(link.path, link);
    }
    return [...links.values()];
  }

  async #linksTo(path: string): Promise<readonly Link[]> {
    const folder = dirname(path);
    if (folder === path) return [];
    if (this.#roots.has(path)) return await linksToRoot(path);
    const { links, linkNames } = await this.#directory(folder);
    return linkNames.has(basename(path))
      ? [...links, await linkAt(path)]
      : links;
  }

  async #directory(path: string): Promise<Directory> {
    const known = this.#directories.get(path);
    if (known) return known;
    const links = await this.#linksTo(path);
    const directory = { links, linkNames: await linksIn(path) };
    if (this.#directories.size === MOST_DIRECTORIES) this.#directories.clear();
    this.#directories.set(path, directory);
    return directory;
  }
}

/** As the names of the directories above the files in it are spelled. */
function normalized(directory: string): string {
  return dirname(join(directory, "file"));
}

/** An absolute path can lead through links anywhere above. */
async function linksToRoot(path: string): Promise<Link[]> {
  return await follow(path) === resolve(path) ? [] : [await linkAt(path)];
}

async function linkAt(path: string): Promise<Link> {
  const target = await follow(path);
  const isPortable = !isAbsolute(path) && isWithin(target, ".");
  return { path, leads_to: isPortable ? relative(".", target) : target };
}

async function follow(path: string): Promise<string> {
  try {
    return await realPath(path);
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

async function linksIn(directory: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  try {
    for await (const { name, isSymlink } of Deno.readDir(directory)) {
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
