import { basename, dirname, join, resolve } from "@std/path";

/** The path of a file without symbolic links, whether the file exists or is to be made. */
export async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    const folder = dirname(path);
    if (!(error instanceof Deno.errors.NotFound) || folder === path) {
      throw error;
    }
    const realFolder = await realPath(folder);
    const target = await linkTarget(join(realFolder, basename(path)));
    return target === undefined
      ? join(realFolder, basename(path))
      : await realPath(resolve(realFolder, target));
  }
}

/** Where a link leads that leads to no file yet. */
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await Deno.readLink(path);
  } catch {
    return undefined; // There is nothing, not even a link.
  }
}
