import { FormatError } from "../errors.ts";
import type { Digest } from "../io/digest.ts";
import { type Cut, Digester } from "../io/digester.ts";
import { duplicate, wrongKind } from "../json/members.ts";
import { JsonScanner, type RootMember } from "../json/scanner.ts";
import { jsonKind, JsonValue } from "../json/value.ts";
import {
  type EditPlan,
  planEdits,
  type Splice,
  type ValueChange,
  type WantedValues,
} from "./edits.ts";
import { Splicer } from "./splices.ts";
import {
  readTrajectoryInfo,
  type TrajectoryInfo,
  type TypeMappingEntry,
} from "./type_mapping.ts";

/** A larger `trajectoryInfo` is refused, since it is held in memory. */
export const MAX_TRAJECTORY_INFO_BYTES = 64 * 2 ** 20;

/** What a `.simularium` file says, apart from the trajectory itself. */
export interface SimulariumSummary {
  readonly version?: number;
  readonly entries: readonly TypeMappingEntry[];
  /** Whether the root has a `plotData` object, without which the viewer stumbles. */
  readonly hasPlotData: boolean;
  /** Whether `NaN` or an infinity occurs, which the viewer cannot read. */
  readonly hasNaN: boolean;
}

/** A `.simularium` file as it is, and as it will be. JSON can hold it. */
export interface SimulariumReading {
  /** Bytes, before the edit. */
  readonly size: number;
  readonly summary: SimulariumSummary;
  readonly changes: ValueChange[];
  readonly splices: Splice[];
  /** Of the content after the edit. */
  readonly projected: Digest;
}

/**
 * Reads and checks a whole `.simularium` file (JSON) in one pass, and plans its
 * edit. Only the value of `trajectoryInfo` is held in memory.
 *
 * @param chunks Of any size; each is done with when the next is asked for.
 * @param cut For the digest.
 * @throws {FormatError} if the content is not JSON, or `trajectoryInfo` is
 * missing, ambiguous, not as expected, or larger than 64 MiB.
 */
export async function readSimularium(
  chunks: AsyncIterable<Uint8Array>,
  wanted: (entry: TypeMappingEntry) => WantedValues,
  cut?: Cut,
): Promise<SimulariumReading> {
  const pass = new Pass(wanted, cut);
  for await (const chunk of chunks) pass.push(chunk);
  return pass.end();
}

class Pass {
  readonly #wanted: (entry: TypeMappingEntry) => WantedValues;
  readonly #scanner = new JsonScanner(this);
  #size = 0;
  /** Of the content after the edit. */
  readonly #projected: Digester;
  #hasPlotData = false;
  /** The member `trajectoryInfo`, its value's bytes and its end. */
  #member: RootMember | undefined;
  readonly #pieces: Uint8Array[] = [];
  #end = Infinity;
  #info: TrajectoryInfo | undefined;
  #plan: EditPlan = { changes: [], splices: [] };

  constructor(
    wanted: (entry: TypeMappingEntry) => WantedValues,
    cut: Cut | undefined,
  ) {
    this.#wanted = wanted;
    this.#projected = new Digester(cut);
  }

  onMember(member: RootMember): void {
    const kind = jsonKind(member.first);
    if (member.key === "plotData" && kind === "object") {
      this.#hasPlotData = true;
    }
    if (member.key !== "trajectoryInfo") return;
    if (this.#member) {
      throw duplicate(
        "trajectoryInfo",
        this.#member.keyOffset,
        member.keyOffset,
      );
    }
    if (kind !== "object") {
      throw wrongKind("trajectoryInfo", kind, "object", member.valueOffset);
    }
    this.#member = member;
  }

  onContainerEnd(offset: number): void {
    if (this.#member && this.#end === Infinity) this.#end = offset;
  }

  push(chunk: Uint8Array): void {
    const base = this.#size;
    this.#size += chunk.length;
    this.#scanner.push(chunk);
    const start = this.#member?.valueOffset ?? Infinity;
    const value = part(chunk, base, start, this.#end);
    this.#projected.update(part(chunk, base, 0, start));
    if (value.length > 0) this.#keep(value, start);
    this.#projected.update(part(chunk, base, this.#end, Infinity));
  }

  #keep(bytes: Uint8Array, start: number): void {
    if (Math.min(this.#size, this.#end) - start > MAX_TRAJECTORY_INFO_BYTES) {
      throw new FormatError("trajectoryInfo is larger than 64 MiB", start);
    }
    // A copy, because the chunk belongs to its source.
    this.#pieces.push(bytes.slice());
    if (this.#end !== Infinity) this.#planEdit(start);
  }

  #planEdit(start: number): void {
    const text = concat(this.#pieces.splice(0));
    this.#info = readTrajectoryInfo(
      new JsonValue(text, start, 0, text.length),
    );
    this.#plan = planEdits(this.#info.entries, this.#wanted);
    const splicer = new Splicer(this.#plan.splices, start);
    for (const bytes of splicer.push(text)) this.#projected.update(bytes);
  }

  end(): SimulariumReading {
    this.#scanner.end();
    if (!this.#info) {
      throw new FormatError("trajectoryInfo is missing, expected an object");
    }
    return {
      size: this.#size,
      summary: {
        ...this.#info,
        entries: this.#info.entries.map(({ spots: _, ...entry }) => entry),
        hasPlotData: this.#hasPlotData,
        hasNaN: this.#scanner.hasNaN,
      },
      ...this.#plan,
      projected: this.#projected.digest(),
    };
  }
}

/** The bytes of a chunk that lie between two offsets of the file. */
function part(
  chunk: Uint8Array,
  base: number,
  start: number,
  end: number,
): Uint8Array {
  const clamp = (offset: number) =>
    Math.min(Math.max(offset - base, 0), chunk.length);
  return chunk.subarray(clamp(start), clamp(end));
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    pieces.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
