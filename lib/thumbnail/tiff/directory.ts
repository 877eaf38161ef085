import { GeoTIFF } from "geotiff";
import { FormatError } from "../../errors.ts";
import type { FileSource } from "./source.ts";

/** An image file directory (IFD): the tags of one page. */
export interface Directory {
  /** Where it stands in the file, in bytes. */
  readonly offset: number;
  readonly bigEndian: boolean;
  readonly tags: ReadonlyMap<string | number, unknown>;
}

/**
 * Reads the chain of directories of a TIFF or BigTIFF file.
 *
 * @throws {FormatError} if the file is no TIFF, a directory reaches beyond its
 * end, or the chain runs in a circle.
 */
export async function readDirectories(
  source: FileSource,
): Promise<Directory[]> {
  const tiff = await understood(0, () => GeoTIFF.fromSource(source));
  // Values that are read later would be taken as little-endian (geotiff 3.0).
  tiff.parser.eager = true;
  const directories: Directory[] = [];
  const seen = new Set<number>();
  for (let offset = tiff.firstIFDOffset; offset !== 0;) {
    if (seen.has(offset)) {
      throw new FormatError("the chain of its pages runs in a circle", offset);
    }
    seen.add(offset);
    const directory = await understood(
      offset,
      () => tiff.parser.parseFileDirectoryAt(offset),
    );
    directories.push({
      offset,
      bigEndian: !tiff.littleEndian,
      tags: directory.actualizedFields,
    });
    offset = directory.nextIFDByteOffset;
  }
  if (directories.length === 0) throw new FormatError("it has no pages");
  return directories;
}

/** Turns the library's complaints into one that names the offset. */
async function understood<T>(
  offset: number,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RangeError) {
      throw new FormatError(
        `truncated or not a TIFF file: what starts at byte ${offset} is cut off or damaged`,
        offset,
      );
    }
    // A plain Error is geotiff's own; FormatError and Deno.errors go on as they are.
    if (
      error instanceof TypeError ||
      error instanceof Error && error.constructor === Error
    ) {
      throw new FormatError(
        `not a TIFF file that can be read: ${error.message}`,
        offset,
      );
    }
    throw error;
  }
}
