/** One line of a table. */
export interface Row {
  /** What was measured. */
  readonly what: string;
  /** What the Python workflow takes, where it was measured. */
  readonly before?: string;
  /** What is to be reached, in words: `≤ 6 s`, `≤ 1.5 × copy + MD5`. */
  readonly target?: string;
  /** The median, with its unit. */
  readonly measured: string;
  /** What was measured beside it in the same run, and the ratio. */
  readonly beside?: string;
  /** Whether the target was reached in this run; absent where there is none. */
  readonly reached?: boolean;
}

/** Rows that belong together. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Remarks below the table, a paragraph each. */
  readonly notes?: readonly string[];
}

/** A section in Markdown, its table aligned. */
export function sectionText({ title, rows, notes = [] }: Section): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, i) =>
    Math.max(3, ...cells.map((row) => row[i]!.length))
  );
  const lines = cells.map((row) =>
    line(row.map((c, i) => c.padEnd(widths[i]!)))
  );
  lines.splice(1, 0, line(widths.map((width) => "-".repeat(width))));
  return [`## ${title}`, lines.join("\n"), ...notes].join("\n\n") + "\n";
}

const HEADINGS = [
  "what",
  "Python workflow",
  "to reach",
  "measured",
  "beside",
  "reached",
];

function cellsOf(row: Row): string[] {
  const { what, before = "", target = "", measured, beside = "", reached } =
    row;
  const verdict = reached === undefined ? "" : reached ? "yes" : "no";
  return [what, before, target, measured, beside, verdict];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
