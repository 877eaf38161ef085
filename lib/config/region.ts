import { parseAmazonUrl } from "./amazon_url.ts";
import type { Config } from "./config.ts";

/** The region to sign requests for: the configured one, that of the public URL, or AWS's first. */
export function bucketRegion(
  config: Pick<Config, "s3_region" | "base_s3_url">,
): string {
  return config.s3_region ?? parseAmazonUrl(config.base_s3_url)?.region ??
    "us-east-1";
}
