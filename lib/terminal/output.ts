/** Prints lines to standard output. */
export function print(lines: readonly string[]): void {
  write(Deno.stdout, lines.map((line) => line.trimEnd() + "\n").join(""));
}

/**
 * Prints lines to standard error. Where nobody reads them any more, that is no
 * reason to end what they are about.
 */
export function printError(lines: readonly string[]): void {
  writeIfRead(
    Deno.stderr,
    lines.map((line) => line.trimEnd() + "\n").join(""),
  );
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

/** Writes a text unless nobody reads it. */
export function writeIfRead(stream: Output, text: string): void {
  try {
    write(stream, text);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

interface Output {
  writeSync(bytes: Uint8Array): number;
}
