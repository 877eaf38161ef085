import type { Mesh } from "../dataset/meshes.ts";
import type { MeshReport } from "../mesh/inspect.ts";
import type { ReleaseWarning } from "./warning.ts";

/**
 * What the Simularium viewer will not show of a mesh: it draws one object of a
 * file, and only the faces that look at the visitor.
 *
 * @param original The mesh as it is, which is inverted where it has an `invertedPath`.
 */
export function meshWarnings(
  { name, path, invertedPath }: Pick<Mesh, "name" | "path" | "invertedPath">,
  original: Pick<MeshReport, "objects" | "signedVolume">,
): ReleaseWarning[] {
  const warnings: ReleaseWarning[] = [];
  if (original.objects > 1) {
    warnings.push({
      what: `the mesh has ${original.objects} objects`,
      where: path,
      consequence: "the viewer draws the first one only",
      remedy: "join them into one object",
    });
  }
  const isInverted = invertedPath !== undefined;
  const volume = isInverted ? -original.signedVolume : original.signedVolume;
  if (name.startsWith("mem") && volume > 0) {
    warnings.push({
      what: isInverted
        ? "the membrane is inverted already, and inverting it turns it back"
        : "the membrane is not inverted",
      where: path,
      consequence: "the viewer draws its near side, which hides what is inside",
      remedy: `set use_inverted_meshes to ${!isInverted}`,
    });
  }
  return warnings;
}
