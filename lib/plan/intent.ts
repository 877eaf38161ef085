import type { Digest } from "../io/digest.ts";
import type {
  Content,
  Issue,
  PutAction,
  WriteAction,
} from "../manifest/entries.ts";
import {
  type ReleaseWarning,
  warningMessage,
} from "../release_check/warning.ts";

/** A local file to be written: a `write` before the planner numbers it. */
export interface WriteIntent {
  readonly type: "write";
  readonly path: string;
  readonly reason: string;
  /** Of a file that is edited, the size is enough. */
  readonly before: Digest | Pick<Digest, "size"> | undefined;
  /** Absent where the content is known only after apply. */
  readonly after: Digest | undefined;
  readonly content: Content;
  readonly changes?: WriteAction["changes"];
  /** The pieces of a `text` content. */
  readonly text?: () => Iterable<string> | AsyncIterable<string>;
}

/** An object to be put, or found to be in place. */
export interface PutIntent {
  readonly type: "put";
  readonly key: string;
  readonly source: string;
  readonly op: PutAction["op"];
  readonly reason: string;
  /** Absent where the content is known only after apply. */
  readonly content: Digest | undefined;
  readonly remote: PutAction["remote"];
  /** Keys of the objects that this one points to. */
  readonly pointsTo: readonly string[] | "everything before";
}

/** Something that keeps the plan from being applied, or that a reader should know. */
export interface IssueIntent {
  readonly type: "issue";
  readonly severity: Issue["severity"];
  readonly subject: string;
  readonly offset?: number;
  readonly message: string;
  /** Whether the file could be published all the same: readers will trip over it. */
  readonly publishable?: boolean;
}

/** What a step wants done. */
export type Intent = WriteIntent | PutIntent | IssueIntent;

/** A warning about a file or an object. */
export function warning(subject: string, message: string): IssueIntent {
  return { type: "issue", severity: "warning", subject, message };
}

/** Warnings about what the readers of a release will trip over. */
export function readerWarnings(
  warnings: Iterable<ReleaseWarning>,
): IssueIntent[] {
  return Array.from(warnings, (each) => ({
    ...warning(each.where, warningMessage(each)),
    publishable: true,
  }));
}

/** An error about a file or an object. */
export function problem(
  subject: string,
  message: string,
  offset?: number,
): IssueIntent {
  return { type: "issue", severity: "error", subject, offset, message };
}
