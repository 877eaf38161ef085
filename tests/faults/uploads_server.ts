import { Buffer } from "node:buffer";
import { createHash, randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import {
  type Answer,
  bodyOf,
  headOf,
  type LoopbackServer,
  reply,
  startServer,
  Upstream,
} from "./http.ts";
import { errorXml, type S3Request, s3RequestOf } from "./operation.ts";

/**
 * Stands before the embedded server and answers uploads in parts as Amazon
 * does, which the embedded server cannot: they can be listed and aborted, an
 * unknown one is `NoSuchUpload`, half a part is no part, and the conditions of
 * a completion hold. The ETag is the embedded server's, a plain MD5.
 */
export async function startUploadsServer(
  endpoint: string,
): Promise<LoopbackServer> {
  const upstream = new Upstream(endpoint);
  const uploads = new Map<string, Upload>();
  const server = await startServer(async (request, response) => {
    const body = await bodyOf(request);
    const own = ANSWERS[operationOf(request)];
    reply(
      response,
      own
        ? await own({
          ...s3RequestOf(request),
          request,
          body,
          uploads,
          upstream,
        })
        : await upstream.ask(headOf(request), body),
    );
  });
  return {
    endpoint: server.endpoint,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      upstream[Symbol.dispose]();
    },
  };
}

interface Upload {
  readonly key: string;
  /** Of the request that began it. */
  readonly headers: IncomingHttpHeaders;
  /** By number. */
  readonly parts: Map<string, { md5: string; body: Uint8Array }>;
}

interface Context extends S3Request {
  readonly request: IncomingMessage;
  readonly body: Uint8Array;
  /** By ID. */
  readonly uploads: Map<string, Upload>;
  readonly upstream: Upstream;
}

/** Requests of other clients, such as those that empty the bucket, pass. */
function operationOf(request: IncomingMessage): string {
  try {
    return s3RequestOf(request).operation;
  } catch {
    return "";
  }
}

const ANSWERS: Record<
  string,
  (context: Context) => Answer | Promise<Answer>
> = {
  CreateMultipartUpload({ key, request, uploads }) {
    const id = randomUUID();
    uploads.set(id, { key, headers: request.headers, parts: new Map() });
    return xml(
      200,
      `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  },

  UploadPart({ query, request, body, uploads }) {
    const upload = uploads.get(query.get("uploadId")!);
    if (!upload) return xml(404, errorXml("NoSuchUpload"));
    const md5 = createHash("md5").update(body).digest();
    const promised = request.headers["content-md5"];
    if (promised && promised !== md5.toString("base64")) {
      return xml(400, errorXml("BadDigest"));
    }
    const part = { md5: md5.toString("hex"), body };
    upload.parts.set(query.get("partNumber")!, part);
    return { status: 200, headers: ["etag", `"${part.md5}"`], body: NOTHING };
  },

  async CompleteMultipartUpload(context) {
    const { query, request, uploads, upstream } = context;
    const upload = uploads.get(query.get("uploadId")!);
    if (!upload) return xml(404, errorXml("NoSuchUpload"));
    const body = whole(upload, new TextDecoder().decode(context.body));
    if (!body) return xml(400, errorXml("InvalidPart"));
    const put = await upstream.ask({
      method: "PUT",
      url: request.url!.split("?")[0]!,
      headers: {
        ...published(upload.headers),
        ...conditions(request.headers),
        "content-length": String(body.length),
      },
    }, body);
    if (put.status !== 200) return put;
    uploads.delete(query.get("uploadId")!);
    const etag = put.headers[put.headers.findIndex(isEtag) + 1];
    return xml(
      200,
      `<CompleteMultipartUploadResult><ETag>${etag}</ETag></CompleteMultipartUploadResult>`,
    );
  },

  AbortMultipartUpload({ query, uploads }) {
    return uploads.delete(query.get("uploadId")!)
      ? { status: 204, headers: [], body: NOTHING }
      : xml(404, errorXml("NoSuchUpload"));
  },

  ListMultipartUploads({ query, uploads }) {
    const listed = [...uploads]
      .filter(([, { key }]) => key.startsWith(query.get("prefix") ?? ""))
      .map(([id, { key }]) =>
        `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`
      );
    return xml(
      200,
      `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${
        listed.join("")
      }</ListMultipartUploadsResult>`,
    );
  },
};

/** The parts that a completion names, joined; `undefined` if one is not there. */
function whole({ parts }: Upload, completion: string): Buffer | undefined {
  const bodies: Uint8Array[] = [];
  for (const [, part] of completion.matchAll(/<Part>(.*?)<\/Part>/gs)) {
    const number = part!.match(/<PartNumber>(\d+)</)?.[1];
    const etag = part!.match(/[0-9a-f]{32}/)?.[0];
    const uploaded = parts.get(number!);
    if (!uploaded || uploaded.md5 !== etag) return undefined;
    bodies.push(uploaded.body);
  }
  return Buffer.concat(bodies);
}

function published(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return pick(
    headers,
    (name) =>
      ["content-type", "cache-control"].includes(name) ||
      name.startsWith("x-amz-meta-"),
  );
}

function conditions(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return pick(headers, (name) => ["if-match", "if-none-match"].includes(name));
}

function pick(
  headers: IncomingHttpHeaders,
  wanted: (name: string) => boolean,
): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => wanted(name)),
  );
}

function isEtag(name: string): boolean {
  return name.toLowerCase() === "etag";
}

function xml(status: number, text: string): Answer {
  const headers = ["content-type", "application/xml"];
  return { status, headers, body: Buffer.from(text) };
}

const NOTHING = new Uint8Array();
