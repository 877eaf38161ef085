import { join } from "@std/path";
import type { ObjectStore } from "../store/store.ts";

/**
 * What a run would leave behind if it died: temporary files, and uploads in
 * parts. Each run keeps a journal of its own, locked while it lives, and the
 * next run cleans up after the journals that nobody holds any more.
 */
export class Journal {
  private constructor(
    private readonly path: string,
    private readonly file: Deno.FsFile,
  ) {}

  /** Begins a journal in a directory, which is made if it does not exist. */
  static async begin(directory: string): Promise<Journal> {
    await Deno.mkdir(directory, { recursive: true });
    const path = join(directory, `${crypto.randomUUID()}${SUFFIX}`);
    const file = await Deno.open(path, { append: true, createNew: true });
    await file.lock(true);
    return new Journal(path, file);
  }

  /** Notes what is about to be made. What is gone by the end does no harm. */
  note(leftover: Leftover): void {
    const line = new TextEncoder().encode(JSON.stringify(leftover) + "\n");
    // In one call, so that a kill leaves whole lines.
    this.file.writeSync(line);
  }

  /** Ends the journal: nothing is left behind. */
  async end(): Promise<void> {
    await Deno.remove(this.path);
    this.file.close();
  }
}

/** Something that a run makes for a while only. */
export type Leftover =
  | { readonly temporary: string }
  | { readonly uploadOf: string };

const SUFFIX = ".run";

/**
 * Removes what runs that died have left behind, as their journals in a
 * directory tell.
 */
export async function cleanUpAfterDeadRuns(
  directory: string,
  store: ObjectStore,
): Promise<void> {
  for (const path of await journalsIn(directory)) {
    using file = await Deno.open(path, { read: true, write: true });
    // Whoever holds the lock is alive.
    if (!await file.tryLock(true)) continue;
    for (const leftover of leftoversOf(await Deno.readTextFile(path))) {
      if ("temporary" in leftover) await removeIfAny(leftover.temporary);
      else await store.abortUploads(leftover.uploadOf);
    }
    await removeIfAny(path);
  }
}

async function journalsIn(directory: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { name } of Deno.readDir(directory)) {
      if (name.endsWith(SUFFIX)) paths.push(join(directory, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths;
}

/** The last line may be cut off: then nothing was made for it. */
function leftoversOf(text: string): Leftover[] {
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

async function removeIfAny(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
