import { bucketRegion } from "../config/region.ts";
import type { Config } from "../config/config.ts";
import type { Header } from "./entries.ts";

/** Where a release goes, as the header of its manifest says. */
export function targetOf(config: Config): Header["target"] {
  return {
    bucket: config.s3_bucket,
    region: bucketRegion(config),
    endpoint: config.s3_endpoint ?? null,
    base_url: config.base_s3_url,
  };
}
