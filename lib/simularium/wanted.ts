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
  const mesh = meshName(entry, style.cellId);
  const color = colorOf(entry.name, style);
  return {
    ...mesh !== undefined && { url: style.meshUrl(mesh) },
    ...color && { color: hexColor(color) },
  };
}

/** The colour as `#rrggbb`, the only form the viewer reads. */
export function hexColor(color: Color): string {
  return "#" +
    color.map((share) => Math.round(255 * share).toString(16).padStart(2, "0"))
      .join("");
}

function meshName(
  { name, displayType }: Pick<TypeMappingEntry, "name" | "displayType">,
  cellId: string,
): string | undefined {
  if (name === "nucleus") return `nuc_mesh_${cellId}.obj`;
  if (name === "membrane") return `mem_mesh_${cellId}.obj`;
  const isMesh = displayType?.toUpperCase() === "OBJ";
  if (isMesh && name.includes("struct")) return `struct_mesh_${cellId}.obj`;
  return undefined;
}

function colorOf(name: string, style: PackingStyle): Color | undefined {
  if (Object.hasOwn(style.channelColors, name)) {
    return style.channelColors[name];
  }
  return name.includes(style.structureName) ? style.structureColor : undefined;
}
