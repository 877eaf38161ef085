import { FormatError } from "../errors.ts";
import { isOmeXml, type OmePixels, parseOme } from "./ome.ts";
import { locatePlanes, type Plane } from "./planes.ts";
import { type Block, readBlocks } from "./tiff/blocks.ts";
import { type Directory, readDirectories } from "./tiff/directory.ts";
import { description, type Page, readPage } from "./tiff/page.ts";
import {
  SAMPLE_ARRAYS,
  type Samples,
  type SampleType,
} from "./tiff/samples.ts";
import { FileSource } from "./tiff/source.ts";

/** What the headers of a figure tell. */
export interface FigureInfo {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Planes of the stack. */
  readonly sizeZ: number;
  /** One for each channel, three or more; `undefined` for one without a name. */
  readonly channelNames: readonly (string | undefined)[];
}

/**
 * Checks that a thumbnail can be made of a figure, without decoding pixels.
 *
 * @throws {FormatError} if the file is no OME-TIFF, is truncated, has fewer
 * than three channels, or holds pixels of an unsupported kind.
 */
export function inspectFigure(path: string): FigureInfo {
  using figure = openFigure(path);
  return figure.info;
}

/** Opens a figure for reading. @throws {FormatError} as {@linkcode inspectFigure}. */
export function openFigure(path: string): Figure {
  const source = new FileSource(path);
  try {
    return new Figure(source, readDirectories(source));
  } catch (error) {
    source[Symbol.dispose]();
    throw error;
  }
}

/**
 * An OME-TIFF, open for reading: `[z][channel]` planes of its first time point.
 * Without OME-XML a TIFF passes too, if the samples of its pixels are the
 * channels (RGB) and its pages the stack.
 */
export class Figure implements Disposable {
  readonly info: FigureInfo;
  readonly #source: FileSource;
  readonly #type: SampleType;
  readonly #planes: Plane[][];
  readonly #pages = new Map<number, Page>();

  constructor(source: FileSource, directories: Directory[]) {
    this.#source = source;
    const first = readPage(directories[0]!, source.size);
    const text = description(directories[0]!) ?? "";
    const ome = isOmeXml(text)
      ? parseOme(text)
      : withoutOme(first, directories.length);
    if (ome.sizeC < 3) {
      throw new FormatError(
        `it has ${ome.sizeC} of the three channels that a thumbnail shows: membrane, nucleus, structure`,
      );
    }
    this.#planes = locatePlanes(ome, first.samples, directories.length);
    for (const { page } of this.#planes.flat()) {
      if (this.#pages.has(page)) continue;
      this.#pages.set(page, readPage(directories[page]!, source.size));
    }
    for (const [number, page] of this.#pages) {
      checkAlike(page, number, first, ome);
    }
    this.#type = first.type;
    this.info = {
      width: ome.sizeX,
      height: ome.sizeY,
      sizeZ: ome.sizeZ,
      channelNames: ome.channelNames,
    };
  }

  /** A plane of zeros that holds the figure's values exactly. */
  newPlane(): Samples {
    return new SAMPLE_ARRAYS[this.#type](this.info.width * this.info.height);
  }

  /**
   * Decodes the planes of some channels at one height, piece by piece.
   *
   * @throws {FormatError} if pixels are damaged.
   */
  *blocks(
    z: number,
    channels: readonly number[],
  ): Generator<{ channel: number; block: Block }> {
    const planes = channels.map((channel) => {
      const plane = this.#planes[z]![channel]!;
      const page = this.#pages.get(plane.page)!;
      return { ...plane, channel, page, key: page.planar ? plane : page };
    });
    // Channels that lie side by side in a page are decoded together.
    for (const group of Map.groupBy(planes, ({ key }) => key).values()) {
      const { page, sample } = group[0]!;
      for (const block of readBlocks(this.#source, page, sample)) {
        for (const { channel, sample } of group) {
          const first = page.planar ? 0 : sample;
          yield { channel, block: { ...block, first } };
        }
      }
    }
  }

  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]();
  }
}

/** The samples of a pixel as channels, the pages as the stack. */
function withoutOme({ samples, ...page }: Page, pageCount: number): OmePixels {
  if (samples < 3) {
    throw new FormatError(
      "it has no OME-XML, so nothing tells which page is which channel; save the figure as OME-TIFF",
    );
  }
  return {
    sizeX: page.width,
    sizeY: page.height,
    sizeZ: pageCount,
    sizeC: samples,
    sizeT: 1,
    order: ["Z", "C", "T"],
    channelNames: new Array<undefined>(samples).fill(undefined),
    tiffData: [{ ifd: 0, first: { Z: 0, C: 0, T: 0 } }],
  };
}

function checkAlike(
  page: Page,
  number: number,
  first: Page,
  ome: OmePixels,
): void {
  if (page.width !== ome.sizeX || page.height !== ome.sizeY) {
    throw new FormatError(
      `page ${number} is ${page.width} × ${page.height} pixels, but should be ${ome.sizeX} × ${ome.sizeY}`,
    );
  }
  if (page.samples !== first.samples || page.type !== first.type) {
    throw new FormatError(
      `page ${number} holds ${page.samples} × ${page.type}, but the first page ${first.samples} × ${first.type}`,
    );
  }
}
