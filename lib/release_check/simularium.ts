import {
  type ValueChange,
  valuePath,
  withChanges,
} from "../simularium/edits.ts";
import type { SimulariumSummary } from "../simularium/read.ts";
import type { TypeMappingEntry } from "../simularium/type_mapping.ts";
import type { ReleaseWarning } from "./warning.ts";

/**
 * What the Simularium viewer will trip over in a `.simularium` file.
 *
 * @param path Of the file.
 * @param changes Those that are made before it is published.
 */
export function simulariumWarnings(
  path: string,
  summary: SimulariumSummary,
  changes: readonly ValueChange[] = [],
): ReleaseWarning[] {
  return Array.from(
    faults(summary, changes),
    (fault) => ({ ...fault, where: path }),
  );
}

type Fault = Omit<ReleaseWarning, "where">;

function* faults(
  summary: SimulariumSummary,
  changes: readonly ValueChange[],
): Iterable<Fault> {
  yield* fileFaults(summary);
  for (const entry of summary.entries) {
    yield* entryFaults(withChanges(entry, changes));
  }
}

function* fileFaults(
  { version, hasPlotData, hasNaN }: SimulariumSummary,
): Iterable<Fault> {
  if (version === undefined || ![1, 2, 3].includes(version)) {
    yield {
      what: version === undefined
        ? "trajectoryInfo has no version"
        : `trajectoryInfo.version is ${version}`,
      consequence: "the viewer opens versions 1 to 3 only",
      remedy: "convert the file with simulariumio",
    };
  }
  if (!hasPlotData) {
    yield {
      what: "the file has no plotData",
      consequence: "the viewer fails once it has drawn the scene",
      remedy: `add "plotData": {"version": 1, "data": []}`,
    };
  }
  if (hasNaN) {
    yield {
      what: "a number is NaN or infinite",
      consequence: "the viewer cannot read the file",
      remedy: "pack the cell again, or mend the number",
    };
  }
}

function* entryFaults(entry: TypeMappingEntry): Iterable<Fault> {
  const { displayType, color } = entry;
  if (isMesh(entry) && displayType !== "OBJ") {
    const path = valuePath(entry, "displayType");
    yield {
      what: displayType === undefined
        ? `${path} is missing`
        : `${path} is "${displayType}"`,
      consequence: "the viewer draws a sphere in place of the mesh",
      remedy: 'write "OBJ"',
    };
  }
  if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(color)) {
    yield {
      what: `${valuePath(entry, "color")} is "${color}"`,
      consequence: "the viewer takes a color of its own",
      remedy: 'write it as "#rrggbb"',
    };
  }
}

/** Whether an entry is meant to be drawn as a mesh, right or wrong as it may be written. */
function isMesh({ displayType, url }: TypeMappingEntry): boolean {
  return displayType?.trim().toUpperCase() === "OBJ" ||
    /\.obj(?:[?#]|$)/i.test(url ?? "");
}
