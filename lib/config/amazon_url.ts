/** What a URL of Amazon S3 says about the place of objects. */
export interface AmazonUrl {
  readonly bucket?: string;
  readonly region?: string;
  /** What follows the bucket, without the first `/`. */
  readonly prefix: string;
}

/**
 * Endpoints as in "Amazon S3 endpoints and quotas" of the AWS General
 * Reference: `s3`, then dualstack, FIPS, website or accelerate, then `.` or `-`
 * and the region; with a bucket in front, which may have dots, or in the path.
 */
const S3_HOST =
  /^(?:(?<bucket>.+)\.)?s3(?:-fips|-website|-accelerate|-external-1)?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d+))?\.amazonaws\.com(?:\.cn)?$/;

/** Reads an http(s) URL, or returns `undefined` if it is not one of Amazon S3. */
export function parseAmazonUrl(url: string): AmazonUrl | undefined {
  const { hostname, pathname } = new URL(url);
  const host = S3_HOST.exec(hostname)?.groups;
  if (!host) return undefined;

  const path = pathname.slice(1);
  if (host.bucket) {
    return { bucket: host.bucket, region: host.region, prefix: path };
  }
  const [bucket, ...rest] = path.split("/");
  return {
    bucket: bucket || undefined,
    region: host.region,
    prefix: rest.join("/"),
  };
}
