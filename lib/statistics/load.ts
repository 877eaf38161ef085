import { FormatError } from "../errors.ts";
import { fromPlainError } from "../plain_error.ts";
import {
  type CellStatistics,
  isCsv,
  keyOf,
  readStatistics,
  type StatisticsData,
} from "./read.ts";
import type { Answer, Question } from "./worker.ts";

export type { CellStatistics };

/** What is known of the cells of some structures. */
export interface Statistics {
  /** How many pairs of structure and cell there are. */
  readonly rows: number;
  /** Columns that the table lacks, by its names; what they would tell is empty. */
  readonly missingColumns: readonly string[];

  lookup(structureId: string, cellId: string): CellStatistics | undefined;
}

/** A table of a million cells takes a few seconds. */
const PATIENCE_MS = 120_000;

/**
 * Loads the cell statistics of some structures, as {@linkcode readStatistics}
 * does. Parquet is read in a worker: with some damaged files the library never
 * ends, and nothing else could end it.
 *
 * @throws {FormatError} as `readStatistics`, or if it does not end in time.
 */
export async function loadStatistics(
  path: string,
  structureIds: ReadonlySet<string>,
  patienceMs: number = PATIENCE_MS,
): Promise<Statistics> {
  return statisticsOf(
    isCsv(path)
      ? await readStatistics(path, structureIds)
      : await readInWorker({ path, structureIds }, patienceMs),
  );
}

/** Statistics that can be asked. */
export function statisticsOf(
  { cells, missingColumns }: StatisticsData,
): Statistics {
  return {
    rows: cells.size,
    missingColumns,
    lookup: (structureId, cellId) => cells.get(keyOf(structureId, cellId)),
  };
}

async function readInWorker(
  question: Question,
  patienceMs: number,
): Promise<StatisticsData> {
  const answered = Promise.withResolvers<StatisticsData>();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
  });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (data.error === undefined) answered.resolve(data.data);
    else answered.reject(fromPlainError(data.error));
  };
  worker.onerror = (event) => {
    event.preventDefault(); // Else the whole program would end.
    answered.reject(new Error(`Reading statistics failed: ${event.message}`));
  };
  const timer = setTimeout(
    () =>
      answered.reject(
        new FormatError(
          `Cannot read Parquet: it does not end within ${
            patienceMs / 1000
          } s, the file seems to be damaged`,
        ),
      ),
    patienceMs,
  );
  worker.postMessage(question);
  try {
    return await answered.promise;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
