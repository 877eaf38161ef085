import { COLUMNS } from "./columns.ts";
import { csvText } from "./text.ts";

/**
 * The metadata CSV: what each column of the paths CSV means and holds, under
 * the headers that BioFile Finder asks for.
 */
export function metadataText(): AsyncGenerator<string> {
  return csvText(
    ["Column Name", "Description", "Type"],
    COLUMNS.map(({ name, description, type }) => [name, description, type]),
  );
}
