/**
 * A program: puts files through the store, or through nothing but the SDK, and
 * prints, as JSON, how long that took and how much memory. Its argument is an
 * {@linkcode UploadJob} as JSON.
 */
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { Buffer } from "node:buffer";
import type { Digest } from "../../lib/io/digest.ts";
import { openS3Client } from "../../lib/store/s3_client.ts";
import { openS3Store } from "../../lib/store/s3.ts";
import type { RawTarget } from "./raw_put.ts";
import { timeMs } from "./measure.ts";

/** What to upload. */
export interface UploadJob extends RawTarget {
  /** What sends the requests. */
  readonly through: "store" | "sdk";
  readonly workers: number;
  readonly acl: "public-read" | "none";
  /** A JSON file with an array of {@linkcode FileToPut}. */
  readonly files: string;
}

export interface FileToPut extends Digest {
  readonly key: string;
  readonly source: string;
}

export interface UploadResult {
  /** Of the puts alone. */
  readonly ms: number;
  /** The most memory in use, in bytes, before the first put and at the end. */
  readonly idleBytes: number;
  readonly peakBytes: number;
}

/** Puts files, and closes what they were put through. */
interface Uploader {
  /** Loads all that a first request loads. */
  warmUp(): Promise<unknown>;
  put(file: FileToPut): Promise<unknown>;
  close(): void;
}

const UPLOADERS: Record<UploadJob["through"], (job: UploadJob) => Uploader> = {
  store(job) {
    const store = openS3Store(clientOptions(job));
    const headers = {
      contentType: "model/obj",
      cacheControl: "no-cache",
      acl: job.acl,
    };
    return {
      warmUp: () => store.head("nothing"),
      put: (file) =>
        store.put({ ...file, headers, condition: { ifNoneMatch: "*" } }),
      close: () => store.close(),
    };
  },
  sdk(job) {
    const client = openS3Client(clientOptions(job));
    const Bucket = job.bucket;
    const nothing = new HeadObjectCommand({ Bucket, Key: "nothing" });
    return {
      warmUp: () => client.send(nothing).catch(() => {}),
      put: async ({ key, source, md5 }) =>
        await client.send(
          new PutObjectCommand({
            Bucket,
            Key: key,
            Body: await Deno.readFile(source),
            ContentMD5: Buffer.from(md5, "hex").toString("base64"),
            ContentType: "model/obj",
            CacheControl: "no-cache",
            ACL: job.acl === "none" ? undefined : job.acl,
            Metadata: { md5 },
            IfNoneMatch: "*",
          }),
        ),
      close: () => client.destroy(),
    };
  },
};

function clientOptions(job: UploadJob) {
  return { ...job, forcePathStyle: true, maxRequests: job.workers };
}

async function putAll(
  uploader: Uploader,
  files: readonly FileToPut[],
  workers: number,
): Promise<void> {
  const rest = files.values();
  const work = async () => {
    for (const file of rest) await uploader.put(file);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

/** The most memory that this process has had in use; 0 where nobody tells. */
function peakBytes(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(status.match(/^VmHWM:\s+(\d+) kB/m)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

if (import.meta.main) {
  const job: UploadJob = JSON.parse(Deno.args[0]!);
  const files: FileToPut[] = JSON.parse(await Deno.readTextFile(job.files));
  const uploader = UPLOADERS[job.through](job);
  await uploader.warmUp();
  const idleBytes = peakBytes();
  const ms = await timeMs(() => putAll(uploader, files, job.workers));
  uploader.close();
  const result: UploadResult = { ms, idleBytes, peakBytes: peakBytes() };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
}
