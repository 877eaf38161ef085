import { releasePrefixes } from "../dataset/layout.ts";
import {
  type LinkedKeys,
  type ReleaseLinks,
  releaseLinks,
} from "../dataset/reader_links.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import { RemoteIndex } from "../store/remote_index.ts";
import type { ObjectStore } from "../store/store.ts";
import { checkClosure } from "./closure.ts";
import { checkPublicAccess } from "./public_access.ts";
import { compareObjects, putsOf } from "./objects.ts";
import { PublishedKeys } from "./published.ts";
import { type VisitedFiles, visitRelease } from "./visitor.ts";

/** What to verify, and how thoroughly. */
export interface VerifyRequest {
  readonly manifest: CheckedManifest;
  readonly store: ObjectStore;
  /** Compare only what a listing tells: no headers, no public access, no closure. */
  readonly listingOnly?: boolean;
  /** Open the release as visitors do: its CSVs, and some packings with all that they show. */
  readonly public?: boolean;
  /** Called when a part of the work begins, and as objects are compared. */
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/** What a verification is about at the moment. */
export type VerifyProgress =
  | { readonly doing: "listing" | "following links" | "visiting" }
  | { readonly doing: "comparing"; readonly objects: number };

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
  /** What visitors could open, where that was asked for. */
  readonly visited?: VisitedFiles;
  /** Where the release can be looked at, if all is as it should be. */
  readonly links?: ReleaseLinks;
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
  const { manifest, store, onProgress, signal } = request;
  const { config } = manifest;
  onProgress?.({ doing: "listing" });
  const prefixes = releasePrefixes(config);
  using index = await RemoteIndex.load(store, prefixes, signal);
  const published = new PublishedKeys(config);
  const discrepancies: Discrepancy[] = [];
  let objects = 0, bytes = 0;
  for await (const object of compareObjects(request, index)) {
    objects++;
    onProgress?.({ doing: "comparing", objects });
    bytes += object.size ?? 0;
    if (object.size !== undefined) published.add(object.key);
    if (object.discrepancy) discrepancies.push(object.discrepancy);
  }
  const linked = published.keys((key) => index.has(key));
  if (!request.listingOnly) {
    onProgress?.({ doing: "following links" });
    for await (const each of checkClosure(config, index, signal)) {
      discrepancies.push(each);
    }
    onProgress?.({ doing: "visiting" });
    const keys = publishedKeys(index, manifest);
    const visits = checkPublicAccess(config.base_s3_url, keys, signal);
    for await (const each of visits) discrepancies.push(each);
  }
  let visited: VisitedFiles | undefined;
  if (request.public) {
    const report = await visit(request, linked, index);
    visited = report.opened;
    discrepancies.push(...report.discrepancies);
  }
  const all = withoutRepeats(discrepancies);
  const links = all.length === 0 ? releaseLinks(config, linked) : undefined;
  return { objects, bytes, discrepancies: all, visited, links };
}

function visit(
  { manifest, signal }: VerifyRequest,
  { paths, metadata }: LinkedKeys,
  index: RemoteIndex,
) {
  return visitRelease({
    config: manifest.config,
    tables: { paths, metadata },
    packings: packingsOf(publishedKeys(index, manifest)),
    signal,
  });
}

async function* publishedKeys(
  index: RemoteIndex,
  { path }: CheckedManifest,
): AsyncGenerator<string> {
  for await (const { key } of putsOf(path)) if (index.has(key)) yield key;
}

async function* packingsOf(
  keys: AsyncIterable<string>,
): AsyncGenerator<string> {
  for await (const key of keys) if (key.endsWith(".simularium")) yield key;
}

/** What several checks found is told once. */
function withoutRepeats(discrepancies: readonly Discrepancy[]): Discrepancy[] {
  const told = new Map(
    discrepancies.map((each) => [`${each.subject}\n${each.message}`, each]),
  );
  return [...told.values()];
}
