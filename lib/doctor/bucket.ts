import { parseAmazonUrl } from "../config/amazon_url.ts";
import { bucketRegion } from "../config/region.ts";
import type { Config } from "../config/config.ts";
import { SIGN_IN_CODES } from "../store/s3_failure.ts";
import { failed, type Finding } from "./finding.ts";
import type { Answer, ProbeFailure } from "./s3_probe.ts";

/** What one listing tells. */
export interface BucketFindings {
  readonly findings: readonly Finding[];
  /** Whether further questions about the bucket make sense. */
  readonly isReachable: boolean;
}

/**
 * Reads off one listing whether the server is there, takes the credentials, has
 * the bucket in the region, and lets it be listed: whatever comes before the
 * step that failed has succeeded.
 */
export function bucketFindings(
  config: Config,
  { failure }: Answer<true>,
): BucketFindings {
  const fault = failure && stepOf(failure);
  const good = goodFindings(config);
  const findings: Finding[] = [];
  for (const [step, finding] of good) {
    if (step === fault) {
      const message = failure!.code === "TimeoutError"
        ? `${
          serverOf(config)
        } takes the request and does not answer: run again later, and tell who runs it`
        : failure!.message;
      findings.push(failed(finding.title, message));
      break;
    }
    findings.push(finding);
  }
  return {
    findings,
    isReachable: fault === undefined || fault === "listing",
  };
}

type Step = "server" | "sign-in" | "bucket" | "region" | "listing";

function goodFindings(config: Config): [Step, Finding][] {
  const { s3_bucket } = config;
  const region = bucketRegion(config);
  return [
    ["server", {
      ok: true,
      title: "Server",
      detail: `${serverOf(config)} answers`,
    }],
    ["sign-in", { ok: true, title: "Sign-in", detail: "accepted" }],
    ["bucket", { ok: true, title: "Bucket", detail: `"${s3_bucket}" exists` }],
    ["region", {
      ok: true,
      title: "Region",
      detail: `${region} (${regionSource(config)})`,
    }],
    ["listing", {
      ok: true,
      title: "List objects",
      detail: "permitted",
    }],
  ];
}

function serverOf(config: Config): string {
  return config.s3_endpoint ?? `Amazon S3 in ${bucketRegion(config)}`;
}

function regionSource(config: Config): string {
  if (config.s3_region !== undefined) return "s3_region";
  return parseAmazonUrl(config.base_s3_url)?.region === undefined
    ? "the default, for want of s3_region"
    : "from base_s3_url";
}

/** The first step that did not succeed. */
function stepOf({ status, code }: ProbeFailure): Step {
  for (const [step, codes] of CODES) if (codes.has(code)) return step;
  if (status === undefined) return "server";
  if (status >= 300 && status < 400) return "region";
  return status === 403 ? "listing" : "server";
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const CODES: ReadonlyArray<[Step, ReadonlySet<string>]> = [
  [
    "sign-in",
    new Set(SIGN_IN_CODES),
  ],
  ["bucket", new Set(["NoSuchBucket", "InvalidBucketName"])],
  [
    "region",
    new Set([
      "PermanentRedirect",
      "TemporaryRedirect",
      "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException",
    ]),
  ],
  ["listing", new Set(["AccessDenied"])],
];
