import type { Config } from "../config/config.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import { publicUrl } from "../dataset/public_url.ts";
import { READER_ORIGINS } from "../dataset/reader_origins.ts";
import { otherHost } from "../doctor/public_access.ts";
import type { ReleaseWarning } from "./warning.ts";

/** How long a plan, which has other things to do meanwhile, waits for an answer, in ms. */
const PATIENCE_MS = 2_000;

/**
 * Asks the public URL, as browsers do beforehand, whether the pages of the
 * readers may GET objects. S3 answers by the bucket's rules alone, so there need
 * be no object; a CDN, which may know better when it has one, is not asked.
 *
 * @returns The origins that are turned away, as far as that is certain.
 */
export async function refusedReaders(
  config: Config,
  patienceMs: number = PATIENCE_MS,
): Promise<readonly string[]> {
  if (otherHost(config) !== undefined) return [];
  const [prefix] = releasePrefixes(config);
  const url = publicUrl(config.base_s3_url, `${prefix}probe`);
  const signal = AbortSignal.timeout(patienceMs);
  const answers = await Promise.all(
    READER_ORIGINS.map((origin) => isRefused(url, origin, signal)),
  );
  return READER_ORIGINS.filter((_, i) => answers[i]);
}

/** What is wrong with a public URL that turns readers away, if it does. */
export function corsWarning(
  { base_s3_url }: Pick<Config, "base_s3_url">,
  refused: readonly string[],
): ReleaseWarning | undefined {
  if (refused.length === 0) return undefined;
  const hosts = refused.map((origin) => new URL(origin).host).join(" and ");
  return {
    what: `the public URL "${base_s3_url}" has no CORS rule for ${hosts}`,
    where: "base_s3_url",
    consequence: "browsers do not let these readers load what is there",
    remedy: 'set the rule that "deno task doctor" shows',
  };
}

/** `false` as well where that cannot be found out. */
async function isRefused(
  url: string,
  origin: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { status, headers, body } = await fetch(url, {
      method: "OPTIONS",
      headers: { "Origin": origin, "Access-Control-Request-Method": "GET" },
      signal,
    });
    await body?.cancel();
    if (status === 403) return true; // What S3 says where no rule fits.
    const allowed = headers.get("access-control-allow-origin");
    return status === 200 && allowed !== "*" && allowed !== origin;
  } catch {
    return false;
  }
}
