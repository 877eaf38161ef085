import { runStep } from "../lib/cli/run_step.ts";
import type { Packing } from "../lib/dataset/packings.ts";
import { keyOfPublicUrl } from "../lib/dataset/public_url.ts";
import { readChunks } from "../lib/io/chunks.ts";
import { type Intent, problem, readerWarnings } from "../lib/plan/intent.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import { keyWarnings } from "../lib/release_check/key.ts";
import { simulariumWarnings } from "../lib/release_check/simularium.ts";
import { applySplices } from "../lib/simularium/splices.ts";

/** Publishes the `.simularium` files as they will be once they are updated. */
export const uploadSimularium: Step = {
  name: "upload_simularium",
  isOn: (config) => config.upload_simularium_to_s3,

  async planPacking(world: World, packing: Packing): Promise<Intent[]> {
    const { projected, splices, changes, summary, meshUrls } = await world
      .read(packing);
    const { config } = world;
    const issues: Intent[] = readerWarnings([
      ...simulariumWarnings(packing.path, summary, changes),
      ...keyWarnings(packing.key),
    ]);
    const pointsTo: string[] = [];
    for (const { path, url } of meshUrls) {
      const key = url && keyOfPublicUrl(config.base_s3_url, url);
      const fault = await faultOf(world, url, key);
      if (fault) issues.push(problem(packing.path, `${path} ${fault}`));
      else if (key) pointsTo.push(key);
    }
    const put = await world.put({
      key: packing.key,
      source: packing.path,
      content: projected,
      chunks: () => applySplices(readChunks(packing.path), splices),
      forcedBy: config.reupload_simularium_files
        ? "reupload_simularium_files"
        : undefined,
      pointsTo,
    });
    return [...issues, put];
  },
};

/**
 * Why the viewer would not find a mesh. About one on another host the plan
 * cannot know.
 */
async function faultOf(
  world: World,
  url: string | undefined,
  key: string | undefined,
): Promise<string | undefined> {
  if (url === undefined || !/^https?:\/\//i.test(url)) {
    const value = url === undefined ? "missing" : `"${url}"`;
    return `is ${value}, which the viewer cannot open: run update_simularium before`;
  }
  if (key === undefined || await world.willHave(key)) return undefined;
  return `points to "${key}", which is neither in the bucket nor put by this plan: add the mesh, or run upload_meshes before`;
}

if (import.meta.main) await runStep(uploadSimularium);
