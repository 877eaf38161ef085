import { join } from "@std/path";
import { FormatError } from "../errors.ts";
import { readDirectory } from "./read_directory.ts";
import {
  type FigureName,
  type NameContext,
  type PackingName,
  parseFigureName,
} from "./packing_name.ts";

/** The figures of one packing directory, by cell. */
export class FigureIndex {
  readonly #byCell = new Map<string, Figure[]>();

  private constructor(
    private readonly cellHasOnePacking: (cellId: string) => boolean,
  ) {}

  /**
   * Reads the names in a `figures` directory, which need not exist.
   *
   * @param cellHasOnePacking Asked only about cells without a figure of the packing's own seed.
   * @throws {ExpectedError} if the directory cannot be read.
   */
  static open(
    directory: string,
    context: NameContext,
    cellHasOnePacking: (cellId: string) => boolean,
  ): FigureIndex {
    const index = new FigureIndex(cellHasOnePacking);
    for (const { name } of readDirectory(directory)) {
      index.#add(join(directory, name), parseFigureName(name, context));
    }
    return index;
  }

  /**
   * The figure of a packing: the one of its own seed. Where only one of the two
   * names a seed, the figure serves if the cell has no other packing.
   *
   * @throws {FormatError} if more than one figure fits.
   */
  figureOf(packing: PackingName): string | undefined {
    const figures = this.#byCell.get(packing.cellId);
    if (!figures) return undefined;
    const ofSeed = figures.filter(({ seed }) => seed === packing.seed);
    if (ofSeed.length > 0) return theOnly(ofSeed);

    const unspecific = packing.seed === undefined
      ? figures
      : figures.filter(({ seed }) => seed === undefined);
    if (unspecific.length === 0) return undefined;
    return this.cellHasOnePacking(packing.cellId)
      ? theOnly(unspecific)
      : undefined;
  }

  #add(path: string, name: FigureName | undefined): void {
    if (!name) return;
    const figures = this.#byCell.get(name.cellId);
    if (figures) figures.push({ path, seed: name.seed });
    else this.#byCell.set(name.cellId, [{ path, seed: name.seed }]);
  }
}

interface Figure {
  readonly path: string;
  readonly seed?: string;
}

function theOnly(figures: readonly Figure[]): string {
  if (figures.length > 1) {
    const paths = figures.map(({ path }) => `"${path}"`).sort().join(" and ");
    throw new FormatError(
      `Cannot choose its figure: ${paths} both fit; remove the one that is not wanted`,
    );
  }
  return figures[0]!.path;
}
