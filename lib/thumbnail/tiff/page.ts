import { FormatError } from "../../errors.ts";
import { DECODERS, NONE } from "./decompress.ts";
import type { Directory } from "./directory.ts";
import { SAMPLE_ARRAYS, type SampleType } from "./samples.ts";
import { type TagName, TAGS } from "./tags.ts";

/** How the pixels of one page lie in the file. */
export interface Page {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Values of a pixel. */
  readonly samples: number;
  /** Whether each sample has strips (or tiles) of its own. */
  readonly planar: boolean;
  readonly type: SampleType;
  readonly bigEndian: boolean;
  /** TIFF's number of the compression. */
  readonly compression: number;
  /** 1 none, 2 horizontal differences, 3 floating point. */
  readonly predictor: number;
  /** Strips or tiles, in pixels; a strip is as wide as the page. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Where each strip or tile is, in bytes. */
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

/** 8192 × 8192: far above any figure, and its projections still fit in memory. */
const MAX_PIXELS = 2 ** 26;
const MAX_BLOCK_BYTES = 2 ** 29;

/** Strips or tiles of a page, across and down; a planar page has as many for each sample. */
export function blockGrid(page: Page): { across: number; down: number } {
  return {
    across: Math.ceil(page.width / page.blockWidth),
    down: Math.ceil(page.height / page.blockHeight),
  };
}

/** Bytes of one row of a decoded strip or tile. */
export function blockRowBytes(page: Page): number {
  return page.blockWidth * (page.planar ? 1 : page.samples) *
    SAMPLE_ARRAYS[page.type].BYTES_PER_ELEMENT;
}

/** Rows of the image that a strip or tile in row `y` of the grid holds. */
export function blockRows(page: Page, y: number): number {
  return Math.min(page.blockHeight, page.height - y * page.blockHeight);
}

/**
 * Understands a directory's tags.
 *
 * @param fileSize Bytes; strips and tiles must lie within.
 * @throws {FormatError} if tags are missing or lie, or the samples are of a
 * kind that is not supported (1 to 7 bits, 64-bit integers, complex numbers).
 */
export function readPage(directory: Directory, fileSize: number): Page {
  const { offset: at, bigEndian } = directory;
  const width = positive(directory, "ImageWidth");
  const height = positive(directory, "ImageLength");
  const samples = positive(directory, "SamplesPerPixel", 1);
  if (width * height > MAX_PIXELS) {
    throw new FormatError(
      `its planes of ${width} × ${height} pixels are too large for a thumbnail`,
      at,
    );
  }
  const tiled = directory.tags.has(TAGS.TileWidth);
  const page: Page = {
    width,
    height,
    samples,
    planar: samples > 1 && positive(directory, "PlanarConfiguration", 1) === 2,
    type: sampleType(directory),
    bigEndian,
    compression: positive(directory, "Compression", 1),
    predictor: positive(directory, "Predictor", 1),
    blockWidth: tiled ? positive(directory, "TileWidth") : width,
    blockHeight: tiled
      ? positive(directory, "TileLength")
      : Math.min(positive(directory, "RowsPerStrip", height), height),
    offsets: numbers(directory, tiled ? "TileOffsets" : "StripOffsets"),
    byteCounts: numbers(
      directory,
      tiled ? "TileByteCounts" : "StripByteCounts",
    ),
  };
  checkEncoding(page, at);
  checkBlocks(page, fileSize, at);
  return page;
}

function checkEncoding(page: Page, at: number): void {
  if (!DECODERS.has(page.compression)) {
    throw new FormatError(
      `its compression (TIFF's number ${page.compression}) cannot be read; save it with deflate, LZW, PackBits, Zstandard or none`,
      at,
    );
  }
  const isFloat = page.type.startsWith("float");
  if (page.predictor > (isFloat ? 3 : 2)) {
    throw new FormatError(
      `its predictor ${page.predictor} cannot be read for ${page.type}`,
      at,
    );
  }
}

function checkBlocks(page: Page, fileSize: number, at: number): void {
  const { across, down } = blockGrid(page);
  const blocks = across * down * (page.planar ? page.samples : 1);
  if (blockRowBytes(page) * page.blockHeight > MAX_BLOCK_BYTES) {
    throw new FormatError("its strips or tiles are implausibly large", at);
  }
  if (page.offsets.length < blocks || page.byteCounts.length < blocks) {
    throw new FormatError(
      `a page needs ${blocks} strips or tiles and lists ${
        Math.min(page.offsets.length, page.byteCounts.length)
      }`,
      at,
    );
  }
  for (let block = 0; block < blocks; block++) {
    const start = page.offsets[block]!;
    const length = page.byteCounts[block]!;
    if (start + length > fileSize) {
      throw new FormatError(
        `truncated: pixels that start at byte ${start} end after the file's ${fileSize} bytes`,
        start,
      );
    }
    const rows = blockRows(page, Math.floor(block / across) % down);
    const needed = page.compression === NONE ? rows * blockRowBytes(page) : 1;
    if (length < needed) {
      throw new FormatError(
        `a strip or tile has ${length} bytes and needs ${needed}`,
        start,
      );
    }
  }
}

/** The text of the directory's ImageDescription, if it has one. */
export function description(directory: Directory): string | undefined {
  const text = directory.tags.get(TAGS.ImageDescription);
  return typeof text === "string" ? text : undefined;
}

const FORMATS = ["", "uint", "int", "float"];

function sampleType(directory: Directory): SampleType {
  const bits = numbers(directory, "BitsPerSample", 1);
  const formats = numbers(directory, "SampleFormat", 1);
  const typeOf = (i: number) => {
    const format = FORMATS[formats[i] ?? formats[0]!] ?? "unknown";
    return `${format}${bits[i] ?? bits[0]!}`;
  };
  const type = typeOf(0);
  const types = [type];
  for (let i = 1; i < Math.max(bits.length, formats.length); i++) {
    const other = typeOf(i);
    if (!types.includes(other)) types.push(other);
  }
  if (types.length === 1 && Object.hasOwn(SAMPLE_ARRAYS, type)) {
    return type as SampleType;
  }
  throw new FormatError(
    `its pixels are ${types.join(" and ")}, and only ${
      Object.keys(SAMPLE_ARRAYS).join(", ")
    } can be read`,
    directory.offset,
  );
}

function positive(
  directory: Directory,
  name: TagName,
  absent?: number,
): number {
  const value = numbers(directory, name, absent)[0];
  if (value === undefined || value < 1) {
    throw new FormatError(
      `a page's ${name} is ${value ?? "empty"}`,
      directory.offset,
    );
  }
  return value;
}

/** A tag's values: whole numbers, 0 or more. */
function numbers(
  directory: Directory,
  name: TagName,
  absent?: number,
): readonly number[] {
  const values = directory.tags.get(TAGS[name]) ??
    (absent === undefined ? undefined : [absent]);
  if (values === undefined) {
    throw new FormatError(`a page has no ${name}`, directory.offset);
  }
  if (typeof values === "string") {
    throw new FormatError(`a page's ${name} is a text`, directory.offset);
  }
  for (const value of values) {
    if (Number.isSafeInteger(value)) continue;
    throw new FormatError(`a page's ${name} is "${value}"`, directory.offset);
  }
  return values;
}
