import type { PutAction, Summary } from "../manifest/entries.ts";
import type { StepName } from "../step_names.ts";
import type { Group } from "../terminal/groups.ts";
import type { PutTally } from "../terminal/plan_tally.ts";

/** What becomes of an object or a file. */
export type Op = PutAction["op"];

/** Something that is done with a file or an object. */
export interface RowAction {
  readonly step: StepName;
  /** A local file is written, or an object is put. */
  readonly kind: "file" | "object";
  readonly op: Op;
  readonly reason: string;
  /** Path of the file, or key of the object. */
  readonly place: string;
  /** Bytes; null where there is nothing before, or the content is not known yet. */
  readonly before: number | null;
  readonly after: number | null;
}

/** A value within a `.simularium` file that changes. */
export interface RowChange {
  readonly kind: "color" | "url" | "other";
  /** What the value is about: `membrane`, `nucleus`, the structure, else its place in the file. */
  readonly of: string;
  /** Where in the file: `typeMapping.2.geometry.color`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** A problem or a warning about one row. */
export interface RowIssue {
  readonly severity: "error" | "warning";
  readonly step: StepName | null;
  readonly message: string;
}

/** A picture of a packing, or why there is none. */
export interface Picture {
  /** The thumbnail that is there, the one that takes its place, or the one that stays. */
  readonly is: "before" | "after" | "same";
  /** Block and line of its Base64 text; null where it cannot be drawn. */
  readonly at: readonly [block: number, line: number] | null;
  /** Why it cannot be drawn. */
  readonly fault?: string;
}

/** A packing, a mesh or another file, with all that happens to it. */
export interface Row {
  readonly kind: "packing" | "mesh" | "file";
  /** Object key, or path of a file that has none. */
  readonly id: string;
  /** Cell ID of a packing, else the file's name. */
  readonly name: string;
  /** Seed of a packing that has one. */
  readonly seed: string | null;
  /** Index of its structure in the head, where it belongs to one. */
  readonly structure: number | null;
  /** Index of its rule in the head. */
  readonly rule: number | null;
  readonly actions: readonly RowAction[];
  readonly changes: readonly RowChange[];
  readonly issues: readonly RowIssue[];
  /** Whether `--skip-invalid` leaves it out. */
  readonly leftOut: boolean;
  readonly pictures: readonly Picture[];
}

/** What the release is. */
export interface Head {
  readonly release: string;
  readonly bucket: string;
  readonly host: string;
  /** ISO 8601. */
  readonly created: string;
  readonly tool: string;
  readonly offline: boolean;
  readonly structures: readonly {
    readonly id: string;
    readonly name: string;
    readonly packing: string;
  }[];
  readonly rules: readonly string[];
}

/** What one step does. */
export interface StepReview {
  /** Null for what no step is to blame for. */
  readonly name: StepName | null;
  readonly does: string;
  readonly objects: Readonly<Record<Op, PutTally>>;
  /** Local files that are written. */
  readonly files: Readonly<Record<"create" | "update", number>>;
  /** Why, the most frequent first. */
  readonly reasons: readonly Group<Op>[];
  /** Colors that change, the most frequent first. */
  readonly colors: readonly ColorCount[];
  /** Kinds of color change that are not among `colors`. */
  readonly moreColors: number;
  readonly urls: number;
}

/** A change of color, and how many files get it. */
export interface ColorCount {
  readonly of: string;
  readonly before: string | null;
  readonly after: string;
  count: number;
}

/** Issues that say the same. */
export interface IssueGroup extends Group<"error" | "warning"> {
  readonly step: StepName | null;
}

/** What becomes of a CSV. */
export interface TableReview {
  readonly path: string;
  readonly op: "create" | "update";
  /** Why the old file cannot be compared. */
  readonly fault: string | null;
  /** Columns after, then those that are no more. */
  readonly columns: readonly TableColumn[];
  /** Of all rows that change. */
  readonly counts: Readonly<Record<TableRow["is"], number>>;
  /** The first of them. */
  readonly rows: readonly TableRow[];
}

/** A column of a CSV. */
export interface TableColumn {
  readonly name: string;
  readonly is: "same" | "added" | "removed";
}

/** A row of a CSV that changes. */
export interface TableRow {
  readonly is: "added" | "changed" | "removed";
  /** For each column its text, or before and after where they differ. */
  readonly cells: readonly (string | readonly [string, string])[];
}

/** All that is known when the plan is complete. */
export interface Review {
  /** Absent in a plan that is cut off. */
  readonly head: Head | null;
  readonly summary: Pick<Summary, "errors" | "warnings" | "actions"> | null;
  readonly objects: Readonly<Record<Op, PutTally>>;
  /** Local files that are written. */
  readonly files: number;
  readonly hasChanges: boolean;
  readonly aggregates: number;
  readonly invalid: number;
  readonly steps: readonly StepReview[];
  /** Errors first. */
  readonly issues: readonly IssueGroup[];
  readonly tables: readonly TableReview[];
  /** Pictures that are not in the page because it would grow too large. */
  readonly picturesLeftOut: number;
}
