import { STATISTICS, type StatisticsColumnName } from "../csv/columns.ts";
import { FormatError } from "../errors.ts";
import { readCsv } from "./csv.ts";
import { openParquet } from "./parquet.ts";
import type { Table } from "./table.ts";
import { readCellId, readStatistic } from "./values.ts";

/** What is known of a cell, ready to be printed; empty where it is not known. */
export type CellStatistics = Readonly<Record<StatisticsColumnName, string>>;

/** The statistics of some structures, as data: it can cross from a worker. */
export interface StatisticsData {
  /** By {@linkcode keyOf}. */
  readonly cells: ReadonlyMap<string, CellStatistics>;
  /** Columns that the table lacks, by its names; what they would tell is empty. */
  readonly missingColumns: readonly string[];
}

/**
 * Reads the cell statistics of some structures: CSV if the file's name ends in
 * `.csv`, else Parquet. The columns `CellId` and `structure_name`, which holds
 * structure IDs, tell what a row is about.
 *
 * @throws {FormatError} if the file is damaged or has no rows, lacks these two
 * columns or all statistics, has one of them twice, holds a value of a wrong
 * kind, or says different things of one cell.
 */
export async function readStatistics(
  path: string,
  structureIds: ReadonlySet<string>,
): Promise<StatisticsData> {
  const table = await (isCsv(path) ? readCsv : openParquet)(path);
  const sources = findSources(table.columns);
  return {
    cells: await readCells(table, sources, structureIds),
    missingColumns: STATISTICS.filter((_, i) => sources[i] === undefined)
      .map(({ sources }) => sources[0]),
  };
}

/** Whether a file is read as CSV, by its name. */
export function isCsv(path: string): boolean {
  return /\.csv$/i.test(path);
}

/** What tells a cell of a structure. */
export function keyOf(structureId: string, cellId: string): string {
  return `${structureId}/${cellId}`;
}

const CELL_ID = "CellId";
const STRUCTURE_ID = "structure_name";

/** For each statistic the column that tells it, if there is one. */
type Sources = readonly (string | undefined)[];

function findSources(columns: readonly string[]): Sources {
  for (const column of [CELL_ID, STRUCTURE_ID]) {
    if (!columns.includes(column)) {
      throw new FormatError(
        `Cannot tell which cell a row is about: there is no column "${column}"`,
      );
    }
  }
  const sources = STATISTICS.map(({ sources }) =>
    sources.find((source) => columns.includes(source))
  );
  for (const column of [CELL_ID, STRUCTURE_ID, ...sources]) {
    if (columns.indexOf(column!) !== columns.lastIndexOf(column!)) {
      throw new FormatError(
        `Cannot choose a column "${column}": there is more than one`,
      );
    }
  }
  if (sources.every((source) => source === undefined)) {
    const names = STATISTICS.flatMap(({ sources }) => sources).join(", ");
    throw new FormatError(
      `Cannot find cell statistics: there is none of the columns ${names}`,
    );
  }
  return sources;
}

async function readCells(
  table: Table,
  sources: Sources,
  structureIds: ReadonlySet<string>,
): Promise<Map<string, CellStatistics>> {
  const cells = new Map<string, CellStatistics>();
  let row = 0;
  for await (
    const [structureId, id, ...values] of table.rows([
      STRUCTURE_ID,
      CELL_ID,
      ...sources,
    ])
  ) {
    row++;
    if (!isWanted(structureId, structureIds, row)) continue;
    const cellId = readCellId(id);
    if (cellId === undefined) throw wrongKind(CELL_ID, id, `row ${row}`);

    const cell = readCell(values, sources, cellId);
    const key = keyOf(structureId, cellId);
    if (!isConsistent(cells.get(key), cell)) {
      throw new FormatError(
        `Cannot choose statistics of cell "${cellId}": row ${row} and one before it differ for ${structureId}`,
      );
    }
    cells.set(key, cell);
  }
  if (row === 0) {
    throw new FormatError("Cannot find cell statistics: the table has no rows");
  }
  return cells;
}

function isWanted(
  structureId: unknown,
  structureIds: ReadonlySet<string>,
  row: number,
): structureId is string {
  if (structureId === undefined || structureId === null) return false;
  if (typeof structureId === "string") return structureIds.has(structureId);
  throw wrongKind(STRUCTURE_ID, structureId, `row ${row}`);
}

function readCell(
  values: readonly unknown[],
  sources: Sources,
  cellId: string,
): CellStatistics {
  const cells = STATISTICS.map(({ name, decimals }, i) => {
    const text = readStatistic(values[i], decimals);
    if (text !== undefined) return [name, text];
    throw wrongKind(sources[i]!, values[i], `cell "${cellId}"`);
  });
  return Object.fromEntries(cells);
}

function isConsistent(
  before: CellStatistics | undefined,
  cell: CellStatistics,
): boolean {
  return before === undefined ||
    STATISTICS.every(({ name }) => before[name] === cell[name]);
}

function wrongKind(column: string, value: unknown, where: string): FormatError {
  return new FormatError(
    `Cannot read ${column} "${value}" of ${where}: it is of a wrong kind`,
  );
}
