import { type Digest, digestFile } from "../io/digest.ts";
import { readChunks } from "../io/chunks.ts";
import { ExpectedError } from "../errors.ts";
import type { PutAction } from "../manifest/entries.ts";
import { plannedContent } from "../manifest/planned_content.ts";
import type { ContentComparer } from "../store/compare.ts";
import type { RemoteIndex } from "../store/remote_index.ts";
import {
  ContentChangedError,
  type ObjectStore,
  PreconditionFailedError,
  type PutCondition,
} from "../store/store.ts";
import type { Journal } from "./journal.ts";
import { ALREADY_THERE, DONE, type Outcome, stale } from "./outcome.ts";

/** What a put needs besides its action. */
export interface PutContext {
  readonly store: ObjectStore;
  /** The bucket as it was when the run began. */
  readonly index: RemoteIndex;
  readonly comparer: ContentComparer;
  readonly journal: Pick<Journal, "note" | "leave">;
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Brings one object in place, unless it is, or unless the bucket is no longer
 * as the plan saw it.
 */
export async function runPut(
  action: PutAction,
  context: PutContext,
): Promise<Outcome> {
  try {
    return await bringInPlace(action, context);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return stale(`"${action.source}" is gone since the plan: plan again`);
  }
}

async function bringInPlace(
  action: PutAction,
  context: PutContext,
): Promise<Outcome> {
  const remote = context.index.find(action.key);
  const isAsPlanned = remote?.etag === action.remote?.etag;
  if (action.op === "keep" && isAsPlanned) return ALREADY_THERE;

  const content = plannedContent(action) ?? await digestFile(action.source);
  // As planned, it has other content or headers, unless the plan could not know.
  const isUndecided = action.md5 === null && action.op !== "replace";
  if (remote && (!isAsPlanned || isUndecided)) {
    const chunks = () => readChunks(action.source);
    const same = await context.comparer.compare({ ...content, chunks }, remote);
    if (same) return ALREADY_THERE;
  }
  if (!isAsPlanned) {
    return stale(
      remote
        ? "another release changed the object since the plan: plan again"
        : "the object was removed since the plan: plan again",
    );
  }
  return await put(action, content, context);
}

async function put(
  action: PutAction,
  content: Digest,
  { store, journal, onBytes, signal }: PutContext,
): Promise<Outcome> {
  const condition: PutCondition = action.remote
    ? { ifMatch: action.remote.etag }
    : { ifNoneMatch: "*" };
  let isInParts = false;
  try {
    await store.put({
      key: action.key,
      source: action.source,
      ...content,
      headers: {
        contentType: action.content_type,
        cacheControl: action.cache_control,
        acl: action.acl,
      },
      condition,
      onUploadInParts() {
        isInParts = true;
        journal.note({ uploadOf: action.key });
      },
      onBytes,
      signal,
    });
    return DONE;
  } catch (error) {
    if (error instanceof PreconditionFailedError) {
      return stale(
        "the object changed in the bucket during this run: plan again",
      );
    }
    if (error instanceof ContentChangedError) {
      return stale("the file changed since the plan: plan again");
    }
    throw error;
  } finally {
    if (isInParts && !signal?.aborted) {
      await abortStrayUploads(action.key, store, journal);
    }
  }
}

/**
 * Where the answer to a request was lost, the request was repeated: then there
 * is an upload that nobody knows.
 */
async function abortStrayUploads(
  key: string,
  store: ObjectStore,
  journal: PutContext["journal"],
): Promise<void> {
  try {
    await store.abortUploads(key);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    journal.leave();
  }
}
