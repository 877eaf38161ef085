import type { Config } from "../config/config.ts";
import type { ReleaseWarning } from "./warning.ts";

/** What is wrong with the public URL of a release, if anything; a server on this computer is for trying things out. */
export function targetWarning(
  { base_s3_url }: Pick<Config, "base_s3_url">,
): ReleaseWarning | undefined {
  const { protocol, hostname } = new URL(base_s3_url);
  if (protocol === "https:" || isLoopback(hostname)) return undefined;
  return {
    what: `the public URL "${base_s3_url}" is not https`,
    where: "base_s3_url",
    consequence: "browsers do not let the readers, which are, load from it",
    remedy: "publish over https",
  };
}

/** What is wrong with the name of a release, if anything. */
export function nameWarning(
  { output_name }: Pick<Config, "output_name">,
): ReleaseWarning | undefined {
  if (!output_name.includes("'")) return undefined;
  return {
    what: `the name "${output_name}" has an apostrophe`,
    where: "output_name",
    consequence: "BioFile Finder does not open a table of that name",
    remedy: "leave it out",
  };
}

/** Browsers trust these hosts without https (W3C Secure Contexts §3.1). */
function isLoopback(hostname: string): boolean {
  return hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname) ||
    /(?:^|\.)localhost$/.test(hostname);
}
