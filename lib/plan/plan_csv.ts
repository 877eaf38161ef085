import { describeChange, rows } from "../csv/describe_change.ts";
import { readText, streamRows } from "../csv/stream_rows.ts";
import { csvKey } from "../dataset/layout.ts";
import { FormatError } from "../errors.ts";
import { digestChunks, digestFileIfAny } from "../io/digest.ts";
import { encodeTexts } from "../io/encode.ts";
import type { Intent } from "./intent.ts";
import { issueOf } from "./issue_of.ts";
import type { World } from "./world.ts";

/** A CSV as it is to be. */
export interface CsvWish {
  readonly path: string;
  /** Its content in pieces; asked for more than once. */
  readonly text: () => AsyncIterable<string>;
  /** Whether it is published, too. */
  readonly upload: boolean;
}

/**
 * Plans a CSV: the local file, and the object, which comes after all that it
 * lists. Reports what keeps the file from being read.
 */
export async function* planCsv(
  world: World,
  wish: CsvWish,
): AsyncGenerator<Intent> {
  try {
    yield* planFileAndObject(world, wish);
  } catch (error) {
    yield issueOf(wish.path, error);
  }
}

async function* planFileAndObject(
  world: World,
  { path, text, upload }: CsvWish,
): AsyncGenerator<Intent> {
  const chunks = () => encodeTexts(text());
  const after = await digestChunks(chunks());
  const before = await digestFileIfAny(path);
  if (before?.md5 !== after.md5) {
    yield {
      type: "write",
      path,
      reason: await describe(before && path, text),
      before,
      after,
      content: { kind: "text" },
      text,
    };
  }
  if (upload) {
    yield await world.put({
      key: csvKey(world.config, path),
      source: path,
      content: after,
      chunks,
      forcedBy: world.config.reupload_csv_files
        ? "reupload_csv_files"
        : undefined,
      pointsTo: "everything before",
    });
  }
}

async function describe(
  oldPath: string | undefined,
  text: CsvWish["text"],
): Promise<string> {
  if (oldPath === undefined) return rows(await countRows(text()));
  try {
    return await describeChange(
      streamRows(readText(oldPath)),
      streamRows(text()),
    );
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return `${rows(await countRows(text()))}; replaces a file that is no CSV`;
  }
}

/** The rows below the header. */
async function countRows(text: AsyncIterable<string>): Promise<number> {
  let lines = 0;
  for await (const _ of streamRows(text)) lines++;
  return lines - 1;
}
