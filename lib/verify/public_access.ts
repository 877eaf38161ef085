import { mapConcurrent } from "../concurrency.ts";
import { publicUrl } from "../dataset/public_url.ts";
import { kindOf, type VisitKind } from "./kinds.ts";
import type { Discrepancy } from "./verify.ts";
import { whyNotOpen } from "./visit.ts";

/** How many objects of each kind are asked for. */
const SAMPLE = 2;

/** Objects that are asked for at a time. */
const AT_A_TIME = 4;

/**
 * Asks for a few objects of each kind as the readers' pages do, without
 * credentials, and reports what a visitor could not open.
 *
 * @param keys Of objects that are published.
 */
export async function* checkPublicAccess(
  baseUrl: string,
  keys: AsyncIterable<string>,
  signal?: AbortSignal,
): AsyncGenerator<Discrepancy> {
  const visits = mapConcurrent(
    sampled(keys),
    AT_A_TIME,
    async ({ key, kind }) => {
      const url = publicUrl(baseUrl, key);
      return { url, message: await whyNotOpen(url, { ...kind, signal }) };
    },
  );
  for await (const { url, message } of visits) {
    if (message) yield { subject: url, message };
  }
}

async function* sampled(
  keys: AsyncIterable<string>,
): AsyncGenerator<{ key: string; kind: VisitKind }> {
  const counts = new Map<VisitKind, number>();
  for await (const key of keys) {
    const kind = kindOf(key);
    if (!kind) continue;
    const count = counts.get(kind) ?? 0;
    if (count === SAMPLE) continue;
    counts.set(kind, count + 1);
    yield { key, kind };
  }
}
