import type { Config } from "../config/config.ts";
import { journalDir } from "../dataset/layout.ts";
import { ExpectedError } from "../errors.ts";
import type { Action, Entry, Header, Link, PlannedEntry } from "./entries.ts";
import { LinkFinder } from "./link_finder.ts";
import { pathsOf } from "./paths.ts";

/**
 * Notes in the header and in each action the symbolic links on the way to what
 * they read and write. Directories that cannot be looked at count as without.
 */
export async function* withLinks(
  config: Config,
  entries: AsyncIterable<PlannedEntry>,
): AsyncGenerator<PlannedEntry> {
  const finder = new LinkFinder(config);
  for await (const entry of entries) {
    if (!hasLinks(entry)) {
      yield entry;
      continue;
    }
    const links = findIfReadable(finder, placesOf(entry, config));
    yield links.length > 0 ? { ...entry, links } : entry;
  }
}

function findIfReadable(
  finder: LinkFinder,
  paths: readonly string[],
): readonly Link[] {
  try {
    return finder.find(paths);
  } catch (error) {
    if (error instanceof ExpectedError) return [];
    throw error;
  }
}

/**
 * Finds the first entry whose files are no longer where they were: with a link
 * on the way that is new, gone, or leads elsewhere.
 *
 * Also a new link that stays within the directories counts: by it, two actions
 * could meet in one file, and a file could be taken for another.
 */
export class LinkCheck {
  readonly #finder: LinkFinder;

  constructor(private readonly config: Config) {
    this.#finder = new LinkFinder(config);
  }

  /** What is no longer as planned, in words. */
  problemOf(entry: Entry): string | undefined {
    if (!hasLinks(entry)) return undefined;
    const paths = placesOf(entry, this.config);
    try {
      return difference(entry.links ?? [], this.#finder.find(paths));
    } catch (error) {
      if (error instanceof ExpectedError) return error.message;
      throw error;
    }
  }
}

function difference(
  planned: readonly Link[],
  found: readonly Link[],
): string | undefined {
  const before = new Map(planned.map((link) => [link.path, link.leads_to]));
  for (const { path, leads_to } of found) {
    const then = before.get(path);
    before.delete(path);
    if (then === leads_to) continue;
    return then === undefined
      ? `"${path}" is a symbolic link to "${leads_to}", and was none when this was planned`
      : `"${path}" leads to "${leads_to}", and led to "${then}" when this was planned`;
  }
  for (const [path, then] of before) {
    return `"${path}" was a symbolic link to "${then}" when this was planned, and is none now`;
  }
}

/** The header has those on the way to where runs keep their journals. */
function hasLinks(entry: Entry): entry is Header | Action {
  return ["header", "write", "put"].includes(entry.type);
}

function placesOf(entry: Header | Action, config: Config): string[] {
  return entry.type === "header" ? [journalDir(config)] : pathsOf(entry);
}
