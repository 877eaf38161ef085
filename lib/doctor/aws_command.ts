import { bucketRegion } from "../config/region.ts";
import type { Config } from "../config/config.ts";

/**
 * A command of the AWS CLI about the config's bucket, to be pasted into a shell.
 *
 * @param options Values by option; objects become JSON.
 */
export function awsCommand(
  config: Config,
  operation: string,
  options: Readonly<Record<string, unknown>> = {},
): string {
  const place = config.s3_endpoint === undefined
    ? { region: bucketRegion(config) }
    : { "endpoint-url": config.s3_endpoint };
  const all = { bucket: config.s3_bucket, ...place, ...options };
  const words = Object.entries(all).map(([name, value]) =>
    `--${name} ${
      quoted(typeof value === "string" ? value : JSON.stringify(value))
    }`
  );
  return ["aws s3api", operation, ...words].join(" ");
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
