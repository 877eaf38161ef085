import type { WantedValues } from "./edits.ts";
import type { TypeMappingEntry } from "./type_mapping.ts";

/** Red, green and blue, 0–1. */
type Color = readonly [number, number, number];

/** What the entries of one packing are to look like. */
export interface PackingStyle {
  readonly cellId: string;
  readonly structureName: string;
  readonly structureColor: Color;
  /** By entry name: nucleus and membrane. */
  readonly channelColors: Readonly<Record<string, Color>>;
  /** The public URL of a mesh by its file name. */
  readonly meshUrl: (meshName: string) => string;
}

/** The mesh URL and colour that an entry should have, as far as any is meant for it. */
export function wantedValues(
  entry: Pick<TypeMappingEntry, "name" | "displayType">,
  style: PackingStyle,
): WantedValues {
  const kind = meshKind(entry);
  const color = colorOf(entry.name, style);
  return {
    url: kind && style.meshUrl(`${kind}_${style.cellId}.obj`),
    color: color && hexColor(color),
  };
}

/** The colour as `#rrggbb`, the only form the viewer reads. */
export function hexColor([red, green, blue]: Color): string {
  const rgb = byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
  return "#" + rgb.toString(16).padStart(6, "0");
}

function byteOf(share: number): number {
  return Math.round(255 * share);
}

/** Which mesh of its cell an entry shows, as mesh files are named, if it shows any. */
export function meshKind(
  { name, displayType }: Pick<TypeMappingEntry, "name" | "displayType">,
): string | undefined {
  if (name === "nucleus") return "nuc_mesh";
  if (name === "membrane") return "mem_mesh";
  const isMesh = displayType?.toUpperCase() === "OBJ";
  return isMesh && name.includes("struct") ? "struct_mesh" : undefined;
}

function colorOf(name: string, style: PackingStyle): Color | undefined {
  if (Object.hasOwn(style.channelColors, name)) {
    return style.channelColors[name];
  }
  return name.includes(style.structureName) ? style.structureColor : undefined;
}
