import { runStep } from "../lib/cli/run_step.ts";
import type { Packing } from "../lib/dataset/packings.ts";
import { digestFile } from "../lib/io/digest.ts";
import { exists } from "../lib/io/exists.ts";
import { type Intent, warning } from "../lib/plan/intent.ts";
import { issueOf } from "../lib/plan/issue_of.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import { inspectFigure } from "../lib/thumbnail/figure.ts";
import { thumbnailFingerprint } from "../lib/thumbnail/fingerprint.ts";
import { readFingerprint } from "../lib/thumbnail/png.ts";

/** Publishes a thumbnail of every packing that has a figure. */
export const uploadThumbnails: Step = {
  name: "upload_thumbnails",
  isOn: (config) => config.generate_thumbnails,

  async planPacking(world: World, packing: Packing): Promise<Intent[]> {
    const { figure, thumbnail } = packing;
    if (figure === undefined) {
      return [warning(packing.path, "has no figure: it gets no thumbnail")];
    }
    let drawing;
    try {
      drawing = await describeDrawing(world, packing, figure);
    } catch (error) {
      return [issueOf(figure, error)];
    }
    const existing = await existingThumbnail(world, thumbnail.path);
    const isCurrent = existing?.fingerprint === drawing.fingerprint;
    const put = await world.put({
      ...thumbnail,
      source: thumbnail.path,
      content: isCurrent ? existing : undefined,
      forcedBy: world.config.reupload_thumbnails
        ? "reupload_thumbnails"
        : undefined,
    });
    if (isCurrent) return [put];
    return [{
      type: "write",
      path: thumbnail.path,
      reason: existing ? "figure, colors or size changed" : "not drawn yet",
      before: existing,
      after: undefined,
      content: { kind: "thumbnail", ...drawing },
    }, put];
  },
};

async function describeDrawing(
  world: World,
  { structure }: Packing,
  figure: string,
) {
  const figureMd5 = await world.cache.remember("figure", figure, async () => {
    inspectFigure(figure);
    return (await digestFile(figure)).md5;
  });
  const { membrane, nucleus } = world.config.base_channel_colors;
  const style = {
    structureName: structure.structure_name,
    colors: { membrane, nucleus, structure: structure.color },
    pixelSizeUm: world.config.pixel_size_um,
    size: world.config.thumbnail_size,
  };
  return {
    figure,
    figure_md5: figureMd5,
    structure_name: style.structureName,
    colors: style.colors,
    pixel_size_um: style.pixelSizeUm,
    thumbnail_size: style.size,
    fingerprint: thumbnailFingerprint({ figureMd5, ...style }),
  };
}

async function existingThumbnail(world: World, path: string) {
  if (!exists(path)) return undefined;
  return await world.cache.remember("thumbnail", path, async () => ({
    ...await digestFile(path),
    fingerprint: await readFingerprint(path),
  }));
}

if (import.meta.main) await runStep(uploadThumbnails);
