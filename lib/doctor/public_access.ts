import { parseAmazonUrl } from "../config/amazon_url.ts";
import type { Config } from "../config/config.ts";
import { awsCommand } from "./aws_command.ts";
import { type Finding, unanswered } from "./finding.ts";
import type { Answer, PublicAccessBlock } from "./s3_probe.ts";

/** The host, other than the bucket's own, from which visitors get objects: a CDN, for one. */
export function otherHost(
  config: Pick<Config, "base_s3_url" | "s3_endpoint">,
): string | undefined {
  if (parseAmazonUrl(config.base_s3_url)) return undefined;
  const { host } = new URL(config.base_s3_url);
  const server = config.s3_endpoint && new URL(config.s3_endpoint).host;
  return server && (host === server || host.endsWith(`.${server}`))
    ? undefined
    : host;
}

/** Whether the bucket takes back what the ACLs or the policy of a release give everyone. */
export function publicBlockFinding(
  config: Config,
  { value: block, failure }: Answer<PublicAccessBlock>,
): Finding {
  const title = "Block Public Access";
  if (failure) {
    return unanswered(title, failure, "s3:GetBucketPublicAccessBlock");
  }
  const byAcl = config.s3_acl === "public-read";
  const inTheWay = [
    byAcl && block.blockPublicAcls && "BlockPublicAcls",
    byAcl && block.ignorePublicAcls && "IgnorePublicAcls",
    !byAcl && block.restrictPublicBuckets && "RestrictPublicBuckets",
  ].filter((name) => name !== false);
  if (inTheWay.length === 0) {
    return {
      ok: true,
      title,
      detail: "blocks nothing that this release needs",
    };
  }
  const off = {
    BlockPublicAcls: !byAcl && block.blockPublicAcls,
    IgnorePublicAcls: !byAcl && block.ignorePublicAcls,
    BlockPublicPolicy: byAcl && block.blockPublicPolicy,
    RestrictPublicBuckets: byAcl && block.restrictPublicBuckets,
  };
  return {
    ok: otherHost(config) ? "unknown" : false,
    title,
    detail: `${inTheWay.join(" and ")} ${
      inTheWay.length === 1 ? "keeps" : "keep"
    } everyone from reading what is published`,
    remedy: [
      byAcl
        ? 'Set "s3_acl" to "none" in the config and make the bucket public by policy, or allow public ACLs:'
        : "Allow the bucket to be public by policy:",
      awsCommand(config, "put-public-access-block", {
        "public-access-block-configuration": off,
      }),
    ].join("\n"),
  };
}

/** Whether the bucket's policy lets everyone read, as it must where objects have no ACL. */
export function policyFinding(
  config: Config,
  { value: isPublic, failure }: Answer<boolean>,
): Finding {
  const title = "Bucket policy";
  if (failure) return unanswered(title, failure, "s3:GetBucketPolicyStatus");
  if (isPublic) return { ok: true, title, detail: "lets everyone read" };
  const host = otherHost(config);
  if (host) {
    return {
      ok: "unknown",
      title,
      detail: `not public; visitors read from ${host}`,
    };
  }
  return {
    ok: false,
    title,
    detail: 'not public, and "s3_acl" is "none": nobody could read the release',
    remedy: [
      "Let everyone read objects (this replaces a policy that there may be):",
      awsCommand(config, "put-bucket-policy", { policy: publicPolicy(config) }),
    ].join("\n"),
  };
}

/** The least that lets everyone read objects but not list them. */
function publicPolicy({ s3_bucket, base_s3_url }: Config): object {
  const { hostname } = new URL(base_s3_url);
  const partition = hostname.endsWith(".amazonaws.com.cn") ? "aws-cn" : "aws";
  return {
    Version: "2012-10-17",
    Statement: [{
      Sid: "PublicRead",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:${partition}:s3:::${s3_bucket}/*`,
    }],
  };
}
