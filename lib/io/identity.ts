import { type BigIntStats, statSync } from "node:fs";

/** What tells a file from any other, and from itself once it has changed. */
export interface FileIdentity {
  /** Size, times of the last changes of content and of the inode, and the inode. */
  readonly text: string;
  /** When content or inode last changed, in ms since 1970. */
  readonly changedMs: number;
}

/** @returns `undefined` if there is no such file, or it cannot be looked at. */
export function identify(path: string): FileIdentity | undefined {
  const stat = statIfAny(path);
  return stat && {
    text: [stat.size, stat.mtimeNs, stat.ctimeNs, stat.dev, stat.ino].join(" "),
    changedMs: Math.max(Number(stat.mtimeMs), Number(stat.ctimeMs)),
  };
}

function statIfAny(path: string): BigIntStats | undefined {
  try {
    // One call is less work than a promise, and there are very many files.
    return statSync(path, { bigint: true });
  } catch {
    return undefined; // Reading the file will tell what is wrong.
  }
}
