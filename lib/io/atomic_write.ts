import { dirname, join, resolve } from "@std/path";
import { type Cut, type Digest, Digester } from "./digester.ts";
import { removeIfAny } from "./remove_if_any.ts";

/** What to do while a file is written. */
export interface AtomicWriteOptions {
  /** Called with the path of the temporary file before it is made. */
  readonly onTemporary?: (path: string) => void;
  /** For the digest. */
  readonly cut?: Cut;
  /**
   * Called before the rename with the digest of what was written; what it
   * throws leaves the file as it was.
   */
  readonly check?: (digest: Digest) => Promise<void> | void;
}

/**
 * Writes a file so that it is either as before or complete: to a temporary file
 * beside it, synced, then renamed. A symbolic link stays one: what it points to
 * is replaced. The mode of an existing file is kept. Missing folders are made.
 */
export async function atomicWrite(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { onTemporary, cut, check }: AtomicWriteOptions = {},
): Promise<void> {
  const target = await resolveLinks(path);
  const mode = await modeOf(target);
  const folder = dirname(target);
  if (mode === undefined) await Deno.mkdir(folder, { recursive: true });
  // Not made of the target's name, which may be as long as names can be.
  const temporary = join(folder, `.${crypto.randomUUID()}${TEMPORARY_SUFFIX}`);
  onTemporary?.(temporary);
  const digester = check && new Digester(cut);
  try {
    const file = await Deno.open(temporary, { write: true, createNew: true });
    try {
      for await (const chunk of chunks) {
        const writing = naming(path, writeAll(file, chunk));
        digester?.update(chunk); // While another thread writes.
        await writing;
      }
      await naming(path, file.sync());
    } finally {
      file.close();
    }
    if (mode !== undefined) await Deno.chmod(temporary, mode);
    if (digester) await check!(digester.digest());
    await Deno.rename(temporary, target);
  } catch (error) {
    await removeIfAny(temporary);
    throw error;
  }
}

/** How the names of temporary files end. */
export const TEMPORARY_SUFFIX = ".release-tmp";

async function resolveLinks(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const target = await linkTarget(path);
    return target === undefined ? path : await resolveLinks(target);
  }
}

/** Where a link leads that leads to no file yet. */
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    const link = await Deno.readLink(path);
    return resolve(await Deno.realPath(dirname(path)), link);
  } catch {
    return undefined; // There is nothing, not even a link.
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).mode ?? undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function writeAll(file: Deno.FsFile, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += await file.write(chunk.subarray(written));
  }
}

/** What goes wrong with an open file does not say which one it is. */
async function naming(path: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (error instanceof Error) error.message += `: write '${path}'`;
    throw error;
  }
}
