import { encodeTexts } from "../io/encode.ts";
import { atomicWrite } from "../io/atomic_write.ts";
import type { Entry } from "../manifest/entries.ts";
import { type ReviewOptions, reviewPage } from "./page.ts";

export type { ReviewOptions };

/**
 * Writes the review page of a plan: one HTML file that needs nothing else. The
 * file appears when it is complete.
 */
export async function writeReview(
  path: string,
  entries: AsyncIterable<Entry>,
  options?: ReviewOptions,
): Promise<void> {
  await atomicWrite(path, encodeTexts(reviewPage(entries, options)));
}

/**
 * Writes the review page of a plan while its entries go by to another reader,
 * such as {@linkcode writeManifest}. The page is there when the last has gone by;
 * where the plan fails, or is not read to its end, there is none.
 */
export async function* withReview<Item extends { readonly entry: Entry }>(
  path: string,
  items: AsyncIterable<Item>,
  options?: ReviewOptions,
): AsyncGenerator<Item> {
  const { readable, writable } = new TransformStream<Entry, Entry>();
  const writer = writable.getWriter();
  const written = writeReview(path, readable, options);
  // A page that fails before it reads has to let go of what waits for it.
  written.catch((error) => readable.cancel(error)).catch(() => {});
  try {
    for await (const item of items) {
      await writer.write(item.entry);
      yield item;
    }
    await writer.close();
  } catch (error) {
    // Either the plan fails, and so does the page, or it is the page that failed.
    await writer.abort(error).catch(() => {});
    await written;
    throw error;
  } finally {
    await writer.abort().catch(() => {});
    await written.catch(() => {});
  }
  await written;
}
