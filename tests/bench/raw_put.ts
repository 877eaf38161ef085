import { createHash, createHmac } from "node:crypto";

/** A bucket, and who may write to it. */
export interface RawTarget {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
}

/** A request, signed. */
export interface RawRequest {
  /** Request line and headers. */
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/**
 * Makes a put that asks of the server what this project's puts ask of it: to
 * check the MD5 and a condition, and to set headers and an ACL.
 */
export function rawPut(
  target: RawTarget,
  key: string,
  body: Uint8Array,
): RawRequest {
  const md5 = createHash("md5").update(body).digest();
  return signed(target, "PUT", key, "", body, {
    "cache-control": "no-cache",
    "content-md5": md5.toString("base64"),
    "content-type": "model/obj",
    "if-none-match": "*",
    "x-amz-acl": "public-read",
    "x-amz-meta-md5": md5.toString("hex"),
  });
}

/**
 * Makes the upload of a part.
 *
 * @param md5 Of the body, in base64.
 */
export function rawPart(
  target: RawTarget,
  key: string,
  uploadId: string,
  number: number,
  body: Uint8Array,
  md5: string,
): RawRequest {
  const query = `partNumber=${number}&uploadId=${encodeURIComponent(uploadId)}`;
  return signed(target, "PUT", key, query, body, { "content-md5": md5 });
}

/**
 * Sends requests over bare sockets, a few at a time: no client can be much
 * faster, so this tells what server and machine can take.
 *
 * @param requests Taken one by one.
 * @throws {Error} if the server answers anything but 200.
 */
export async function sendRaw(
  { endpoint }: RawTarget,
  requests: Iterator<RawRequest>,
  connections: number,
): Promise<void> {
  const work = async () => {
    using connection = await connect(endpoint);
    for (;;) {
      const { value, done } = requests.next();
      if (done) return;
      await write(connection, value.head);
      await write(connection, value.body);
      await readAnswer(connection);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
}

/** By version 4 of Amazon's scheme, the payload left unsigned: its MD5 is signed. */
function signed(
  { endpoint, bucket, region }: RawTarget,
  method: string,
  key: string,
  query: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): RawRequest {
  const { host } = new URL(endpoint);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const all: Record<string, string> = {
    ...headers,
    "host": host,
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    "x-amz-date": time,
  };
  const names = Object.keys(all).sort();
  const path = `/${bucket}/${key}`;
  const canonical = [
    method,
    path,
    query,
    ...names.map((name) => `${name}:${all[name]}`),
    "",
    names.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const toSign = [
    "AWS4-HMAC-SHA256",
    time,
    scope,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const signature = hmac(signingKey(scope), toSign).toString("hex");
  const authorization = "AWS4-HMAC-SHA256 " +
    `Credential=${Deno.env.get("AWS_ACCESS_KEY_ID")}/${scope}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const lines = [
    `${method} ${path}${query && `?${query}`} HTTP/1.1`,
    ...names.map((name) => `${name}: ${all[name]}`),
    `authorization: ${authorization}`,
    `content-length: ${body.length}`,
  ];
  const head = lines.join("\r\n") + "\r\n\r\n";
  return { head: new TextEncoder().encode(head), body };
}

function signingKey(scope: string): Uint8Array {
  const secret = new TextEncoder().encode(
    `AWS4${Deno.env.get("AWS_SECRET_ACCESS_KEY")}`,
  );
  return scope.split("/").reduce<Uint8Array>(hmac, secret);
}

function hmac(key: Uint8Array, text: string) {
  return createHmac("sha256", key).update(text).digest();
}

async function connect(endpoint: string): Promise<Deno.Conn> {
  const { protocol, hostname, port } = new URL(endpoint);
  if (protocol === "https:") {
    return await Deno.connectTls({ hostname, port: Number(port || 443) });
  }
  const connection = await Deno.connect({ hostname, port: Number(port || 80) });
  connection.setNoDelay();
  return connection;
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await connection.write(bytes.subarray(sent));
  }
}

/** Reads an answer with a body of known length, as those to puts are. */
async function readAnswer(connection: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1 << 14);
  let text = "";
  for (;;) {
    const length = await connection.read(buffer);
    if (length === null) throw new Error("The server closed the connection");
    text += new TextDecoder("latin1").decode(buffer.subarray(0, length));
    const end = text.indexOf("\r\n\r\n");
    if (end === -1) continue;
    const bodyLength = text.match(/^content-length: *(\d+)/im)?.[1] ?? 0;
    if (text.length < end + 4 + Number(bodyLength)) continue;
    if (!text.startsWith("HTTP/1.1 200")) throw new Error(text);
    return;
  }
}
