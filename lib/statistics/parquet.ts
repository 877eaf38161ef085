import {
  type AsyncBuffer,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { FormatError } from "../errors.ts";
import type { Table } from "./table.ts";

/**
 * Opens a Parquet file. Of its rows one group is in memory at a time, and of
 * this only the asked columns.
 *
 * @throws {FormatError} if it is not Parquet, or not complete.
 */
export async function openParquet(path: string): Promise<Table> {
  using file = new FileSlices(path);
  const metadata = await asFormatError(parquetMetadataAsync(file));
  const { children } = parquetSchema(metadata);
  return {
    columns: children.map(({ element }) => element.name),
    rows: (columns) => readRows(path, columns),
  };
}

async function* readRows(
  path: string,
  columns: readonly (string | undefined)[],
): AsyncGenerator<unknown[]> {
  using file = new FileSlices(path);
  const { ranges, readColumn } = await asFormatError(parquetScan({
    file,
    columns: columns.filter((column) => column !== undefined),
    compressors,
  }));
  for (const { rowStart, rowEnd } of ranges) {
    const values = await asFormatError(
      Promise.all(
        columns.map((column) =>
          column === undefined ? [] : readColumn({ column, rowStart, rowEnd })
        ),
      ),
    );
    for (let row = 0; row < rowEnd - rowStart; row++) {
      yield values.map((column) => column[row]);
    }
  }
}

/** What the library throws is about the content, unless it comes from the disk. */
async function asFormatError<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (isDiskError(error)) throw error;
    const reason = error instanceof Error ? error.message : error;
    throw new FormatError(`Cannot read Parquet: ${reason}`);
  }
}

function isDiskError(error: unknown): boolean {
  return Object.values(Deno.errors).some((type) => error instanceof type);
}

/** A file as the library reads it: in slices. */
class FileSlices implements AsyncBuffer {
  readonly byteLength: number;
  readonly #file: Deno.FsFile;

  constructor(path: string) {
    this.#file = Deno.openSync(path);
    this.byteLength = this.#file.statSync().size;
  }

  /** Synchronous, because seek and read must not mix with those of another slice. */
  slice(start: number, end: number = this.byteLength): ArrayBuffer {
    const bytes = new Uint8Array(end - start);
    this.#file.seekSync(start, Deno.SeekMode.Start);
    for (let length = 0; length < bytes.length;) {
      const read = this.#file.readSync(bytes.subarray(length));
      if (read === null) throw new RangeError("the file ends too early");
      length += read;
    }
    return bytes.buffer;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
