import { FormatError } from "../errors.ts";
import { readChunks } from "../io/chunks.ts";
import { jsonText } from "../json/text.ts";
import type { Entry } from "./entries.ts";
import { entrySchema, MANIFEST_FORMAT } from "./schema.ts";

/** A line of a manifest, and what it says. */
export interface ManifestLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line end. */
  readonly line: string;
  readonly entry: Entry;
}

/**
 * Reads a manifest line by line.
 *
 * @throws {FormatError} that names the first line that is none.
 */
export async function* readManifest(
  path: string,
): AsyncGenerator<ManifestLine> {
  let number = 0;
  for await (const line of readLines(path)) {
    number++;
    yield { number, line, entry: parseEntry(line, number) };
  }
}

function parseEntry(line: string, number: number): Entry {
  const value = parseLine(line, number);
  rejectOtherFormat(value, number);
  const result = entrySchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.length > 0 ? ` (${issue.path.join(".")})` : "";
  throw new FormatError(
    `line ${number} is no manifest entry: ${issue.message}${place}`,
  );
}

/** A key that occurs twice would say one thing to a reader, and another to apply. */
function parseLine(line: string, number: number): unknown {
  let value: unknown, written: string;
  try {
    value = JSON.parse(line);
    written = jsonText(value);
  } catch {
    throw new FormatError(`line ${number} is not JSON`);
  }
  if (written !== line) {
    throw new FormatError(
      `line ${number} is not spelled as by this tool, or has a key twice: the file was changed`,
    );
  }
  return value;
}

function rejectOtherFormat(value: unknown, number: number): void {
  if (typeof value !== "object" || value === null) return;
  const { type, format } = value as { type?: unknown; format?: unknown };
  if (type === "header" && format !== MANIFEST_FORMAT) {
    throw new FormatError(
      `line ${number} says format ${format}, this tool reads format ${MANIFEST_FORMAT}: plan again`,
    );
  }
}

/** No entry comes near it: a file with such a line is no manifest. */
const LONGEST_LINE = 2 ** 24;

async function* readLines(path: string): AsyncGenerator<string> {
  // Bytes that are no UTF-8 become U+FFFD, and so fail the checksum.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let number = 1;
  let rest = "";
  for await (const chunk of readChunks(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    number += lines.length;
    yield* lines;
    if (rest.length > LONGEST_LINE) {
      throw new FormatError(`line ${number} is too long for a manifest`);
    }
  }
  rest += decoder.decode();
  if (rest !== "") {
    throw new FormatError(`line ${number} has no end: the file is cut off`);
  }
}
