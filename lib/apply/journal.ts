import { join } from "@std/path";
import { ExpectedError } from "../errors.ts";
import { TEMPORARY_SUFFIX } from "../io/atomic_write.ts";
import { ioReason } from "../io/reason.ts";
import { removeIfAny } from "../io/remove_if_any.ts";
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
  /** Bytes of the lines so far. */
  #length = 0;
  readonly #path: string;

  /** @param directory Where journals are kept; made when there is something to note. */
  constructor(private readonly directory: string) {
    this.#path = join(directory, `${crypto.randomUUID()}${SUFFIX}`);
  }

  /** Notes what is about to be made. What is gone by the end does no harm. */
  note(leftover: Leftover): void {
    const line = new TextEncoder().encode(JSON.stringify(leftover) + "\n");
    if (this.#file === undefined) this.#file = this.#begin();
    if (this.#file) this.#append(this.#file, line);
  }

  /** Leaves the journal to the next run: this one could not clean up. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Ends the journal. */
  [Symbol.dispose](): void {
    if (!this.#file) return;
    using _file = this.#file;
    if (this.#isLeft) return;
    try {
      Deno.removeSync(this.#path);
    } catch (error) {
      // Gone, or its disk takes no more changes: no harm to what was published.
      if (ioReason(error) === undefined) throw error;
    }
  }

  /** In one call, so that a kill leaves whole lines. */
  #append(file: Deno.FsFile, line: Uint8Array): void {
    try {
      const written = file.writeSync(line);
      if (written === line.length) this.#length += written;
      else file.truncateSync(this.#length);
    } catch (error) {
      // Its disk is full, which says nothing about the one that is written to.
      if (ioReason(error) === undefined) throw error;
    }
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
    try {
      for (const leftover of leftoversOf(await Deno.readTextFile(path))) {
        await remove(leftover, store);
      }
    } catch (error) {
      // Nobody may list uploads, say: that must not keep a release from happening.
      if (error instanceof ExpectedError || ioReason(error)) continue;
      throw error;
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
  return text.split("\n").slice(0, -1).flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return []; // Damaged, as by a power cut.
    }
  });
}

async function remove(leftover: Leftover, store: ObjectStore): Promise<void> {
  if ("uploadOf" in leftover) await store.abortUploads(leftover.uploadOf);
  // Whoever can write a journal must not be able to have other files removed.
  else if (leftover.temporary.endsWith(TEMPORARY_SUFFIX)) {
    await removeIfAny(leftover.temporary);
  }
}
