import { expectKind, membersOf, optional, required } from "../json/members.ts";
import type { JsonValue } from "../json/value.ts";
import { type Insertion, intoEntry, intoGeometry } from "./insertion.ts";

/** An entry of `trajectoryInfo.typeMapping`: a kind of object that is drawn. */
export interface TypeMappingEntry {
  /** The entry's key, the object's type number. */
  readonly id: string;
  readonly name: string;
  readonly displayType?: string;
  readonly url?: string;
  readonly color?: string;
}

/** An entry with the places where its edit goes. */
export interface EditableEntry extends TypeMappingEntry {
  readonly spots: EditSpots;
}

/** The values of `geometry` that an edit may change. */
export type GeometryKey = "url" | "color";

/** Where in the file the edit of an entry goes, in bytes. */
export interface EditSpots {
  /** Where the member exists. */
  readonly url?: StringToken;
  readonly color?: StringToken;
  /** How missing members are added, where one is missing. */
  readonly insertion?: Insertion;
}

/** A string as it stands in the file, with its quotes and escapes. */
export interface StringToken {
  readonly offset: number;
  readonly text: string;
}

/** What is read of `trajectoryInfo`. */
export interface TrajectoryInfo {
  readonly version?: number;
  readonly entries: EditableEntry[];
}

/**
 * @throws {FormatError} if a value that matters has the wrong type, or a key
 * that matters occurs twice.
 */
export function readTrajectoryInfo(value: JsonValue): TrajectoryInfo {
  const path = "trajectoryInfo";
  const members = membersOf(value, path, ["version", "typeMapping"]);
  const version = optional(members, path, "version", "number");
  const mapping = required(value, members, path, "typeMapping", "object");
  const entries = [...membersOf(mapping, `${path}.typeMapping`)].map(
    ([id, member]) => readEntry(id, member.value, `${path}.typeMapping.${id}`),
  );
  return { ...version && { version: Number(version.raw()) }, entries };
}

function readEntry(
  id: string,
  value: JsonValue,
  path: string,
): EditableEntry {
  expectKind(value, path, "object");
  const members = membersOf(value, path, ["name", "geometry"]);
  const name = required(value, members, path, "name", "string").string();
  const geometry = optional(members, path, "geometry", "object");
  if (!geometry) {
    return { id, name, spots: { insertion: intoEntry(value) } };
  }
  const geometryPath = `${path}.geometry`;
  const keys = ["displayType", "url", "color"];
  const strings = membersOf(geometry, geometryPath, keys);
  const [displayType, url, color] = keys.map((key) =>
    optional(strings, geometryPath, key, "string")
  );
  const insertion = url && color
    ? undefined
    : intoGeometry(members.get("geometry")!);
  return {
    id,
    name,
    ...displayType && { displayType: displayType.string() },
    ...url && { url: url.string() },
    ...color && { color: color.string() },
    spots: {
      ...url && { url: tokenOf(url) },
      ...color && { color: tokenOf(color) },
      ...insertion && { insertion },
    },
  };
}

function tokenOf(value: JsonValue): StringToken {
  return { offset: value.offset, text: value.raw() };
}
