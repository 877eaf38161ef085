import { runStep } from "../lib/cli/run_step.ts";
import type { Packing } from "../lib/dataset/packings.ts";
import { keyOfPublicUrl } from "../lib/dataset/public_url.ts";
import { FormatError } from "../lib/errors.ts";
import { readChunks } from "../lib/io/chunks.ts";
import type { Intent } from "../lib/plan/intent.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import { applySplices } from "../lib/simularium/splices.ts";

/** Publishes the `.simularium` files as they will be once they are updated. */
export const uploadSimularium: Step = {
  name: "upload_simularium",
  isOn: (config) => config.upload_simularium_to_s3,

  async planPacking(world: World, packing: Packing): Promise<Intent[]> {
    const { projected, splices, meshUrls } = await world.read(packing);
    return [
      await world.put({
        key: packing.key,
        source: packing.path,
        content: projected,
        chunks: () => applySplices(readChunks(packing.path), splices),
        forcedBy: world.config.reupload_simularium_files
          ? "reupload_simularium_files"
          : undefined,
        pointsTo: meshUrls.flatMap((mesh) => meshKey(world, mesh) ?? []),
      }),
    ];
  },
};

/**
 * The key of a mesh that a `.simularium` file points to.
 *
 * @returns `undefined` if the mesh is on another host, about which the plan cannot know.
 * @throws {FormatError} if the viewer would not find the mesh.
 */
function meshKey(
  world: World,
  { path, url }: { path: string; url?: string },
): string | undefined {
  if (url === undefined || !/^https?:\/\//i.test(url)) {
    throw new FormatError(
      `${path} is ${
        url === undefined ? "missing" : `"${url}"`
      }, which the viewer cannot open: run update_simularium before`,
    );
  }
  const key = keyOfPublicUrl(world.config.base_s3_url, url);
  if (key !== undefined && !world.willHaveMesh(key)) {
    throw new FormatError(
      `${path} points to "${key}", which is neither in the bucket nor put by this plan: add the mesh, or run upload_meshes before`,
    );
  }
  return key;
}

if (import.meta.main) await runStep(uploadSimularium);
