import { ExpectedError } from "../errors.ts";
import { digestChunks } from "../io/digest.ts";
import type { Parts } from "../io/digester.ts";
import { fileChunks } from "./file_chunks.ts";
import type { Limit } from "../limit.ts";
import { LinkedAbort } from "./linked_abort.ts";
import { conditionHolds, hasContentOf } from "./precondition.ts";
import { CHUNK_SIZE } from "./request_body.ts";
import { AbsentError } from "./s3_errors.ts";
import type {
  MultipartUpload,
  PartToUpload,
  S3Requests,
} from "./s3_requests.ts";
import {
  ContentChangedError,
  type ObjectHead,
  PreconditionFailedError,
  type PutRequest,
} from "./store.ts";

/** A put of a file in parts. */
export interface PutInPartsRequest extends PutRequest {
  readonly parts: Parts;
}

export interface MultipartOptions {
  /** Parts under way at a time, over all uploads that share it. */
  readonly slots: Limit;
  /** Called for each part that the server has, with its bytes. */
  readonly onPart: (bytes: number) => void;
}

/**
 * Puts a file in parts. Nothing becomes visible before the content is known to
 * be the one planned and the condition to hold; the parts of an upload that
 * fails are removed from the server.
 *
 * @returns The ETag.
 */
export async function putMultipart(
  requests: S3Requests,
  request: PutInPartsRequest,
  options: MultipartOptions,
): Promise<string> {
  const upload = await requests.createMultipartUpload(request);
  try {
    const etags = await uploadParts(requests, upload, request, options);
    await checkCondition(requests, request);
    return await complete(requests, upload, etags, request);
  } catch (error) {
    if (error instanceof AbsentError) return await ended(requests, request);
    // Not the request's own signal: it may be what ended the upload.
    const patience = AbortSignal.timeout(
      request.signal?.aborted ? ABORT_IN_HASTE_MS : ABORT_TIMEOUT_MS,
    );
    await requests.abortMultipartUpload(upload, patience).catch(() => {});
    throw error;
  }
}

const ABORT_TIMEOUT_MS = 10_000;

/** Whoever gives up does not want to wait; `abortUploads` can follow. */
const ABORT_IN_HASTE_MS = 300;

/** @returns The parts' ETags, in order. */
async function uploadParts(
  requests: S3Requests,
  upload: MultipartUpload,
  request: PutInPartsRequest,
  { slots, onPart }: MultipartOptions,
): Promise<string[]> {
  const etags: string[] = [];
  const parts = partsOf(request);
  using stop = new LinkedAbort(request.signal);

  /** @returns Whether there may be more. */
  const uploadNext = async () => {
    const { value: part, done } = parts.next();
    if (done) return false;
    const etag = await requests.uploadPart(upload, part, stop.signal);
    if (etag !== part.md5) await rejectIfChanged(part, request);
    etags[part.number - 1] = etag;
    onPart(part.content.size);
    return true;
  };
  const uploadAll = async () => {
    while (await slots.run(uploadNext, stop.signal));
  };
  const uploaders = Array.from(
    { length: slots.max },
    () => uploadAll().catch((error) => stop.abort(error)),
  );
  await Promise.all(uploaders);
  stop.signal.throwIfAborted();
  return etags;
}

/** Parts are read as they are sent, so none is held in memory. */
function* partsOf(
  { source, size, parts }: PutInPartsRequest,
): Generator<PartToUpload, void, void> {
  for (const [index, md5] of parts.md5s.entries()) {
    const start = index * parts.size;
    const end = Math.min(start + parts.size, size);
    yield {
      number: index + 1,
      md5,
      content: {
        size: end - start,
        chunks: () => fileChunks(source, size, CHUNK_SIZE, { start, end }),
      },
    };
  }
}

/**
 * The ETag of a part is its MD5, except under KMS and the like; where it is
 * not, a server may have overlooked `Content-MD5`.
 *
 * @throws {ContentChangedError} if the part does not hold what was planned.
 */
async function rejectIfChanged(
  { md5, content }: PartToUpload,
  { source }: PutRequest,
): Promise<void> {
  const digest = await digestChunks(content.chunks(), "whole");
  if (digest.md5 === md5) return;
  throw new ContentChangedError(
    `Cannot upload "${source}": its content is not the one planned, plan again`,
  );
}

/** Ceph does not look at `If-None-Match` when it completes an upload. */
async function checkCondition(
  requests: S3Requests,
  request: PutRequest,
): Promise<void> {
  const { key, signal } = request;
  rejectUnlessHolds(request, await requests.headObject(key, signal));
}

function rejectUnlessHolds(
  { key, condition }: PutRequest,
  object: ObjectHead | undefined,
): void {
  if (conditionHolds(condition, object?.etag)) return;
  throw new PreconditionFailedError(
    `Cannot put "${key}": the object in the bucket is not the one planned for, plan again`,
  );
}

/** @throws {AbsentError} if the upload has ended already. */
async function complete(
  requests: S3Requests,
  upload: MultipartUpload,
  etags: readonly string[],
  { key, condition, signal }: PutRequest,
): Promise<string> {
  const etag = await requests.completeMultipartUpload(
    upload,
    etags,
    condition,
    signal,
  );
  if (etag !== "") return etag;
  const object = await requests.headObject(key, signal);
  if (object === undefined) throw new AbsentError("The upload has ended");
  return object.etag;
}

/**
 * What an upload came to that is not there any more: an earlier attempt to
 * complete it, whose answer was lost, or another client has ended it.
 *
 * @returns The ETag of the object, if it is the one to put.
 */
async function ended(
  requests: S3Requests,
  request: PutRequest,
): Promise<string> {
  const { key, signal } = request;
  const object = await requests.headObject(key, signal);
  if (object && hasContentOf(request, object)) return object.etag;
  rejectUnlessHolds(request, object);
  throw new ExpectedError(
    `Cannot put "${key}": somebody else ended its upload, run again`,
  );
}
