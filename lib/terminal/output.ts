import { ioReason } from "../io/reason.ts";
import { jsonText } from "../json/text.ts";
import { wrapLine } from "./wrap.ts";

/** The width of a terminal that does not know its own, in columns. */
const USUAL_WIDTH = 80;

/** Prints lines to standard output; on a terminal, long ones are wrapped. */
export function print(lines: readonly string[]): void {
  write(Deno.stdout, textOf(lines, Deno.stdout));
}

/** Prints a value to standard output as one line of JSON, for programs. */
export function printJson(value: unknown): void {
  write(Deno.stdout, jsonText(value) + "\n");
}

/**
 * Prints lines to standard error. Where nobody reads them any more, that is no
 * reason to end what they are about.
 */
export function printError(lines: readonly string[]): void {
  writeIfRead(Deno.stderr, textOf(lines, Deno.stderr));
}

/**
 * Writes a text as it is, all of it.
 *
 * @throws {Deno.errors.BrokenPipe} if nobody reads it, as behind `head`.
 */
export function write(stream: Output, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}

/** Writes a text unless nobody reads it, or its disk is full. */
export function writeIfRead(stream: Output, text: string): void {
  try {
    write(stream, text);
  } catch (error) {
    const isUnread = error instanceof Deno.errors.BrokenPipe;
    if (!isUnread && ioReason(error) === undefined) throw error;
  }
}

/** The width of a terminal in columns, or `undefined` if the stream is none. */
export function columnsOf(stream: Terminal): number | undefined {
  if (!stream.isTerminal()) return undefined;
  return Deno.consoleSize().columns || USUAL_WIDTH;
}

interface Output {
  writeSync(bytes: Uint8Array): number;
}

interface Terminal {
  isTerminal(): boolean;
}

function textOf(lines: readonly string[], stream: Terminal): string {
  const width = columnsOf(stream);
  const fitting = width === undefined
    ? lines
    : lines.flatMap((line) => wrapLine(line.trimEnd(), width));
  return fitting.map((line) => line.trimEnd() + "\n").join("");
}
