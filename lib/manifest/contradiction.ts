import { md5OfParts } from "../io/partwise_md5.ts";
import { MAX_PARTS } from "../store/part_size.ts";
import type { Action, PutAction, WriteAction } from "./entries.ts";

/** What an action says that cannot be true together, in words. */
export function contradiction(action: Action): string | undefined {
  return action.type === "put" ? ofPut(action) : ofWrite(action);
}

function ofPut(put: PutAction): string | undefined {
  const { op, remote, size, md5 } = put;
  if ((op === "create") !== (remote === null)) {
    return remote
      ? "creates an object that the plan found in the bucket"
      : `is to ${op} an object that the plan did not find in the bucket`;
  }
  if ((size === null) !== (md5 === null)) {
    return "tells only one of size and MD5";
  }
  return ofParts(put);
}

function ofParts(
  { size, md5, part_size, part_md5s }: PutAction,
): string | undefined {
  if (part_size === undefined && part_md5s === undefined) {
    return md5?.includes("-") ? "tells nothing of its parts" : undefined;
  }
  if (part_size === undefined || part_md5s === undefined || size === null) {
    return "tells not all of its parts";
  }
  if (part_md5s.length !== Math.max(1, Math.ceil(size / part_size))) {
    return `has ${part_md5s.length} parts of ${part_size} bytes, and ${size} bytes`;
  }
  if (part_md5s.length > MAX_PARTS) return `has more than ${MAX_PARTS} parts`;
  if (md5 !== md5OfParts(part_md5s)) return "has another MD5 than its parts";
}

function ofWrite(
  { op, before, after, content }: WriteAction,
): string | undefined {
  if ((op === "create") !== (before === null)) {
    return before
      ? "creates a file that the plan found"
      : "is to update a file that the plan did not find";
  }
  const isEdit = content.kind === "splices";
  if (before !== null && isEdit === "md5" in before) {
    return isEdit
      ? "edits a file and tells its MD5"
      : "does not tell the MD5 of the file before";
  }
  if (!isEdit) return undefined;
  if (after === null) return "does not tell what an edit gives";
  const encoder = new TextEncoder();
  let free = 0;
  for (const { offset, before } of content.splices) {
    if (offset < free) return "has splices that overlap, or are not in order";
    free = offset + encoder.encode(before).length;
  }
  if (free > (before?.size ?? 0)) return "has a splice beyond the file's end";
}
