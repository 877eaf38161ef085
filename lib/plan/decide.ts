import type { PutAction } from "../manifest/entries.ts";

/** How an object in the bucket compares with the content that is to be published. */
export type RemoteState =
  | { readonly is: "absent" }
  | { readonly is: "same" }
  | { readonly is: "different" }
  /** Same content, other headers: which, in words. */
  | { readonly is: "other headers"; readonly difference: string }
  /** No checksum of the object can be compared. */
  | { readonly is: "incomparable" }
  /** The content to publish is known only when it has been made. */
  | { readonly is: "unknown until apply" }
  /** The bucket was not read. */
  | { readonly is: "unread" };

/** What is to be done with an object. */
export interface Decision {
  readonly op: PutAction["op"];
  readonly reason: string;
}

/**
 * Content decides, never time or size alone:
 *
 * | remote              | not forced | forced  |
 * | ------------------- | ---------- | ------- |
 * | absent              | create     | create  |
 * | same                | keep       | replace |
 * | different           | update     | update  |
 * | other headers       | update     | update  |
 * | incomparable        | update     | update  |
 * | unknown until apply | update     | replace |
 * | unread              | create     | create  |
 *
 * @param forcedBy The config key that forces a put though nothing changed.
 */
export function decide(remote: RemoteState, forcedBy?: string): Decision {
  switch (remote.is) {
    case "absent":
      return { op: "create", reason: "not in the bucket" };
    case "same":
      return forcedBy
        ? { op: "replace", reason: `forced by ${forcedBy}` }
        : { op: "keep", reason: "content is the same" };
    case "different":
      return { op: "update", reason: "content differs" };
    case "other headers":
      return { op: "update", reason: remote.difference };
    case "incomparable":
      return {
        op: "update",
        reason: "cannot compare: the object has no checksum that tells its MD5",
      };
    case "unknown until apply":
      return forcedBy
        ? { op: "replace", reason: `forced by ${forcedBy}` }
        : { op: "update", reason: "content known after apply" };
    case "unread":
      return { op: "create", reason: "bucket not read" };
  }
}
