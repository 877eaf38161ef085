import type { ApplyEvent } from "../apply/events.ts";
import { printable } from "./escape.ts";
import { print, printError, writeIfRead } from "./output.ts";
import { advance, NOT_BEGUN, progressLine } from "./progress_state.ts";

/** Shows a run while it goes on. */
export interface Progress {
  onEvent(event: ApplyEvent): void;
  close(): void;
}

/** Redraws of the bar, in milliseconds: often enough to move, seldom enough not to flicker. */
const REDRAW_MS = 100;

/** Lines where there is no terminal, in milliseconds. */
const LINE_MS = 5_000;

/** Columns of such a line. */
const LINE_WIDTH = 80;

/**
 * `text`: a bar on a terminal, a line now and then elsewhere, both on standard
 * error. `json`: each event as a line on standard output.
 */
export function openProgress(format: "text" | "json"): Progress {
  if (format === "json") return new JsonProgress();
  return Deno.stderr.isTerminal() ? new BarProgress() : new LineProgress();
}

class JsonProgress implements Progress {
  onEvent(event: ApplyEvent): void {
    if (event.type === "bytes") return;
    print([JSON.stringify(event.type === "outcome" ? brief(event) : event)]);
  }

  close(): void {}
}

function brief({ action, outcome }: ApplyEvent & { type: "outcome" }) {
  const subject = action.type === "put"
    ? { key: action.key }
    : { path: action.path };
  return {
    type: "outcome",
    id: action.id,
    step: action.step,
    ...subject,
    outcome: outcome.is,
    ..."reason" in outcome ? { reason: outcome.reason } : {},
  };
}

abstract class TextProgress implements Progress {
  protected state = NOT_BEGUN;
  readonly #start = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(intervalMs: number) {
    this.#timer = setInterval(() => this.draw(), intervalMs);
  }

  onEvent(event: ApplyEvent): void {
    this.state = advance(this.state, event);
    if (event.type !== "stopping") return;
    this.clear();
    printError([`Stopping: ${printable(event.reason)}`]);
  }

  close(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  protected line(width: number): string {
    return progressLine(
      this.state,
      (performance.now() - this.#start) / 1000,
      width,
    );
  }

  protected abstract draw(): void;
  protected abstract clear(): void;
}

class BarProgress extends TextProgress {
  constructor() {
    super(REDRAW_MS);
  }

  protected draw(): void {
    // Some terminals do not know how wide they are, and say 0.
    const width = Deno.consoleSize().columns || LINE_WIDTH;
    writeIfRead(Deno.stderr, `\r${this.line(width)}\x1b[K`);
  }

  protected clear(): void {
    writeIfRead(Deno.stderr, "\r\x1b[K");
  }
}

class LineProgress extends TextProgress {
  constructor() {
    super(LINE_MS);
  }

  protected draw(): void {
    printError([this.line(LINE_WIDTH)]);
  }

  protected clear(): void {}
}
