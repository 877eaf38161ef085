import { join } from "@std/path";
import { TEMPORARY_SUFFIX } from "../io/atomic_write.ts";
import { ioReason } from "../io/reason.ts";
import type { ObjectStore } from "../store/store.ts";

/**
 * What a run would leave behind if it died: temporary files, and uploads in
 * parts. Each run keeps a journal of its own, locked while it lives, and the
 * next run cleans up after the journals that nobody holds any more.
 */
export class Journal implements Disposable {
  /** `null` where no journal can be kept, which must not keep a release from happening. */
  #file: Deno.FsFile | null | undefined;
  #isLeft = false;
  readonly #path: string;

  /** @param directory Where journals are kept; made when there is something to note. */
  constructor(private readonly directory: string) {
    this.#path = join(directory, `${crypto.randomUUID()}${SUFFIX}`);
  }

  /** Notes what is about to be made. What is gone by the end does no harm. */
  note(leftover: Leftover): void {
    const line = new TextEncoder().encode(JSON.stringify(leftover) + "\n");
    if (this.#file === undefined) this.#file = this.#begin();
    this.#file?.writeSync(line); // In one call, so that a kill leaves whole lines.
  }

  /** Leaves the journal to the next run: this one gives up before it has cleaned up. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Ends the journal. */
  [Symbol.dispose](): void {
    if (!this.#file) return;
    if (!this.#isLeft) Deno.removeSync(this.#path);
    this.#file.close();
  }

  #begin(): Deno.FsFile | null {
    try {
      Deno.mkdirSync(this.directory, { recursive: true });
      const file = Deno.openSync(this.#path, { append: true, createNew: true });
      file.lockSync(true);
      return file;
    } catch (error) {
      if (ioReason(error) === undefined) throw error;
      return null;
    }
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
      await remove(leftover, store);
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
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isNone) throw error;
  }
  return paths;
}

/** The last line may be cut off: then nothing was made for it. */
function leftoversOf(text: string): Leftover[] {
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

async function remove(leftover: Leftover, store: ObjectStore): Promise<void> {
  if ("uploadOf" in leftover) await store.abortUploads(leftover.uploadOf);
  // Whoever can write a journal must not be able to have other files removed.
  else if (leftover.temporary.endsWith(TEMPORARY_SUFFIX)) {
    await removeIfAny(leftover.temporary);
  }
}

async function removeIfAny(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
