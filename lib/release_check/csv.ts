import type { ReleaseWarning } from "./warning.ts";

/**
 * What BioFile Finder will misread in a row.
 *
 * @param row Values by column.
 * @param where The file that the row is about.
 */
export function rowWarnings(
  row: Readonly<Record<string, string>>,
  where: string,
): ReleaseWarning[] {
  return Object.entries(row)
    .filter(([, value]) => value.includes(","))
    .map(([column, value]) => ({
      what: `the value "${value}" of column "${column}" has a comma`,
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
      what: `the column name "${
        column.replaceAll('"', "″")
      }" has a full stop or a quotation mark`,
      where,
      consequence: "BioFile Finder cannot show the column",
      remedy: "rename the column",
    }));
}
