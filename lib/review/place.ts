import { basename, join } from "@std/path";
import type { Config } from "../config/config.ts";
import {
  meshDir,
  meshKey,
  outputDir,
  packingDir,
  packingDirKey,
} from "../dataset/layout.ts";
import { parsePackingName } from "../dataset/packing_name.ts";
import { FormatError } from "../errors.ts";
import type { Row } from "./data.ts";

/** What a path or a key is about. */
export type Place = Pick<
  Row,
  "kind" | "id" | "name" | "seed" | "structure" | "rule"
>;

interface Folder {
  /** With a slash at the end. */
  readonly prefix: string;
  readonly place: (rest: string) => Place;
}

/**
 * Tells which packing or mesh paths and keys are about, so that a thumbnail, its
 * object and the `.simularium` file come together.
 */
export class Places {
  readonly #folders: Folder[] = [];

  constructor(private readonly config: Config) {
    for (const [index, structure] of config.structures.entries()) {
      const id = structure.structure_id;
      const meshPlace = (rest: string): Place => {
        const name = rest.replace(/^inverted\//, "");
        return {
          kind: "mesh",
          id: meshKey(id, name),
          name,
          seed: null,
          structure: index,
          rule: null,
        };
      };
      this.#add([meshDir(config, id), meshKey(id, "").slice(0, -1)], meshPlace);
      for (const [ruleIndex, rule] of config.rules.entries()) {
        const key = packingDirKey(config, rule, structure);
        const thumbnails = join(
          outputDir(config),
          "thumbnails",
          rule,
          structure.packing_id,
        );
        this.#add(
          [packingDir(config, rule, structure), key, thumbnails],
          (rest) => this.#packing(`${key}/`, rest, index, ruleIndex),
        );
      }
    }
  }

  /** What a path or a key is about; other files are about themselves. */
  of(pathOrKey: string): Place {
    const folder = this.#folders.find(({ prefix }) =>
      pathOrKey.startsWith(prefix)
    );
    return folder
      ? folder.place(pathOrKey.slice(folder.prefix.length))
      : file(pathOrKey);
  }

  #add(folders: readonly string[], place: Folder["place"]): void {
    for (const folder of folders) {
      this.#folders.push({ prefix: `${folder}/`, place });
    }
  }

  #packing(
    prefix: string,
    rest: string,
    structure: number,
    rule: number,
  ): Place {
    const path = rest
      .replace(/(?:^|(?<=\/))thumbnails\/(?=[^/]*$)/, "")
      .replace(/_thumbnail\.png$/, ".simularium");
    const id = prefix + path;
    const name = basename(path);
    const known = { id, structure, rule };
    if (!name.endsWith(".simularium")) {
      return { ...known, kind: "file", name, seed: null };
    }
    const { packing_id } = this.config.structures[structure]!;
    try {
      const { cellId, seed } = parsePackingName(name, {
        packingId: packing_id,
        condition: this.config.condition,
        rule: this.config.rules[rule]!,
      });
      return { ...known, kind: "packing", name: cellId, seed: seed ?? null };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { ...known, kind: "packing", name, seed: null };
    }
  }
}

/** CSVs have a path and a key that end alike: their name brings them together. */
function file(pathOrKey: string): Place {
  const name = basename(pathOrKey);
  return {
    kind: "file",
    id: name.endsWith(".csv") ? name : pathOrKey,
    name,
    seed: null,
    structure: null,
    rule: null,
  };
}
