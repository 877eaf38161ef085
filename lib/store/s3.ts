import { fileChunks } from "./file_chunks.ts";
import { Limit } from "../limit.ts";
import { type PutInPartsRequest, putMultipart } from "./multipart.ts";
import { hasContentOf } from "./precondition.ts";
import { Progress } from "./progress.ts";
import { CHUNK_SIZE } from "./request_body.ts";
import { DEFAULT_RETRIES, retrying } from "./retry.ts";
import { AbsentError, UploadConflictError } from "./s3_errors.ts";
import { S3Requests, type S3RequestsOptions } from "./s3_requests.ts";
import {
  type ListedObject,
  type ObjectHead,
  type ObjectStore,
  PreconditionFailedError,
  type PutRequest,
} from "./store.ts";

export type { RetryEvent } from "./request_runner.ts";
export type { RetryPolicy } from "./retry.ts";

export type { S3RequestsOptions as S3StoreOptions } from "./s3_requests.ts";

/**
 * Opens a bucket on Amazon S3 or a server of its kind. Nothing is sent yet.
 *
 * Credentials come from the AWS SDK's default chain: environment, profile,
 * single sign-on, instance role.
 */
export function openS3Store(options: S3RequestsOptions): ObjectStore {
  return new S3Store(options);
}

class S3Store implements ObjectStore {
  readonly #requests: S3Requests;
  readonly #partSlots: Limit;

  constructor(readonly options: S3RequestsOptions) {
    this.#requests = new S3Requests(options);
    this.#partSlots = new Limit(options.maxRequests);
  }

  async *list(
    prefix: string,
    signal?: AbortSignal,
  ): AsyncGenerator<ListedObject> {
    let token: string | undefined;
    do {
      const page = await this.#requests.listPage(prefix, token, signal);
      yield* page.objects;
      token = page.next;
    } while (token);
  }

  async head(
    key: string,
    signal?: AbortSignal,
  ): Promise<ObjectHead | undefined> {
    return await this.#requests.headObject(key, signal);
  }

  async isPublic(key: string, signal?: AbortSignal): Promise<boolean> {
    return await this.#requests.isPublic(key, signal);
  }

  async put(request: PutRequest): Promise<string> {
    const progress = new Progress(request.onBytes);
    try {
      const etag = await this.#put(request, progress);
      progress.set(request.size);
      return etag;
    } catch (error) {
      progress.set(0);
      throw error;
    }
  }

  async abortUploads(key: string): Promise<void> {
    for (const upload of await this.#requests.listUploads(key)) {
      await this.#requests.abortMultipartUpload(upload);
    }
  }

  close(): void {
    this.#requests.close();
  }

  async #put(request: PutRequest, progress: Progress): Promise<string> {
    const { key, signal, parts } = request;
    try {
      return await (parts
        ? this.#putInParts({ ...request, parts }, progress)
        : this.#putWhole(request, progress));
    } catch (error) {
      if (!(error instanceof PreconditionFailedError)) throw error;
      // An earlier attempt may have succeeded and its answer been lost.
      const object = await this.#requests.headObject(key, signal);
      if (object && hasContentOf(request, object)) return object.etag;
      throw error;
    }
  }

  async #putWhole(request: PutRequest, progress: Progress): Promise<string> {
    const { key, source, size } = request;
    const chunks = () => progress.count(fileChunks(source, size, CHUNK_SIZE));
    try {
      return await this.#requests.putObject(request, { size, chunks });
    } catch (error) {
      if (!(error instanceof AbsentError)) throw error;
      throw new PreconditionFailedError( // Amazon's answer to If-Match on an object that is gone.
        `Cannot put "${key}": the object to replace is gone, plan again`,
      );
    }
  }

  #putInParts(
    request: PutInPartsRequest,
    progress: Progress,
  ): Promise<string> {
    const { key, signal } = request;
    const { retries = DEFAULT_RETRIES, onRetry } = this.options;
    request.onUploadInParts?.();
    const upload = () => {
      progress.set(0);
      return putMultipart(this.#requests, request, {
        slots: this.#partSlots,
        onPart: (bytes) => progress.add(bytes),
      });
    };
    return retrying(upload, {
      policy: retries,
      signal,
      isTransient: (error) => error instanceof UploadConflictError,
      onRetry: (_, attempt, delayMs) =>
        onRetry?.({
          operation: "CompleteMultipartUpload",
          key,
          reason: "409 ConditionalRequestConflict",
          attempt,
          delayMs,
        }),
    });
  }
}
