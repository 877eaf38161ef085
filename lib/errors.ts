/**
 * A failure that the user can understand and mend: the command line prints its
 * message alone. Everything else that is thrown is a bug and shows its stack.
 */
export class ExpectedError extends Error {
  /** Tells the kind of error apart in messages. */
  override name = "ExpectedError";
}

/**
 * The content of a file is not what its format asks for. Callers add the path.
 */
export class FormatError extends SyntaxError {
  /** Tells the kind of error apart in messages. */
  override name = "FormatError";

  /** Where in the file the content goes wrong, in bytes. */
  readonly offset?: number;

  /**
   * An error about the content of a file.
   *
   * @param message What is wrong.
   * @param offset Where in the file the content goes wrong, in bytes.
   */
  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}
