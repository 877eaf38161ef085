import type {
  PlannedEntry,
  PutAction,
  WriteAction,
} from "../manifest/entries.ts";
import { STEP_DESCRIPTIONS, type StepName } from "../step_names.ts";
import { Groups } from "../terminal/groups.ts";
import { PlanTally, type StepTally } from "../terminal/plan_tally.ts";
import type {
  ColorCount,
  IssueGroup,
  Op,
  RowChange,
  StepReview,
} from "./data.ts";
import { basename } from "@std/path";

/** How many changes of color a step lists. */
const COLORS_LISTED = 12;
/** Kinds of change that are told apart; memory must not grow with odd files. */
const COLORS_KEPT = 1000;

/** Counts what each step does and why. */
export class StepReviews {
  readonly tally = new PlanTally();
  readonly #reasons = new Map<StepName, Groups<Op>>();
  readonly #colors = new Map<string, ColorCount>();

  add(entry: PlannedEntry): void {
    this.tally.add(entry);
    if (entry.type === "write") this.#addReason(entry, basename(entry.path));
    if (entry.type === "put") this.#addReason(entry, basename(entry.key));
  }

  /** Counts changes of color; only `.simularium` files have any. */
  addChanges(changes: readonly RowChange[]): void {
    for (const { kind, of, before, after } of changes) {
      if (kind !== "color") continue;
      const key = JSON.stringify([of, before, after]);
      const known = this.#colors.get(key);
      if (known) known.count++;
      else if (this.#colors.size < COLORS_KEPT) {
        this.#colors.set(key, { of, before, after, count: 1 });
      }
    }
  }

  /** In the order in which the steps run. */
  list(): StepReview[] {
    return [...this.tally.steps].map(([name, tally]) =>
      this.#review(name, tally)
    );
  }

  /** Errors first. */
  issues(): IssueGroup[] {
    const all = [...this.tally.steps].flatMap(([step, { issues }]) =>
      issues.list().map((group) => ({ ...group, step }))
    );
    return [
      ...all.filter(({ kind }) => kind === "error"),
      ...all.filter(({ kind }) => kind === "warning"),
    ];
  }

  #review(name: StepName | null, tally: StepTally): StepReview {
    const colors = tally.colors === 0
      ? []
      : [...this.#colors.values()].sort((a, b) => b.count - a.count);
    return {
      name,
      does: name === null ? "find the packings" : STEP_DESCRIPTIONS[name],
      objects: tally.puts,
      files: tally.writes,
      reasons: (name === null ? [] : this.#reasons.get(name)?.list() ?? [])
        .sort((a, b) => b.count - a.count),
      colors: colors.slice(0, COLORS_LISTED),
      moreColors: Math.max(0, colors.length - COLORS_LISTED),
      urls: tally.urls,
    };
  }

  #addReason({ step, op, reason }: WriteAction | PutAction, name: string) {
    let reasons = this.#reasons.get(step);
    if (!reasons) this.#reasons.set(step, reasons = new Groups());
    reasons.add(op, name, reason);
  }
}
