import { mapConcurrent } from "../concurrency.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import { readChunks } from "../io/chunks.ts";
import { digestFile } from "../io/digest.ts";
import { ioReason } from "../io/reason.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import { readManifest } from "../manifest/read.ts";
import type { PutAction } from "../manifest/entries.ts";
import { headerDifference } from "../store/headers.ts";
import { ContentComparer } from "../store/compare.ts";
import { RemoteIndex } from "../store/remote_index.ts";
import { type ObjectStore, StoreUnavailableError } from "../store/store.ts";
import { checkClosure } from "./closure.ts";
import { checkPublicAccess } from "./public_access.ts";

/** What to verify, and how thoroughly. */
export interface VerifyRequest {
  readonly manifest: CheckedManifest;
  readonly store: ObjectStore;
  /** Compare only what a listing tells: no headers, no public access, no closure. */
  readonly listingOnly?: boolean;
  readonly signal?: AbortSignal;
}

/** Something that is not as the manifest says, or not as a visitor needs it. */
export interface Discrepancy {
  /** The object key, its public URL, or the path of a local file. */
  readonly subject: string;
  /** What is wrong with it: `is not in the bucket`. */
  readonly message: string;
}

/** What a verification found. */
export interface VerifyReport {
  /** Objects compared. */
  readonly objects: number;
  /** Bytes of those that are in the bucket. */
  readonly bytes: number;
  /** What is not as it should be. */
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Compares the bucket with a manifest: every object's content and headers, what
 * the published files point to, and whether visitors can open a sample.
 *
 * @throws {StoreUnavailableError} if the bucket cannot be read.
 */
export async function verifyRelease(
  request: VerifyRequest,
): Promise<VerifyReport> {
  const { manifest, store, signal, listingOnly } = request;
  const prefixes = releasePrefixes(manifest.config);
  const index = await RemoteIndex.load(store, prefixes, signal);
  const comparer = new ContentComparer(store);
  const discrepancies: Discrepancy[] = [];
  let objects = 0, bytes = 0;
  const checks = mapConcurrent(
    putsOf(manifest.path),
    manifest.config.max_workers,
    async (put) => {
      signal?.throwIfAborted();
      const message = await contentDifference(put, index, comparer) ??
        (listingOnly ? undefined : await headersDiffer(put, store));
      return { put, message };
    },
  );
  for await (const { put, message } of checks) {
    objects++;
    bytes += index.find(put.key)?.size ?? 0;
    if (message) discrepancies.push({ subject: put.key, message });
  }
  if (!listingOnly) {
    const published = putsThatAre(index, manifest);
    discrepancies.push(
      ...await Array.fromAsync(checkClosure(manifest.config, index)),
      ...await Array.fromAsync(checkPublicAccess(manifest, published)),
    );
  }
  return { objects, bytes, discrepancies };
}

async function* putsOf(path: string): AsyncGenerator<PutAction> {
  for await (const { entry } of readManifest(path)) {
    if (entry.type === "put") yield entry;
  }
}

async function* putsThatAre(
  index: RemoteIndex,
  { path }: CheckedManifest,
): AsyncGenerator<PutAction> {
  for await (const put of putsOf(path)) if (index.has(put.key)) yield put;
}

async function contentDifference(
  put: PutAction,
  index: RemoteIndex,
  comparer: ContentComparer,
): Promise<string | undefined> {
  const remote = index.find(put.key);
  if (!remote) return "is not in the bucket";
  const { source, md5, size } = put;
  try {
    const isPlanned = md5 !== null && size !== null;
    const content = isPlanned ? { md5, size } : await digestFile(source);
    const chunks = () => readChunks(source);
    const same = await comparer.compare({ ...content, chunks }, remote);
    if (same === undefined) return "cannot be compared: its ETag is no MD5";
    if (same) return undefined;
    return isPlanned
      ? "holds other content than the manifest says"
      : `holds other content than "${source}"`;
  } catch (error) {
    return `cannot be compared with "${source}": ${reasonOf(error)}`;
  }
}

async function headersDiffer(
  put: PutAction,
  store: ObjectStore,
): Promise<string | undefined> {
  try {
    const difference = await headerDifference(store, put.key, {
      contentType: put.content_type,
      cacheControl: put.cache_control,
      acl: put.acl,
    });
    return difference &&
      `has other headers than the manifest says: ${difference}`;
  } catch (error) {
    return `has headers that cannot be read: ${reasonOf(error)}`;
  }
}

/** @throws What concerns more than one object. */
function reasonOf(error: unknown): string {
  const reason = ioReason(error);
  if (reason === undefined || error instanceof StoreUnavailableError) {
    throw error;
  }
  return reason;
}
