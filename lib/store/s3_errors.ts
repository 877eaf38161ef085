import { ExpectedError } from "../errors.ts";
import {
  classify,
  type Failure,
  failureOf,
  isUnreachable,
} from "./s3_failure.ts";
import { unavailableMessage } from "./s3_messages.ts";
import {
  ContentChangedError,
  PreconditionFailedError,
  StoreUnavailableError,
} from "./store.ts";

/** Where a failed request went. */
export interface Target {
  readonly bucket: string;
  readonly region: string;
  /** Base URL of an S3-compatible server; Amazon S3 if not set. */
  readonly endpoint?: string;
  /** Whether the request was sent unsigned. */
  readonly anonymous?: boolean;
  /** S3's name of the request, such as `PutObject`. */
  readonly operation: string;
  readonly key?: string;
  /** Whether the request sets an ACL. */
  readonly setsAcl?: boolean;
}

/** There is no such object or upload. */
export class AbsentError extends ExpectedError {
  override name = "AbsentError";
}

/** Another client was writing the object while its parts were put together. */
export class UploadConflictError extends ExpectedError {
  override name = "UploadConflictError";
}

/**
 * The store's error for a request that failed for good.
 *
 * @param error As the SDK threw it; returned as it is if it is no failure of a request.
 */
export function errorFor(error: unknown, target: Target): unknown {
  const failure = failureOf(error);
  const cannot = `Cannot ${VERBS[target.operation] ?? "reach"} "${
    target.key ?? target.bucket
  }"`;
  switch (classify(failure, target.operation)) {
    case "unavailable":
      return new StoreUnavailableError(unavailableMessage(failure, target));
    case "conflict":
      return new UploadConflictError(
        `${cannot}: another client writes it at the same time, run again later`,
      );
    case "precondition":
      return new PreconditionFailedError(
        `${cannot}: the object in the bucket is not the one planned for, plan again`,
      );
    case "content":
      return new ContentChangedError(
        `${cannot}: the content is not the one planned, plan again`,
      );
    case "absent":
      return new AbsentError(`${cannot}: it does not exist`);
    case "retry":
      return isUnreachable(failure)
        ? new StoreUnavailableError(unavailableMessage(failure, target))
        : new ExpectedError(
          `${cannot}: the server failed in every attempt (${
            reasonOf(failure)
          }), run again later`,
        );
    case "unknown":
      return error;
    case "refused":
      return new ExpectedError(
        `${cannot}: the server refuses it (${reasonOf(failure)})`,
      );
  }
}

/** A failure in a word or two: `503 SlowDown`, `ECONNRESET`. */
export function reasonOf({ status, code }: Failure): string {
  return status === undefined ? code : `${status} ${code}`;
}

const VERBS: Readonly<Record<string, string>> = {
  ListObjectsV2: "list",
  HeadObject: "read",
  GetObjectAcl: "read the ACL of",
  PutObject: "put",
  CreateMultipartUpload: "put",
  UploadPart: "put",
  CompleteMultipartUpload: "put",
  AbortMultipartUpload: "abort the upload of",
};
