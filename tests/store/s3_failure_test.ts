import assert from "node:assert/strict";
import {
  classify,
  failureOf,
  type Verdict,
} from "../../lib/store/s3_failure.ts";

const TABLE: [Verdict, number | undefined, string, string?][] = [
  ["retry", 500, "InternalError"],
  ["retry", 502, "Unknown"],
  ["retry", 503, "SlowDown"],
  ["retry", 503, "ServiceUnavailable"],
  ["retry", 504, "Unknown"],
  ["retry", 429, "TooManyRequests"],
  ["retry", 400, "RequestTimeout"],
  ["retry", 409, "OperationAborted"],
  ["retry", 409, "ConditionalRequestConflict"],
  ["retry", undefined, "ECONNRESET"],
  ["retry", undefined, "EPIPE"],
  ["retry", undefined, "ECONNREFUSED"],
  ["retry", undefined, "ENOTFOUND"],
  ["retry", undefined, "TimeoutError"],
  ["retry", undefined, "IncompleteAnswer"],
  [
    "conflict",
    409,
    "ConditionalRequestConflict",
    "CompleteMultipartUpload",
  ],
  ["precondition", 412, "PreconditionFailed"],
  ["content", 400, "BadDigest"],
  ["absent", 404, "NoSuchKey"],
  ["absent", 404, "NotFound", "HeadObject"],
  ["absent", 404, "NoSuchUpload", "CompleteMultipartUpload"],
  ["unavailable", undefined, "CredentialsProviderError"],
  ["unavailable", undefined, "ERR_SSL_WRONG_VERSION_NUMBER"],
  ["unavailable", undefined, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["unavailable", undefined, "EndpointError"],
  ["unknown", undefined, "TypeError"],
  ["unavailable", 200, "Error"],
  ["unavailable", 301, "PermanentRedirect"],
  ["unavailable", 307, "TemporaryRedirect"],
  ["unavailable", 400, "ExpiredToken"],
  ["unavailable", 400, "AuthorizationHeaderMalformed"],
  ["unavailable", 400, "AccessControlListNotSupported"],
  ["unavailable", 400, "Unknown", "HeadObject"],
  ["unavailable", 401, "Unknown"],
  ["unavailable", 403, "AccessDenied"],
  ["unavailable", 403, "Unknown", "HeadObject"],
  ["unavailable", 403, "RequestTimeTooSkewed"],
  ["unavailable", 404, "NoSuchBucket"],
  ["refused", 400, "InvalidRequest"],
  ["refused", 400, "KeyTooLongError"],
  ["refused", 405, "MethodNotAllowed"],
  ["refused", 409, "InvalidBucketState"],
  ["refused", 501, "NotImplemented"],
];

for (const [verdict, status, code, operation = "PutObject"] of TABLE) {
  Deno.test(`${operation} that fails with ${status ?? "no answer"} ${code}: ${verdict}`, () => {
    const failure = { status, code, message: "" };
    assert.equal(classify(failure, operation), verdict);
  });
}

Deno.test("a failure names the network's code before the error's name", () => {
  const error = Object.assign(new Error("socket hang up"), {
    name: "TimeoutError",
    code: "ECONNRESET",
  });
  assert.equal(failureOf(error).code, "ECONNRESET");
});

Deno.test("a failure knows the region from the body or the header", () => {
  const body = Object.assign(new Error(), { Region: "eu-west-1" });
  const header = Object.assign(new Error(), {
    $response: { headers: { "x-amz-bucket-region": "eu-west-2" } },
  });
  assert.equal(failureOf(body).region, "eu-west-1");
  assert.equal(failureOf(header).region, "eu-west-2");
});
