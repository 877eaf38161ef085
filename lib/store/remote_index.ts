import type { ListedObject, ObjectStore } from "./store.ts";

/** The objects of a bucket below a few prefixes, as they were when listed. */
export class RemoteIndex {
  readonly #objects = new Map<string, ListedObject>();

  /** Lists the prefixes side by side; the store limits the requests. */
  static async load(
    store: ObjectStore,
    prefixes: readonly string[],
    signal?: AbortSignal,
  ): Promise<RemoteIndex> {
    const index = new RemoteIndex();
    await Promise.all(prefixes.map(async (prefix) => {
      for await (const object of store.list(prefix, signal)) {
        index.#objects.set(object.key, object);
      }
    }));
    return index;
  }

  find(key: string): ListedObject | undefined {
    return this.#objects.get(key);
  }

  has(key: string): boolean {
    return this.#objects.has(key);
  }
}
