import { PartwiseMd5 } from "../io/partwise_md5.ts";
import { partSizeFor } from "./part_size.ts";

/**
 * What an ETag tells of the content.
 *
 * `md5` has the form of an MD5, and is one unless the object is encrypted with
 * KMS or a customer's key: a match proves equality, a difference proves nothing.
 */
export type ParsedEtag =
  | { readonly kind: "md5"; readonly md5: string }
  | {
    readonly kind: "multipart";
    readonly digest: string;
    readonly parts: number;
  }
  | { readonly kind: "opaque" };

/** Reads an ETag without quotes. */
export function parseEtag(etag: string): ParsedEtag {
  const [, digest, parts] =
    /^([0-9a-f]{32})(?:-([1-9]\d{0,4}))?$/i.exec(etag) ?? [];
  if (!digest) return { kind: "opaque" };
  if (!parts) return { kind: "md5", md5: digest.toLowerCase() };
  return {
    kind: "multipart",
    digest: digest.toLowerCase(),
    parts: Number(parts),
  };
}

/**
 * Part sizes in use that cut `size` bytes into exactly `parts` parts, ours
 * first. The last part of an upload may be shorter, the others are equal.
 */
export function candidatePartSizes(size: number, parts: number): number[] {
  if (parts === 1) return [Math.max(size, 1)]; // The one digest does not depend on the part size.
  const smallestWholeMiB = Math.ceil(size / parts / MiB) * MiB;
  const sizes = new Set([
    partSizeFor(size),
    ...COMMON_PART_SIZES,
    smallestWholeMiB,
  ]);
  return [...sizes].filter((partSize) => Math.ceil(size / partSize) === parts);
}

/**
 * The ETags, `<hex>-<parts>`, that a content gets in multipart uploads with each
 * of the part sizes, computed in one pass: the MD5 of the parts' MD5s.
 */
export async function multipartEtag(
  chunks: AsyncIterable<Uint8Array>,
  partSizes: readonly number[],
): Promise<string[]> {
  const etags = partSizes.map((partSize) => new PartwiseMd5(partSize));
  for await (const chunk of chunks) {
    for (const etag of etags) etag.update(chunk);
  }
  return etags.map((etag) => etag.digest());
}

const MiB = 2 ** 20;

/**
 * AWS CLI and boto3 use 8 MiB, doubled until the parts are few enough, older
 * and other SDKs 5 or 16; rclone 5 MiB, growing by whole MiB; s5cmd 50; s3cmd
 * 15; the S3 console 16 or 17; some count in units of 1000².
 */
const COMMON_PART_SIZES: readonly number[] = [
  5,
  8,
  10,
  15,
  16,
  17,
  20,
  25,
  32,
  50,
  64,
  100,
  128,
  250,
  256,
  500,
  512,
  1024,
]
  .flatMap((mega) => [mega * MiB, mega * 1000 ** 2]);
