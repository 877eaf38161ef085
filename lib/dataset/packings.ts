import type { Config, Structure } from "../config/config.ts";
import { FormatError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";
import { FigureIndex } from "./figures.ts";
import {
  figureDir,
  packingDir,
  packingDirKey,
  thumbnailDir,
} from "./layout.ts";
import {
  isAggregate,
  type NameContext,
  type PackingName,
  parsePackingName,
} from "./packing_name.ts";
import { type WalkedFile, walkFiles } from "./walk.ts";

/** One packed virtual cell: a `.simularium` file and what belongs to it. */
export interface Packing extends PackingName {
  readonly structure: Structure;
  readonly rule: string;
  /** Path of the `.simularium` file. */
  readonly path: string;
  /** Object key of the `.simularium` file. */
  readonly key: string;
  /** Path of the figure (OME-TIFF), where there is one. */
  readonly figure?: string;
  /** Where the thumbnail made of the figure is kept, and its object key. */
  readonly thumbnail: { readonly path: string; readonly key: string };
}

/** What a `.simularium` file below a packing directory turns out to be. */
export type FoundFile =
  | { readonly type: "packing"; readonly packing: Packing }
  | { readonly type: "aggregate"; readonly path: string }
  | {
    readonly type: "invalid";
    readonly path: string;
    readonly reason: string;
  };

/**
 * All `.simularium` files of the release, by structure and rule in the order of
 * the config, then by path.
 */
export function* findPackings(config: Config): Generator<FoundFile> {
  for (const structure of config.structures) {
    for (const rule of config.rules) {
      const directory = packingDir(config, rule, structure);
      try {
        yield* findIn(config, structure, rule, directory);
      } catch (error) {
        const reason = ioReason(error);
        if (reason === undefined) throw error;
        yield { type: "invalid", path: directory, reason };
      }
    }
  }
}

function* findIn(
  config: Config,
  structure: Structure,
  rule: string,
  directory: string,
): Generator<FoundFile> {
  const context: NameContext = {
    packingId: structure.packing_id,
    condition: config.condition,
    rule,
  };
  const figures = FigureIndex.open(
    figureDir(directory),
    context,
    lazily(() => cellsWithOnePacking(directory, context)),
  );
  const place: Place = {
    directory,
    key: packingDirKey(config, rule, structure),
    thumbnails: thumbnailDir(config, rule, structure),
  };
  for (const file of simulariumFiles(directory)) {
    if (isAggregate(file.name)) {
      yield { type: "aggregate", path: file.path };
      continue;
    }
    try {
      const name = parsePackingName(file.name, context);
      yield {
        type: "packing",
        packing: {
          ...name,
          structure,
          rule,
          path: file.path,
          key: `${place.key}/${file.relative}`,
          figure: figures.figureOf(name),
          thumbnail: thumbnailOf(place, file),
        },
      };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      yield { type: "invalid", path: file.path, reason: error.message };
    }
  }
}

function* simulariumFiles(
  directory: string,
): Generator<WalkedFile> {
  for (const file of walkFiles(directory, (dir) => dir === "figures")) {
    if (file.name.endsWith(".simularium")) yield file;
  }
}

/** What the packings by one rule for one structure have in common. */
interface Place {
  /** Normalized. */
  readonly directory: string;
  /** The key of the directory, without a final slash. */
  readonly key: string;
  /** The folder of their thumbnails. */
  readonly thumbnails: string;
}

/**
 * The key stands beside the packing. The local path has the rule and the
 * packing ID too: file names alone may be the same under several rules.
 */
function thumbnailOf(
  { directory, key, thumbnails }: Place,
  { path, relative, name }: WalkedFile,
): Packing["thumbnail"] {
  const png = `${name.slice(0, -".simularium".length)}_thumbnail.png`;
  // What the walk put together is normalized: join() would only look at it again.
  const folder = path.slice(directory.length, -name.length);
  return {
    path: `${thumbnails}${folder}${png}`,
    key: `${key}/${relative.slice(0, -name.length)}thumbnails/${png}`,
  };
}

function cellsWithOnePacking(
  directory: string,
  context: NameContext,
): Set<string> {
  const once = new Set<string>();
  const more = new Set<string>();
  for (const { name } of simulariumFiles(directory)) {
    try {
      const { cellId } = parsePackingName(name, context);
      if (once.has(cellId)) more.add(cellId);
      once.add(cellId);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return once.difference(more);
}

function lazily(
  cells: () => Set<string>,
): (cellId: string) => boolean {
  let known: Set<string> | undefined;
  return (cellId) => (known ??= cells()).has(cellId);
}
