import {
  type AsyncBuffer,
  type FileMetaData,
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
  return await asFormatError(async () => {
    using file = new FileSlices(path);
    const metadata = await parquetMetadataAsync(file);
    const { children } = parquetSchema(metadata);
    return {
      columns: children.map(({ element }) => element.name),
      rows: (columns) => readRows(path, metadata, columns),
    };
  });
}

async function* readRows(
  path: string,
  metadata: FileMetaData,
  columns: readonly (string | undefined)[],
): AsyncGenerator<unknown[]> {
  using file = new FileSlices(path);
  const wanted = columns.filter((column) => column !== undefined);
  const { ranges, readColumn } = await asFormatError(() =>
    parquetScan({ file, metadata, columns: wanted, compressors })
  );
  for (const { rowStart, rowEnd } of ranges) {
    const values = await asFormatError(() =>
      Promise.all(
        columns.map((column) =>
          column && readColumn({ column, rowStart, rowEnd })
        ),
      )
    );
    rejectMissingRows(values, rowEnd - rowStart);
    for (let row = 0; row < rowEnd - rowStart; row++) {
      yield values.map((column) => column?.[row]);
    }
  }
}

/** A damaged column can be shorter than the metadata says. */
function rejectMissingRows(
  columns: readonly (ArrayLike<unknown> | undefined)[],
  rows: number,
): void {
  for (const column of columns) {
    if (column && column.length !== rows) {
      throw new FormatError(
        `Cannot read Parquet: a column has ${column.length} values for ${rows} rows`,
      );
    }
  }
}

/** What the library throws is about the content, unless it comes from the disk. */
async function asFormatError<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
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
