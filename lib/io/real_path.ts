import { basename, dirname, join, resolve } from "@std/path";
import { Lately } from "../cache/lately.ts";

/** Folders that are remembered at a time. */
const MOST_FOLDERS = 1_000;

/** Finds the real paths of many files in few folders. */
export class RealPaths {
  readonly #folders = new Lately(MOST_FOLDERS, realPath);

  /** As {@linkcode realPath}, which asks about every folder on the way, and about links to nowhere. */
  of(path: string): string {
    return isLink(path)
      ? realPath(path)
      : join(this.#folders.get(dirname(path)), basename(path));
  }
}

/** The path of a file without symbolic links, whether the file exists or is to be made. */
export function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    const folder = dirname(path);
    if (!(error instanceof Deno.errors.NotFound) || folder === path) {
      throw error;
    }
    const realFolder = realPath(folder);
    const target = linkTarget(join(realFolder, basename(path)));
    return target === undefined
      ? join(realFolder, basename(path))
      : realPath(resolve(realFolder, target));
  }
}

/** Where a link leads that leads to no file yet. */
function linkTarget(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined; // There is nothing, not even a link.
  }
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
