import { createHash, type Hash } from "node:crypto";

/** Digests content that is uploaded in parts. */
export class PartwiseMd5 {
  /** Of the parts that are complete, in lower-case hex. */
  readonly partMd5s: string[] = [];
  #part: Hash = createHash("md5");
  #missing: number;

  /** @param partSize Bytes of each part but the last. */
  constructor(readonly partSize: number) {
    this.#missing = partSize;
  }

  update(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length;) {
      const bytes = chunk.subarray(start, start + this.#missing);
      this.#part.update(bytes);
      this.#missing -= bytes.length;
      start += bytes.length;
      if (this.#missing === 0) this.#endPart();
    }
  }

  /** Ends the last part; content of no bytes has one, too. */
  digest(): string {
    if (this.#missing < this.partSize || this.partMd5s.length === 0) {
      this.#endPart();
    }
    return md5OfParts(this.partMd5s);
  }

  #endPart(): void {
    this.partMd5s.push(this.#part.digest("hex"));
    this.#part = createHash("md5");
    this.#missing = this.partSize;
  }
}

/**
 * What S3 makes an ETag of: the MD5 of the parts' MD5s, in hex, then `-` and the
 * number of parts.
 */
export function md5OfParts(partMd5s: readonly string[]): string {
  const whole = createHash("md5");
  for (const md5 of partMd5s) whole.update(md5, "hex");
  return `${whole.digest("hex")}-${partMd5s.length}`;
}
