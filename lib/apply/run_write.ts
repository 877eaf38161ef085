import { identify } from "../io/identity.ts";
import { atomicWrite } from "../io/atomic_write.ts";
import { encodeTexts } from "../io/encode.ts";
import { readChunks } from "../io/chunks.ts";
import { type Digest, digestChunks, digestFileIfAny } from "../io/digest.ts";
import type { Cut } from "../io/digester.ts";
import type { Content, FileState, WriteAction } from "../manifest/entries.ts";
import { invertObj } from "../mesh/invert.ts";
import type { Splice } from "../simularium/edits.ts";
import { applySplices } from "../simularium/splices.ts";
import { readFingerprint } from "../thumbnail/png.ts";
import type { ThumbnailPool } from "../thumbnail/pool.ts";
import type { Journal } from "./journal.ts";
import { ALREADY_THERE, DONE, type Outcome, stale } from "./outcome.ts";

/** What a write needs besides its action. */
export interface WriteContext {
  readonly thumbnails: ThumbnailPool;
  /** The content of a `text` write. */
  readonly text: AsyncIterable<string>;
  readonly journal: Pick<Journal, "note">;
  readonly signal?: AbortSignal;
}

/**
 * Brings one local file in place, unless it is, or unless the file, or what its
 * content is made from, is no longer as the plan saw it.
 */
export async function runWrite(
  action: WriteAction,
  context: WriteContext,
): Promise<Outcome> {
  const asSeen = identitiesOf(action);
  // An edit checks what it reads, so that a large file is read only once.
  const obstacle = isEditOfThatSize(action) ? undefined : await find(action);
  if (obstacle) return obstacle;
  try {
    await write(action, asSeen, context);
    return DONE;
  } catch (error) {
    const obstacle = error instanceof ObstacleError
      ? error.outcome
      // What goes wrong with a file that changes meanwhile is the change's fault.
      : await find(action);
    if (obstacle) return obstacle;
    throw error;
  }
}

async function write(
  action: WriteAction,
  asSeen: string,
  context: WriteContext,
): Promise<void> {
  const chunks = await contentOf(action, context);
  await atomicWrite(action.path, untilAborted(chunks, context.signal), {
    onTemporary: (temporary) => context.journal.note({ temporary }),
    cut: action.after ? cutAs(action.after) : undefined,
    check: async (digest) => {
      const isAsPlanned = !action.after || isSame(digest, action.after);
      if (isAsPlanned && identitiesOf(action) === asSeen) return;
      // Something changed while the new content was made.
      const obstacle = await find(action);
      if (obstacle || !isAsPlanned) {
        throw new ObstacleError(obstacle ?? changed(action.path, action));
      }
    },
  });
}

/** Tells without reading whether the files that an action is about stay the same. */
function identitiesOf({ path, content }: WriteAction): string {
  const source = sourceOf(content)?.path;
  return [path, source].map((each) => each && identify(each)?.text).join();
}

function isEditOfThatSize({ path, before, content }: WriteAction): boolean {
  return content.kind === "splices" && sizeOf(path) === before?.size;
}

/** What keeps an action from being carried out, found meanwhile. */
class ObstacleError extends Error {
  constructor(readonly outcome: Outcome) {
    super();
  }
}

/** Finds what keeps an action from being carried out: that it is in place, or a file that changed. */
async function find(action: WriteAction): Promise<Outcome | undefined> {
  const { path, before, after, content } = action;
  const current = await digestFileIfAny(path, after ? cutAs(after) : undefined);
  if (current && await isInPlace(action, current)) return ALREADY_THERE;
  const isAsBefore = content.kind === "splices"
    ? current !== undefined && await givesAfter(action, content.splices)
    : isSame(current, before);
  if (!isAsBefore) return changed(path, action);
  const source = sourceOf(content);
  if (!source) return undefined;
  const digest = await digestFileIfAny(source.path);
  if (digest?.md5 !== source.md5) return changed(source.path, action);
}

function changed(changed: string, { path }: WriteAction): Outcome {
  const file = changed === path ? "the file" : `"${changed}"`;
  return stale(`${file} changed since the plan: plan again`);
}

async function isInPlace(
  { after, content, path }: WriteAction,
  current: Digest,
): Promise<boolean> {
  if (after) return isSame(current, after);
  return content.kind === "thumbnail" &&
    await readFingerprint(path) === content.fingerprint;
}

/**
 * Whether the file is as it was before the edit: if it holds what the edit
 * replaces and gives the content planned, every byte of it is known.
 */
async function givesAfter(
  { path, after }: WriteAction,
  splices: readonly Splice[],
): Promise<boolean> {
  try {
    const edited = applySplices(readChunks(path), splices);
    return isSame(await digestChunks(edited, cutAs(after!)), after);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isSame(
  a: Digest | undefined,
  b: Partial<FileState> | null,
): boolean {
  return a?.md5 === b?.md5 && a?.size === b?.size;
}

/** How content was cut for its digest. */
function cutAs({ part_size }: FileState): Cut {
  return part_size ?? "whole";
}

function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch {
    return undefined; // Reading it will tell what is wrong.
  }
}

function sourceOf(
  content: Content,
): { path: string; md5: string } | undefined {
  switch (content.kind) {
    case "inverted_mesh":
      return { path: content.source, md5: content.source_md5 };
    case "thumbnail":
      return { path: content.figure, md5: content.figure_md5 };
    case "splices":
    case "text":
      return undefined;
  }
}

async function contentOf(
  { path, content }: WriteAction,
  { thumbnails, text, signal }: WriteContext,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  switch (content.kind) {
    case "splices":
      return applySplices(readChunks(path), content.splices);
    case "inverted_mesh":
      return invertObj(readChunks(content.source));
    case "thumbnail":
      return [
        await thumbnails.render({
          figure: content.figure,
          structureName: content.structure_name,
          colors: content.colors,
          pixelSizeUm: content.pixel_size_um,
          size: content.thumbnail_size,
          fingerprint: content.fingerprint,
        }, signal),
      ];
    case "text":
      return encodeTexts(text);
  }
}

async function* untilAborted(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
  }
}
