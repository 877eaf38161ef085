import { dirname, join } from "@std/path";
import type { ListedObject, ObjectStore } from "../../../lib/store/store.ts";

/** Collects the objects of a bucket. */
export interface ListingWriter extends Disposable {
  add(object: ListedObject): void;
}

/** Writes the listing of a bucket, a file for each folder, an object a line. */
export function writeListing(folder: string): ListingWriter {
  const lines = new Map<string, string[]>();
  return {
    add({ key, size, etag }) {
      const file = fileOf(folder, dirname(key));
      const all = lines.get(file) ?? [];
      lines.set(file, all);
      all.push(`${key}\t${size}\t${etag}\n`);
    },
    [Symbol.dispose]() {
      Deno.mkdirSync(folder, { recursive: true });
      for (const [file, all] of lines) {
        Deno.writeTextFileSync(file, all.sort().join(""));
      }
    },
  };
}

/**
 * The bucket of a written listing. It is streamed: the memory of a process that
 * plans against it is the planner's.
 */
export function listedBucket(folder: string): ObjectStore {
  return listingOnly(async function* (prefix) {
    using file = await Deno.open(fileOf(folder, prefix.slice(0, -1)));
    const texts = file.readable.pipeThrough(new TextDecoderStream());
    let rest = "";
    for await (const text of texts) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) {
        const [key = "", size, etag = ""] = line.split("\t");
        yield { key, size: Number(size), etag };
      }
    }
  });
}

/** The same bucket with `count` more objects below a prefix, made up as they are listed. */
export function withOthers(
  bucket: ObjectStore,
  prefix: string,
  count: number,
): ObjectStore {
  return listingOnly(async function* (listed) {
    yield* bucket.list(listed);
    if (listed !== prefix) return;
    for (let i = 0; i < count; i++) {
      const number = String(i).padStart(8, "0");
      yield {
        key: `${prefix}thumbnails/results_of_another_release_${number}.png`,
        size: 10_000 + i,
        etag: number.padStart(32, "0"),
      };
    }
  });
}

/** A bucket about which a plan has nothing else to ask. */
function listingOnly(list: ObjectStore["list"]): ObjectStore {
  const refuse = () => Promise.reject(new Error("Only listings are expected"));
  return {
    list,
    head: refuse,
    isPublic: refuse,
    put: refuse,
    abortUploads: refuse,
    close: () => {},
  };
}

function fileOf(folder: string, keyFolder: string): string {
  return join(folder, encodeURIComponent(keyFolder));
}
