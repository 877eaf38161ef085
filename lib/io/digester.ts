import { createHash, type Hash } from "node:crypto";
import {
  MULTIPART_THRESHOLD,
  PART_SIZE,
  partSizeFor,
} from "../store/part_size.ts";
import { PartwiseMd5 } from "./partwise_md5.ts";

/** What a file or an object holds, told by its length and MD5. */
export interface Digest {
  /** Bytes. */
  readonly size: number;
  /**
   * In lower-case hex. Of content that goes up in parts it is what S3 makes an
   * ETag of: the MD5 of the parts' MD5s, then `-` and the number of parts.
   */
  readonly md5: string;
  /** Of content that goes up in parts. */
  readonly parts?: Parts;
}

/** Content cut into parts. */
export interface Parts {
  /** Bytes of each part but the last. */
  readonly size: number;
  /** Of each part, in lower-case hex. */
  readonly md5s: readonly string[];
}

/**
 * How content is cut: not at all, into parts of so many bytes, or as its size
 * asks for, once that is known. Large content can then be compared with an
 * object, and sent, without being hashed again.
 */
export type Cut = "whole" | "by size" | number;

/** How content of so many bytes is cut. */
export function cutOf(size: number): Cut {
  return size > MULTIPART_THRESHOLD ? partSizeFor(size) : "whole";
}

/** Digests bytes as they pass. */
export class Digester {
  #size = 0;
  #whole: Hash | undefined;
  #parts: PartwiseMd5 | undefined;

  /** @param cut `by size` hashes the first 64 MiB twice. */
  constructor(cut: Cut = "by size") {
    if (typeof cut === "string") this.#whole = createHash("md5");
    if (cut !== "whole") {
      this.#parts = new PartwiseMd5(cut === "by size" ? PART_SIZE : cut);
    }
  }

  update(chunk: Uint8Array): void {
    this.#size += chunk.length;
    const isDecided = this.#whole === undefined || this.#parts === undefined;
    if (!isDecided && this.#size > MULTIPART_THRESHOLD) this.#whole = undefined;
    this.#whole?.update(chunk);
    this.#parts?.update(chunk);
  }

  digest(): Digest {
    const size = this.#size;
    if (this.#whole) return { size, md5: this.#whole.digest("hex") };
    const parts = this.#parts!;
    const md5 = parts.digest();
    return { size, md5, parts: { size: parts.partSize, md5s: parts.partMd5s } };
  }
}
