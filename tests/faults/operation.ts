import type { IncomingMessage } from "node:http";

/** S3's operations as far as the tool asks for them. */
export type Operation =
  | "ListObjectsV2"
  | "ListMultipartUploads"
  | "HeadObject"
  | "GetObject"
  | "GetObjectAcl"
  | "PutObject"
  | "CreateMultipartUpload"
  | "UploadPart"
  | "CompleteMultipartUpload"
  | "AbortMultipartUpload";

/** A request to an S3 server, in path style. */
export interface S3Request {
  readonly operation: Operation;
  /** Empty if the request is about the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Which operation a request asks for. */
export function s3RequestOf(request: IncomingMessage): S3Request {
  const { pathname, searchParams } = new URL(request.url!, "http://localhost");
  const key = decodeURIComponent(pathname.split("/").slice(2).join("/"));
  const operation = operationOf(request.method!, key, searchParams);
  return { operation, key, query: searchParams };
}

function operationOf(
  method: string,
  key: string,
  query: URLSearchParams,
): Operation {
  const ofUpload = query.has("uploadId");
  switch (method) {
    case "HEAD":
      return "HeadObject";
    case "PUT":
      return ofUpload ? "UploadPart" : "PutObject";
    case "POST":
      return ofUpload ? "CompleteMultipartUpload" : "CreateMultipartUpload";
    case "DELETE":
      if (ofUpload) return "AbortMultipartUpload";
      break;
    case "GET":
      if (query.has("uploads")) return "ListMultipartUploads";
      if (query.has("acl")) return "GetObjectAcl";
      return key === "" ? "ListObjectsV2" : "GetObject";
  }
  throw new Error(`The tool does not ask for ${method} ${key}`);
}

/** An error in S3's XML. */
export function errorXml(code: string): string {
  return '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Error><Code>${code}</Code><Message>On purpose.</Message></Error>`;
}
