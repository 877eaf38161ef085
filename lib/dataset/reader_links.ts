/**
 * The link that opens a `.simularium` file in the Simularium viewer.
 *
 * @param url Public URL of the file.
 */
export function simulariumLink(url: string): string {
  return `https://simularium.allencell.org/viewer?trajUrl=${
    encodeURIComponent(url)
  }`;
}

/**
 * The link that opens a paths CSV in BioFile Finder, grouped by rule, with
 * large thumbnails.
 *
 * @param csv Public URL of the paths CSV.
 * @param metadata Public URL of the metadata CSV, where it is published: without it nothing would load.
 */
export function bioFileFinderLink(
  name: string,
  csv: string,
  metadata?: string,
): string {
  const parameters = [
    ["source", source(name, csv)],
    ...metadata
      ? [["sourceMetadata", source(`${name}_metadata`, metadata)]]
      : [],
    ["group", "Rule"],
    ["v", "3"],
  ] as const;
  return "https://bff.allencell.org/app?" + parameters
    .map(([key, value]) => `${key}=${encodeURIComponent(value!)}`)
    .join("&");
}

function source(name: string, uri: string): string {
  return JSON.stringify({ name, type: "csv", uri });
}
