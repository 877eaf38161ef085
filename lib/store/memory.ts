import { createHash } from "node:crypto";
import { Digester } from "../io/digester.ts";
import { multipartEtag } from "./multipart_etag.ts";
import { conditionHolds, hasContentOf } from "./precondition.ts";
import {
  ContentChangedError,
  type ListedObject,
  type ObjectHead,
  type ObjectHeaders,
  type ObjectStore,
  PreconditionFailedError,
  type PutRequest,
} from "./store.ts";

export interface StoredObject {
  readonly content: Uint8Array;
  readonly etag: string;
  readonly headers: ObjectHeaders;
  /** MD5 of the content in hex, if the uploader stored it. */
  readonly storedMd5?: string;
}

/** A call of the store, with the key or the prefix it was about. */
export interface StoreCall {
  readonly method: "list" | "head" | "isPublic" | "put" | "abortUploads";
  readonly key: string;
}

/** Which calls are to fail; all that match what is given. */
export interface FailurePoint extends Partial<StoreCall> {
  /** Only the n-th matching call from here on, from 1. */
  readonly nth?: number;
}

export interface MemoryStoreOptions {
  /** ETags that look like MD5s and are none, as under KMS. */
  readonly opaqueEtags?: boolean;
  /** Contents of more bytes get the ETag of an upload in parts of this size. */
  readonly partSize?: number;
}

/** A bucket in memory, with the rules of S3 and failures on demand. */
export class MemoryStore implements ObjectStore {
  /** What the bucket holds, by key. */
  readonly objects = new Map<string, StoredObject>();
  /** Every call so far, in order. */
  readonly calls: StoreCall[] = [];
  readonly #failures: { point: FailurePoint; error: Error; seen: number }[] =
    [];

  constructor(readonly options: MemoryStoreOptions = {}) {}

  /** Makes calls fail with `error` before they do anything. */
  failAt(point: FailurePoint, error: Error): void {
    this.#failures.push({ point, error, seen: 0 });
  }

  /**
   * Adds an object as another program would: unconditionally, and without the
   * content's MD5 beside it.
   *
   * @returns The ETag.
   */
  async add(
    key: string,
    content: Uint8Array | string,
    headers: ObjectHeaders = ADDED_HEADERS,
  ): Promise<string> {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    const etag = await this.#etagOf(bytes);
    this.objects.set(key, { content: bytes, etag, headers });
    return etag;
  }

  async *list(
    prefix: string,
    signal?: AbortSignal,
  ): AsyncGenerator<ListedObject> {
    this.#enter("list", prefix, signal);
    const keys = [...this.objects.keys()].filter((key) =>
      key.startsWith(prefix)
    );
    for (const key of keys.sort()) {
      const head = this.#headOf(key);
      if (head) yield { key, size: head.size, etag: head.etag };
    }
  }

  // deno-lint-ignore require-await -- failures reject
  async head(
    key: string,
    signal?: AbortSignal,
  ): Promise<ObjectHead | undefined> {
    this.#enter("head", key, signal);
    return this.#headOf(key);
  }

  // deno-lint-ignore require-await -- failures reject
  async isPublic(key: string, signal?: AbortSignal): Promise<boolean> {
    this.#enter("isPublic", key, signal);
    return this.objects.get(key)?.headers.acl === "public-read";
  }

  async put(request: PutRequest): Promise<string> {
    const { key, source, size, md5, parts, headers, condition, signal } =
      request;
    this.#enter("put", key, signal);
    const content = await Deno.readFile(source);
    const digester = new Digester(parts?.size ?? "whole");
    digester.update(content);
    if (content.length !== size || digester.digest().md5 !== md5) {
      throw new ContentChangedError(
        `Cannot put "${key}": the content of "${source}" is not the one planned, plan again`,
      );
    }
    const etag = parts && !this.options.opaqueEtags
      ? md5
      : await this.#etagOf(content);
    signal?.throwIfAborted();
    const existing = this.#headOf(key);
    if (conditionHolds(condition, existing?.etag)) {
      this.objects.set(key, { content, etag, headers, storedMd5: md5 });
    } else if (!existing || !hasContentOf(request, existing)) {
      throw new PreconditionFailedError(
        `Cannot put "${key}": the object in the bucket is not the one planned for, plan again`,
      );
    }
    if (size > 0) request.onBytes?.(size);
    return this.objects.get(key)?.etag ?? etag;
  }

  /** There is nothing to give up: puts happen all at once. */
  // deno-lint-ignore require-await -- failures reject
  async abortUploads(key: string): Promise<void> {
    this.#enter("abortUploads", key);
  }

  close(): void {}

  #enter(method: StoreCall["method"], key: string, signal?: AbortSignal): void {
    signal?.throwIfAborted();
    this.calls.push({ method, key });
    const due = this.#failures.filter((failure) => {
      const { point } = failure;
      if ((point.method ?? method) !== method) return false;
      if ((point.key ?? key) !== key) return false;
      failure.seen++;
      return (point.nth ?? failure.seen) === failure.seen;
    });
    if (due[0]) throw due[0].error;
  }

  #headOf(key: string): ObjectHead | undefined {
    const object = this.objects.get(key);
    return object && {
      key,
      size: object.content.length,
      etag: object.etag,
      contentType: object.headers.contentType,
      cacheControl: object.headers.cacheControl,
      storedMd5: object.storedMd5,
      etagIsMd5: !this.options.opaqueEtags,
    };
  }

  async #etagOf(content: Uint8Array): Promise<string> {
    const { opaqueEtags, partSize = Infinity } = this.options;
    if (opaqueEtags) {
      return md5Of(new TextEncoder().encode(crypto.randomUUID()));
    }
    if (content.length <= partSize) return md5Of(content);
    const [etag = ""] = await multipartEtag(once(content), [partSize]);
    return etag;
  }
}

const ADDED_HEADERS: ObjectHeaders = {
  contentType: "application/octet-stream",
  cacheControl: "",
  acl: "none",
};

function md5Of(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
