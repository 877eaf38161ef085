import { setTimeout as sleep } from "node:timers/promises";
import { ExpectedError } from "../errors.ts";

/** How a visitor's browser asks for a file. */
export interface VisitOptions {
  /** The page that asks. */
  readonly origin: string;
  /** Whether the page reads the content itself, for which browsers ask CORS; images are only shown. */
  readonly needsCors: boolean;
  /** The MIME type that the file is to have, without parameters. */
  readonly type: string;
  readonly signal?: AbortSignal;
}

/** What a visitor gets: the content, or the reason why not. */
export type Visited =
  | { readonly body: AsyncIterable<Uint8Array>; readonly reason?: undefined }
  | { readonly reason: string };

/** How long a visitor waits for an answer, or for more of it, in ms. */
const PATIENCE_MS = 10_000;

/** How often a visitor tries a server that fails. */
const ATTEMPTS = 2;

/** Fetches a URL as a web page of another origin does, without credentials. The body is to be read. */
export async function visit(
  url: string,
  options: VisitOptions,
): Promise<Visited> {
  const patience = new Patience(options.signal);
  let response: Response;
  try {
    response = await fetchAgain(url, options.origin, patience);
  } catch (error) {
    options.signal?.throwIfAborted();
    return { reason: `a visitor cannot reach it: ${causeOf(error, url)}` };
  }
  const reason = refusal(response, options);
  if (reason !== undefined || !response.body) {
    await response.body?.cancel();
    return { reason: reason ?? "is empty" };
  }
  return { body: patience.read(response.body) };
}

/** Why a web page cannot open a URL; `undefined` if it can. Reads no more than the beginning. */
export async function whyNotOpen(
  url: string,
  options: VisitOptions,
): Promise<string | undefined> {
  const visited = await visit(url, options);
  if (visited.reason !== undefined) return visited.reason;
  try {
    for await (const _ of visited.body) break;
    return undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    return whyUnreadable(error);
  }
}

/**
 * What is told of an error met while reading what was visited.
 *
 * @throws A bug.
 */
export function whyUnreadable(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof ExpectedError) {
    return `a reader cannot read it: ${error.message}`;
  }
  if (error instanceof TypeError) { // What fetch throws when the connection ends.
    return `a visitor gets a part of it only: ${error.message}`;
  }
  throw error;
}

async function fetchAgain(
  url: string,
  origin: string,
  patience: Patience,
): Promise<Response> {
  for (let attempt = 1;; attempt++) {
    const isLast = attempt === ATTEMPTS;
    try {
      const response = await patience.wait(() =>
        fetch(url, { headers: { Origin: origin }, signal: patience.signal })
      );
      if (response.status < 500 || isLast) return response;
      await response.body?.cancel();
    } catch (error) {
      if (isLast || patience.signal.aborted) throw error;
    }
    await sleep(300);
  }
}

/** Ends a request when nothing has come for a while. */
class Patience {
  readonly #end = new AbortController();
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal | undefined) {
    const own = this.#end.signal;
    this.signal = signal ? AbortSignal.any([signal, own]) : own;
  }

  async wait<T>(what: () => Promise<T>): Promise<T> {
    const timer = setTimeout(
      () => this.#end.abort(new TypeError("no answer in time")),
      PATIENCE_MS,
    );
    try {
      return await what();
    } finally {
      clearTimeout(timer);
    }
  }

  async *read(
    body: ReadableStream<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    const reader = body.getReader();
    try {
      for (;;) {
        const { value, done } = await this.wait(() => reader.read());
        if (done) return;
        yield value;
      }
    } finally {
      await reader.cancel().catch(() => {}); // Its failure is told already.
    }
  }
}

function refusal(
  { status, ok, headers }: Response,
  { origin, needsCors, type }: VisitOptions,
): string | undefined {
  if (status === 403) {
    // S3 says the same of objects that are missing, which other checks report.
    return "a visitor may not read it (403): make it public by ACL (s3_acl) or bucket policy";
  }
  if (status === 404) return "a visitor does not find it (404)";
  if (!ok) return `a visitor gets status ${status}`;

  const allowed = headers.get("access-control-allow-origin");
  if (needsCors && allowed !== "*" && allowed !== origin) {
    return `a browser may not open it on ${
      new URL(origin).host
    }: the bucket has no CORS rule that allows GET from there`;
  }
  const [served = ""] = (headers.get("content-type") ?? "").split(/\s*;/);
  if (served === type) return undefined;
  return served === "text/html"
    ? "is a web page, not the file: check base_s3_url"
    : `has the content type "${served}", expected "${type}"`;
}

/** What went wrong, without the URL, which is told already. */
function causeOf(error: unknown, url: string): string {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? cause.message : message;
  return reason.replace(` for url (${url})`, "");
}
