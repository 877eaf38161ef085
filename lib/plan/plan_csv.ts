import { parse } from "@std/csv/parse";
import { describeChange, rows } from "../csv/describe_change.ts";
import { csvKey } from "../dataset/layout.ts";
import { digestChunks, digestFileIfAny } from "../io/digest.ts";
import { encodeTexts } from "../io/encode.ts";
import type { Intent } from "./intent.ts";
import type { World } from "./world.ts";

/** A CSV as it is to be. */
export interface CsvWish {
  readonly path: string;
  /** Its content in pieces; asked for more than once. */
  readonly text: () => AsyncIterable<string>;
  /** Whether it is published, too. */
  readonly upload: boolean;
}

/** Plans a CSV: the local file, and the object, which comes after all that it lists. */
export async function* planCsv(
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
      reason: await describe(before && path, text()),
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
  text: AsyncIterable<string>,
): Promise<string> {
  const after = parse((await Array.fromAsync(text)).join(""));
  if (oldPath === undefined) return rows(after.length - 1);
  try {
    return describeChange(parse(await Deno.readTextFile(oldPath)), after);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `${rows(after.length - 1)}; replaces a file that is no CSV`;
  }
}
