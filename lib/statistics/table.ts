/**
 * The rows of a table, of which only the asked columns are read: the common
 * face of Parquet and CSV.
 */
export interface Table {
  readonly columns: readonly string[];

  /**
   * Values of some columns, in the order asked for, of one row after the other;
   * `undefined` where none is asked for.
   *
   * @throws {FormatError} if the content is damaged.
   */
  rows(
    columns: readonly (string | undefined)[],
  ): AsyncIterable<readonly unknown[]>;
}
