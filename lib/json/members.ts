import { FormatError } from "../errors.ts";
import type { JsonKind, JsonMember, JsonValue } from "./value.ts";

/**
 * The members of those keys, or all, by key.
 *
 * @param path Names the object in messages.
 * @throws {FormatError} if one of the keys occurs twice.
 */
export function membersOf(
  value: JsonValue,
  path: string,
  keys?: readonly string[],
): Map<string, JsonMember> {
  const found = new Map<string, JsonMember>();
  for (const member of value.members()) {
    const key = member.key.string();
    if (keys && !keys.includes(key)) continue;
    const first = found.get(key);
    if (first) {
      throw duplicate(`${path}.${key}`, first.key.offset, member.key.offset);
    }
    found.set(key, member);
  }
  return found;
}

/** The error for a key that occurs twice, though one value is needed. */
export function duplicate(
  path: string,
  first: number,
  second: number,
): FormatError {
  return new FormatError(
    `${path} is ambiguous: it occurs at byte ${first} and again at byte ${second}, so remove one`,
    second,
  );
}

/**
 * The value of that key.
 *
 * @throws {FormatError} if there is none, or one of another kind.
 */
export function required(
  parent: JsonValue,
  members: ReadonlyMap<string, JsonMember>,
  path: string,
  key: string,
  kind: JsonKind,
): JsonValue {
  const value = optional(members, path, key, kind);
  if (value) return value;
  throw new FormatError(
    `${path}.${key} is missing, expected ${phrase(kind)}`,
    parent.offset,
  );
}

/**
 * The value of that key, if there is one.
 *
 * @throws {FormatError} if it is of another kind.
 */
export function optional(
  members: ReadonlyMap<string, JsonMember>,
  path: string,
  key: string,
  kind: JsonKind,
): JsonValue | undefined {
  const value = members.get(key)?.value;
  if (value) expectKind(value, `${path}.${key}`, kind);
  return value;
}

/** @throws {FormatError} if the value is of another kind. */
export function expectKind(
  value: JsonValue,
  path: string,
  kind: JsonKind,
): void {
  if (value.kind !== kind) {
    throw wrongKind(path, value.kind, kind, value.offset);
  }
}

/** The error for a value of another type than the format asks for. */
export function wrongKind(
  path: string,
  found: JsonKind,
  expected: JsonKind,
  offset: number,
): FormatError {
  return new FormatError(
    `${path} is ${phrase(found)}, expected ${phrase(expected)}`,
    offset,
  );
}

function phrase(kind: JsonKind): string {
  switch (kind) {
    case "object":
    case "array":
      return `an ${kind}`;
    case "string":
    case "number":
      return `a ${kind}`;
    default:
      return kind;
  }
}
