import type { Config, Structure } from "../config/config.ts";
import { publicUrl } from "./public_url.ts";

/** Where a release can be looked at. */
export interface ReleaseLinks {
  /** Public URL of the paths CSV, where it is published. */
  readonly csv?: string;
  /** Opens the CSV in BioFile Finder. */
  readonly bioFileFinder?: string;
  /** Open one packing of each structure in the Simularium viewer. */
  readonly simularium: readonly {
    /** Its name. */
    readonly structure: string;
    readonly link: string;
  }[];
  /** Why nothing opens in the readers, where that is so. */
  readonly missing?: string;
}

/** The keys of what a release published, as far as links lead there. */
export interface LinkedKeys {
  readonly paths?: string;
  readonly metadata?: string;
  /** One of each structure. */
  readonly packings: ReadonlyMap<Structure, string>;
}

/** The links to a release; `undefined` where it has nothing that a reader opens. */
export function releaseLinks(
  { base_s3_url, output_name }: Pick<Config, "base_s3_url" | "output_name">,
  { paths, metadata, packings }: LinkedKeys,
): ReleaseLinks | undefined {
  if (paths === undefined && packings.size === 0) return undefined;
  const urlOf = (key: string) => publicUrl(base_s3_url, key);
  const csv = paths && urlOf(paths);
  if (new URL(base_s3_url).protocol !== "https:") {
    return { csv, simularium: [], missing: NOT_HTTPS };
  }
  return {
    csv,
    bioFileFinder: csv &&
      bioFileFinderLink(output_name, csv, metadata && urlOf(metadata)),
    simularium: [...packings].map(([structure, key]) => ({
      structure: structure.structure_name,
      link: simulariumLink(urlOf(key)),
    })),
  };
}

const NOT_HTTPS =
  "BioFile Finder and the Simularium viewer open only what is public over https, which base_s3_url is not.";

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
