import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { mapConcurrent } from "../../lib/concurrency.ts";
import { openS3Store, type S3StoreOptions } from "../../lib/store/s3.ts";
import type { ObjectStore } from "../../lib/store/store.ts";
import { testCredentials } from "../fixture/s3_server.ts";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";

/** A bucket on a real server, and what it truly holds, whatever the tool says. */
export interface Bucket extends AsyncDisposable {
  /** The server's. */
  readonly endpoint: string;
  readonly name: string;
  readonly region: string;
  /** Opens it for the tool, through a proxy if one is named. */
  open(options?: Partial<S3StoreOptions>): ObjectStore;
  /** The MD5 of every object, by key, from its bytes. */
  contents(): Promise<Map<string, string>>;
  /** Puts an object as another client would. */
  put(key: string, content: string): Promise<void>;
  /** Removes an object as another client would. */
  remove(key: string): Promise<void>;
  /** Removes all objects and uploads in parts. */
  empty(): Promise<void>;
  /** The keys of the uploads in parts that are neither complete nor aborted. */
  pendingUploads(): Promise<string[]>;
}

/** Makes an empty bucket on the server under test, see {@linkcode IS_EXTERNAL}. */
export async function makeBucket(): Promise<Bucket> {
  await using started = new AsyncDisposableStack();
  const name = `faults-${crypto.randomUUID().slice(0, 8)}`;
  const region = Deno.env.get("TEST_S3_REGION") ?? "us-east-1";
  const endpoint = IS_EXTERNAL
    ? Deno.env.get("TEST_S3_ENDPOINT")!
    : await startEmbedded(name, started);
  const client = new S3Client({ endpoint, region, forcePathStyle: true });
  const target = {
    ...{ bucket: name, endpoint, region, forcePathStyle: true },
    maxRequests: 8,
  };
  started.defer(() => client.destroy());
  if (IS_EXTERNAL) await client.send(new CreateBucketCommand({ Bucket: name }));

  const running = started.move();
  const bucket: Bucket = {
    endpoint,
    name,
    region,
    open: (options) => openS3Store({ ...target, ...options }),
    contents: () => contentsOf(client, name),
    async put(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: name, Key, Body }));
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
    },
    empty: () => empty(client, name),
    async pendingUploads() {
      return (await uploadsOf(client, name)).map(({ Key }) => Key!);
    },
    async [Symbol.asyncDispose]() {
      if (IS_EXTERNAL) {
        await empty(client, name);
        await client.send(new DeleteBucketCommand({ Bucket: name }));
      }
      await running.disposeAsync();
    },
  };
  return bucket;
}

/** @returns The endpoint. */
async function startEmbedded(
  bucket: string,
  started: AsyncDisposableStack,
): Promise<string> {
  const worker = new Worker(new URL("./server_worker.ts", import.meta.url), {
    type: "module",
  });
  const ask = (message: unknown) =>
    new Promise<string>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(message);
    });
  started.defer(async () => {
    await ask("stop");
    worker.terminate();
  });
  testCredentials();
  return await ask({ bucket });
}

async function contentsOf(
  client: S3Client,
  bucket: string,
): Promise<Map<string, string>> {
  const contents = mapConcurrent(
    await keysOf(client, bucket),
    8,
    async (Key): Promise<[string, string]> => {
      const get = new GetObjectCommand({ Bucket: bucket, Key });
      const bytes = await (await client.send(get)).Body!.transformToByteArray();
      return [Key, createHash("md5").update(bytes).digest("hex")];
    },
  );
  return new Map(await Array.fromAsync(contents));
}

async function empty(client: S3Client, bucket: string): Promise<void> {
  for (const { Key, UploadId } of await uploadsOf(client, bucket)) {
    const upload = { Bucket: bucket, Key, UploadId };
    await client.send(new AbortMultipartUploadCommand(upload));
  }
  // One by one: the embedded server removes folders that become empty.
  for (const Key of await keysOf(client, bucket)) {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
}

async function keysOf(client: S3Client, bucket: string): Promise<string[]> {
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket });
  const objects = await Array.fromAsync(pages, (page) => page.Contents ?? []);
  return objects.flat().map(({ Key }) => Key!);
}

async function uploadsOf(client: S3Client, bucket: string) {
  const list = new ListMultipartUploadsCommand({ Bucket: bucket });
  return (await client.send(list)).Uploads ?? [];
}
