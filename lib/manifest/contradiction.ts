import type { Action, PutAction, WriteAction } from "./entries.ts";

/** What an action says that cannot be true together, in words. */
export function contradiction(action: Action): string | undefined {
  return action.type === "put" ? ofPut(action) : ofWrite(action);
}

function ofPut({ op, remote, size, md5 }: PutAction): string | undefined {
  if ((op === "create") !== (remote === null)) {
    return remote
      ? "creates an object that the plan found in the bucket"
      : `is to ${op} an object that the plan did not find in the bucket`;
  }
  if ((size === null) !== (md5 === null)) {
    return "tells only one of size and MD5";
  }
}

function ofWrite({ op, before, content }: WriteAction): string | undefined {
  if ((op === "create") !== (before === null)) {
    return before
      ? "creates a file that the plan found"
      : "is to update a file that the plan did not find";
  }
  if (content.kind !== "splices") return undefined;
  let free = 0;
  for (const { offset, length } of content.splices) {
    if (offset < free) return "has splices that overlap, or are not in order";
    free = offset + length;
  }
  if (free > (before?.size ?? 0)) return "has a splice beyond the file's end";
}
