import type { Digest } from "../io/digest.ts";
import type { PutAction } from "./entries.ts";

/** What an object is to hold; `undefined` where that is known only after apply. */
export function plannedContent(
  { size, md5, part_size, part_md5s }: PutAction,
): Digest | undefined {
  if (size === null || md5 === null) return undefined;
  const parts = part_size !== undefined && part_md5s !== undefined
    ? { size: part_size, md5s: part_md5s }
    : undefined;
  return { size, md5, parts };
}
