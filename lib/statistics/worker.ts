/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { type PlainError, toPlainError } from "../plain_error.ts";
import { readStatistics, type StatisticsData } from "./read.ts";

/** What a worker is to read. */
export interface Question {
  readonly path: string;
  readonly structureIds: ReadonlySet<string>;
}

/** What it answers. */
export type Answer =
  | { readonly data: StatisticsData; readonly error?: undefined }
  | { readonly error: PlainError };

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  try {
    const statistics = await readStatistics(data.path, data.structureIds);
    self.postMessage({ data: statistics } satisfies Answer);
  } catch (error) {
    self.postMessage({ error: toPlainError(error) } satisfies Answer);
  }
};
