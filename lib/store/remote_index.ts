import { DiskMap } from "../cache/disk_map.ts";
import { LinkedAbort } from "./linked_abort.ts";
import type { ListedObject, ObjectStore } from "./store.ts";

/**
 * The objects of a bucket below a few prefixes, as they were when listed. Takes
 * the same memory however many there are.
 */
export class RemoteIndex implements Disposable {
  /** Size and ETag by key: `1234 9e107d9d372bb6826bd81d3542a419d6`. */
  readonly #objects = new DiskMap();

  /** Lists the prefixes side by side; the store limits the requests. */
  static async load(
    store: ObjectStore,
    prefixes: readonly string[],
    signal?: AbortSignal,
  ): Promise<RemoteIndex> {
    const index = new RemoteIndex();
    // Where one listing fails, the others are not gone on with.
    using stop = new LinkedAbort(signal);
    await Promise.all(
      prefixes.map((prefix) =>
        index.#list(store, prefix, stop.signal)
          .catch((error) => stop.abort(error))
      ),
    );
    if (stop.signal.aborted) index[Symbol.dispose]();
    stop.signal.throwIfAborted();
    return index;
  }

  async #list(
    store: ObjectStore,
    prefix: string,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const { key, size, etag } of store.list(prefix, signal)) {
      this.#objects.set(key, `${size} ${etag}`);
    }
  }

  find(key: string): ListedObject | undefined {
    const entry = this.#objects.get(key);
    if (entry === undefined) return undefined;
    const space = entry.indexOf(" ");
    return {
      key,
      size: Number(entry.slice(0, space)),
      etag: entry.slice(space + 1),
    };
  }

  has(key: string): boolean {
    return this.#objects.has(key);
  }

  /** Gives up what the index holds. */
  [Symbol.dispose](): void {
    this.#objects[Symbol.dispose]();
  }
}
