import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { environment } from "../fixture/environment.ts";
import { startS3Server, testCredentials } from "../fixture/s3_server.ts";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";
import { checkUp, configFor } from "./check_up.ts";

Deno.test("the embedded server is as ready as it can tell", async () => {
  using _environment = environment({
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  });
  const server = await startS3Server({ bucket: "bucket" });
  try {
    testCredentials();
    const { by } = await checkUp(configFor(server.endpoint));
    assert.deepEqual(
      [...by].slice(0, 11).map(([title, { ok }]) => [title, ok]),
      [
        ["Credentials", true],
        ["Server", true],
        ["Sign-in", true],
        ["Bucket", true],
        ["Region", true],
        ["List objects", true],
        ["Put objects", "unknown"], // It cannot abort uploads.
        ["Clock", true],
        ["Public URL", true],
        ["Block Public Access", "unknown"],
        ["CORS", true],
      ],
    );
    const { by: missing } = await checkUp(
      configFor(server.endpoint, { s3_bucket: "no-such-bucket" }),
    );
    assert.match(missing.get("Bucket")!.detail!, /does not exist/);
  } finally {
    await server.stop();
  }
});

Deno.test({
  name: "a real server: what is wrong is noticed, and right once mended",
  ignore: !IS_EXTERNAL,
  async fn() {
    await using own = await realBucket();
    const { Bucket, client, config } = own;
    const before = await checkUp(config);
    assert.deepEqual(
      [...before.by].slice(0, 12).map(([title, { ok }]) => [title, ok]),
      [
        ["Credentials", true],
        ["Server", true],
        ["Sign-in", true],
        ["Bucket", true],
        ["Region", true],
        ["List objects", true],
        ["Put objects", true],
        ["ACL", true],
        ["Clock", true],
        ["Public URL", true],
        ["Block Public Access", true],
        ["CORS", false], // A new bucket has no rules.
      ],
    );
    const remedy = before.by.get("CORS")!.remedy!;
    const json = remedy.match(/--cors-configuration '(.*)'$/)![1]!;
    const CORSConfiguration = JSON.parse(json);
    await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
    await client.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { IgnorePublicAcls: true },
      }),
    );
    const after = await checkUp(config);
    assert.equal(after.by.get("CORS")?.ok, true);
    assert.equal(after.by.get("Block Public Access")?.ok, false);
    assert.deepEqual(await own.leftovers(), { objects: 0, uploads: 0 });
  },
});

Deno.test({
  name:
    "a real server: a bucket without ACLs needs a policy, and the one told will do",
  ignore: !IS_EXTERNAL,
  async fn() {
    await using own = await realBucket();
    const { Bucket, client } = own;
    const config = { ...own.config, s3_acl: "none" as const };
    const { by } = await checkUp(config);
    assert.equal(by.get("Bucket policy")?.ok, false);
    const remedy = by.get("Bucket policy")!.remedy!;
    const Policy = remedy.match(/--policy '(.*)'$/)![1]!;
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    assert.equal((await checkUp(config)).by.get("Bucket policy")?.ok, true);
  },
});

Deno.test({
  name: "a real server: what a policy forbids is noticed",
  ignore: !IS_EXTERNAL,
  async fn() {
    await using own = await realBucket();
    const { Bucket, client, config } = own;
    const deny = async (Action: string, Resource: string) => {
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Principal: "*", Action, Resource }],
      });
      await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      return (await checkUp(config)).by;
    };
    const bucket = `arn:aws:s3:::${Bucket}`;
    try {
      const list = await deny("s3:ListBucket", bucket);
      assert.equal(list.get("List objects")?.ok, false);
      assert.equal(list.get("Put objects")?.ok, true);

      const put = await deny("s3:PutObject", `${bucket}/structure_data/*`);
      assert.equal(put.get("List objects")?.ok, true);
      assert.equal(put.get("Put objects")?.ok, false);
      assert.match(
        put.get("Put objects")!.detail!,
        /s3:PutObject .*, below structure_data\/$/,
      );
    } finally {
      await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    }
    assert.deepEqual(await own.leftovers(), { objects: 0, uploads: 0 });
  },
});

Deno.test({
  name: "a real server: unknown and wrong keys are told apart",
  ignore: !IS_EXTERNAL,
  async fn() {
    await using own = await realBucket();
    {
      using _environment = environment({ AWS_SECRET_ACCESS_KEY: "wrong" });
      const { by } = await checkUp(own.config);
      assert.match(by.get("Sign-in")!.detail!, /secret access key does not/);
    }
    {
      using _environment = environment({ AWS_ACCESS_KEY_ID: "NOBODYKNOWSME" });
      const { by } = await checkUp(own.config);
      assert.match(by.get("Credentials")!.detail!, /^access key …WSME from/);
      assert.match(by.get("Sign-in")!.detail!, /does not know the AWS access/);
    }
  },
});

/** A new bucket on the external server, removed when disposed of. */
async function realBucket() {
  const Bucket = `doctor-test-${crypto.randomUUID().slice(0, 8)}`;
  const endpoint = Deno.env.get("TEST_S3_ENDPOINT")!;
  const region = Deno.env.get("TEST_S3_REGION") ?? "us-east-1";
  const client = new S3Client({ endpoint, region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
  return {
    Bucket,
    client,
    config: configFor(endpoint, {
      s3_bucket: Bucket,
      s3_region: region,
      base_s3_url: `${endpoint}/${Bucket}/`,
      upload_csv_to_s3: true,
    }),
    async leftovers(): Promise<{ objects: number; uploads: number }> {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket }),
      );
      const { Uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket }),
      );
      return { objects: Contents.length, uploads: Uploads.length };
    },
    async [Symbol.asyncDispose]() {
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}
