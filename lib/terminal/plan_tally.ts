import type {
  Header,
  Issue,
  PlannedEntry,
  PutAction,
  WriteAction,
} from "../manifest/entries.ts";
import type { StepName } from "../step_names.ts";
import { Groups } from "./groups.ts";
import { issueSubject } from "./issue_text.ts";

/** How many single lines a summary shows of each kind. */
const EXAMPLES = 3;

/** Objects by what becomes of them. */
export interface PutTally {
  objects: number;
  bytes: number;
  /** Objects whose content is known only after apply. */
  unknown: number;
}

/** What one step does. */
export class StepTally {
  readonly puts: Record<PutAction["op"], PutTally> = {
    create: { objects: 0, bytes: 0, unknown: 0 },
    update: { objects: 0, bytes: 0, unknown: 0 },
    replace: { objects: 0, bytes: 0, unknown: 0 },
    keep: { objects: 0, bytes: 0, unknown: 0 },
  };
  /** Objects that change, the first few. */
  readonly examples: PutAction[] = [];
  readonly writes: Record<WriteAction["op"], number> = { create: 0, update: 0 };
  /** Writes of tables, each shown by itself. */
  readonly tables: WriteAction[] = [];
  urls = 0;
  colors = 0;
  /** How many files get each change of color. */
  readonly colorChanges = new Map<string, number>();
  readonly issues = new Groups<Issue["severity"]>();
}

/** Counts the entries of a plan, step by step, in memory that does not grow with them. */
export class PlanTally {
  header: Header | undefined;
  readonly steps = new Map<StepName | null, StepTally>();
  aggregates = 0;
  invalid = 0;
  errors = 0;

  add(entry: PlannedEntry): void {
    switch (entry.type) {
      case "header":
        this.header = entry;
        for (const step of entry.steps) this.steps.set(step, new StepTally());
        break;
      case "put":
        addPut(this.#of(entry.step), entry);
        break;
      case "write":
        addWrite(this.#of(entry.step), entry);
        break;
      case "issue":
        this.#addIssue(entry);
        break;
      case "left_out":
        if (entry.reason === "aggregate") this.aggregates++;
        else this.invalid++;
    }
  }

  /** Objects with an operation, over all steps. */
  total(op: PutAction["op"]): PutTally {
    const total = { objects: 0, bytes: 0, unknown: 0 };
    for (const { puts } of this.steps.values()) {
      total.objects += puts[op].objects;
      total.bytes += puts[op].bytes;
      total.unknown += puts[op].unknown;
    }
    return total;
  }

  /** Local files that are written, over all steps. */
  get localWrites(): number {
    return [...this.steps.values()]
      .reduce((sum, { writes }) => sum + writes.create + writes.update, 0);
  }

  /** Whether applying the plan would change anything. */
  get hasChanges(): boolean {
    return this.localWrites > 0 ||
      (["create", "update", "replace"] as const)
        .some((op) => this.total(op).objects > 0);
  }

  #addIssue(issue: Issue): void {
    if (issue.severity === "error") this.errors++;
    this.#of(issue.step).issues.add(
      issue.severity,
      issueSubject(issue),
      issue.message,
    );
  }

  #of(step: StepName | null): StepTally {
    let tally = this.steps.get(step);
    if (!tally) this.steps.set(step, tally = new StepTally());
    return tally;
  }
}

function addPut(tally: StepTally, put: PutAction): void {
  const counts = tally.puts[put.op];
  counts.objects++;
  if (put.size === null) counts.unknown++;
  else counts.bytes += put.size;
  const isNotable = put.op === "update" || put.op === "replace";
  if (isNotable && tally.examples.length < EXAMPLES) tally.examples.push(put);
}

function addWrite(tally: StepTally, write: WriteAction): void {
  tally.writes[write.op]++;
  if (write.content.kind === "text") tally.tables.push(write);
  for (const { path, before, after } of write.changes) {
    if (path.endsWith(".url")) {
      tally.urls++;
      continue;
    }
    tally.colors++;
    const change = before === null
      ? `(none) → ${after}`
      : `${before} → ${after}`;
    tally.colorChanges.set(change, (tally.colorChanges.get(change) ?? 0) + 1);
  }
}
