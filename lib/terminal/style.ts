/** Colors a text for the terminal. */
export type Paint = (text: string) => string;

/** The colors in use, or none. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly magenta: Paint;
  readonly red: Paint;
}

/** Colors for a stream that is a terminal, unless `NO_COLOR` is set; else none. */
export function styleFor(stream: { isTerminal(): boolean }): Style {
  return stream.isTerminal() && !Deno.noColor ? COLORED : PLAIN;
}

const plain: Paint = (text) => text;

/** No colors. */
export const PLAIN: Style = {
  bold: plain,
  dim: plain,
  green: plain,
  yellow: plain,
  magenta: plain,
  red: plain,
};

// SGR codes of ECMA-48 §8.3.117 that stay legible on light and dark backgrounds.
const COLORED: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  magenta: sgr(35, 39),
  red: sgr(31, 39),
};

function sgr(on: number, off: number): Paint {
  return (text) => `\x1b[${on}m${text}\x1b[${off}m`;
}
