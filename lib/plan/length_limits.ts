import { basename } from "@std/path";
import { type Intent, type IssueIntent, problem } from "./intent.ts";

/** Bytes of a name: NAME_MAX of Linux, macOS and their file systems. */
const MAX_NAME_BYTES = 255;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;

/** What is wrong with an intent whose file or object cannot have its name, if anything. */
export function lengthProblem(intent: Intent): IssueIntent | undefined {
  if (
    intent.type === "write" && isLonger(basename(intent.path), MAX_NAME_BYTES)
  ) {
    return problem(
      intent.path,
      `the name is longer than the ${MAX_NAME_BYTES} bytes that file systems take: rename what it is made from`,
    );
  }
  if (intent.type === "put" && isLonger(intent.key, MAX_KEY_BYTES)) {
    return problem(
      intent.key,
      `the key is longer than the ${MAX_KEY_BYTES} bytes that S3 takes: rename the file or its folders`,
    );
  }
}

function isLonger(text: string, bytes: number): boolean {
  // No character takes more than three bytes for each of its code units.
  return text.length * 3 > bytes &&
    new TextEncoder().encode(text).length > bytes;
}
