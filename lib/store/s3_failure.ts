/** What a failed request tells, whichever way the SDK says it. */
export interface Failure {
  /** HTTP status; none if no answer came. */
  readonly status?: number;
  /** S3's error code, or the network's (`ECONNRESET`); the error's name where there is neither. */
  readonly code: string;
  readonly message: string;
  /** The bucket's region, where the answer names it. */
  readonly region?: string;
}

/**
 * What to do about a failure.
 *
 * - `retry`: another attempt may succeed
 * - `conflict`: another upload of the same parts may succeed
 * - `precondition`: the object is not as the request's condition says
 * - `content`: the bytes are not those of the MD5
 * - `absent`: there is no such object or upload
 * - `unavailable`: every request like this one will fail
 * - `refused`: this request will fail again
 * - `unknown`: it is no failure of a request, but a bug
 */
export type Verdict =
  | "retry"
  | "conflict"
  | "precondition"
  | "content"
  | "absent"
  | "unavailable"
  | "refused"
  | "unknown";

/** A success whose answer lacks what S3 tells: the SDK did not see that it is an error, or somebody else's. */
export class IncompleteAnswerError extends Error {
  override name = "IncompleteAnswer";
}

/** Reads an error thrown by the SDK. */
export function failureOf(error: unknown): Failure {
  const { $metadata, $response, Region, code, name, message } =
    error as SdkError;
  const unconnected = message.includes("did not establish a connection");
  return {
    status: $metadata?.httpStatusCode,
    code: unconnected ? "ECONNTIMEOUT" : code ?? name,
    message,
    region: REGION.exec(
      Region ?? $response?.headers?.["x-amz-bucket-region"] ?? "",
    )?.[0],
  };
}

/** Nothing else of what a server says there is repeated. */
const REGION = /^[a-z0-9-]{1,40}$/;

/** @param operation S3's name of the request, such as `PutObject`. */
export function classify(failure: Failure, operation: string): Verdict {
  const { status, code } = failure;
  for (const [verdict, codes] of CODES) {
    if (codes.has(code)) {
      // S3 asks to upload all parts anew then.
      const conflict = code === "ConditionalRequestConflict";
      return conflict && operation === "CompleteMultipartUpload"
        ? "conflict"
        : verdict;
    }
  }
  if (status === undefined) { // TLS, or no HTTP.
    return SYSTEM_CODE.test(code) ? "unavailable" : "unknown";
  }
  if (status < 400) return "unavailable"; // A redirect, or success that is no S3 answer.
  if (status === 401 || status === 403) return "unavailable";
  if (status === 400 && operation === "HeadObject") return "unavailable"; // HEAD gives no reason.
  if (status === 404) return "absent";
  if (status === 412) return "precondition";
  if (status === 429) return "retry";
  return status >= 500 && !NEVER_HEALS.has(status) ? "retry" : "refused";
}

/** Whether no connection came about: the endpoint is at fault, not the request. */
export function isUnreachable(failure: Failure): boolean {
  return UNREACHABLE.has(failure.code);
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNTIMEOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
]);

/** Such as `DEPTH_ZERO_SELF_SIGNED_CERT`, unlike the name of an error. */
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]+$/;

/** Not Implemented, HTTP Version Not Supported. */
const NEVER_HEALS: ReadonlySet<number> = new Set([501, 505]);

/** The codes of a request that was not signed by anyone whom S3 knows. */
export const SIGN_IN_CODES: readonly string[] = [
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
  "InvalidToken",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "RequestTimeTooSkewed",
  "RequestExpired",
];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const CODES: ReadonlyArray<[Verdict, ReadonlySet<string>]> = [
  [
    "retry",
    new Set([
      ...UNREACHABLE,
      "ECONNRESET",
      "ECONNABORTED",
      "EPIPE",
      "ETIMEDOUT",
      "TimeoutError",
      "SlowDown",
      "RequestTimeout",
      "IncompleteAnswer",
      "ConditionalRequestConflict",
      "OperationAborted",
    ]),
  ],
  ["precondition", new Set(["PreconditionFailed"])],
  ["content", new Set(["BadDigest", "XAmzContentSHA256Mismatch"])],
  ["absent", new Set(["NoSuchKey", "NoSuchUpload"])],
  [
    "unavailable",
    new Set([
      ...SIGN_IN_CODES,
      "EndpointError",
      "NoSuchBucket",
      "InvalidBucketName",
      "PermanentRedirect",
      "TemporaryRedirect",
      "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException",
      "AccessControlListNotSupported",
    ]),
  ],
];

/** The members in use of what the SDK and Node throw. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Record<string, string> };
  readonly Region?: string;
}
