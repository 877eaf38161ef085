import { Image } from "imagescript";
import { chooseChannels } from "./channels.ts";
import { displaySize } from "./display_size.ts";
import { enlarge } from "./enlarge.ts";
import { openFigure } from "./figure.ts";
import type { ThumbnailColors } from "./fingerprint.ts";
import { paint } from "./paint.ts";
import { encodePng } from "./png_encode.ts";
import { projectMaxima } from "./projection.ts";
import { drawScaleBar } from "./scale_bar.ts";
import { shrink } from "./shrink.ts";

/** What a thumbnail is made of. */
export interface ThumbnailJob {
  /** Path of the OME-TIFF. */
  readonly figure: string;
  /** Tells the channel of the structure by its name. */
  readonly structureName: string;
  readonly colors: ThumbnailColors;
  /** Micrometres. */
  readonly pixelSizeUm: number;
  /** Pixels of the thumbnail's longer edge. */
  readonly size: number;
  /** Written into the PNG. */
  readonly fingerprint: string;
}

/**
 * Renders a thumbnail as PNG: the maximum projections of membrane, nucleus and
 * structure, painted in this order, at the size of display and with a scale bar.
 *
 * @throws {FormatError} if the figure cannot be read, or is damaged.
 */
export function renderThumbnail(
  job: ThumbnailJob,
): Uint8Array<ArrayBuffer> {
  using figure = openFigure(job.figure);
  const chosen = chooseChannels(figure.info.channelNames, job.structureName);
  const shown = ["membrane", "nucleus", "structure"] as const;
  const projections = projectMaxima(figure, shown.map((name) => chosen[name]));
  const { width, height } = figure.info;
  const display = displaySize(figure.info, job.size);
  const painted = {
    width: Math.min(width, display.width),
    height: Math.min(height, display.height),
  };
  const layers = shown.map((name, index) => ({
    projection: shrink(projections[index]!, figure.info, painted),
    color: job.colors[name],
  }));
  const image = new Image(display.width, display.height);
  image.bitmap.set(enlarge(paint(layers, painted), display).rgba);
  drawScaleBar(image, figure.info, job.pixelSizeUm);
  return encodePng(image, job.fingerprint);
}
