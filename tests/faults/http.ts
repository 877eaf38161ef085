import { Buffer } from "node:buffer";
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A whole HTTP answer. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: string[];
  readonly body: Uint8Array;
}

/** A request to send without its body; its headers go out as they are, `Host` included. */
export interface Head {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders | string[];
}

/** An HTTP server on the loopback interface. */
export interface LoopbackServer extends AsyncDisposable {
  readonly endpoint: string;
}

/** Starts a server; when `handle` fails, the connection is closed without an answer. */
export async function startServer(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    // A client that died leaves its errors here.
    request.on("error", () => {});
    response.on("error", () => {});
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function headOf(request: IncomingMessage): Head {
  const { method = "", url = "", rawHeaders: headers } = request;
  return { method, url, headers };
}

/** The body of a request, once it is whole. */
export async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(request));
}

export function reply(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers as never);
  response.end(answer.body);
}

/** Asks one server, over connections that are kept. */
export class Upstream implements Disposable {
  readonly #agent = new Agent({ keepAlive: true });

  constructor(readonly endpoint: string) {}

  /** @throws If no whole answer comes. */
  ask({ method, url, headers }: Head, body: Uint8Array): Promise<Answer> {
    const { hostname, port } = new URL(this.endpoint);
    return new Promise((resolve, reject) => {
      const request = send({
        ...{ hostname, port, method, headers },
        path: url,
        agent: this.#agent,
      }, (response) => {
        Array.fromAsync<Uint8Array>(response).then((chunks) =>
          resolve({
            status: response.statusCode!,
            headers: endToEnd(response.rawHeaders),
            body: Buffer.concat(chunks),
          }), reject);
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  /** Sends a request with less of a body than it promises, and hangs up. */
  askInPart({ method, url, headers }: Head, part: Uint8Array): Promise<void> {
    const { hostname, port } = new URL(this.endpoint);
    return new Promise((resolve) => {
      const request = send({ hostname, port, method, headers, path: url });
      request.on("error", () => resolve());
      request.write(part, () => {
        request.destroy();
        resolve();
      });
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

/** Without the headers that are about one connection only. */
function endToEnd(headers: readonly string[]): string[] {
  return headers.filter((_, i) =>
    !HOP_BY_HOP.has(headers[i - i % 2]!.toLowerCase())
  );
}

const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding"]);
