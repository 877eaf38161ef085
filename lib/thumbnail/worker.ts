/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { toPlainError } from "../plain_error.ts";
import type { Outcome } from "./pool_messages.ts";
import { renderThumbnail, type ThumbnailJob } from "./render.ts";

/** Renders one thumbnail for each message. */
self.onmessage = ({ data }: MessageEvent<ThumbnailJob>) => {
  try {
    const png = renderThumbnail(data);
    self.postMessage({ png } satisfies Outcome, [png.buffer]);
  } catch (error) {
    self.postMessage({ error: toPlainError(error) } satisfies Outcome);
  }
};
