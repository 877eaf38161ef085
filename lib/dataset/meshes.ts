import { join } from "@std/path";
import type { Config } from "../config/config.ts";
import { invertedMeshDir, meshDir, meshKey } from "./layout.ts";
import { walkFiles } from "./walk.ts";

/** One mesh of a structure. */
export interface Mesh {
  readonly structureId: string;
  /** File name: `mem_mesh_743916.obj`. */
  readonly name: string;
  readonly path: string;
  /** Object key; an inverted mesh is published under it, too. */
  readonly key: string;
  /** Where the inverted mesh is kept; absent for meshes published as they are. */
  readonly invertedPath?: string;
}

/** The meshes of one structure, by name. */
export function* findMeshes(
  config: Config,
  structureId: string,
): Generator<Mesh> {
  const directory = meshDir(config, structureId);
  // The pipeline writes all meshes side by side: folders hold something else.
  for (const { name, path } of walkFiles(directory, () => true)) {
    if (!name.endsWith(".obj")) continue;
    yield {
      structureId,
      name,
      path,
      key: meshKey(structureId, name),
      invertedPath: config.use_inverted_meshes && name.startsWith("mem")
        ? join(invertedMeshDir(config, structureId), name)
        : undefined,
    };
  }
}
