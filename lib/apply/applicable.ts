import { ExpectedError } from "../errors.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import { readManifest } from "../manifest/read.ts";

/** How many problems of a plan the message names. */
const NAMED = 10;

/**
 * Makes sure that a manifest may be applied.
 *
 * @throws {ExpectedError} if its plan has errors, did not see the bucket, was a
 * dry run, or files have moved since by symbolic links.
 */
export async function requireApplicable(
  { path, header, config, summary, moved }: CheckedManifest,
): Promise<void> {
  if (header.offline) {
    throw new ExpectedError(
      `Cannot apply "${path}": it was planned with --offline, without the bucket; plan again`,
    );
  }
  if (summary.errors > 0) {
    throw new ExpectedError([
      `Cannot apply "${path}": the plan has ${summary.errors} problem${
        summary.errors === 1 ? "" : "s"
      }; mend the files, or plan with --skip-invalid`,
      ...await Array.fromAsync(describeErrors(path, summary.errors)),
    ].join("\n"));
  }
  if (config.dry_run) {
    throw new ExpectedError(
      `Cannot apply "${path}": its config says dry_run; plan again without it`,
    );
  }
  if (moved !== undefined) {
    throw new ExpectedError(`Cannot apply "${path}": ${moved}`);
  }
}

async function* describeErrors(
  path: string,
  count: number,
): AsyncGenerator<string> {
  let named = 0;
  for await (const { entry } of readManifest(path)) {
    if (entry.type !== "issue" || entry.severity !== "error") continue;
    yield `  ${entry.subject}: ${entry.message}`;
    if (++named === NAMED) break;
  }
  if (named < count) yield `  and ${count - named} more`;
}
