import assert from "node:assert/strict";
import { openS3Store, type S3StoreOptions } from "../../lib/store/s3.ts";
import {
  type ObjectStore,
  StoreUnavailableError,
} from "../../lib/store/store.ts";
import { environment } from "../fixture/environment.ts";
import { putRequest } from "../fixture/put_file.ts";
import {
  answer,
  s3Error,
  startScriptedServer,
  type Step,
} from "../fixture/scripted_server.ts";
import {
  IS_EXTERNAL,
  startStoreUnderTest,
} from "../fixture/store_under_test.ts";

const SECRETS = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "hush-this-is-secret",
  AWS_SESSION_TOKEN: "hush-this-is-a-token",
};
const NO_PROFILE = {
  AWS_PROFILE: undefined,
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
};

const list = (store: ObjectStore) => Array.fromAsync(store.list("x/"));
const head = (store: ObjectStore) => store.head("a");
const isPublic = (store: ObjectStore) => store.isPublic("a");
const put = async (
  store: ObjectStore,
  acl: "public-read" | "none" = "none",
) => {
  const directory = await Deno.makeTempDir();
  const headers = { contentType: "text/plain", cacheControl: "no-cache", acl };
  try {
    await store.put(await putRequest(directory, "a", "x", { headers }));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
};
const putPublic = (store: ObjectStore) => put(store, "public-read");

const TABLE: [
  string,
  (store: ObjectStore) => Promise<unknown>,
  Step,
  RegExp,
][] = [
  [
    "expired credentials",
    list,
    s3Error(400, "ExpiredToken", { "Token-0": SECRETS.AWS_SESSION_TOKEN }),
    /^The AWS credentials have expired: renew them/,
  ],
  [
    "an invalid session token",
    list,
    s3Error(400, "InvalidToken", { "Token-0": SECRETS.AWS_SESSION_TOKEN }),
    /^The AWS session token is not valid: renew AWS_SESSION_TOKEN/,
  ],
  [
    "an unknown access key",
    list,
    s3Error(403, "InvalidAccessKeyId"),
    /does not know the AWS access key ID: check AWS_ACCESS_KEY_ID/,
  ],
  [
    "a wrong secret key",
    put,
    s3Error(403, "SignatureDoesNotMatch"),
    /^The AWS secret access key does not belong to the access key ID/,
  ],
  [
    "a clock that is wrong",
    put,
    s3Error(403, "RequestTimeTooSkewed"),
    /set the clock$/,
  ],
  [
    "a missing bucket",
    list,
    s3Error(404, "NoSuchBucket"),
    /^Bucket "bucket" does not exist on http:.*: check s3_bucket/,
  ],
  [
    "another region, named in the header",
    list,
    s3Error(301, "PermanentRedirect", {}, {
      "x-amz-bucket-region": "eu-west-1",
    }),
    /^Bucket "bucket" is not in region "us-west-2": set "s3_region" to "eu-west-1"/,
  ],
  [
    "another region, named in the body",
    put,
    s3Error(400, "AuthorizationHeaderMalformed", { Region: "eu-west-1" }),
    /^Bucket "bucket" is not in region "us-west-2": set "s3_region" to "eu-west-1"/,
  ],
  [
    "another region, not named",
    put,
    s3Error(301, "PermanentRedirect"),
    /is not in region "us-west-2": set the bucket's region/,
  ],
  [
    "another region, asked about one object",
    head,
    answer(301, "", { "x-amz-bucket-region": "eu-west-1" }),
    /set "s3_region" to "eu-west-1"/,
  ],
  [
    "a bad request without a reason",
    head,
    answer(400),
    /refuses the credentials or the region "us-west-2" without saying why/,
  ],
  [
    "no permission to list",
    list,
    s3Error(403, "AccessDenied"),
    /^The credentials do not permit s3:ListBucket on bucket "bucket": grant it/,
  ],
  [
    "no permission to look",
    head,
    answer(403),
    /^The credentials do not permit s3:GetObject on/,
  ],
  [
    "no permission to read ACLs",
    isPublic,
    s3Error(403, "AccessDenied"),
    /^The credentials do not permit s3:GetObjectAcl on/,
  ],
  [
    "no permission to put",
    put,
    s3Error(403, "AccessDenied"),
    /^The credentials do not permit s3:PutObject on bucket "bucket": grant it, or use/,
  ],
  [
    "no permission to put in public",
    putPublic,
    s3Error(403, "AccessDenied"),
    /s3:PutObject on .* together with s3:PutObjectAcl .* or set "s3_acl" to "none"/,
  ],
  [
    "a bucket without ACLs",
    putPublic,
    s3Error(400, "AccessControlListNotSupported"),
    /does not accept ACLs: set "s3_acl" to "none" .* and make the bucket public by policy$/,
  ],
  [
    "a web server that is no S3",
    list,
    answer(200, "<html><b>Welcome</html>", { "content-type": "text/html" }),
    /does not answer as an S3 server does: check s3_endpoint/,
  ],
];

for (const [name, use, step, message] of TABLE) {
  Deno.test(`the run stops with one message: ${name}`, async () => {
    using _environment = environment({ ...SECRETS, ...NO_PROFILE });
    const server = await startScriptedServer([step]);
    try {
      await stops(server.endpoint, use, message);
      assert.equal(server.seen.length, 1);
    } finally {
      await server.stop();
    }
  });
}

Deno.test("the run stops with one message: nobody listens", async () => {
  using _environment = environment({ ...SECRETS, ...NO_PROFILE });
  const server = await startScriptedServer([]);
  await server.stop(); // Its port is free now.
  await stops(
    server.endpoint,
    list,
    new RegExp(
      `^Cannot reach ${server.endpoint} \\(ECONNREFUSED\\): check the network`,
    ),
  );
});

Deno.test("the run stops with one message: a host without an address", async () => {
  using _environment = environment({ ...SECRETS, ...NO_PROFILE });
  await stops(
    "http://s3.invalid",
    put,
    /^Cannot reach http:\/\/s3\.invalid \(E[A-Z_]+\): check the network/,
  );
});

Deno.test("the run stops with one message: no credentials", async () => {
  using _environment = environment({
    ...NO_PROFILE,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  });
  const server = await startScriptedServer([answer(500)]);
  try {
    await stops(
      server.endpoint,
      list,
      /^No AWS credentials found: set AWS_PROFILE, or run "aws configure", or export/,
    );
    assert.equal(server.seen.length, 0);
  } finally {
    await server.stop();
  }
});

Deno.test("anonymous requests need no credentials and are not signed", async () => {
  using _environment = environment({
    ...NO_PROFILE,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
  });
  const server = await startScriptedServer([answer(200, "", { etag: '"e"' })]);
  const store = open(server.endpoint, { anonymous: true });
  try {
    assert.equal((await store.head("a"))?.etag, "e");
    assert.equal(server.seen[0]?.headers.authorization, undefined);
  } finally {
    store.close();
    await server.stop();
  }
});

Deno.test("a real server refuses a missing bucket and an unknown key", async () => {
  const server = await startStoreUnderTest();
  try {
    await using test = await server.test();
    const elsewhere = test.open({ bucket: "no-such-bucket-here" });
    await assert.rejects(
      list(elsewhere),
      /"no-such-bucket-here" does not exist/,
    );
    elsewhere.close();

    using _environment = environment({ ...SECRETS, ...NO_PROFILE });
    const stranger = test.open();
    await assert.rejects(list(stranger), StoreUnavailableError);
    await assert.rejects(put(stranger), /does not know the AWS access key ID/);
    stranger.close();
  } finally {
    await server.stop();
  }
});

Deno.test({
  name: "a real server refuses a wrong secret key (needs signature checks)",
  ignore: !IS_EXTERNAL,
  async fn() {
    const server = await startStoreUnderTest();
    try {
      await using test = await server.test();
      using _environment = environment({ AWS_SECRET_ACCESS_KEY: "wrong" });
      const stranger = test.open();
      await assert.rejects(put(stranger), /secret access key does not belong/);
      stranger.close();
    } finally {
      await server.stop();
    }
  },
});

/** Expects the error that stops a run, and that it tells no secret. */
async function stops(
  endpoint: string,
  use: (store: ObjectStore) => Promise<unknown>,
  message: RegExp,
): Promise<void> {
  const store = open(endpoint);
  try {
    await assert.rejects(use(store), (error: Error) => {
      assert.equal(error.name, "StoreUnavailableError", String(error.stack));
      assert.match(error.message, message);
      assert.doesNotMatch(Deno.inspect(error), /hush/);
      return true;
    });
  } finally {
    store.close();
  }
}

function open(
  endpoint: string,
  options: Partial<S3StoreOptions> = {},
): ObjectStore {
  return openS3Store({
    bucket: "bucket",
    region: "us-west-2",
    endpoint,
    forcePathStyle: true,
    maxRequests: 2,
    retries: { attempts: 2, baseMs: 1, capMs: 1 },
    ...options,
  });
}
