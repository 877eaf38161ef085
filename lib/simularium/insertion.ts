import type { JsonMember, JsonValue } from "../json/value.ts";

/**
 * Members to add at `offset`: `opening`, then `"key"`, `colon` and value of
 * each with `separator` between them, then `closing`.
 */
export interface Insertion {
  readonly offset: number;
  readonly opening: string;
  readonly colon: string;
  readonly separator: string;
  readonly closing: string;
}

/** Adds a geometry behind the last member of an entry, which has a name at least. */
export function intoEntry(entry: JsonValue): Insertion {
  const { key, value } = lastMember(entry)!;
  const colon = key.rawUntil(value);
  return {
    offset: value.endOffset,
    opening: `${separatorAt(key, colon)}"geometry"${colon}{`,
    colon,
    separator: "," + blankAfter(colon),
    closing: "}",
  };
}

/** Adds members behind the last one of a geometry, or behind its bracket. */
export function intoGeometry({ key, value: geometry }: JsonMember): Insertion {
  const last = lastMember(geometry);
  if (!last) {
    const colon = key.rawUntil(geometry);
    return {
      offset: geometry.offset + 1,
      opening: "",
      colon,
      separator: "," + blankAfter(colon),
      closing: "",
    };
  }
  const colon = last.key.rawUntil(last.value);
  const separator = separatorAt(last.key, colon);
  return {
    offset: last.value.endOffset,
    opening: separator,
    colon,
    separator,
    closing: "",
  };
}

function lastMember(object: JsonValue): JsonMember | undefined {
  return [...object.members()].at(-1);
}

/**
 * The comma and white space that the file would put between members: as in
 * front of the last one, or as after its colon, where that is the only member
 * and stands right behind the bracket.
 */
function separatorAt(lastKey: JsonValue, colon: string): string {
  return "," + (lastKey.whiteSpaceBefore() || blankAfter(colon));
}

function blankAfter(colon: string): string {
  return colon.slice(colon.indexOf(":") + 1);
}
