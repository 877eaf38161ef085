import { runStep } from "../lib/cli/run_step.ts";
import type { Mesh } from "../lib/dataset/meshes.ts";
import { FormatError } from "../lib/errors.ts";
import { readChunks } from "../lib/io/chunks.ts";
import type { Digest } from "../lib/io/digest.ts";
import { cutOf } from "../lib/io/digester.ts";
import { inspectObj } from "../lib/mesh/inspect.ts";
import { invertedDigest } from "../lib/mesh/invert.ts";
import { type Intent, readerWarnings, warning } from "../lib/plan/intent.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import { keyWarnings } from "../lib/release_check/key.ts";
import { meshWarnings } from "../lib/release_check/mesh.ts";

/** Publishes every mesh of every structure, membranes inverted where asked for. */
export const uploadMeshes: Step = {
  name: "upload_meshes",
  isOn: (config) => config.upload_meshes_to_s3,

  async planMesh(world: World, mesh: Mesh): Promise<Intent[]> {
    const original = await world.cache.remember(
      "mesh",
      mesh.path,
      (size) => inspectObj(readChunks(mesh.path, { size }), cutOf(size)),
    );
    if (original.faces === 0) {
      throw new FormatError("the mesh has no faces, so nothing would be drawn");
    }
    const warnings = readerWarnings([
      ...meshWarnings(mesh, original),
      ...keyWarnings(mesh.key),
    ]);
    return [...warnings, ...await planObject(world, mesh, original)];
  },
};

async function planObject(
  world: World,
  { key, path, invertedPath }: Mesh,
  original: Digest,
): Promise<Intent[]> {
  return invertedPath === undefined
    ? [await world.put({ key, source: path, content: original })]
    : await planInverted(world, { key, path }, invertedPath, original);
}

async function planInverted(
  world: World,
  mesh: Pick<Mesh, "key" | "path">,
  path: string,
  original: Digest,
): Promise<Intent[]> {
  const fresh = await world.cache.remember(
    "inverted mesh",
    mesh.path,
    (size) => invertedDigest(readChunks(mesh.path, { size })),
  );
  const existing = await world.digest(path);
  const isStale = existing !== undefined && existing.md5 !== fresh.md5;
  const intents: Intent[] = [];

  const keepsExisting = existing && !world.config.reinvert_meshes;
  if (keepsExisting && isStale) {
    intents.push(warning(
      path,
      `is not the inversion of "${mesh.path}"; it is kept: set reinvert_meshes to make it anew`,
    ));
  } else if (!existing || isStale) {
    intents.push({
      type: "write",
      path,
      reason: `inversion of ${mesh.path}`,
      before: existing,
      after: fresh,
      content: {
        kind: "inverted_mesh",
        source: mesh.path,
        source_md5: original.md5,
      },
    });
  }
  const content = keepsExisting ? existing : fresh;
  intents.push(await world.put({ key: mesh.key, source: path, content }));
  return intents;
}

if (import.meta.main) await runStep(uploadMeshes);
