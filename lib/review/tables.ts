import { parse } from "@std/csv/parse";
import { readTable, type Table } from "../csv/read_table.ts";
import { FormatError } from "../errors.ts";
import type { Entry, WriteAction } from "../manifest/entries.ts";
import type { TableColumn, TableReview, TableRow } from "./data.ts";

/** How many rows of each kind a page shows: enough to see what happens. */
const ROWS_SHOWN = 200;

/** Compares the CSVs of a plan with those on disk as their text goes by. */
export class TableReviews {
  readonly list: TableReview[] = [];
  #open: { readonly write: WriteAction; readonly pieces: string[] } | undefined;

  /** Takes an entry. */
  async add(entry: Entry): Promise<void> {
    if (entry.type === "text") {
      if (this.#open?.write.id === entry.of) this.#open.pieces.push(entry.text);
      return;
    }
    await this.end();
    if (entry.type === "write" && entry.content.kind === "text") {
      this.#open = { write: entry, pieces: [] };
    }
  }

  /** Compares what is still open. */
  async end(): Promise<void> {
    if (!this.#open) return;
    const { write, pieces } = this.#open;
    this.#open = undefined;
    const { path, op } = write;
    const after = parse(pieces.join(""));
    let before: Table = [], fault: string | null = null;
    if (op === "update") {
      try {
        before = await readTable(path);
      } catch (error) {
        if (error instanceof FormatError) fault = error.message;
        else if (error instanceof Deno.errors.NotFound) fault = "it is gone";
        else throw error;
      }
    }
    this.list.push({
      path,
      op,
      fault,
      ...compareTables(before, after),
    });
  }
}

/**
 * What changes between two tables, whose rows are named by their column
 * `File Path`, else by their first cell.
 */
export function compareTables(
  before: Table,
  after: Table,
): Pick<TableReview, "columns" | "counts" | "rows"> {
  const columns = columnsOf(before[0] ?? [], after[0] ?? []);
  const read = (table: Table) => new Rows(table, columns);
  const old = read(before), fresh = read(after);
  const counts = { added: 0, changed: 0, removed: 0 };
  const rows: Record<TableRow["is"], TableRow[]> = {
    changed: [],
    added: [],
    removed: [],
  };
  const add = (is: TableRow["is"], cells: TableRow["cells"]) => {
    counts[is]++;
    if (rows[is].length < ROWS_SHOWN) rows[is].push({ is, cells });
  };

  const oldByName = new Map(old.all.map((row) => [old.nameOf(row), row]));
  for (const row of fresh.all) {
    const name = fresh.nameOf(row);
    const oldRow = oldByName.get(name);
    oldByName.delete(name);
    if (!oldRow) {
      add("added", fresh.cells(row));
      continue;
    }
    const oldCells = old.cells(oldRow);
    const cells = fresh.cells(row).map((cell, i) =>
      cell === oldCells[i] ? cell : [oldCells[i]!, cell] as const
    );
    if (cells.some((cell) => typeof cell !== "string")) add("changed", cells);
  }
  for (const row of oldByName.values()) add("removed", old.cells(row));
  return {
    columns,
    counts,
    rows: [...rows.changed, ...rows.added, ...rows.removed],
  };
}

function columnsOf(
  before: readonly string[],
  after: readonly string[],
): TableColumn[] {
  return [
    ...after.map((name) => ({
      name,
      is: before.length === 0 || before.includes(name) ? "same" : "added",
    } as const)),
    ...before.filter((name) => !after.includes(name))
      .map((name) => ({ name, is: "removed" } as const)),
  ];
}

/** A table's rows, with their cells in the order of some columns. */
class Rows {
  readonly all: Table;
  readonly #places: readonly number[];
  readonly #name: number;

  constructor([header = [], ...rows]: Table, columns: readonly TableColumn[]) {
    this.all = rows;
    this.#places = columns.map(({ name }) => header.indexOf(name));
    this.#name = Math.max(0, header.indexOf("File Path"));
  }

  nameOf(row: readonly string[]): string | undefined {
    return row[this.#name];
  }

  cells(row: readonly string[]): string[] {
    return this.#places.map((place) => row[place] ?? "");
  }
}
