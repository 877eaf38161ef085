import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, bodyOf, headOf, reply, type Upstream } from "./http.ts";
import { errorXml, type Operation, type S3Request } from "./operation.ts";

/** A request of which nothing but the head has been read. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: Upstream;
}

/** Something that goes wrong with a request. */
interface Fault {
  /** Whether it can happen to such a request. */
  befalls(request: S3Request): boolean;
  inflict(exchange: Exchange): Promise<void>;
}

/** What goes wrong between a client and an S3 server, sooner or later. */
export const FAULTS = {
  "reset before the body": {
    befalls: always,
    async inflict({ request }) {
      await request.socket.destroy();
    },
  },
  "reset during the body": {
    befalls: hasBody,
    async inflict({ request, upstream }) {
      const chunk = await firstChunk(request);
      const part = chunk.subarray(0, chunk.length / 2);
      await upstream.askInPart(headOf(request), part);
      request.socket.destroy();
    },
  },
  "answer lost": {
    befalls: always,
    async inflict(exchange) {
      await carryOut(exchange);
      exchange.request.socket.destroy();
    },
  },
  "half an answer": {
    befalls: always,
    async inflict(exchange) {
      await replyInPart(exchange.response, await carryOut(exchange));
    },
  },
  "silence": {
    befalls: always,
    async inflict({ request }) {
      await bodyOf(request);
    },
  },
  "silence after the request was carried out": {
    befalls: always,
    async inflict(exchange) {
      await carryOut(exchange);
    },
  },
  "429": failure(429, "TooManyRequests"),
  "500": failure(500, "InternalError"),
  "502 of a proxy": failure(502, "<html>Bad gateway</html>"),
  "503 SlowDown": failure(503, "SlowDown"),
  "409 ConditionalRequestConflict": {
    ...failure(409, "ConditionalRequestConflict"),
    befalls: isConditional,
  },
  "200 with an error": {
    ...failure(200, "InternalError"),
    befalls: hasXmlAnswer,
  },
  "200 with an error though the request was carried out": {
    befalls: hasXmlAnswer,
    async inflict(exchange) {
      await carryOut(exchange);
      reply(exchange.response, errorAnswer(200, "InternalError"));
    },
  },
  // The SDK looks at the last bytes only.
  "200 with an error and a line end": {
    befalls: ({ operation }) => operation === "CompleteMultipartUpload",
    async inflict({ request, response }) {
      await bodyOf(request);
      const { body, ...answer } = errorAnswer(200, "InternalError");
      reply(response, { ...answer, body: Buffer.concat([body, LINE_END]) });
    },
  },
} satisfies Record<string, Fault> as Record<FaultKind, Fault>;

export type FaultKind =
  | "reset before the body"
  | "reset during the body"
  | "answer lost"
  | "half an answer"
  | "silence"
  | "silence after the request was carried out"
  | "429"
  | "500"
  | "502 of a proxy"
  | "503 SlowDown"
  | "409 ConditionalRequestConflict"
  | "200 with an error"
  | "200 with an error and a line end"
  | "200 with an error though the request was carried out";

const LINE_END = Buffer.from("\n");

/** Answers with an error, and does not pass the request on. */
function failure(status: number, code: string): Fault {
  return {
    befalls: always,
    async inflict({ request, response }) {
      await bodyOf(request);
      reply(response, errorAnswer(status, code));
    },
  };
}

/** @param code S3's, or the page of another server. */
function errorAnswer(status: number, code: string): Answer {
  const isPage = code.startsWith("<");
  return {
    status,
    headers: ["content-type", isPage ? "text/html" : "application/xml"],
    body: new TextEncoder().encode(isPage ? code : errorXml(code)),
  };
}

/** Passes a request on to the server. */
async function carryOut({ request, upstream }: Exchange): Promise<Answer> {
  return await upstream.ask(headOf(request), await bodyOf(request));
}

function firstChunk(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve) => request.once("data", resolve));
}

/** Sends the answer up to the middle of its body, or of its head if it has none. */
async function replyInPart(
  { socket }: ServerResponse,
  { status, headers, body }: Answer,
): Promise<void> {
  const lines = headers.map((text, i) => text + (i % 2 === 0 ? ": " : "\r\n"));
  const head = `HTTP/1.1 ${status} Status\r\n${lines.join("")}`;
  // Without a length, the end of the connection would be a fine end of the body.
  const length = headers.some((name) => name.toLowerCase() === "content-length")
    ? ""
    : `content-length: ${body.length}\r\n`;
  const part = body.length === 0 ? head : Buffer.concat([
    Buffer.from(`${head}${length}\r\n`),
    body.subarray(0, body.length / 2),
  ]);
  await new Promise((resolve) => socket!.write(part, resolve));
  socket!.destroy();
}

function always(): boolean {
  return true;
}

function hasBody({ operation }: S3Request): boolean {
  return WITH_BODY.has(operation);
}

const WITH_BODY: ReadonlySet<Operation> = new Set<Operation>([
  "PutObject",
  "UploadPart",
  "CompleteMultipartUpload",
]);

/** Of the requests of this kind, those that S3 may find in conflict with another. */
function isConditional({ operation }: S3Request): boolean {
  return operation === "PutObject" || operation === "CompleteMultipartUpload";
}

/** Everything but HEAD, in whose answer no error could be told. */
function hasXmlAnswer({ operation }: S3Request): boolean {
  return operation !== "HeadObject";
}
