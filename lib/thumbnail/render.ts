import { chooseChannels } from "./channels.ts";
import { openFigure } from "./figure.ts";
import type { ThumbnailColors } from "./fingerprint.ts";
import { paint } from "./paint.ts";
import { encodePng } from "./png_encode.ts";
import { projectMaxima } from "./projection.ts";
import { drawScaleBar } from "./scale_bar.ts";

/** What a thumbnail is made of. */
export interface ThumbnailJob {
  /** Path of the OME-TIFF. */
  readonly figure: string;
  /** Tells the channel of the structure by its name. */
  readonly structureName: string;
  readonly colors: ThumbnailColors;
  /** Micrometres. */
  readonly pixelSizeUm: number;
  /** Written into the PNG. */
  readonly fingerprint: string;
}

/**
 * Renders a thumbnail as PNG: the maximum projections of membrane, nucleus and
 * structure, painted in this order, with a scale bar.
 *
 * @throws {FormatError} if the figure cannot be read, or is damaged.
 */
export async function renderThumbnail(
  job: ThumbnailJob,
): Promise<Uint8Array<ArrayBuffer>> {
  using figure = await openFigure(job.figure);
  const { width, height, channelNames } = figure.info;
  const chosen = chooseChannels(channelNames, job.structureName);
  const shown = ["membrane", "nucleus", "structure"] as const;
  const projections = projectMaxima(figure, shown.map((name) => chosen[name]));
  const layers = shown.map((name, index) => ({
    projection: projections[index]!,
    color: job.colors[name],
  }));
  const picture = paint(layers, width, height);
  drawScaleBar(picture, job.pixelSizeUm);
  return await encodePng(picture, job.fingerprint);
}
