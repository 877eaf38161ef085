import type { ApplyEvent } from "../apply/events.ts";
import { isInPlace } from "../apply/outcome.ts";
import { formatBytes, formatDuration, formatNumber } from "./units.ts";

/** How far a run has come. */
export interface ProgressState {
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
      return { ...state, actions: event.actions, bytes: event.bytes };
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
    ended: state.ended + 1,
    short: state.short + (isInPlace(outcome) ? 0 : 1),
    bytes: state.bytes - unsent,
  };
}

/**
 * A run in one line: `[█████░░░░░]  34/67  1.2 MB of 4.1 MB  3.4 MB/s  1.0 s left`.
 *
 * @param seconds Since the run began.
 * @param width Of the terminal, in columns.
 */
export function progressLine(
  state: ProgressState,
  seconds: number,
  width: number,
): string {
  const { actions, ended, bytes, sent, short, retries, stopping } = state;
  const share = actions === 0 ? 0 : ended / actions;
  const facts = [
    `${formatNumber(ended)}/${formatNumber(actions)}`,
    // Of what is drawn during the run, the size was not known before.
    formatBytes(sent) + (sent < bytes ? ` of ${formatBytes(bytes)}` : ""),
    seconds > 0.5 && `${formatBytes(sent / seconds)}/s`,
    stopping ? "finishing what is under way" : timeLeft(share, seconds),
    short > 0 && `${formatNumber(short)} not done`,
    retries > 0 && `${formatNumber(retries)} retried`,
  ].filter(Boolean).join("  ");
  const barWidth = Math.min(30, width - facts.length - 5);
  return barWidth < 5
    ? facts.slice(0, width - 1)
    : `[${bar(share, barWidth)}]  ${facts}`;
}

function bar(share: number, width: number): string {
  const full = Math.round(share * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

function timeLeft(share: number, seconds: number): string | false {
  if (share === 0 || share === 1 || seconds < 1) return false;
  return `${formatDuration(seconds / share - seconds)} left`;
}
