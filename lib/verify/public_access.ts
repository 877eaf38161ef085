import { extname } from "@std/path";
import { publicUrl } from "../dataset/public_url.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import type { PutAction } from "../manifest/entries.ts";
import type { Discrepancy } from "./verify.ts";

/** How many objects of each kind are fetched. */
const SAMPLE = 2;

/** How long a visitor waits, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Where readers run: the Simularium viewer, for one. */
const ORIGIN = "https://simularium.allencell.org";

/**
 * Fetches a few objects of each kind as a browser would, without credentials,
 * and reports what a visitor could not open.
 */
export async function* checkPublicAccess(
  { header }: CheckedManifest,
  puts: AsyncIterable<PutAction>,
): AsyncGenerator<Discrepancy> {
  const fetched = new Map<string, number>();
  for await (const { key } of puts) {
    const kind = extname(key);
    const count = fetched.get(kind) ?? 0;
    if (count >= SAMPLE) continue;
    fetched.set(kind, count + 1);
    const url = publicUrl(header.target.base_url, key);
    const message = await whyNotReadable(url);
    if (message) yield { subject: url, message };
  }
}

async function whyNotReadable(url: string): Promise<string | undefined> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { Origin: ORIGIN },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    return `a visitor cannot reach it: ${reasonOf(error as Error, url)}`;
  }
  await response.body?.cancel();
  if (response.status === 403) {
    return "a visitor may not read it (403): make it public by ACL (s3_acl) or bucket policy";
  }
  if (!response.ok) return `a visitor gets status ${response.status}`;
  const allowed = response.headers.get("access-control-allow-origin");
  if (allowed !== "*" && allowed !== ORIGIN) {
    return "a browser may not show it: the bucket has no CORS rule that allows GET from any origin";
  }
  return undefined;
}

/** What went wrong, without the URL, which is told already. */
function reasonOf({ message, cause }: Error, url: string): string {
  const reason = cause instanceof Error ? cause.message : message;
  return reason.replace(` for url (${url})`, "");
}
