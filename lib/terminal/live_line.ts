import { columnsOf, printError, writeIfRead } from "./output.ts";

/** A line on standard error that says how far things are, until it is closed. */
export interface LiveLine {
  /** Makes room for other lines; the next draw brings it back. */
  clear(): void;
  close(): void;
}

/** Redraws on a terminal, in ms: often enough to move, seldom enough not to flicker. */
const REDRAW_MS = 100;

/** Lines elsewhere, in ms. */
const LINE_MS = 5_000;

/**
 * Opens a line that is redrawn in place on a terminal; elsewhere it is printed
 * now and then.
 *
 * @param text The line for a terminal of so many columns, or for a log.
 */
export function openLiveLine(
  text: (columns: number | undefined) => string,
): LiveLine {
  return canRedraw() ? new RedrawnLine(text) : new RepeatedLine(text);
}

/**
 * Whether a line can be drawn in place: on a terminal, but for those of CI
 * systems, which keep all that was ever drawn.
 */
export function canRedraw(): boolean {
  return Deno.stderr.isTerminal() && !Deno.env.get("CI") &&
    Deno.env.get("TERM") !== "dumb";
}

class RedrawnLine implements LiveLine {
  readonly #timer: ReturnType<typeof setInterval>;
  #drawn = "";

  constructor(text: (columns: number | undefined) => string) {
    this.#timer = setInterval(
      () => this.#draw(text(columnsOf(Deno.stderr))),
      REDRAW_MS,
    );
  }

  #draw(line: string): void {
    if (line === this.#drawn) return;
    writeIfRead(Deno.stderr, `\r${line}\x1b[K`);
    this.#drawn = line;
  }

  clear(): void {
    if (this.#drawn !== "") this.#draw("");
  }

  close(): void {
    clearInterval(this.#timer);
    this.clear();
  }
}

class RepeatedLine implements LiveLine {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(text: (columns: undefined) => string) {
    this.#timer = setInterval(() => printError([text(undefined)]), LINE_MS);
  }

  clear(): void {}

  close(): void {
    clearInterval(this.#timer);
  }
}
