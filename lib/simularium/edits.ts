import type { TypeMappingEntry } from "./type_mapping.ts";

/** A replacement in the original file; what is inserted replaces nothing. */
export interface Splice {
  /** Where it starts, in bytes. */
  readonly offset: number;
  /** What stands there. */
  readonly before: string;
  /** What takes its place. */
  readonly after: string;
}

/** A value that differs, for people. */
export interface ValueChange {
  /** Below `trajectoryInfo`: `typeMapping.2.geometry.color`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** The values that an entry should have; those left out stay as they are. */
export interface WantedValues {
  readonly url?: string;
  readonly color?: string;
}

/** What has to change for every entry to have the values wanted. */
export interface EditPlan {
  readonly changes: ValueChange[];
  /** In ascending order, without overlaps. */
  readonly splices: Splice[];
}

/** Values are compared unescaped, so that `"\u0023fff"` is `#fff` already. */
export function planEdits(
  entries: readonly TypeMappingEntry[],
  wanted: (entry: TypeMappingEntry) => WantedValues,
): EditPlan {
  const changes: ValueChange[] = [];
  const splices: Splice[] = [];
  for (const entry of entries) {
    const values = wanted(entry);
    const missing: string[] = [];
    for (const key of ["url", "color"] as const) {
      const before = entry[key];
      const after = values[key];
      if (after === undefined || after === before) continue;
      const path = `typeMapping.${entry.id}.geometry.${key}`;
      changes.push({ path, before, after });
      const text = JSON.stringify(after);
      const token = entry.spots[key];
      if (token) {
        splices.push({
          offset: token.offset,
          before: token.text,
          after: text,
        });
      } else missing.push(`"${key}"${entry.spots.insertion!.colon}${text}`);
    }
    if (missing.length > 0) {
      const { offset, opening, separator, closing } = entry.spots.insertion!;
      const text = opening + missing.join(separator) + closing;
      splices.push({ offset, before: "", after: text });
    }
  }
  return { changes, splices: splices.sort((a, b) => a.offset - b.offset) };
}
