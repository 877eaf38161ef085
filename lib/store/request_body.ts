import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { LinkedAbort } from "./linked_abort.ts";

/** Bytes to send, read anew for every attempt. */
export interface Content {
  readonly size: number;
  /** Each in a buffer of its own. */
  chunks(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export interface SendBodyOptions {
  readonly signal: AbortSignal;
  /** Called whenever the socket asks for more. */
  readonly progressed: () => void;
}

/** The content could not be read; `cause` tells why. The request is not at fault. */
export class UnreadableContentError extends Error {
  override name = "UnreadableContentError";
}

/** Bytes given to the socket at once: on a slow line, it looks stalled meanwhile. */
export const CHUNK_SIZE = 256 * 2 ** 10;

/**
 * Makes a body that the SDK can send under Deno, and sees to it that request
 * and body end together: when reading fails the request is aborted, and when
 * the server answers early the rest is not read.
 *
 * @throws {UnreadableContentError} if reading fails; else what `send` throws.
 */
export async function sendBody<T>(
  content: Content,
  { signal, progressed }: SendBodyOptions,
  send: (body: Uint8Array | Readable, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (content.size <= CHUNK_SIZE) {
    return await send(await wholeOf(content), signal);
  }

  using attempt = new LinkedAbort(signal);
  const chunks = chunksOf(content, progressed);
  const body = Readable.from(chunks, { objectMode: false });
  const closed = new Promise<void>((resolve) => body.once("close", resolve));
  let failure: unknown;
  body.on("error", (error) => {
    failure = error;
    attempt.abort();
  });
  try {
    return await send(body, attempt.signal);
  } catch (error) {
    throw failure ?? error;
  } finally {
    if (!body.readableEnded) attempt.abort(); // Else the connection would wait for the rest.
    body.destroy();
    await closed;
  }
}

async function wholeOf(content: Content): Promise<Uint8Array> {
  const chunks = await Array.fromAsync(chunksOf(content));
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

async function* chunksOf(
  content: Content,
  progressed?: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of content.chunks()) {
      for (let start = 0; start < bytes.length; start += CHUNK_SIZE) {
        progressed?.();
        yield bytes.subarray(start, start + CHUNK_SIZE);
      }
    }
  } catch (cause) {
    throw new UnreadableContentError("The content cannot be read", { cause });
  }
}
