import { basename, dirname, join } from "@std/path";

/** The path of a file without symbolic links, whether the file exists or is to be made. */
export async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    const folder = dirname(path);
    if (!(error instanceof Deno.errors.NotFound) || folder === path) {
      throw error;
    }
    return join(await realPath(folder), basename(path));
  }
}
