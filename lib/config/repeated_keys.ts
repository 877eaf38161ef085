import { pathText } from "./path_text.ts";

/** A key that an object has more than once. */
export interface RepeatedKey {
  /** As in JavaScript. */
  readonly path: string;
  /** Index in the text of the later key. */
  readonly index: number;
}

/** An object or array around the current token. */
interface Level {
  /** Of an object: the keys so far. */
  readonly keys?: Set<string>;
  /** The current key or index. */
  at: string | number;
  expectsKey: boolean;
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** The keys that `JSON.parse` drops silently. The text must be valid JSON. */
export function* repeatedKeys(text: string): Iterable<RepeatedKey> {
  const levels: Level[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === "{") {
      levels.push({ keys: new Set(), at: "", expectsKey: true });
    } else if (token === "[") levels.push({ at: 0, expectsKey: false });
    else if (token === "}" || token === "]") levels.pop();
    else if (token !== ",") {
      if (!level?.expectsKey) continue;
      level.at = JSON.parse(token) as string;
      level.expectsKey = false;
      if (level.keys!.has(level.at)) {
        yield { path: pathText(levels.map(({ at }) => at)), index };
      }
      level.keys!.add(level.at);
    } else if (level?.keys) level.expectsKey = true;
    else if (typeof level?.at === "number") level.at++;
  }
}
