/**
 * The automaton of `grammar.ts` as arrays. States are held shifted left by 8,
 * ready to be combined with a byte.
 */
import { Action, type Place, states, transitions, WHITE } from "./grammar.ts";

const names = [...states.keys()];
const ids = new Map(names.map((name, i) => [name, i << 8]));

/** The shifted state of that name. */
function id(name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new RangeError(`Cannot find state "${name}"`);
  return id;
}

/** Entries from here on are no states but indices of `ACTIONS`. */
export const FIRST_ACTION = names.length << 8;
/** The byte fits nowhere. */
export const ERROR = 0xffff;

export const START: number = id("start");
export const END: number = id("end");
/** After a value, by place. */
export const AFTER: Readonly<Record<Place, number>> = {
  root: id("root after"),
  object: id("object after"),
  array: id("array after"),
};

/** What to do, and the state to go on with (`Close` asks the stack). */
export const ACTIONS: { readonly action: Action; readonly next: number }[] = [];

/**
 * State | byte → state, action or `ERROR`: one look-up a byte checks everything,
 * and a chunk may end anywhere.
 */
export const TABLE: Uint16Array = buildTable();

function buildTable(): Uint16Array {
  const table = new Uint16Array(FIRST_ACTION).fill(ERROR);
  const actionIds = new Map<string, number>();
  for (const [from, bytes, to, action] of transitions) {
    let entry = id(to);
    if (action !== Action.None) {
      const key = `${action} ${to}`;
      if (!actionIds.has(key)) {
        actionIds.set(key, FIRST_ACTION + ACTIONS.length);
        ACTIONS.push({ action, next: entry });
      }
      entry = actionIds.get(key)!;
    }
    for (const byte of bytes) table[id(from) | byte] = entry;
  }
  return table;
}

/** What a state expects, for messages. */
export function expectedIn(state: number): string {
  return states.get(names[state >> 8]!)!;
}

/** Bytes that lists of numbers are made of, grouped by what they do. */
const CLASSES = ["0", "123456789", "-", "+", ".", "eE", ",", WHITE, '"', ":"];
const OTHER = 15;

/** Byte → its class as the second of a pair. */
export const LOW: Uint8Array = new Uint8Array(256).fill(OTHER);
CLASSES.forEach((bytes, i) => {
  for (const byte of bytes) LOW[byte.charCodeAt(0)] = i;
});
/** Byte → its class as the first of a pair. */
export const HIGH: Uint8Array = LOW.map((i) => i << 4);

/**
 * State | class of a byte | class of the next → the state after both, or
 * `ERROR` where `TABLE` must be asked. Two bytes a look-up are three times as
 * fast (1,000 instead of 320 MB/s), since each look-up waits for the one before.
 */
export const PAIRS: Uint16Array = buildPairs();

function buildPairs(): Uint16Array {
  const steps = new Uint16Array(FIRST_ACTION).fill(ERROR);
  for (let state = 0; state < FIRST_ACTION; state += 256) {
    CLASSES.forEach((bytes, i) => {
      const all = [...bytes].map((b) => TABLE[state | b.charCodeAt(0)]!);
      const next = all[0]!;
      const agreed = next < FIRST_ACTION && all.every((n) => n === next);
      if (agreed) steps[state | i] = next;
    });
  }
  const pairs = new Uint16Array(FIRST_ACTION).fill(ERROR);
  for (let state = 0; state < FIRST_ACTION; state += 256) {
    for (let i = 0; i < CLASSES.length; i++) {
      const middle = steps[state | i]!;
      if (middle === ERROR) continue;
      for (let j = 0; j < CLASSES.length; j++) {
        pairs[state | i << 4 | j] = steps[middle | j]!;
      }
    }
  }
  return pairs;
}
