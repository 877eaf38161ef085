import { basename } from "@std/path";
import type { Config, Structure } from "../config/config.ts";
import type { WriteAction } from "../manifest/entries.ts";
import { hexColor } from "../simularium/wanted.ts";
import type { RowChange } from "./data.ts";

/**
 * The changes of a `.simularium` file, with the names of what they are about.
 * The manifest has the numbers of the entries only: their mesh tells the name,
 * else their color, if no two names have the same.
 */
export function namedChanges(
  changes: WriteAction["changes"],
  config: Config,
  structure: Structure | undefined,
): RowChange[] {
  const named = changes.map((change) => {
    const [, entry, key] =
      change.path.match(/^typeMapping\.(.+)\.geometry\.(url|color)$/) ?? [];
    return { ...change, entry, kind: key as "url" | "color" | undefined };
  });
  const names = new Map<string, string>();
  for (const { entry, kind, after } of named) {
    if (entry === undefined) continue;
    const name = kind === "url"
      ? nameOfMesh(basename(after), structure)
      : names.get(entry) ?? nameOfColor(after, config, structure);
    if (name !== undefined) names.set(entry, name);
  }
  return named.map(({ path, before, after, entry, kind }) => ({
    kind: kind ?? "other",
    of: entry === undefined ? path : names.get(entry) ?? `type ${entry}`,
    path,
    before,
    after,
  }));
}

function nameOfMesh(
  mesh: string,
  structure: Structure | undefined,
): string | undefined {
  if (mesh.startsWith("nuc_mesh_")) return "nucleus";
  if (mesh.startsWith("mem_mesh_")) return "membrane";
  return mesh.startsWith("struct_mesh_") && structure
    ? `${structure.structure_name} mesh`
    : undefined;
}

function nameOfColor(
  color: string,
  { base_channel_colors }: Config,
  structure: Structure | undefined,
): string | undefined {
  const colors = Object.entries(base_channel_colors);
  if (structure) colors.push([structure.structure_name, structure.color]);
  const same = colors.filter(([, value]) => hexColor(value) === color);
  return same.length === 1 ? same[0]![0] : undefined;
}
