/**
 * A program: puts files through the store and prints, as JSON, how long that
 * took and how much memory. Its argument is an {@linkcode UploadJob} as JSON.
 */
import type { Digest } from "../../lib/io/digest.ts";
import { openS3Store } from "../../lib/store/s3.ts";
import type { ObjectStore } from "../../lib/store/store.ts";
import type { RawTarget } from "./raw_put.ts";
import { timeMs } from "./measure.ts";

/** What to upload. */
export interface UploadJob extends RawTarget {
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

async function putAll(
  store: ObjectStore,
  files: readonly FileToPut[],
  { workers, acl }: UploadJob,
): Promise<void> {
  const rest = files.values();
  const headers = { contentType: "model/obj", cacheControl: "no-cache", acl };
  const work = async () => {
    for (const file of rest) {
      await store.put({ ...file, headers, condition: { ifNoneMatch: "*" } });
    }
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
  const store = openS3Store({
    ...job,
    forcePathStyle: true,
    maxRequests: job.workers,
  });
  await store.head("nothing"); // Loads all that a first request loads.
  const idleBytes = peakBytes();
  const ms = await timeMs(() => putAll(store, files, job));
  store.close();
  const result: UploadResult = { ms, idleBytes, peakBytes: peakBytes() };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
}
