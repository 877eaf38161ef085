const MiB = 2 ** 20;

/** Files above this many bytes are uploaded in parts. */
export const MULTIPART_THRESHOLD = 64 * MiB;

/** Bytes of a part, unless there would be more than {@linkcode MAX_PARTS}. */
export const PART_SIZE = 8 * MiB;

/** S3's limit on the parts of one upload. */
export const MAX_PARTS = 10_000;

/** Bytes of each part but the last, for a file of `size` bytes: whole MiB. */
export function partSizeFor(size: number): number {
  return Math.max(PART_SIZE, Math.ceil(size / MAX_PARTS / MiB) * MiB);
}
