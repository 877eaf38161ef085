import { parse } from "@std/csv/parse";
import { FormatError } from "../errors.ts";
import { readChunks } from "../io/chunks.ts";

/** The cells of a row. */
export type Row = readonly string[];

/**
 * The rows of CSV text, the header first, in memory that does not grow with it.
 *
 * @param texts The text in pieces of any length.
 * @throws {FormatError} if it is no CSV, or its rows differ in length.
 */
export async function* streamRows(
  texts: AsyncIterable<string>,
): AsyncGenerator<Row> {
  let length: number | undefined;
  for await (const text of wholeRows(texts)) {
    for (const row of parsed(text)) {
      length ??= row.length;
      if (row.length !== length) {
        throw new FormatError("Cannot read CSV: its rows differ in length");
      }
      yield row;
    }
  }
}

/**
 * The text of a file in UTF-8, without its byte order mark.
 *
 * @throws {FormatError} if it is not UTF-8.
 */
export async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of readChunks(path)) {
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new FormatError("Cannot read CSV: the text is not UTF-8");
  }
}

/** The same text in pieces that end where rows end: at line ends outside of quotes. */
async function* wholeRows(
  texts: AsyncIterable<string>,
): AsyncGenerator<string> {
  let rest = "", isQuoted = false;
  for await (const text of texts) {
    let end = 0, at = 0;
    while (at !== -1) {
      const quote = text.indexOf('"', at);
      const lineEnd = text.lastIndexOf("\n", quote === -1 ? undefined : quote);
      if (!isQuoted && lineEnd >= at) end = lineEnd + 1;
      if (quote !== -1) isQuoted = !isQuoted;
      at = quote === -1 ? -1 : quote + 1;
    }
    if (end > 0) yield rest + text.slice(0, end);
    rest = end > 0 ? text.slice(end) : rest + text;
  }
  if (rest !== "") yield rest;
}

function parsed(text: string): Row[] {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FormatError(error.message);
  }
}
