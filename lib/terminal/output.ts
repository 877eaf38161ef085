/** Prints lines to standard output. */
export function print(lines: readonly string[]): void {
  write(Deno.stdout, lines.map((line) => line.trimEnd() + "\n").join(""));
}

/** Prints lines to standard error. */
export function printError(lines: readonly string[]): void {
  write(Deno.stderr, lines.map((line) => line.trimEnd() + "\n").join(""));
}

/** Writes a text as it is, all of it. */
export function write(
  stream: { writeSync(bytes: Uint8Array): number },
  text: string,
): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}
