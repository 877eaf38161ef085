import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import type { Ending } from "../fixture/command_line.ts";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";
import { makeBucket } from "./bucket.ts";
import { refusal, type Rule, startGatekeeper } from "./gatekeeper.ts";
import { type Environment, makeWorkspace, MAX_WORKERS } from "./workspace.ts";

const bucket = await makeBucket();
const gatekeeper = await startGatekeeper(bucket.endpoint);
const client = new S3Client({
  endpoint: bucket.endpoint,
  region: bucket.region,
  forcePathStyle: true,
});

Deno.test.afterAll(async () => {
  client.destroy();
  await gatekeeper[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

/** Of the tiny dataset: four meshes, two packings, a thumbnail, two CSVs. */
const OBJECTS = 9;

/** A bucket that does not let the release happen, and how that is mended. */
interface Case {
  readonly name: string;
  /** What the gatekeeper refuses before a run; asked anew for each. */
  readonly rule?: () => Rule;
  /** Settings of the bucket itself, until what it returns is called. */
  readonly setUp?: () => Promise<() => Promise<unknown>>;
  /** Of the config, while the release is refused. */
  readonly config?: Record<string, unknown>;
  readonly env?: Environment;
  /** Of the config, from when it is mended; the rule stays. */
  readonly mended?: Record<string, unknown>;
  /** The module to run in place of the command line. */
  readonly module?: string;
  /** Whether the plan can still be made. */
  readonly planned?: boolean;
  /** What the user is told. */
  readonly message: RegExp;
}

const ANSWERED: readonly Case[] = [
  {
    name: "ACLs are disabled",
    rule: () => ({ headers }) =>
      "x-amz-acl" in headers
        ? refusal(400, "AccessControlListNotSupported")
        : undefined,
    config: { s3_acl: "public-read" },
    planned: true,
    message:
      /Bucket ".*" does not accept ACLs: set "s3_acl" to "none" in the config and make the bucket public by policy$/,
    mended: { s3_acl: "none" },
  },
  {
    name: "public ACLs are blocked",
    rule: () => ({ headers }) =>
      "x-amz-acl" in headers ? refusal(403, "AccessDenied") : undefined,
    config: { s3_acl: "public-read" },
    planned: true,
    message:
      /do not permit s3:PutObject on bucket ".*": grant it together with s3:PutObjectAcl and let the bucket's Block Public Access accept public ACLs, or set "s3_acl" to "none" in the config$/,
    mended: { s3_acl: "none" },
  },
  {
    name: "the token expires in the middle",
    rule: () => after(3, () => refusal(400, "ExpiredToken")),
    planned: true,
    message: /The AWS credentials have expired: renew them .* then run again$/,
  },
  {
    name: "the bucket is removed in the middle",
    rule: () => after(3, () => refusal(404, "NoSuchBucket")),
    planned: true,
    message: /Bucket ".*" does not exist on http:.*: check s3_bucket/,
  },
  {
    name: "the credentials may not put",
    rule: () => ({ operation }) =>
      operation === "PutObject" ? refusal(403, "AccessDenied") : undefined,
    planned: true,
    message:
      /do not permit s3:PutObject on bucket ".*": grant it, or use other credentials$/,
  },
  {
    name: "the credentials may not list",
    rule: () => ({ operation }) =>
      operation === "ListObjectsV2" ? refusal(403, "AccessDenied") : undefined,
    message:
      /do not permit s3:ListBucket on bucket ".*": grant it, or use other credentials$/,
  },
  {
    name: "the bucket is in another region",
    rule: () => ({ headers }) =>
      headers.authorization?.includes("/eu-central-1/")
        ? undefined
        : refusal(301, "PermanentRedirect", [
          "x-amz-bucket-region",
          "eu-central-1",
        ]),
    config: { s3_region: "us-west-2" },
    message:
      /Bucket ".*" is not in region "us-west-2": set "s3_region" to "eu-central-1" in the config/,
    mended: { s3_region: "eu-central-1" },
  },
];

/** What a real server refuses; the embedded one has no users, policies and ACLs. */
const REAL: readonly Case[] = [
  {
    name: "a policy denies to list",
    setUp: () => deny("s3:ListBucket"),
    message: /do not permit s3:ListBucket on bucket ".*": grant it/,
  },
  {
    name: "a policy denies to put",
    setUp: () => deny("s3:PutObject"),
    planned: true,
    message: /do not permit s3:PutObject on bucket ".*": grant it/,
  },
  {
    name: "Block Public Access refuses public ACLs",
    setUp: blockPublicAcls,
    config: { s3_acl: "public-read" },
    planned: true,
    message: /let the bucket's Block Public Access accept public ACLs, or set/,
  },
  {
    name: "the secret access key is wrong",
    env: { AWS_SECRET_ACCESS_KEY: "wrong" },
    message:
      /The AWS secret access key does not belong to the access key ID: check AWS_SECRET_ACCESS_KEY or AWS_PROFILE$/,
  },
  {
    name: "the access key ID is unknown",
    env: { AWS_ACCESS_KEY_ID: "NOBODY" },
    message:
      /http:.* does not know the AWS access key ID: check AWS_ACCESS_KEY_ID or AWS_PROFILE$/,
  },
  {
    name: "the bucket does not exist",
    config: { s3_bucket: "no-such-bucket-here" },
    message:
      /Bucket "no-such-bucket-here" does not exist on http:.*: check s3_bucket/,
    mended: {},
  },
  ...["3600000", "-3600000"].map((CLOCK_IS_WRONG_BY_MS) => ({
    name: `the clock is wrong by ${CLOCK_IS_WRONG_BY_MS} ms`,
    module: "tests/faults/wrong_clock.ts",
    env: { CLOCK_IS_WRONG_BY_MS },
    message:
      /The clock of this computer differs too much from that of http:.*: set the clock$/,
  })),
];

for (const each of ANSWERED) {
  Deno.test(`a release stops early and goes on later: ${each.name}`, () =>
    refuseAndMend(each));
}

for (const each of REAL) {
  Deno.test({
    name: `a real server stops a release early: ${each.name}`,
    ignore: !IS_EXTERNAL,
    fn: () => refuseAndMend(each),
  });
}

async function refuseAndMend(each: Case): Promise<void> {
  const { rule, setUp, config, env, planned, message, mended } = each;
  await using workspace = await makeWorkspace(bucket, gatekeeper.endpoint);
  await bucket.empty();
  await workspace.configure(config);
  gatekeeper.follow(rule?.());
  const takeDown = await setUp?.();
  const release = ["apply", "-c", "config.json", "--yes"];
  const { module = "mod.ts" } = each;
  const ending = await workspace.runModule(module, release, env);
  await takeDown?.();

  const { stdout, stderr } = ending;
  assert.equal(ending.code, 1, stdout);
  assert.doesNotMatch(stdout + stderr, /^\s+at |bug/m);
  assertToldOnce(ending, message, planned ?? false);
  const { length } = gatekeeper.refused;
  assert.ok(length > 0 && length <= MAX_WORKERS, `${length} were refused`);
  const keys = [...(await bucket.contents()).keys()];
  assert.ok(!keys.some((key) => key.startsWith("bff/")), "a CSV is public");

  if (mended) await workspace.configure(mended);
  else gatekeeper.follow();
  const { code, ...printed } = await workspace.run(release);
  assert.equal(code, 0, printed.stdout + printed.stderr);
  assert.match(printed.stdout, new RegExp(`^Verified: ${OBJECTS} obj`, "m"));
  assert.equal((await bucket.contents()).size, OBJECTS);
}

/**
 * Where nothing can be planned, the message is all there is. Else it is told
 * when it happens, and once more in the report.
 */
function assertToldOnce(
  { stdout, stderr }: Ending,
  message: RegExp,
  planned: boolean,
): void {
  const [line = "", ...rest] = stderr.trimEnd().split("\n");
  assert.match(line, message);
  assert.deepEqual(rest, []);
  const told = line.slice(line.indexOf(": ") + 2);
  if (planned) {
    assert.match(stderr, /^Stopping: /);
    assert.equal(stdout.split(told).length - 1, 1, stdout);
    assert.match(stdout, /^\? \d+ not tried: the run stopped before$/m);
    assert.match(stdout, /^Incomplete: /m);
  } else {
    assert.match(stderr, /^Error: /);
    assert.equal(stdout, "");
  }
}

/** Refuses everything once so many objects were put. */
function after(puts: number, answer: () => ReturnType<Rule>): Rule {
  let count = 0;
  return ({ operation }) => {
    if (count >= puts) return answer();
    if (operation === "PutObject") count++;
  };
}

async function deny(action: string): Promise<() => Promise<unknown>> {
  const Bucket = bucket.name;
  const resource = `arn:aws:s3:::${Bucket}`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{
      Effect: "Deny",
      Principal: "*",
      Action: action,
      Resource: [resource, `${resource}/*`],
    }],
  });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return () => client.send(new DeleteBucketPolicyCommand({ Bucket }));
}

async function blockPublicAcls(): Promise<() => Promise<unknown>> {
  const Bucket = bucket.name;
  await client.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    }),
  );
  return () => client.send(new DeletePublicAccessBlockCommand({ Bucket }));
}
