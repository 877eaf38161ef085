import { identify } from "../io/identity.ts";
import { atomicWrite } from "../io/atomic_write.ts";
import { encodeTexts } from "../io/encode.ts";
import { readChunks } from "../io/chunks.ts";
import { type Digest, digestFileIfAny } from "../io/digest.ts";
import type { Content, FileState, WriteAction } from "../manifest/entries.ts";
import { invertObj } from "../mesh/invert.ts";
import { applySplices } from "../simularium/splices.ts";
import { readFingerprint } from "../thumbnail/png.ts";
import type { ThumbnailPool } from "../thumbnail/pool.ts";
import { digesting } from "../io/digesting.ts";
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
  const current = await digestFileIfAny(action.path);
  if (current && await isInPlace(action, current)) return ALREADY_THERE;
  const changed = await findChanged(action, current);
  if (changed) return staleBecauseOf(changed, action);
  try {
    await write(action, asSeen, context);
    return DONE;
  } catch (error) {
    const changed = error instanceof ChangedError
      ? error.path
      // What goes wrong with a file that changes meanwhile is the change's fault.
      : await findChanged(action);
    if (changed) return staleBecauseOf(changed, action);
    throw error;
  }
}

async function write(
  action: WriteAction,
  asSeen: string,
  context: WriteContext,
): Promise<void> {
  const { chunks, digest } = digesting(await contentOf(action, context));
  await atomicWrite(action.path, untilAborted(chunks, context.signal), {
    onTemporary: (temporary) => context.journal.note({ temporary }),
    check: async () => {
      const isAsPlanned = !action.after || isSame(digest(), action.after);
      if (isAsPlanned && identitiesOf(action) === asSeen) return;
      // Something changed while the new content was made.
      const changed = await findChanged(action);
      if (changed || !isAsPlanned) {
        throw new ChangedError(changed ?? action.path);
      }
    },
  });
}

/** Tells without reading whether the files that an action is about stay the same. */
function identitiesOf({ path, content }: WriteAction): string {
  const source = sourceOf(content)?.path;
  return [path, source].map((each) => each && identify(each)?.text).join();
}

/** A file is not, or no longer, as the plan saw it. */
class ChangedError extends Error {
  constructor(readonly path: string) {
    super();
  }
}

function staleBecauseOf(changed: string, { path }: WriteAction): Outcome {
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

/** The first file that the plan saw otherwise: the target, or what its content is made from. */
async function findChanged(
  { path, before, content }: WriteAction,
  current?: Digest,
): Promise<string | undefined> {
  if (!isSame(current ?? await digestFileIfAny(path), before)) return path;
  const source = sourceOf(content);
  if (!source) return undefined;
  const digest = await digestFileIfAny(source.path);
  return digest?.md5 === source.md5 ? undefined : source.path;
}

function isSame(a: Digest | undefined, b: FileState | null): boolean {
  return a?.md5 === b?.md5 && a?.size === b?.size;
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
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
  }
}
