import { Buffer } from "node:buffer";
import { FormatError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";
import type { Content } from "../manifest/entries.ts";
import { ThumbnailPool } from "../thumbnail/pool.ts";
import type { Picture } from "./data.ts";
import type { Thumbnail } from "./rows.ts";

/** A larger file is no thumbnail. */
const LARGEST = 2 ** 21;
const PNG_SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** A picture with its content, before it has a place in the page. */
export interface LoosePicture extends Omit<Picture, "at"> {
  readonly png?: Uint8Array;
}

/** Reads thumbnails from disk, and draws those to be drawn, as far as a page has room. */
export class Pictures implements Disposable {
  readonly #pool: ThumbnailPool | undefined;
  /** Bytes of PNG taken so far. */
  #bytes = 0;
  /** Pictures that there was no room for. */
  leftOut = 0;

  /** @param room How many bytes of PNG the page may hold. */
  constructor(previews: boolean, private readonly room: number) {
    if (previews) this.#pool = new ThumbnailPool(navigator.hardwareConcurrency);
  }

  /** The pictures of one packing: the thumbnail as it is, and as it will be. */
  async of({ path, drawing }: Thumbnail): Promise<LoosePicture[]> {
    // Half of the room is for what changes, wherever that comes in the plan.
    if (!this.#hasRoom(drawing ? 1 : 2)) {
      this.leftOut++;
      return [];
    }
    const is = drawing ? "before" : "same";
    const [existing, drawn] = await Promise.all([
      readPng(path),
      drawing && this.#draw(drawing),
    ]);
    const pictures: LoosePicture[] = [];
    if (existing) pictures.push({ is, png: existing });
    if (drawn) pictures.push(drawn);
    for (const { png } of pictures) this.#bytes += png?.length ?? 0;
    return pictures;
  }

  [Symbol.dispose](): void {
    this.#pool?.close();
  }

  #hasRoom(share: number): boolean {
    return this.#bytes < this.room / share;
  }

  async #draw(
    drawing: Extract<Content, { kind: "thumbnail" }>,
  ): Promise<LoosePicture | undefined> {
    if (!this.#pool) return undefined;
    try {
      const png = await this.#pool.render({
        figure: drawing.figure,
        structureName: drawing.structure_name,
        colors: drawing.colors,
        pixelSizeUm: drawing.pixel_size_um,
        size: drawing.thumbnail_size,
        fingerprint: drawing.fingerprint,
      });
      return { is: "after", png };
    } catch (error) {
      const reason = error instanceof FormatError
        ? error.message
        : ioReason(error);
      if (reason === undefined) throw error;
      return { is: "after", fault: reason };
    }
  }
}

/** A PNG file, or `undefined` if there is none. */
async function readPng(path: string): Promise<Uint8Array | undefined> {
  try {
    const { size, isFile } = await Deno.stat(path);
    if (!isFile || size > LARGEST) return undefined;
    const bytes = await Deno.readFile(path);
    const start = bytes.subarray(0, PNG_SIGNATURE.length);
    return PNG_SIGNATURE.equals(start) ? bytes : undefined;
  } catch (error) {
    if (ioReason(error) === undefined) throw error;
    return undefined;
  }
}
