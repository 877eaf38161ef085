import { ExpectedError } from "../errors.ts";
import type { Parts } from "../io/digester.ts";

/** An object as a listing shows it. */
export interface ListedObject {
  /** The whole key. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes: the MD5 in hex, `<hex>-<parts>` after a multipart upload, or opaque (KMS). */
  readonly etag: string;
}

/** What one request about a single object tells beyond the listing. */
export interface ObjectHead extends ListedObject {
  /** Its Content-Type. */
  readonly contentType?: string;
  /** Its Cache-Control. */
  readonly cacheControl?: string;
  /** The request's {@linkcode PutRequest.md5}, where the uploader stored it as metadata. */
  readonly storedMd5?: string;
  /** Whether the ETag of a put in one piece is an MD5: not so under KMS or customer keys. */
  readonly etagIsMd5: boolean;
}

/** The headers that an object is published with. */
export interface ObjectHeaders {
  /** Content-Type. */
  readonly contentType: string;
  /** Cache-Control. */
  readonly cacheControl: string;
  /** A canned ACL, or `none` to send none. */
  readonly acl: "public-read" | "none";
}

/** What must be true of the key for a put to happen. */
export type PutCondition =
  | { readonly ifNoneMatch: "*" }
  | { readonly ifMatch: string };

/** Bytes to put: a file on disk, with what it must contain. */
export interface PutRequest {
  /** The object key. */
  readonly key: string;
  /** Path of the file to read. */
  readonly source: string;
  /** Bytes. */
  readonly size: number;
  /**
   * MD5 of the content in hex, or of its parts' MD5s where it goes up in parts;
   * content that differs is refused.
   */
  readonly md5: string;
  /** How the content goes up, if not as a whole. */
  readonly parts?: Parts;
  /** What the object is published with. */
  readonly headers: ObjectHeaders;
  /** What must be true of the key. */
  readonly condition: PutCondition;
  /** Ends the put when it fires. */
  readonly signal?: AbortSignal;
  /** Called before an upload begins that leaves parts behind if this process dies. */
  readonly onUploadInParts?: () => void;
  /**
   * Called as bytes go out, with a negative number where they have to go out
   * again: adds up to `size` when the put succeeds and to 0 when it fails.
   */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * A bucket. S3 (`s3.ts`) and memory (`memory.ts`) implement it; a new store is
 * one new file.
 *
 * Every method throws {@linkcode StoreUnavailableError} where no request like it
 * can succeed, {@linkcode ExpectedError} where this one fails for good, and the
 * signal's reason once the signal aborts.
 */
export interface ObjectStore {
  /** All objects whose key starts with `prefix`, page by page. */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ListedObject>;

  /** One object, or `undefined` if there is none. */
  head(key: string, signal?: AbortSignal): Promise<ObjectHead | undefined>;

  /** Whether there is such an object and its ACL lets everyone read it. */
  isPublic(key: string, signal?: AbortSignal): Promise<boolean>;

  /**
   * Puts a file. Where `condition` does not hold but the object has the wanted
   * content already, as after an attempt whose answer was lost, that is success.
   *
   * @returns The ETag of the object.
   * @throws {PreconditionFailedError} if `condition` does not hold.
   * @throws {ContentChangedError} if the file's bytes are not those of `md5`.
   */
  put(request: PutRequest): Promise<string>;

  /** Gives up every unfinished upload of an object, so that its parts are removed. */
  abortUploads(key: string): Promise<void>;

  /** Ends the connections. */
  close(): void;
}

/** The object is not, or no longer, as the request's condition says. */
export class PreconditionFailedError extends Error {
  override name = "PreconditionFailedError";
}

/** The file does not hold the bytes that the request promised. */
export class ContentChangedError extends Error {
  override name = "ContentChangedError";
}

/**
 * No request can succeed (credentials, bucket, permissions): the run stops.
 * The message says what to do.
 */
export class StoreUnavailableError extends ExpectedError {
  override name = "StoreUnavailableError";
}
