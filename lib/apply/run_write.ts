import { atomicWrite } from "../io/atomic_write.ts";
import { encodeTexts } from "../io/encode.ts";
import { readChunks } from "../io/chunks.ts";
import { type Digest, digestFile, digestFileIfAny } from "../io/digest.ts";
import type { FileState, WriteAction } from "../manifest/schema.ts";
import { invertObj } from "../mesh/invert.ts";
import { applySplices } from "../simularium/splices.ts";
import { readFingerprint } from "../thumbnail/png.ts";
import type { ThumbnailPool } from "../thumbnail/pool.ts";
import { digesting } from "../io/digesting.ts";
import { ALREADY_THERE, DONE, type Outcome, stale } from "./outcome.ts";

/** What a write needs besides its action. */
export interface WriteContext {
  readonly thumbnails: ThumbnailPool;
  /** The content of a `text` write. */
  readonly text: AsyncIterable<string>;
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
  const current = await digestFileIfAny(action.path);
  if (current && await isInPlace(action, current)) return ALREADY_THERE;
  if (!isSame(current, action.before)) return stale(CHANGED);

  const changedSource = await findChangedSource(action);
  if (changedSource) {
    return stale(`"${changedSource}" changed since the plan: plan again`);
  }
  const { chunks, digest } = digesting(await contentOf(action, context));
  try {
    await atomicWrite(action.path, chunks, async () => {
      if (action.after && !isSame(digest(), action.after)) throw new Changed();
      // The file may have changed while the new content was made.
      if (!isSame(await digestFileIfAny(action.path), action.before)) {
        throw new Changed();
      }
    });
    return DONE;
  } catch (error) {
    if (error instanceof Changed) return stale(CHANGED);
    throw error;
  }
}

const CHANGED = "the file changed since the plan: plan again";

class Changed extends Error {}

async function isInPlace(
  { after, content, path }: WriteAction,
  current: Digest,
): Promise<boolean> {
  if (after) return isSame(current, after);
  return content.kind === "thumbnail" &&
    await readFingerprint(path) === content.fingerprint;
}

function isSame(a: Digest | undefined, b: FileState | null): boolean {
  return a?.md5 === b?.md5 && a?.size === b?.size;
}

async function findChangedSource(
  { content }: WriteAction,
): Promise<string | undefined> {
  const [path, md5] = content.kind === "inverted_mesh"
    ? [content.source, content.source_md5]
    : content.kind === "thumbnail"
    ? [content.figure, content.figure_md5]
    : [];
  if (path === undefined) return undefined;
  return (await digestFile(path)).md5 === md5 ? undefined : path;
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
          fingerprint: content.fingerprint,
        }, signal),
      ];
    case "text":
      return encodeTexts(text);
  }
}
