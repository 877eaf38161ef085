import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { startS3Server, testCredentials } from "../fixture/s3_server.ts";

/** An empty bucket to measure with. */
export interface BenchBucket extends AsyncDisposable {
  readonly bucket: string;
  readonly region: string;
  /** Base URL of the server, without the bucket. */
  readonly endpoint: string;
  /** Whether the server is the one that `TEST_S3_ENDPOINT` names. */
  readonly isExternal: boolean;
  /** What the server is, for a note. */
  readonly server: string;
  /** The part of a config that names the bucket. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Removes all objects. */
  empty(): Promise<void>;
}

/**
 * Makes a bucket on the server of `TEST_S3_ENDPOINT`, with the credentials of
 * the environment, or else on the embedded one; removed when disposed of.
 */
export async function makeBenchBucket(): Promise<BenchBucket> {
  const bucket = `bench-${crypto.randomUUID().slice(0, 8)}`;
  const external = Deno.env.get("TEST_S3_ENDPOINT");
  const embedded = external ? undefined : await startS3Server({ bucket });
  if (embedded) testCredentials();
  const endpoint = external ?? embedded!.endpoint;
  const region = Deno.env.get("TEST_S3_REGION") ?? "us-east-1";
  const client = new S3Client({ endpoint, region, forcePathStyle: true });
  if (external) await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const empty = () => removeAll(client, bucket);
  return {
    bucket,
    region,
    endpoint,
    isExternal: external !== undefined,
    server: external
      ? "the S3 server that TEST_S3_ENDPOINT names, on the same machine or not"
      : "the embedded S3 server of the tests, which shares this process's core",
    config: {
      s3_bucket: bucket,
      s3_endpoint: endpoint,
      s3_region: region,
      s3_force_path_style: true,
      base_s3_url: `${endpoint}/${bucket}/`,
      // The embedded server has no ACLs.
      s3_acl: external ? "public-read" : "none",
    },
    empty,
    async [Symbol.asyncDispose]() {
      if (external) {
        await empty();
        await client.send(new DeleteBucketCommand({ Bucket: bucket }));
      }
      client.destroy();
      await embedded?.stop();
    },
  };
}

async function removeAll(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const list = new ListObjectsV2Command({ Bucket: bucket });
    const { Contents = [] } = await client.send(list);
    if (Contents.length === 0) return;
    const Objects = Contents.map(({ Key }) => ({ Key }));
    await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
    );
  }
}
