import type { ApplyEvent } from "../apply/events.ts";
import { printable } from "./escape.ts";
import { type LiveLine, openLiveLine } from "./live_line.ts";
import { printError, printJson } from "./output.ts";
import { advance, NOT_BEGUN, progressLine } from "./progress_state.ts";

/** Shows a run while it goes on. */
export interface Progress {
  onEvent(event: ApplyEvent): void;
  close(): void;
}

/**
 * `text`: a bar on a terminal, a line now and then elsewhere, both on standard
 * error. `json`: each event as a line on standard output.
 */
export function openProgress(format: "text" | "json"): Progress {
  return format === "json" ? new JsonProgress() : new TextProgress();
}

class JsonProgress implements Progress {
  onEvent(event: ApplyEvent): void {
    if (event.type === "bytes") return;
    printJson(event.type === "outcome" ? brief(event) : event);
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

class TextProgress implements Progress {
  #state = NOT_BEGUN;
  readonly #line: LiveLine;

  constructor() {
    const start = performance.now();
    this.#line = openLiveLine((columns) =>
      progressLine(this.#state, (performance.now() - start) / 1000, columns)
    );
  }

  onEvent(event: ApplyEvent): void {
    this.#state = advance(this.#state, event);
    if (event.type !== "stopping") return;
    this.#line.clear();
    printError([`Stopping: ${printable(event.reason)}`]);
  }

  close(): void {
    this.#line.close();
  }
}
