import type { Target } from "./s3_errors.ts";
import { type Failure, isUnreachable } from "./s3_failure.ts";

/**
 * Why no request can succeed, and what to do. Nothing of the server's own words
 * is repeated: they may quote what the client sent.
 */
export function unavailableMessage(failure: Failure, target: Target): string {
  const { bucket, region } = target;
  const server = target.endpoint ?? `Amazon S3 in ${region}`;
  if (isUnreachable(failure)) {
    return `Cannot reach ${server} (${failure.code}): ` +
      "check the network, and s3_endpoint and base_s3_url in the config";
  }
  switch (failure.code) {
    case "CredentialsProviderError":
    case "TokenProviderError":
      return credentialsMessage(failure);
    case "ExpiredToken":
    case "ExpiredTokenException":
    case "TokenRefreshRequired":
    case "RequestExpired":
      return 'The AWS credentials have expired: renew them (such as with "aws sso login"), ' +
        "then run again";
    case "InvalidToken":
      return "The AWS session token is not valid: renew AWS_SESSION_TOKEN, " +
        "or unset it if the access key is a permanent one";
    case "InvalidAccessKeyId":
    case "InvalidClientTokenId":
    case "UnrecognizedClientException":
      return `${server} does not know the AWS access key ID: ` +
        "check AWS_ACCESS_KEY_ID or AWS_PROFILE";
    case "SignatureDoesNotMatch":
      return "The AWS secret access key does not belong to the access key ID: " +
        "check AWS_SECRET_ACCESS_KEY or AWS_PROFILE";
    case "RequestTimeTooSkewed":
      return `The clock of this computer differs too much from that of ${server}: set the clock`;
    case "NoSuchBucket":
    case "InvalidBucketName":
      return `Bucket "${bucket}" does not exist on ${server}: ` +
        "check s3_bucket in the config, or create the bucket";
    case "AccessControlListNotSupported":
      return `Bucket "${bucket}" does not accept ACLs: set "s3_acl" to "none" in the config ` +
        "and make the bucket public by policy";
    case "PermanentRedirect":
    case "TemporaryRedirect":
    case "AuthorizationHeaderMalformed":
    case "IllegalLocationConstraintException":
      return regionMessage(failure, target);
  }
  if (failure.status === undefined) {
    return `Cannot talk to ${server} (${failure.code}): ` +
      "check s3_endpoint (http or https) and the server's certificate";
  }
  if (failure.status < 300) {
    return `${server} does not answer as an S3 server does: ` +
      "check s3_endpoint, and the proxy if there is one";
  }
  if (failure.status < 400) return regionMessage(failure, target);
  if (failure.status === 400) {
    return failure.region && failure.region !== region
      ? regionMessage(failure, target)
      : `${server} refuses the credentials or the region "${region}" without saying why: ` +
        "renew the credentials, check the region";
  }
  return deniedMessage(target);
}

function credentialsMessage({ message }: Failure): string {
  if (message.includes("Could not load credentials from any providers")) {
    return 'No AWS credentials found: set AWS_PROFILE, or run "aws configure", ' +
      "or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  }
  if (/\bsso\b/i.test(message)) {
    return 'The AWS sign-in is missing or has expired: run "aws sso login", then run again';
  }
  return 'The AWS credentials cannot be loaded: "aws sts get-caller-identity" shows why';
}

function regionMessage(
  { region: right }: Failure,
  { bucket, region }: Target,
): string {
  return `Bucket "${bucket}" is not in region "${region}": ` +
    (right
      ? `set "s3_region" to "${right}" in the config, or name that region in base_s3_url`
      : `set the bucket's region in the config, as "s3_region" or in base_s3_url`);
}

function deniedMessage(
  { bucket, operation, key, anonymous, setsAcl }: Target,
): string {
  if (anonymous) {
    return `Cannot read ${
      key ? `"${key}"` : "the bucket"
    } without credentials: ` +
      `not everyone may read it in bucket "${bucket}"`;
  }
  const permission = PERMISSIONS[operation] ?? `s3:${operation}`;
  return `The credentials do not permit ${permission} on bucket "${bucket}": ` +
    (setsAcl
      ? "grant it together with s3:PutObjectAcl and let the bucket's Block Public Access " +
        'accept public ACLs, or set "s3_acl" to "none" in the config'
      : "grant it, or use other credentials");
}

/** Where the permission is not named like the operation. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  ListObjectsV2: "s3:ListBucket",
  HeadObject: "s3:GetObject",
  CreateMultipartUpload: "s3:PutObject",
  UploadPart: "s3:PutObject",
  CompleteMultipartUpload: "s3:PutObject",
  ListMultipartUploads: "s3:ListBucketMultipartUploads",
};
