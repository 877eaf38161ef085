import type {
  EditableEntry,
  GeometryKey,
  TypeMappingEntry,
} from "./type_mapping.ts";

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

/** The values that differ from those wanted, and the splices that change them. */
export function planEdits(
  entries: readonly EditableEntry[],
  wanted: (entry: TypeMappingEntry) => WantedValues,
): EditPlan {
  const changes: ValueChange[] = [];
  const splices: Splice[] = [];
  for (const entry of entries) {
    const differing = differences(entry, wanted(entry));
    changes.push(...differing.map((each) => changeOf(entry, each)));
    splices.push(...splicesOf(entry, differing));
  }
  return { changes, splices: splices.sort((a, b) => a.offset - b.offset) };
}

/** The values that differ from those wanted. */
export function changesOf(
  entries: readonly TypeMappingEntry[],
  wanted: (entry: TypeMappingEntry) => WantedValues,
): ValueChange[] {
  return entries.flatMap((entry) =>
    differences(entry, wanted(entry)).map((each) => changeOf(entry, each))
  );
}

/** An entry as it is once changes are made. */
export function withChanges(
  entry: TypeMappingEntry,
  changes: readonly ValueChange[],
): TypeMappingEntry {
  if (changes.length === 0) return entry;
  const after = (key: GeometryKey) => {
    const path = valuePath(entry, key);
    return changes.find((change) => change.path === path)?.after ?? entry[key];
  };
  return { ...entry, url: after("url"), color: after("color") };
}

/** Where a value of an entry's geometry stands, below `trajectoryInfo`. */
export function valuePath(
  { id }: TypeMappingEntry,
  key: GeometryKey | "displayType",
): string {
  return `typeMapping.${id}.geometry.${key}`;
}

interface Difference {
  readonly key: GeometryKey;
  readonly after: string;
}

/** Values are compared unescaped, so that `"\u0023fff"` is `#fff` already. */
function differences(
  entry: TypeMappingEntry,
  values: WantedValues,
): Difference[] {
  const found: Difference[] = [];
  for (const key of ["url", "color"] as const) {
    const after = values[key];
    if (after !== undefined && after !== entry[key]) found.push({ key, after });
  }
  return found;
}

function changeOf(
  entry: TypeMappingEntry,
  { key, after }: Difference,
): ValueChange {
  return { path: valuePath(entry, key), before: entry[key], after };
}

function* splicesOf(
  { spots }: EditableEntry,
  differences: readonly Difference[],
): Generator<Splice> {
  const missing: string[] = [];
  for (const { key, after } of differences) {
    const text = JSON.stringify(after);
    const token = spots[key];
    if (token) {
      yield { offset: token.offset, before: token.text, after: text };
    } else missing.push(`"${key}"${spots.insertion!.colon}${text}`);
  }
  if (missing.length === 0) return;
  const { offset, opening, separator, closing } = spots.insertion!;
  const text = opening + missing.join(separator) + closing;
  yield { offset, before: "", after: text };
}
