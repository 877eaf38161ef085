import { bucketRegion } from "../config/region.ts";
import type { Config } from "../config/config.ts";
import type { ObjectStore } from "./store.ts";
import type { RetryEvent } from "./request_runner.ts";

/** Opens the bucket that a config names, with the default AWS credential chain. */
export async function openStore(
  config: Config,
  onRetry?: (event: RetryEvent) => void,
): Promise<ObjectStore> {
  // The SDK takes a tenth of a second to load, which other commands need not wait.
  const { openS3Store } = await import("./s3.ts");
  return openS3Store({
    bucket: config.s3_bucket,
    region: bucketRegion(config),
    endpoint: config.s3_endpoint,
    forcePathStyle: config.s3_force_path_style,
    maxRequests: config.max_workers,
    onRetry,
  });
}
