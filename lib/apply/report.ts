import type { Action } from "../manifest/entries.ts";
import type { StepName } from "../step_names.ts";
import type { Outcome } from "./outcome.ts";

/** An action that did not end in place, and why. */
export interface Shortfall {
  /** The step that asked for it. */
  readonly step: StepName;
  /** The object key, or the path of the local file. */
  readonly subject: string;
  /** What became of it. */
  readonly outcome: Exclude<Outcome, { is: "done" | "already there" }>;
}

/** How a run ended. */
export interface ApplyReport {
  /** Actions by outcome. */
  readonly counts: Readonly<Record<Outcome["is"], number>>;
  /** Bytes put. */
  readonly bytes: number;
  /** Requests that were repeated. */
  readonly retries: number;
  /** The actions that did not end in place. */
  readonly shortfalls: readonly Shortfall[];
  /** Why the run began no more actions, where it stopped before its time. */
  readonly stopped?: string;
  /** Whether everything in the manifest is in place. */
  readonly complete: boolean;
}

/** Gathers a report while a run goes on. */
export class ReportBuilder {
  readonly #counts: Record<Outcome["is"], number> = {
    "done": 0,
    "already there": 0,
    "stale": 0,
    "failed": 0,
    "not tried": 0,
  };
  readonly #shortfalls: Shortfall[] = [];
  /** Bytes put. */
  bytes = 0;
  /** Why no more actions begin. */
  stopped: string | undefined;

  add(action: Action, outcome: Outcome): void {
    this.#counts[outcome.is]++;
    if (outcome.is === "done" || outcome.is === "already there") return;
    const subject = action.type === "put" ? action.key : action.path;
    this.#shortfalls.push({ step: action.step, subject, outcome });
  }

  /** @param actions How many the manifest has. */
  build(actions: number, retries: number): ApplyReport {
    return {
      counts: this.#counts,
      bytes: this.bytes,
      retries,
      shortfalls: this.#shortfalls,
      stopped: this.stopped,
      complete: this.#counts.done + this.#counts["already there"] === actions,
    };
  }
}
