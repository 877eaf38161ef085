import { XMLParser } from "fast-xml-parser";
import { FormatError } from "../errors.ts";

/** The `Pixels` element of OME-XML: what the pages of an OME-TIFF are. */
export interface OmePixels {
  /** Pixels, planes, channels (samples of a pixel counted) and time points. */
  readonly sizeX: number;
  readonly sizeY: number;
  readonly sizeZ: number;
  readonly sizeC: number;
  readonly sizeT: number;
  /** The three letters after `XY`: the first varies fastest from page to page. */
  readonly order: readonly Axis[];
  /** One for each channel; `undefined` where it has no name of its own. */
  readonly channelNames: readonly (string | undefined)[];
  readonly tiffData: readonly TiffData[];
}

export type Axis = "Z" | "C" | "T";

/** Which pages hold the planes from a first one on. */
export interface TiffData {
  /** Number of the first page. */
  readonly ifd: number;
  readonly first: Readonly<Record<Axis, number>>;
  /** Pages, and planes; all that are left where it is not given. */
  readonly count?: number;
}

/** Whether an image description is OME-XML. */
export function isOmeXml(description: string): boolean {
  return /^\s*</.test(description) && /<(\w+:)?OME[\s>]/.test(description);
}

/**
 * Reads the first image of OME-XML (schema 2016-06 and older ones).
 *
 * @throws {FormatError} if it cannot be read, or the pixels are in other files.
 */
export function parseOme(xml: string): OmePixels {
  const ome = parse(xml).OME;
  const pixels = ome?.Image?.[0]?.Pixels;
  if (typeof pixels !== "object") {
    throw new FormatError(
      ome?.BinaryOnly === undefined
        ? "its OME-XML has no Image with Pixels"
        : "its OME-XML is in a companion file, which is not read",
    );
  }
  const sizeC = size(pixels, "SizeC");
  const here = (pixels.TiffData ?? []).filter((data) =>
    !isElsewhere(data, ome)
  );
  if (here.length === 0 && pixels.TiffData !== undefined) {
    throw new FormatError(
      "its OME-XML says that the pixels are in other files",
    );
  }
  return {
    sizeX: size(pixels, "SizeX"),
    sizeY: size(pixels, "SizeY"),
    sizeZ: size(pixels, "SizeZ"),
    sizeC,
    sizeT: size(pixels, "SizeT"),
    order: dimensionOrder(pixels),
    channelNames: channelNames(pixels.Channel ?? [], sizeC),
    tiffData: here.length === 0 ? [tiffData({})] : here.map(tiffData),
  };
}

type Attributes = Record<string, string | undefined>;
type TiffDataElement = Attributes & { UUID?: string | { "#text"?: string } };
interface PixelsElement {
  Channel?: Attributes[];
  TiffData?: TiffDataElement[];
}
interface OmeElement {
  UUID?: string;
  BinaryOnly?: unknown;
  Image?: { Pixels?: PixelsElement }[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  removeNSPrefix: true,
  parseTagValue: false,
  // Numeric references such as &#181; count as HTML entities here.
  htmlEntities: true,
  isArray: (name) => ["Image", "Channel", "TiffData"].includes(name),
});

function parse(xml: string): { OME?: OmeElement } {
  try {
    return parser.parse(xml);
  } catch (error) {
    throw new FormatError(
      `its OME-XML cannot be read: ${(error as Error).message}`,
    );
  }
}

function size(pixels: PixelsElement, name: string): number {
  const value = count(pixels as Attributes, name);
  if (value !== undefined && value > 0) return value;
  throw new FormatError(`its OME-XML has no usable ${name}`);
}

/** A whole number, 0 or more, or `undefined` if there is none. */
function count(element: Attributes, name: string): number | undefined {
  const text = element[name];
  if (text === undefined) return undefined;
  if (/^\s*\d{1,15}\s*$/.test(text)) return Number(text);
  throw new FormatError(`its OME-XML has ${name}="${text}"`);
}

function dimensionOrder(pixels: PixelsElement): Axis[] {
  const order = (pixels as Attributes).DimensionOrder ?? "";
  if (/^XY(ZCT|ZTC|CTZ|CZT|TCZ|TZC)$/.test(order)) {
    return [...order.slice(2)] as Axis[];
  }
  throw new FormatError(`its OME-XML has DimensionOrder="${order}"`);
}

/** Names by channel; one that several samples share (RGB) tells none of them apart. */
function channelNames(
  channels: Attributes[],
  sizeC: number,
): (string | undefined)[] {
  const names = channels.length === sizeC
    ? channels.map(({ Name }) => Name)
    : channels.flatMap((channel) => {
      const samples = Math.min(count(channel, "SamplesPerPixel") ?? 1, sizeC);
      return samples === 1
        ? [channel.Name]
        : new Array<undefined>(samples).fill(undefined);
    });
  return names.length >= sizeC
    ? names.slice(0, sizeC)
    : new Array<undefined>(Math.min(sizeC, MAX_CHANNELS)).fill(undefined);
}

/** Only a lie has more; the pages decide in the end. */
const MAX_CHANNELS = 2 ** 16;

function tiffData(element: TiffDataElement): TiffData {
  const ifd = count(element, "IFD");
  return {
    ifd: ifd ?? 0,
    first: {
      Z: count(element, "FirstZ") ?? 0,
      C: count(element, "FirstC") ?? 0,
      T: count(element, "FirstT") ?? 0,
    },
    count: count(element, "PlaneCount") ?? (ifd === undefined ? undefined : 1),
  };
}

/** A file of a set names itself by the UUID of its OME element. */
function isElsewhere(
  { UUID }: TiffDataElement,
  ome: OmeElement | undefined,
): boolean {
  const uuid = typeof UUID === "object" ? UUID["#text"] : UUID;
  return uuid !== undefined && ome?.UUID !== undefined &&
    uuid.trim().toLowerCase() !== ome.UUID.trim().toLowerCase();
}
