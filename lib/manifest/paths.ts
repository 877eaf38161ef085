import type { Action } from "./entries.ts";

/** The local files that an action reads or writes. */
export function pathsOf(action: Action): string[] {
  if (action.type === "put") return [action.source];
  switch (action.content.kind) {
    case "inverted_mesh":
      return [action.path, action.content.source];
    case "thumbnail":
      return [action.path, action.content.figure];
    case "splices":
    case "text":
      return [action.path];
  }
}
