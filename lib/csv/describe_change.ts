import { createHash } from "node:crypto";
import { DiskMap } from "../cache/disk_map.ts";
import type { Row } from "./stream_rows.ts";

/** A table row by row, the header first. */
export type TableRows = Iterable<Row> | AsyncIterable<Row>;

/**
 * Says what changes between two tables whose rows are named by their File Path,
 * or else by their first cell: `12 rows added, 3 changed, 1 removed`. Takes the
 * same memory however many rows there are.
 */
export async function describeChange(
  before: TableRows,
  after: TableRows,
): Promise<string> {
  using old = new OldRows();
  const oldHeader = await eachRow(before, (name, row) => old.add(name, row));
  let added = 0, changed = 0;
  const header = await eachRow(after, (name, row) => {
    const isSame = old.take(name, row);
    if (isSame === undefined) added++;
    else if (!isSame) changed++;
  });
  const removed = old.count;
  const counts = [
    added > 0 && `${rows(added)} added`,
    changed > 0 && `${added > 0 ? changed : rows(changed)} changed`,
    removed > 0 && `${added + changed > 0 ? removed : rows(removed)} removed`,
  ].filter(Boolean);
  if (!sameCells(oldHeader, header)) counts.unshift("columns changed");
  return counts.join(", ") || "same cells, written differently";
}

/** A count of rows: `1 row`, `2 rows`. */
export function rows(count: number): string {
  return `${count} row${count === 1 ? "" : "s"}`;
}

/** Calls back with each row and what tells it from the others. @returns The header. */
async function eachRow(
  table: TableRows,
  onRow: (name: string, row: Row) => void,
): Promise<Row> {
  let header: Row | undefined;
  let column = 0;
  for await (const row of table) {
    if (header) onRow(row[column] ?? "", row);
    else {
      header = row;
      column = Math.max(header.indexOf("File Path"), 0);
    }
  }
  return header ?? [];
}

/** Rows by their names, of which several may have the same. */
class OldRows implements Disposable {
  /** Digests of the rows with a name, in order, joined by spaces. */
  readonly #digests = new DiskMap();
  count = 0;

  add(name: string, row: Row): void {
    const others = this.#digests.get(name);
    const digest = digestOf(row);
    this.#digests.set(name, others ? `${others} ${digest}` : digest);
    this.count++;
  }

  /**
   * Takes out the first row that is left with a name.
   *
   * @returns Whether it has the same cells; `undefined` if there is none.
   */
  take(name: string, row: Row): boolean | undefined {
    const digests = this.#digests.get(name);
    if (!digests) return undefined;
    const [first, ...others] = digests.split(" ");
    this.#digests.set(name, others.join(" "));
    this.count--;
    return first === digestOf(row);
  }

  [Symbol.dispose](): void {
    this.#digests[Symbol.dispose]();
  }
}

function digestOf(row: Row): string {
  return createHash("md5").update(JSON.stringify(row)).digest("base64");
}

function sameCells(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((cell, i) => cell === b[i]);
}
