import type { Config, Structure } from "../config/config.ts";
import {
  csvKey,
  metadataCsv,
  packingDirKey,
  pathsCsv,
} from "../dataset/layout.ts";
import type { LinkedKeys } from "../dataset/reader_links.ts";

/** Notes which of the objects of a manifest visitors begin at. */
export class PublishedKeys {
  readonly packings = new Map<Structure, string>();
  readonly #paths: string;
  readonly #metadata: string;
  readonly #structures: readonly (readonly [prefix: string, Structure])[];
  #hasPaths = false;

  constructor(config: Config) {
    this.#paths = csvKey(config, pathsCsv(config));
    this.#metadata = csvKey(config, metadataCsv(config));
    this.#structures = config.structures.flatMap((structure) =>
      config.rules.map((rule) =>
        [`${packingDirKey(config, rule, structure)}/`, structure] as const
      )
    );
  }

  /** Takes note of an object that is in place. */
  add(key: string): void {
    if (key === this.#paths) this.#hasPaths = true;
    if (!key.endsWith(".simularium")) return;
    const structure = this.#structures
      .find(([prefix]) => key.startsWith(prefix))?.[1];
    if (structure && !this.packings.has(structure)) {
      this.packings.set(structure, key);
    }
  }

  /** @param isInBucket Whether there is an object: the metadata CSV may be of an earlier run. */
  keys(isInBucket: (key: string) => boolean): LinkedKeys {
    return {
      packings: this.packings,
      ...this.#hasPaths
        ? {
          paths: this.#paths,
          metadata: isInBucket(this.#metadata) ? this.#metadata : undefined,
        }
        : {},
    };
  }
}
