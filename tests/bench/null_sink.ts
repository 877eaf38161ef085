/**
 * A program: an S3 server that keeps nothing, to see how fast a client can be.
 * Its first line of output is its URL, its argument how many ms it takes for
 * each answer, as if it were far away.
 */

import { setTimeout as sleep } from "node:timers/promises";

/** Takes requests of one connection, one after another. */
async function serve(connection: Deno.Conn, delayMs: number): Promise<void> {
  const buffer = new Uint8Array(1 << 20);
  let held = 0;
  for (;;) {
    const headEnd = endOfHead(buffer.subarray(0, held));
    if (headEnd === -1) {
      const read = await connection.read(buffer.subarray(held));
      if (read === null) return;
      held += read;
      continue;
    }
    const head = new TextDecoder().decode(buffer.subarray(0, headEnd));
    if (/^expect:/im.test(head)) {
      await write(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    let left = Number(head.match(/^content-length: *(\d+)/im)?.[1] ?? 0);
    const inBuffer = Math.min(left, held - headEnd);
    buffer.copyWithin(0, headEnd + inBuffer, held);
    held -= headEnd + inBuffer;
    for (left -= inBuffer; left > 0;) {
      const read = await connection.read(
        buffer.subarray(0, Math.min(left, buffer.length)),
      );
      if (read === null) return;
      left -= read;
    }
    if (delayMs > 0) await sleep(delayMs);
    await write(connection, answerTo(head));
  }
}

/** Where the body begins, or -1 as long as the head is incomplete. */
function endOfHead(bytes: Uint8Array): number {
  for (let i = 3; i < bytes.length; i++) {
    if (bytes[i] === 10 && bytes[i - 1] === 13 && bytes[i - 2] === 10) {
      return i + 1;
    }
  }
  return -1;
}

function answerTo(head: string): string {
  const [method, path = ""] = head.split(" ", 2);
  if (method === "POST" && /[?&]uploads\b/.test(path)) {
    return ok(
      "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>",
    );
  }
  if (method === "POST") {
    return ok(
      `<CompleteMultipartUploadResult><ETag>${ETAG}</ETag></CompleteMultipartUploadResult>`,
    );
  }
  if (method === "PUT") return ok("", etagOf(head));
  if (method === "GET") return ok("<ListBucketResult></ListBucketResult>");
  return "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
}

const ETAG = '"d41d8cd98f00b204e9800998ecf8427e"';

/** The MD5 that the client says its content has. */
function etagOf(head: string): string | undefined {
  const md5 = head.match(/^content-md5: *(\S+)/im)?.[1];
  return md5 && `"${Uint8Array.fromBase64(md5).toHex()}"`;
}

function ok(xml: string, etag: string = ETAG): string {
  const headers = `etag: ${etag}\r\ncontent-type: application/xml\r\n` +
    `content-length: ${xml.length}\r\n`;
  return `HTTP/1.1 200 OK\r\n${headers}\r\n${xml}`;
}

async function write(connection: Deno.Conn, text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) {
    bytes = bytes.subarray(await connection.write(bytes));
  }
}

if (import.meta.main) {
  const delayMs = Number(Deno.args[0]);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(url));
  for await (const connection of listener) {
    // A client that hangs up ends its connection, not the server.
    serve(connection, delayMs).catch(() => {}).finally(() =>
      connection.close()
    );
  }
}
