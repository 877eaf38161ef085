/** A continuation line begins at most here, as a share of the width, so that text keeps room. */
const DEEPEST = 0.4;

/** Where a word begins that is too long for its column. */
const SHALLOW = 4;

/** Commands and JSON: for copying, which line ends of ours would spoil. */
const FOR_COPYING = /^(?:\$ |aws |deno |npx |[[\]{}"])/;

/** What colors a text (ECMA-48 §8.3.117): takes no room. */
// deno-lint-ignore no-control-regex
const SGR = /\x1b\[[\d;]*m/g;

/**
 * A line as lines that fit a terminal. Two spaces and more separate columns:
 * what does not fit goes on below the beginning of the last one, behind its
 * symbol. Words are never broken, so that links and paths stay whole: one that
 * is too long is left to the terminal.
 *
 * @param width Of the terminal, in columns.
 */
export function wrapLine(line: string, width: number): string[] {
  const text = plain(line);
  if (text.length <= width || FOR_COPYING.test(text.trimStart())) return [line];
  let hang = hangOf(text, width);
  const lines: string[] = [];
  let current = "";
  for (const [, gap, word] of line.matchAll(/( *)([^ ]+)/g)) {
    const length = plain(word!).length;
    if (plain(current).length + gap!.length + length <= width) {
      current += gap! + word!;
      continue;
    }
    const indent = hang + length <= width ? hang : Math.min(hang, SHALLOW);
    const codes = plain(current).trim() === ""
      ? current.trimStart()
      : undefined;
    if (codes === undefined) lines.push(current);
    else hang = indent; // The first word: the others follow it.
    current = " ".repeat(indent) + (codes ?? "") + word;
  }
  return [...lines, current];
}

/** Where continuation lines begin: below the last column that does not begin too far right. */
function hangOf(text: string, width: number): number {
  let hang = 0;
  for (const { 0: gap, index } of text.matchAll(/^ +| {2,}/g)) {
    const column = index + gap.length;
    if (column <= width * DEEPEST) hang = column;
  }
  return /^[+~!=?✓✗-] /.test(text.slice(hang)) ? hang + 2 : hang;
}

function plain(text: string): string {
  return text.replace(SGR, "");
}
