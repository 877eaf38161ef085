/**
 * The grammar of a JSON file as a finite automaton over bytes, compiled by
 * `table.ts`: RFC 8259 with an object at the root, UTF-8 checked, plus what
 * Python adds (`NaN`, `Infinity`, `-Infinity`) and a byte order mark in front.
 *
 * Brackets need a stack, and callers want to know of the root's members: those
 * transitions are actions, which `JsonScanner` carries out. States exist once
 * for each place a value can stand in, because what may follow depends on it.
 */

/** What a transition does besides changing the state. */
export enum Action {
  None,
  OpenObject,
  OpenArray,
  /** The stack says where to go on, not the transition. */
  Close,
  /** The opening quote of a key of the root object. */
  KeyStart,
  /** Any later byte of it, the closing quote included. */
  KeyByte,
  /** The first byte of a root member's value that is no object or array. */
  Scalar,
  /** In the middle of `NaN` or `Infinity`. */
  NotFinite,
}

/** Where a value stands. */
export type Place = "root" | "object" | "array";

type Bytes = string | readonly number[];

export const WHITE = " \t\n\r";
const DIGITS = "0123456789";
const HEX = DIGITS + "abcdefABCDEF";
const LITERALS = ["true", "false", "null", "NaN", "Infinity"];

/** The states, with what each expects, for messages. */
export const states: Map<string, string> = new Map();

/** Later ones replace earlier ones of the same state and byte. */
export const transitions: [
  from: string,
  bytes: readonly number[],
  to: string,
  action: Action,
][] = [];

function state(name: string, expected: string): void {
  states.set(name, expected);
}

function on(
  from: string,
  bytes: Bytes,
  to: string,
  action = Action.None,
): void {
  const codes = typeof bytes === "string"
    ? [...bytes].map((char) => char.charCodeAt(0))
    : bytes;
  transitions.push([from, codes, to, action]);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function defineRoot(): void {
  const expected = "an object";
  for (const name of ["start", "mark 2", "mark 3", "marked"]) {
    state(name, expected);
  }
  state("end", "nothing after the root object");
  on("start", [0xef], "mark 2");
  on("mark 2", [0xbb], "mark 3");
  on("mark 3", [0xbf], "marked");
  for (const name of ["start", "marked"]) {
    on(name, WHITE, "marked");
    on(name, "{", "root first key", Action.OpenObject);
  }
  on("end", WHITE, "end");
}

function defineKeys(place: "root" | "object"): void {
  state(`${place} first key`, 'a key or "}"');
  state(`${place} key`, "a key");
  state(`${place} colon`, '":"');
  const start = place === "root" ? Action.KeyStart : Action.None;
  for (const name of [`${place} first key`, `${place} key`]) {
    on(name, WHITE, name);
    on(name, '"', `${place} key text`, start);
  }
  on(`${place} first key`, "}", "end", Action.Close);
  on(`${place} colon`, WHITE, `${place} colon`);
  on(`${place} colon`, ":", `${place} value`);
  on(`${place} after`, ",", `${place} key`);
}

function defineValues(place: Place): void {
  const close = place === "array" ? "]" : "}";
  const after = `${place} after`;
  state(after, `"," or "${close}"`);
  on(after, WHITE, after);
  on(after, close, "end", Action.Close);
  state(`${place} value`, "a value");
  const starts = [`${place} value`];
  if (place === "array") {
    state("array first", 'a value or "]"');
    starts.push("array first");
    on("array first", "]", "end", Action.Close);
    on(after, ",", "array value");
  }
  const scalar = place === "root" ? Action.Scalar : Action.None;
  for (const name of starts) {
    on(name, WHITE, name);
    on(name, "{", "object first key", Action.OpenObject);
    on(name, "[", "array first", Action.OpenArray);
    on(name, '"', `${place} text`, scalar);
    on(name, "-", `${place} minus`, scalar);
    on(name, "0", `${place} zero`, scalar);
    on(name, "123456789", `${place} int`, scalar);
    for (const word of LITERALS) {
      on(name, word[0]!, `${place} ${word} 1`, scalar);
    }
  }
  defineNumbers(place);
  for (const word of LITERALS) defineLiteral(place, word);
}

function defineNumbers(place: Place): void {
  const close = place === "array" ? "]" : "}";
  const s = (name: string) => `${place} ${name}`;
  for (const name of ["minus", "point", "e", "e sign"]) {
    state(s(name), "a digit");
  }
  for (const name of ["zero", "int", "fraction", "exponent"]) {
    state(s(name), `"," or "${close}"`);
    on(s(name), WHITE, s("after"));
    on(s(name), ",", place === "array" ? "array value" : s("key"));
    on(s(name), close, "end", Action.Close);
  }
  on(s("minus"), "0", s("zero"));
  on(s("minus"), "123456789", s("int"));
  on(s("minus"), "I", s("Infinity 1"));
  on(s("int"), DIGITS, s("int"));
  for (const name of ["zero", "int"]) on(s(name), ".", s("point"));
  for (const name of ["point", "fraction"]) on(s(name), DIGITS, s("fraction"));
  for (const name of ["zero", "int", "fraction"]) on(s(name), "eE", s("e"));
  on(s("e"), "+-", s("e sign"));
  for (const name of ["e", "e sign", "exponent"]) {
    on(s(name), DIGITS, s("exponent"));
  }
}

function defineLiteral(place: Place, word: string): void {
  const notFinite = word === "NaN" || word === "Infinity";
  for (let i = 1; i < word.length; i++) {
    const name = `${place} ${word} ${i}`;
    state(name, `the rest of ${word}`);
    on(
      name,
      word[i]!,
      i + 1 < word.length ? `${place} ${word} ${i + 1}` : `${place} after`,
      notFinite && i === 1 ? Action.NotFinite : Action.None,
    );
  }
}

/** What follows an opening quote: text, escapes and UTF-8 sequences (RFC 3629). */
function defineText(text: string, after: string, action: Action): void {
  const s = (name: string) => `${text} ${name}`;
  const go = (from: string, bytes: Bytes, to: string) =>
    on(from, bytes, to, action);
  state(text, "the rest of a string");
  state(s("escape"), "an escape sequence");
  go(text, range(0x20, 0x7f), text);
  // Replacing two of the range.
  go(text, '"', after);
  go(text, "\\", s("escape"));
  go(s("escape"), '"\\/bfnrt', text);
  go(s("escape"), "u", s("hex 4"));
  for (let left = 4; left > 0; left--) {
    state(s(`hex ${left}`), "a hexadecimal digit");
    go(s(`hex ${left}`), HEX, left > 1 ? s(`hex ${left - 1}`) : text);
  }
  for (let left = 1; left <= 3; left++) {
    state(s(`tail ${left}`), "UTF-8");
    go(
      s(`tail ${left}`),
      range(0x80, 0xbf),
      left > 1 ? s(`tail ${left - 1}`) : text,
    );
  }
  go(text, range(0xc2, 0xdf), s("tail 1"));
  go(text, [...range(0xe1, 0xec), 0xee, 0xef], s("tail 2"));
  go(text, range(0xf1, 0xf3), s("tail 3"));
  // After these first bytes the second has a narrower range.
  for (
    const [first, from, to, left] of [
      [0xe0, 0xa0, 0xbf, 1],
      [0xed, 0x80, 0x9f, 1],
      [0xf0, 0x90, 0xbf, 2],
      [0xf4, 0x80, 0x8f, 2],
    ] as const
  ) {
    state(s(`after ${first}`), "UTF-8");
    go(text, [first], s(`after ${first}`));
    go(s(`after ${first}`), range(from, to), s(`tail ${left}`));
  }
}

defineRoot();
for (const place of ["root", "object"] as const) defineKeys(place);
for (const place of ["root", "object", "array"] as const) defineValues(place);
defineText("root key text", "root colon", Action.KeyByte);
defineText("object key text", "object colon", Action.None);
for (const place of ["root", "object", "array"] as const) {
  defineText(`${place} text`, `${place} after`, Action.None);
}
