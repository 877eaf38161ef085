import type { ApplyEvent } from "../apply/events.ts";
import { isInPlace } from "../apply/outcome.ts";
import type { StepName } from "../step_names.ts";
import { formatBytes, formatDuration, formatNumber } from "./units.ts";

/** How far a run has come. */
export interface ProgressState {
  /** What the run is about at the moment. */
  readonly doing: string;
  readonly actions: number;
  readonly ended: number;
  /** Actions that did not end in place. */
  readonly short: number;
  /** Bytes to send in all, as far as they are known. */
  readonly bytes: number;
  /** Bytes that went out. */
  readonly sent: number;
  readonly retries: number;
  readonly stopping: boolean;
}

/** A run that has not begun. */
export const NOT_BEGUN: ProgressState = {
  doing: "listing the bucket",
  actions: 0,
  ended: 0,
  short: 0,
  bytes: 0,
  sent: 0,
  retries: 0,
  stopping: false,
};

/** The state after an event. */
export function advance(
  state: ProgressState,
  event: ApplyEvent,
): ProgressState {
  switch (event.type) {
    case "start":
      return {
        ...state,
        doing: "",
        actions: event.actions,
        bytes: event.bytes,
      };
    case "bytes":
      return { ...state, sent: state.sent + event.bytes };
    case "retry":
      return { ...state, retries: state.retries + 1 };
    case "stopping":
      return { ...state, stopping: true };
    case "outcome":
      return ended(state, event);
    case "end":
      return state;
  }
}

function ended(
  state: ProgressState,
  { action, outcome }: ApplyEvent & { type: "outcome" },
): ProgressState {
  const isPut = action.type === "put" && action.op !== "keep";
  const unsent = isPut && outcome.is !== "done" ? action.size ?? 0 : 0;
  return {
    ...state,
    doing: SUBJECTS[action.step],
    ended: state.ended + 1,
    short: state.short + (isInPlace(outcome) ? 0 : 1),
    bytes: state.bytes - unsent,
  };
}

/** What the steps are about: those of one packing take turns, so all are one. */
const SUBJECTS: Readonly<Record<StepName, string>> = {
  upload_meshes: "meshes",
  update_simularium: "packings",
  upload_simularium: "packings",
  upload_thumbnails: "packings",
  create_csv: "tables",
  update_csv_stats: "tables",
};

/**
 * A run in one line: `[█████░░░░░]  meshes  34/67  1.2 MB of 4.1 MB  3.4 MB/s  1.0 s left`.
 *
 * @param seconds Since the run began.
 * @param columns Of the terminal; without one, as in a log, there is no bar.
 */
export function progressLine(
  state: ProgressState,
  seconds: number,
  columns?: number,
): string {
  const { actions, ended } = state;
  const share = actions === 0 ? 0 : ended / actions;
  const facts = factsOf(state, share, seconds);
  if (columns === undefined) return facts;
  // As wide as the terminal lets it be, not as the text: so it only grows.
  const barWidth = Math.min(30, Math.floor(columns / 8));
  const line = `[${bar(share, barWidth)}]  ${facts}`;
  return actions === 0 || line.length >= columns
    ? facts.slice(0, columns - 1)
    : line;
}

function factsOf(
  state: ProgressState,
  share: number,
  seconds: number,
): string {
  const { doing, actions, ended, bytes, sent, short, retries, stopping } =
    state;
  const amounts = actions === 0 ? [] : [
    `${formatNumber(ended)}/${formatNumber(actions)}`,
    // Of what is drawn during the run, the size was not known before.
    formatBytes(sent) + (sent < bytes ? ` of ${formatBytes(bytes)}` : ""),
    seconds > 0.5 && `${formatBytes(sent / seconds)}/s`,
  ];
  return [
    doing,
    ...amounts,
    stopping ? "finishing what is under way" : timeLeft(share, seconds),
    short > 0 && `${formatNumber(short)} not done`,
    retries > 0 && `${formatNumber(retries)} retried`,
  ].filter(Boolean).join("  ");
}

function bar(share: number, width: number): string {
  const full = Math.round(share * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

function timeLeft(share: number, seconds: number): string | false {
  if (share === 0 || share === 1 || seconds < 1) return false;
  return `${formatDuration(seconds / share - seconds)} left`;
}
