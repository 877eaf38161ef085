import { mapConcurrent } from "../concurrency.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import { readChunks } from "../io/chunks.ts";
import { digestFile } from "../io/digest.ts";
import { ioReason } from "../io/reason.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import { readManifest } from "../manifest/read.ts";
import type { PutAction } from "../manifest/schema.ts";
import { headerDifference } from "../plan/headers.ts";
import { ContentComparer } from "../store/compare.ts";
import { RemoteIndex } from "../store/remote_index.ts";
import type { ObjectStore } from "../store/store.ts";
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
  /** The object key, or its public URL. */
  readonly subject: string;
  readonly message: string;
}

/** What a verification found. */
export interface VerifyReport {
  /** Objects compared. */
  readonly objects: number;
  readonly bytes: number;
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
  const index = await RemoteIndex.load(
    store,
    releasePrefixes(manifest.config),
    signal,
  );
  const comparer = new ContentComparer(store);
  const discrepancies: Discrepancy[] = [];
  let objects = 0, bytes = 0;
  const checks = mapConcurrent(
    putsOf(manifest.path),
    manifest.config.max_workers,
    async (put) => ({
      put,
      message: await contentDifference(put, index, comparer) ??
        (listingOnly ? undefined : await headersDiffer(put, store)),
    }),
  );
  for await (const { put, message } of checks) {
    objects++;
    bytes += index.find(put.key)?.size ?? 0;
    if (message) discrepancies.push({ subject: put.key, message });
  }
  if (!listingOnly) {
    discrepancies.push(
      ...await Array.fromAsync(checkClosure(manifest.config, index)),
      ...await Array.fromAsync(
        checkPublicAccess(manifest, putsOf(manifest.path)),
      ),
    );
  }
  return { objects, bytes, discrepancies };
}

async function* putsOf(path: string): AsyncGenerator<PutAction> {
  for await (const { entry } of readManifest(path)) {
    if (entry.type === "put") yield entry;
  }
}

async function contentDifference(
  put: PutAction,
  index: RemoteIndex,
  comparer: ContentComparer,
): Promise<string | undefined> {
  const remote = index.find(put.key);
  if (!remote) return "is not in the bucket";
  try {
    const content = put.md5 !== null && put.size !== null
      ? { md5: put.md5, size: put.size }
      : await digestFile(put.source);
    const chunks = () => readChunks(put.source);
    const same = await comparer.compare({ ...content, chunks }, remote);
    if (same === undefined) return "cannot be compared: its ETag is no MD5";
    return same ? undefined : "holds other content than the manifest says";
  } catch (error) {
    const reason = ioReason(error);
    if (reason === undefined) throw error;
    return `cannot be compared with "${put.source}": ${reason}`;
  }
}

async function headersDiffer(
  put: PutAction,
  store: ObjectStore,
): Promise<string | undefined> {
  const difference = await headerDifference(store, put.key, {
    contentType: put.content_type,
    cacheControl: put.cache_control,
    acl: put.acl,
  });
  return difference &&
    `has other headers than the manifest says: ${difference}`;
}
