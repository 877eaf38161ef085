import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { join } from "@std/path";
import { createHash } from "node:crypto";
import { readChunks } from "../../lib/io/chunks.ts";
import { digestFile } from "../../lib/io/digest.ts";
import { PART_SIZE } from "../../lib/store/part_size.ts";
import { makeBenchBucket } from "./bench_bucket.ts";
import {
  digits,
  duration,
  megabytes,
  sideBySide,
  timed,
  timeMs,
  times,
} from "./measure.ts";
import {
  rawPart,
  type RawRequest,
  type RawTarget,
  sendRaw,
} from "./raw_put.ts";
import type { Row, Section } from "./section.ts";
import { startSink } from "./start_sink.ts";
import { uploadInChild } from "./upload.ts";
import type { FileToPut } from "./upload_child.ts";

const SIZE = 2_000_000_000;
const WORKERS = 8;
const SINK_ROUNDS = 3;
/** A server needs room for all that was put since it last freed what was removed. */
const SERVER_ROUNDS = 1;
const TARGET = 1.1;
const MEMORY_TARGET = 150e6;

/** How long a server is given to free what was removed. */
const FREEING_MS = 17_000;

/** The file that is put. */
interface LargeFile {
  readonly source: string;
  /** A JSON file that lists it, as an upload asks for. */
  readonly list: string;
}

/** One large object in parts, on a server and on one that keeps nothing. */
export async function benchMultipart(): Promise<Section> {
  const folder = await Deno.makeTempDir({ prefix: "bench_multipart_" });
  try {
    const file = await makeLargeFile(folder);
    const rows = [await hashing(file.source), await onSink(file)];
    const notes = [
      "The sink is a process that answers as S3 does and keeps nothing: where it is the server, the client is what takes the time. Bare sockets read the file as well, but their requests were signed and hashed beforehand.",
    ];
    if (Deno.env.has("TEST_S3_ENDPOINT")) {
      rows.push(await onServer(file));
    } else {
      notes.push(
        "Skipped: the same with a real server. Set TEST_S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
      );
    }
    return { title: "One object of 2 GB, in parts", rows, notes };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What the plan does once for all, so that sending does not. */
async function hashing(source: string): Promise<Row> {
  const ms = await sideBySide({
    read: timed(() => Array.fromAsync(readChunks(source), () => undefined)),
    digest: timed(() => digestFile(source)),
  }, SINK_ROUNDS);
  return {
    what: "in the plan, as long as the file stays the same: its digest",
    measured: `${duration(ms.digest)}, ${rate(ms.digest)}`,
    beside: `${times(ms.digest / ms.read)} reading it (${duration(ms.read)})`,
  };
}

async function onSink(file: LargeFile): Promise<Row> {
  await using sink = await startSink();
  const row = await compare("the sink", sink.target, file, SINK_ROUNDS, {
    begin: () => Promise.resolve("1"),
    end: () => Promise.resolve(),
  });
  // No line is as fast as the memory between two processes.
  return { ...row, target: undefined, reached: undefined };
}

async function onServer(file: LargeFile): Promise<Row> {
  await using bucket = await makeBenchBucket();
  const { region, endpoint } = bucket;
  const client = new S3Client({ region, endpoint, forcePathStyle: true });
  const raw = { Bucket: bucket.bucket, Key: "raw" };
  try {
    return await compare("the server", bucket, file, SERVER_ROUNDS, {
      begin: async () =>
        (await client.send(new CreateMultipartUploadCommand(raw))).UploadId!,
      async end(UploadId) {
        if (UploadId) {
          await client.send(
            new AbortMultipartUploadCommand({ ...raw, UploadId }),
          );
        }
        await bucket.empty();
        await new Promise((resolve) => setTimeout(resolve, FREEING_MS));
      },
    });
  } finally {
    client.destroy();
  }
}

/** Begins an upload for bare sockets; ends it, and removes what was put. */
interface Uploads {
  begin(): Promise<string>;
  end(uploadId?: string): Promise<void>;
}

async function compare(
  server: string,
  { bucket, region, endpoint }: RawTarget,
  { source, list }: LargeFile,
  rounds: number,
  uploads: Uploads,
): Promise<Row> {
  const target = { bucket, region, endpoint };
  let above = 0;
  const ms = await sideBySide({
    raw: async () => {
      const id = await uploads.begin();
      const ms = await timeMs(() =>
        sendRaw(target, parts(target, id, source), WORKERS)
      );
      await uploads.end(id);
      return ms;
    },
    store: async () => {
      const { ms, idleBytes, peakBytes } = await uploadInChild({
        ...target,
        through: "store",
        workers: WORKERS,
        acl: "none",
        files: list,
      });
      above = Math.max(above, peakBytes - idleBytes);
      await uploads.end();
      return ms;
    },
  }, rounds);
  const ratio = ms.store / ms.raw;
  return {
    what: `to ${server}, ${WORKERS} parts of ${megabytes(PART_SIZE)} at a time`,
    before: "whole file in memory",
    target: `≤ ${TARGET} × the wire, ≤ ${megabytes(MEMORY_TARGET)} above idle`,
    measured: `${duration(ms.store)}, ${rate(ms.store)}, ${
      megabytes(above)
    } above idle`,
    beside: `${times(ratio)} bare sockets (${duration(ms.raw)}, ${
      rate(ms.raw)
    })`,
    reached: ratio <= TARGET && above <= MEMORY_TARGET,
  };
}

function rate(ms: number): string {
  return `${digits(SIZE / 1e6 / (ms / 1000))} MB/s`;
}

/** Requests that are made one by one, of parts that are known and read anew. */
function* parts(
  target: RawTarget,
  uploadId: string,
  source: string,
): Generator<RawRequest> {
  using file = Deno.openSync(source);
  for (let sent = 0, number = 1; sent < SIZE; sent += PART_SIZE, number++) {
    const body = new Uint8Array(Math.min(PART_SIZE, SIZE - sent));
    for (let read = 0; read < body.length;) {
      read += file.readSync(body.subarray(read))!;
    }
    const md5 = body.length < PART_SIZE ? LAST_MD5 : BLOCK_MD5;
    yield rawPart(target, "raw", uploadId, number, body, md5);
  }
}

const BLOCK = makeBlock();
const BLOCK_MD5 = md5Of(BLOCK);
const LAST_MD5 = md5Of(BLOCK.subarray(0, SIZE % PART_SIZE));

function md5Of(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("base64");
}

function makeBlock(): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(PART_SIZE);
  for (let start = 0; start < block.length; start += 65536) {
    crypto.getRandomValues(block.subarray(start, start + 65536));
  }
  return block;
}

async function makeLargeFile(folder: string): Promise<LargeFile> {
  const source = join(folder, "large.simularium");
  await writeBlocks(source);
  const key = "large.simularium";
  const file: FileToPut = { key, source, ...await digestFile(source) };
  const list = join(folder, "files.json");
  await Deno.writeTextFile(list, JSON.stringify([file]));
  return { source, list };
}

async function writeBlocks(source: string): Promise<void> {
  using file = await Deno.open(source, { write: true, createNew: true });
  for (let left = SIZE; left > 0; left -= PART_SIZE) {
    const block = BLOCK.subarray(0, Math.min(PART_SIZE, left));
    for (let at = 0; at < block.length;) {
      at += await file.write(block.subarray(at));
    }
  }
}
