import { Image } from "imagescript";
import type { Picture } from "./paint.ts";
import { withFingerprint } from "./png.ts";

/** zlib's level: higher ones make a mostly black picture no smaller. */
const LEVEL = 2;

/** Encodes a picture as PNG; the same picture gives the same bytes. */
export async function encodePng(
  { width, height, rgba }: Picture,
  fingerprint: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const image = new Image(width, height);
  image.bitmap.set(rgba);
  return withFingerprint(await image.encode(LEVEL), fingerprint);
}
