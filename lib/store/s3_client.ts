import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { Agent as HttpAgent, type ClientRequest } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { TOOL_VERSION } from "../tool.ts";

/** The SDK would put one together for each request. */
const USER_AGENT: [name: string, version: string] = [
  "cellpack-data-release",
  TOOL_VERSION,
];

/** Where an S3 client sends its requests, and how. */
export interface S3ClientOptions {
  readonly region: string;
  /** Base URL of an S3-compatible server; Amazon S3 if not set. */
  readonly endpoint?: string;
  /** Whether the bucket stands in the path and not in the host name. */
  readonly forcePathStyle?: boolean;
  /** Whether to send requests unsigned, as everyone can. */
  readonly anonymous?: boolean;
  /** Connections at a time. */
  readonly maxRequests: number;
}

/** A client of the SDK that sends each request once: repeating it is up to us. */
export function openS3Client(options: S3ClientOptions): S3Client {
  const { region, endpoint, forcePathStyle, anonymous, maxRequests } = options;
  const agent = { keepAlive: true, maxSockets: maxRequests };
  const client = new S3Client({
    region,
    endpoint,
    forcePathStyle,
    maxAttempts: 1, // The SDK cannot replay a stream.
    requestChecksumCalculation: "WHEN_REQUIRED", // Else streams go out without a length.
    responseChecksumValidation: "WHEN_REQUIRED",
    expectContinueHeader: false, // The SDK gives such requests no keep-alive connection.
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    defaultUserAgentProvider: () => Promise.resolve([USER_AGENT]),
    requestHandler: {
      httpAgent: new OneTimeHttpAgent(agent),
      httpsAgent: new OneTimeHttpsAgent(agent),
      connectionTimeout: 10_000,
    },
    ...(anonymous ? UNSIGNED : {}),
  });
  // It copies each request, even for a logger that does nothing.
  client.middlewareStack.remove("loggerMiddleware");
  client.middlewareStack.add(leavePayloadUnsigned, { step: "build" });
  return client;
}

/**
 * Spares the SHA-256 of bodies, of which the server checks the MD5: that is
 * signed, as are all headers.
 */
function leavePayloadUnsigned<T extends { request: unknown }, R>(
  next: (args: T) => R,
): (args: T) => R {
  return (args) => {
    const { headers } = args.request as { headers: Record<string, string> };
    if ("content-md5" in headers) {
      headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
    }
    return next(args);
  };
}

/**
 * Deno sends a request again, unasked, when the kept connection that it reuses
 * closes; even where it closes because the request was given up.
 */
class OneTimeHttpAgent extends HttpAgent {
  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    request.reusedSocket = false;
  }
}

/** The same over TLS. */
class OneTimeHttpsAgent extends HttpsAgent {
  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    request.reusedSocket = false;
  }
}

/** The SDK looks for credentials even where they are not used. */
const UNSIGNED: S3ClientConfig = {
  credentials: { accessKeyId: "", secretAccessKey: "" },
  signer: { sign: (request) => Promise.resolve(request) },
};
