import { FormatError } from "../errors.ts";
import { JsonScanner } from "../json/scanner.ts";
import { repeatedKeys } from "./repeated_keys.ts";

/** The content of a JSON text, and the keys that an object in it has twice. */
export interface JsonText {
  readonly value: unknown;
  /** One line each, with the JSON path and where the key is repeated. */
  readonly repeatedKeys: readonly string[];
}

/**
 * Parses JSON (RFC 8259).
 *
 * @throws {FormatError} with line and column, counted from 1.
 */
export function parseJsonText(text: string): JsonText {
  try {
    return {
      value: JSON.parse(text),
      repeatedKeys: Array.from(
        repeatedKeys(text),
        ({ path, index }) => `${path}: same key again on ${place(text, index)}`,
      ),
    };
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new FormatError(whatIsWrong(text) ?? error.message);
    }
    throw error;
  }
}

/** What the engine tells about bad JSON differs, and often has no position. */
function whatIsWrong(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text);
  const scanner = new JsonScanner({ onMember() {}, onContainerEnd() {} });
  try {
    scanner.push(bytes);
    scanner.end();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const before = new TextDecoder().decode(bytes.subarray(0, error.offset));
    return `${place(text, before.length)}: ${error.message}`;
  }
  // The scanner takes Python's numbers, too.
  const outsideStrings = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<number>NaN|-?Infinity)/g;
  for (const { groups, index } of text.matchAll(outsideStrings)) {
    if (groups?.number) {
      return `${place(text, index)}: ${groups.number} is no JSON`;
    }
  }
}

function place(text: string, index: number): string {
  const lines = text.slice(0, index).split("\n");
  return `line ${lines.length}, column ${[...lines.at(-1)!].length + 1}`;
}
