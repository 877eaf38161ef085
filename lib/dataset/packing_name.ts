import { FormatError } from "../errors.ts";

/** What is known of a file before its name is read: its place in the dataset. */
export interface NameContext {
  readonly packingId: string;
  readonly condition: string;
  readonly rule: string;
}

/** What the name of a packing's file tells. */
export interface PackingName {
  readonly cellId: string;
  /** Absent where the name carries none. */
  readonly seed?: string;
}

/**
 * Reads the cell ID and the seed from
 * `results_{packing_id}_{condition}[_{rule}]_{cell_id}[_seed_{seed}].simularium`.
 *
 * The condition may already end with the rule; the cell ID holds no `_`.
 *
 * @throws {FormatError} if the name does not fit.
 */
export function parsePackingName(
  fileName: string,
  context: NameContext,
): PackingName {
  const stem = withoutEnds(fileName, "results_", ".simularium");
  const match = stem === undefined
    ? null
    : afterKnownParts(stem, context)?.match(/^([^_]+)(?:_seed_(\d+))?$/);
  if (!match || match[1] === context.rule) {
    throw new FormatError(
      `Cannot read cell ID from "${fileName}": expected "results_${context.packingId}_${context.condition}[_${context.rule}]_<cell ID>[_seed_<n>].simularium"`,
    );
  }
  return { cellId: match[1]!, seed: match[2] };
}

/** Whether the file is cellPACK's aggregate of several seeds, which is no packing. */
export function isAggregate(fileName: string): boolean {
  return fileName.endsWith("_all.simularium");
}

/** What the name of a figure tells. */
export interface FigureName {
  readonly cellId: string;
  /** Absent where the name carries none. */
  readonly seed?: string;
}

/**
 * Reads
 * `voxelized_image_{packing_id}_{condition}[_{rule}]_{cell_id}_*.ome.tiff`,
 * where the seed is a `seed_{n}` within the rest.
 *
 * @returns `undefined` if the file is no figure of this dataset.
 */
export function parseFigureName(
  fileName: string,
  context: NameContext,
): FigureName | undefined {
  const stem = withoutEnds(fileName, "voxelized_image_", ".ome.tiff");
  const match = stem === undefined
    ? null
    : afterKnownParts(stem, context)?.match(/^([^_]+)(?:_(.*))?$/);
  if (!match) return undefined;
  const seed = match[2]?.match(/(?:^|_)seed_(\d+)(?=_|$)/)?.[1];
  return { cellId: match[1]!, seed };
}

function withoutEnds(
  name: string,
  start: string,
  end: string,
): string | undefined {
  if (!name.startsWith(start) || !name.endsWith(end)) return undefined;
  return name.slice(start.length, -end.length);
}

function afterKnownParts(
  stem: string,
  { packingId, condition, rule }: NameContext,
): string | undefined {
  const known = `${packingId}_${condition}_`;
  if (!stem.startsWith(known)) return undefined;
  const rest = stem.slice(known.length);
  return rest.startsWith(`${rule}_`) ? rest.slice(rule.length + 1) : rest;
}
