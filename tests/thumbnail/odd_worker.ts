/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import type { Outcome } from "../../lib/thumbnail/pool_messages.ts";
import type { ThumbnailJob } from "../../lib/thumbnail/render.ts";

/** Tells workers apart. */
const me = crypto.getRandomValues(new Uint8Array(8));

/** Crashes, rejects or hangs where a figure's name says so; else its PNG is its identity. */
self.onmessage = ({ data }: MessageEvent<ThumbnailJob>) => {
  if (data.figure === "crash") throw new Error("something broke");
  if (data.figure === "reject") {
    Promise.reject(new Error("something broke"));
    return;
  }
  if (data.figure === "hang") return;
  self.postMessage({ png: me } satisfies Outcome);
};
