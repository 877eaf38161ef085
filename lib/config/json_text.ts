import { printParseErrorCode, visit } from "npm:jsonc-parser@^3.3.1";
import { FormatError } from "../errors.ts";
import { pathText } from "./problems.ts";

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
    return { value: JSON.parse(text), repeatedKeys: repeatedKeys(text) };
  } catch (error) {
    if (error instanceof SyntaxError) throw syntaxError(text, error);
    throw error;
  }
}

function repeatedKeys(text: string): string[] {
  const seen = new Set<string>();
  const repeated: string[] = [];
  visit(text, {
    onObjectProperty(key, _offset, _length, line, column, parent) {
      const path = pathText([...parent(), key]);
      if (seen.has(path)) {
        repeated.push(`${path}: same key again on ${place(line, column)}`);
      }
      seen.add(path);
    },
  });
  return repeated;
}

/** The error with its position, which the engine's own message tells only sometimes. */
function syntaxError(text: string, cause: SyntaxError): FormatError {
  let found: string | undefined;
  visit(text, {
    onError(code, _offset, _length, line, column) {
      found ??= `${place(line, column)}: ${wordsOf(printParseErrorCode(code))}`;
    },
  }, { disallowComments: true });
  return new FormatError(found ?? cause.message);
}

/** `CloseBraceExpected` → `close brace expected` */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function place(line: number, column: number): string {
  return `line ${line + 1}, column ${column + 1}`;
}
