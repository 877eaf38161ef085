import { mapConcurrent } from "../concurrency.ts";
import { readChunks } from "../io/chunks.ts";
import { digestFile } from "../io/digest.ts";
import { ioReason } from "../io/reason.ts";
import type { PutAction } from "../manifest/entries.ts";
import { plannedContent } from "../manifest/planned_content.ts";
import { readManifest } from "../manifest/read.ts";
import { ContentComparer } from "../store/compare.ts";
import { headerDifference } from "../store/headers.ts";
import type { RemoteIndex } from "../store/remote_index.ts";
import { type ObjectStore, StoreUnavailableError } from "../store/store.ts";
import type { Discrepancy, VerifyRequest } from "./verify.ts";

/** An object of a manifest beside what is in the bucket. */
export interface ComparedObject {
  readonly key: string;
  /** Bytes; absent if there is no such object. */
  readonly size?: number;
  readonly discrepancy?: Discrepancy;
}

/** Compares every object of a manifest with the bucket: its content, and its headers unless only the listing is to tell. */
export async function* compareObjects(
  { manifest, store, listingOnly, signal }: VerifyRequest,
  index: RemoteIndex,
): AsyncGenerator<ComparedObject> {
  const comparer = new ContentComparer(store);
  yield* mapConcurrent(
    putsOf(manifest.path),
    manifest.config.max_workers,
    async (put) => {
      signal?.throwIfAborted();
      const message = await contentDifference(put, index, comparer) ??
        (listingOnly ? undefined : await headersDiffer(put, store));
      return {
        key: put.key,
        size: index.find(put.key)?.size,
        discrepancy: message === undefined
          ? undefined
          : { subject: put.key, message },
      };
    },
  );
}

/** The puts of a manifest. */
export async function* putsOf(path: string): AsyncGenerator<PutAction> {
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
  const { source } = put;
  try {
    const planned = plannedContent(put);
    const content = planned ?? await digestFile(source);
    const chunks = () => readChunks(source);
    const same = await comparer.compare({ ...content, chunks }, remote);
    if (same === undefined) return "cannot be compared: its ETag is no MD5";
    if (same) return undefined;
    return planned
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
