import { DiskMap } from "../cache/disk_map.ts";
import type { FileCache } from "../cache/file_cache.ts";
import type { Config } from "../config/config.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import type { Packing } from "../dataset/packings.ts";
import { readChunks } from "../io/chunks.ts";
import { type Digest, digestFile } from "../io/digest.ts";
import { exists } from "../io/exists.ts";
import type { ListedObject, ObjectStore } from "../store/store.ts";
import type { StepName } from "../step_names.ts";
import { ContentComparer, type LocalContent } from "../store/compare.ts";
import { decide, type RemoteState } from "./decide.ts";
import { headerDifference, headersOf } from "../store/headers.ts";
import type { PutIntent } from "./intent.ts";
import { type PackingReading, readPacking } from "./read_packing.ts";
import type { RemoteIndex } from "../store/remote_index.ts";

/** The bucket as the planner sees it. */
export interface Bucket {
  readonly store: ObjectStore;
  readonly index: RemoteIndex;
}

/** What a step asks to be put. */
export interface PutWish {
  readonly key: string;
  readonly source: string;
  /** Absent where the content is known only after apply. */
  readonly content: Digest | undefined;
  /** The bytes of `content`, where the source does not hold them yet. */
  readonly chunks?: LocalContent["chunks"];
  /** The config key that forces the put though nothing changed. */
  readonly forcedBy?: string;
  readonly pointsTo?: PutIntent["pointsTo"];
}

/** How many keys are remembered, rather than looked up for 4 µs each. */
const LATELY = 10_000;

/**
 * The disk and the bucket as they will be once the earlier steps of the plan
 * have run.
 */
export class World implements Disposable {
  /** Paths of the files that cannot be published. */
  readonly invalid = new Set<string>();
  /** Keys of the objects that the plan puts, as far as it goes. */
  readonly #planned = new DiskMap();
  /** Keys found lately: many packings in a row show the same few meshes. */
  readonly #lately = new Set<string>();
  readonly #prefixes: readonly string[];
  readonly #comparer: ContentComparer | undefined;
  readonly #readings = new WeakMap<Packing, Promise<PackingReading>>();

  /** @param bucket Absent in an offline plan. */
  constructor(
    readonly config: Config,
    readonly steps: ReadonlySet<StepName>,
    readonly bucket: Bucket | undefined,
    private readonly checkHeaders: boolean,
    /** What was computed of files that may be unchanged. */
    readonly cache: FileCache,
  ) {
    this.#comparer = bucket && new ContentComparer(bucket.store);
    this.#prefixes = releasePrefixes(config);
  }

  /** Takes note of an object that the plan puts. */
  addPlanned({ key, op }: PutIntent): void {
    // One that is kept is known from the bucket, and without a bucket nobody asks.
    if (op !== "keep" && this.bucket) this.#planned.set(key, op);
  }

  /**
   * Whether an object is in the bucket, or will be once what is planned so far
   * has run; in an offline plan all are taken to be.
   */
  async willHave(key: string): Promise<boolean> {
    if (!this.bucket || this.#lately.has(key)) return true;
    if (this.bucket.index.has(key) || this.#planned.has(key)) {
      if (this.#lately.size === LATELY) this.#lately.clear();
      this.#lately.add(key);
      return true;
    }
    if (this.#prefixes.some((prefix) => key.startsWith(prefix))) return false;
    // The listing does not reach there.
    return await this.bucket.store.head(key) !== undefined;
  }

  /** Whether the `.simularium` file of a packing, if valid, will be in the bucket. */
  async willHavePacking({ key }: Packing): Promise<boolean> {
    return this.steps.has("upload_simularium") || await this.willHave(key);
  }

  /** Whether the thumbnail of a packing with a figure will be in the bucket. */
  async willHaveThumbnail({ thumbnail }: Packing): Promise<boolean> {
    return this.steps.has("upload_thumbnails") ||
      await this.willHave(thumbnail.key);
  }

  /** The digest of a file, or `undefined` if there is none. */
  async digest(path: string): Promise<Digest | undefined> {
    if (!exists(path)) return undefined;
    return await this.cache.remember("digest", path, () => digestFile(path));
  }

  /** Reads a `.simularium` file, once for all steps. */
  read(packing: Packing): Promise<PackingReading> {
    let reading = this.#readings.get(packing);
    if (!reading) {
      const update = this.steps.has("update_simularium");
      reading = readPacking(this.config, packing, update, this.cache);
      this.#readings.set(packing, reading);
    }
    return reading;
  }

  /** Decides what becomes of an object. */
  async put(wish: PutWish): Promise<PutIntent> {
    const remote = this.bucket?.index.find(wish.key);
    const state = await this.#compare(wish, remote);
    const { op, reason } = decide(state, wish.forcedBy);
    return {
      type: "put",
      key: wish.key,
      source: wish.source,
      op,
      reason,
      content: wish.content,
      remote: remote ? { etag: remote.etag, size: remote.size } : null,
      pointsTo: wish.pointsTo ?? [],
    };
  }

  /** Gives up what is known of the plan. */
  [Symbol.dispose](): void {
    this.#planned[Symbol.dispose]();
  }

  async #compare(
    wish: PutWish,
    remote: ListedObject | undefined,
  ): Promise<RemoteState> {
    if (!this.bucket || !this.#comparer) return { is: "unread" };
    if (!remote) return { is: "absent" };
    if (!wish.content) return { is: "unknown until apply" };
    const chunks = wish.chunks ?? (() => readChunks(wish.source));
    const same = await this.#comparer.compare(
      { ...wish.content, chunks },
      remote,
    );
    if (same === undefined) return { is: "incomparable" };
    if (!same) return { is: "different" };
    const difference = this.checkHeaders && await headerDifference(
      this.bucket.store,
      wish.key,
      headersOf(wish.key, this.config.s3_acl),
    );
    return difference ? { is: "other headers", difference } : { is: "same" };
  }
}
