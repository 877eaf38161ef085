import type { Table } from "./read_table.ts";

/**
 * Says what changes between two tables whose rows are named by their first
 * cell: `12 rows added, 3 changed, 1 removed`.
 */
export function describeChange(before: Table, after: Table): string {
  const old = new Map(before.slice(1).map((row) => [row[0], row]));
  let added = 0, changed = 0;
  for (const row of after.slice(1)) {
    const oldRow = old.get(row[0]);
    if (!oldRow) added++;
    else if (!sameCells(oldRow, row)) changed++;
    old.delete(row[0]);
  }
  const counts = [
    added > 0 && `${rows(added)} added`,
    changed > 0 && `${added > 0 ? changed : rows(changed)} changed`,
    old.size > 0 &&
    `${added + changed > 0 ? old.size : rows(old.size)} removed`,
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

function sameCells(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, i) => cell === b[i]);
}
