import type { Table } from "./read_table.ts";

/**
 * Says what changes between two tables whose rows are named by their File Path,
 * or else by their first cell: `12 rows added, 3 changed, 1 removed`.
 */
export function describeChange(before: Table, after: Table): string {
  const old = Map.groupBy(before.slice(1), nameIn(before));
  let added = 0, changed = 0;
  const nameOf = nameIn(after);
  for (const row of after.slice(1)) {
    const oldRow = old.get(nameOf(row))?.shift();
    if (!oldRow) added++;
    else if (!sameCells(oldRow, row)) changed++;
  }
  const removed = [...old.values()].reduce((sum, rows) => sum + rows.length, 0);
  const counts = [
    added > 0 && `${rows(added)} added`,
    changed > 0 && `${added > 0 ? changed : rows(changed)} changed`,
    removed > 0 && `${added + changed > 0 ? removed : rows(removed)} removed`,
  ].filter(Boolean);
  if (!sameCells(before[0] ?? [], after[0] ?? [])) {
    counts.unshift("columns changed");
  }
  return counts.join(", ") || "same cells, written differently";
}

/** A count of rows: `1 row`, `2 rows`. */
export function rows(count: number): string {
  return `${count} row${count === 1 ? "" : "s"}`;
}

/** What tells a row of the table from the others. */
function nameIn(
  [header = []]: Table,
): (row: readonly string[]) => string | undefined {
  const column = Math.max(header.indexOf("File Path"), 0);
  return (row) => row[column];
}

function sameCells(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, i) => cell === b[i]);
}
