import type { ReleaseWarning } from "./warning.ts";

/** Characters of a value that a warning shows. */
const SHOWN = 40;

/**
 * What BioFile Finder will misread in a row.
 *
 * @param row Values by column.
 * @param where The file that the row is about, or the row.
 */
export function rowWarnings(
  row: Readonly<Record<string, string>>,
  where: string,
): ReleaseWarning[] {
  const columns = Object.keys(row).filter((column) =>
    row[column]!.includes(",")
  );
  return columns.map((column) => ({
    what: `the value ${quoted(row[column]!)} of column ${
      quoted(column)
    } has a comma`,
    where,
    consequence: "BioFile Finder takes it for several values",
    remedy: "use another character",
  }));
}

/**
 * What BioFile Finder will not take as the name of a column.
 *
 * @param where The CSV.
 */
export function columnWarnings(
  columns: readonly string[],
  where: string,
): ReleaseWarning[] {
  return columns
    .filter((column) => /[."]/.test(column))
    .map((column) => ({
      what: `the column name ${
        quoted(column)
      } has a full stop or a quotation mark`,
      where,
      consequence: "BioFile Finder cannot show the column",
      remedy: "rename the column",
    }));
}

/** A text in quotes, with none inside: what is in quotes is particular to one message of many. */
function quoted(text: string): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return `"${shown.replaceAll('"', "″")}"`;
}
