import { type Digest, digestChunks } from "../io/digest.ts";
import {
  candidatePartSizes,
  multipartEtag,
  parseEtag,
} from "./multipart_etag.ts";
import type { ListedObject, ObjectStore } from "./store.ts";

/** The content to publish: its digest, and its bytes where the digest is not enough. */
export interface LocalContent extends Digest {
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** Whether two contents are the same; `undefined` if nothing tells. */
export type Comparison = boolean | undefined;

/**
 * Compares content with listed objects: by MD5; by the multipart ETag,
 * recomputed for the part sizes that fit; else by the MD5 that the uploader
 * stored beside the object, which costs a request.
 */
export class ContentComparer {
  #etagsAreMd5: Promise<boolean> | undefined;

  constructor(private readonly store: Pick<ObjectStore, "head">) {}

  async compare(
    local: LocalContent,
    remote: ListedObject,
  ): Promise<Comparison> {
    if (local.size !== remote.size) return false;
    if (remote.etag === local.md5) return true;
    const etag = parseEtag(remote.etag);
    switch (etag.kind) {
      case "md5":
        if (etag.md5 === await wholeMd5(local)) return true;
        if (await this.#trustsMd5Etags(remote)) return false;
        break;
      case "multipart": {
        const partSizes = candidatePartSizes(local.size, etag.parts);
        const etags = await multipartEtag(local.chunks(), partSizes);
        if (etags.includes(remote.etag)) return true;
      }
    }
    return await this.#compareStoredMd5(local, remote);
  }

  /**
   * The ETag of an object under KMS looks like an MD5 but is none. A bucket has
   * one default encryption, so the first object asked about stands for all; if
   * that is wrong, an unchanged object is put once more, which does no harm.
   */
  #trustsMd5Etags(remote: ListedObject): Promise<boolean> {
    return this.#etagsAreMd5 ??= this.store.head(remote.key)
      .then((head) => head?.etagIsMd5 ?? true);
  }

  async #compareStoredMd5(
    local: LocalContent,
    remote: ListedObject,
  ): Promise<Comparison> {
    const storedMd5 = (await this.store.head(remote.key))?.storedMd5;
    if (storedMd5 === undefined) return undefined;
    return storedMd5 === local.md5 || storedMd5 === await wholeMd5(local);
  }
}

/** Of content that others put as a whole, though it is large. */
async function wholeMd5(local: LocalContent): Promise<string> {
  if (!local.parts) return local.md5;
  return (await digestChunks(local.chunks(), "whole")).md5;
}
