import { statSync } from "node:fs";

/** What tells a file from any other, and from itself once it has changed. */
export interface FileIdentity {
  /** Size, times of the last changes of content and of the inode, and the inode. */
  readonly text: string;
  /** When content or inode last changed, in ms since 1970. */
  readonly changedMs: number;
}

/** @returns `undefined` if there is no such file. */
export function identify(path: string): FileIdentity | undefined {
  // Node's, as it tells times in nanoseconds, and one call is less work than a promise.
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && {
    text: [stat.size, stat.mtimeNs, stat.ctimeNs, stat.dev, stat.ino].join(" "),
    changedMs: Math.max(Number(stat.mtimeMs), Number(stat.ctimeMs)),
  };
}
