import { FormatError } from "./errors.ts";

/** An error as it crosses from a worker, where classes get lost. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Of a {@linkcode FormatError}. */
  readonly offset?: number;
}

/** Takes an error apart for a message. */
export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error) };
  }
  const { name, message, stack } = error;
  const offset = error instanceof FormatError ? error.offset : undefined;
  return { name, message, stack, offset };
}

/** Makes the error again: a FormatError, one of Deno's, else a plain Error. */
export function fromPlainError(
  { name, message, stack, offset }: PlainError,
): Error {
  if (name === "FormatError") return new FormatError(message, offset);
  const DenoError = Object.hasOwn(Deno.errors, name)
    ? Deno.errors[name as keyof typeof Deno.errors]
    : Error;
  return Object.assign(new DenoError(message), { name, stack });
}
