import assert from "node:assert/strict";
import { environment } from "../fixture/environment.ts";
import {
  answer,
  hangUp,
  s3Error,
  type Step,
} from "../fixture/scripted_server.ts";
import { blocking, DENIED, type Question, startAmazon, xml } from "./amazon.ts";
import { checkUp, configFor, SIGNED_IN } from "./check_up.ts";

/** What Amazon S3 is made to answer, and which line is to say what. */
interface Situation {
  readonly name: string;
  readonly answers: Partial<Record<Question, Step>>;
  readonly config?: Record<string, unknown>;
  readonly title: string;
  readonly ok: boolean | "unknown";
  /** Of detail and remedy, with a space between. */
  readonly says: RegExp;
  /** Lines that must be right all the same. */
  readonly fine?: readonly string[];
  /** Whether nothing more is asked. */
  readonly ends?: boolean;
}

const OLD_DATE = new Date(Date.now() - 10 * 60_000).toUTCString();

const SITUATIONS: readonly Situation[] = [
  {
    name: "the bucket is ready",
    answers: {},
    title: "Put objects",
    ok: true,
    says: /^permitted below packing_outputs\/, structure_data\/ $/,
    fine: [
      "Server",
      "Sign-in",
      "Bucket",
      "Region",
      "List objects",
      "ACL",
      "CORS",
    ],
  },
  {
    name: "the session token has expired",
    answers: { list: s3Error(400, "ExpiredToken") },
    title: "Sign-in",
    ok: false,
    says: /have expired Renew them .*aws sso login/,
    fine: ["Credentials", "Server"],
    ends: true,
  },
  {
    name: "the bucket is in another region",
    answers: {
      list: s3Error(301, "PermanentRedirect", {}, {
        "x-amz-bucket-region": "eu-west-1",
      }),
    },
    title: "Region",
    ok: false,
    says: /not in region "us-west-2" Set "s3_region" to "eu-west-1"/,
    fine: ["Server", "Sign-in", "Bucket"],
    ends: true,
  },
  {
    name: "there is no such bucket",
    answers: { list: s3Error(404, "NoSuchBucket") },
    title: "Bucket",
    ok: false,
    says: /^Bucket "bucket" does not exist .* Check s3_bucket/,
    fine: ["Server", "Sign-in"],
    ends: true,
  },
  {
    name: "the server fails",
    answers: { list: answer(503) },
    title: "Server",
    ok: false,
    says: /failed in every attempt/,
    fine: ["Credentials"],
    ends: true,
  },
  {
    name: "listing is not permitted",
    answers: { list: DENIED },
    title: "List objects",
    ok: false,
    says: /do not permit s3:ListBucket on bucket "bucket" Grant it/,
    fine: ["Server", "Sign-in", "Bucket", "Region", "Put objects", "CORS"],
  },
  {
    name: "putting is not permitted",
    answers: { "begin": DENIED, "begin with ACL": DENIED },
    title: "Put objects",
    ok: false,
    says:
      /do not permit s3:PutObject .*below packing_outputs\/, structure_data\//,
    fine: ["List objects"],
  },
  {
    name: "ACLs are disabled",
    answers: {
      "begin with ACL": s3Error(400, "AccessControlListNotSupported"),
    },
    title: "ACL",
    ok: false,
    says: /does not accept ACLs Set "s3_acl" to "none".*public by policy/,
    fine: ["Put objects"],
  },
  {
    name: "setting ACLs is not permitted, or public ones are blocked",
    answers: { "begin with ACL": DENIED },
    title: "ACL",
    ok: false,
    says: /s3:PutObjectAcl is not permitted, or Block Public Access is on/,
    fine: ["Put objects"],
  },
  {
    name: "public ACLs are ignored",
    answers: { block: blocking("IgnorePublicAcls", "BlockPublicPolicy") },
    title: "Block Public Access",
    ok: false,
    says:
      /^IgnorePublicAcls keeps everyone .*aws s3api put-public-access-block --bucket bucket --endpoint-url http:\S+ --public-access-block-configuration '\{"BlockPublicAcls":false,"IgnorePublicAcls":false,"BlockPublicPolicy":true,"RestrictPublicBuckets":false\}'/s,
  },
  {
    name: "public ACLs are blocked, which matters to nobody without ACLs",
    answers: { block: blocking("BlockPublicAcls", "IgnorePublicAcls") },
    config: { s3_acl: "none" },
    title: "Block Public Access",
    ok: true,
    says: /nothing that this release needs/,
    fine: ["Bucket policy"],
  },
  {
    name: "public policies have no effect",
    answers: { block: blocking("RestrictPublicBuckets") },
    config: { s3_acl: "none" },
    title: "Block Public Access",
    ok: false,
    says: /RestrictPublicBuckets keeps everyone from reading/,
  },
  {
    name: "Block Public Access may not be read",
    answers: { block: DENIED },
    title: "Block Public Access",
    ok: "unknown",
    says: /s3:GetBucketPublicAccessBlock/,
  },
  {
    name: "without ACLs and policy nobody may read",
    answers: { policy: s3Error(404, "NoSuchBucketPolicy") },
    config: { s3_acl: "none" },
    title: "Bucket policy",
    ok: false,
    says:
      /aws s3api put-bucket-policy .* --policy '\{.*"Principal":"\*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket\/\*"\}\]\}'/s,
  },
  {
    name: "a bucket behind a CDN need not be public",
    answers: { policy: s3Error(404, "NoSuchBucketPolicy") },
    config: { s3_acl: "none", base_s3_url: "https://cdn.invalid/" },
    title: "Bucket policy",
    ok: "unknown",
    says: /visitors read from cdn\.invalid/,
  },
  {
    name: "there are no CORS rules",
    answers: { cors: s3Error(404, "NoSuchCORSConfiguration") },
    title: "CORS",
    ok: false,
    says:
      /not allowed from simularium\.allencell\.org and bff\.allencell\.org .*"AllowedOrigins": \["\*"\],\n.*aws s3api put-bucket-cors .*--cors-configuration '\{"CORSRules":\[\{"AllowedOrigins":\["\*"\],"AllowedMethods":\["GET","HEAD"\]/s,
  },
  {
    name: "the CORS rules leave out a reader, and are kept",
    answers: {
      cors: xml(
        "CORSConfiguration",
        "<CORSRule><AllowedOrigin>https://simularium.*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>",
      ),
    },
    title: "CORS",
    ok: false,
    says:
      /not allowed from bff\.allencell\.org .*'\{"CORSRules":\[\{[^}]*"https:\/\/simularium\.\*"[^}]*\},\{"AllowedOrigins":\["\*"\]/s,
  },
  {
    name: "the CORS rules may not be read, but let the readers in",
    answers: {
      cors: DENIED,
      preflight: answer(200, "", { "access-control-allow-origin": "*" }),
    },
    title: "CORS",
    ok: true,
    says: /allowed from simularium/,
  },
  {
    name: "the CORS rules may not be read, and keep the readers out",
    answers: { cors: DENIED },
    title: "CORS",
    ok: false,
    says: /not allowed/,
  },
  {
    name: "the server knows no CORS rules",
    answers: { cors: s3Error(501, "NotImplemented") },
    title: "CORS",
    ok: "unknown",
    says: /the server does not tell/,
  },
  {
    name: "the clock is wrong",
    answers: {
      list: s3Error(403, "RequestTimeTooSkewed", {}, { date: OLD_DATE }),
    },
    title: "Clock",
    ok: false,
    says: /^10 min \d+ s ahead of the server's Set this computer's clock/,
    ends: true,
  },
  {
    name: "the clock is off, but S3 takes it",
    answers: {
      list: answer(200, "<ListBucketResult/>", {
        "content-type": "application/xml",
        "date": OLD_DATE,
      }),
    },
    title: "Clock",
    ok: false,
    says: /ahead of the server's/,
    fine: ["Sign-in", "Put objects"],
  },
  {
    name: "an upload cannot be aborted",
    answers: { abort: DENIED },
    title: "Put objects",
    ok: false,
    says:
      /cannot be aborted Permit s3:AbortMultipartUpload.*abort-multipart-upload --bucket bucket .* --key packing_outputs\/\S*permission-probe-\S* --upload-id u1/s,
  },
  {
    name: "a server that cannot abort uploads is not tried",
    answers: { uploads: s3Error(501, "NotImplemented") },
    title: "Put objects",
    ok: "unknown",
    says: /not tried: the server cannot abort/,
  },
];

for (const situation of SITUATIONS) {
  Deno.test(`a check-up notices: ${situation.name}`, async () => {
    using _environment = environment(SIGNED_IN);
    const server = await startAmazon(situation.answers);
    try {
      const config = configFor(server.endpoint, situation.config);
      const { by, groups } = await checkUp(config);
      const finding = by.get(situation.title);
      assert.ok(finding, [...by.keys()].join());
      const { detail = "", remedy = "" } = finding;
      assert.match(`${detail} ${remedy}`, situation.says);
      assert.equal(finding.ok, situation.ok);
      for (const title of situation.fine ?? []) {
        assert.deepEqual([title, by.get(title)?.ok], [title, true]);
      }
      assert.equal(by.has("Everything else"), situation.ends ?? false);
      assert.equal(by.has("CORS"), !situation.ends);
      assert.doesNotMatch(JSON.stringify(groups), /hush|AKIAIOS/);
    } finally {
      await server.stop();
    }
  });
}

Deno.test("an upload whose answer was lost is aborted all the same", async () => {
  using _environment = environment(SIGNED_IN);
  const aborted: string[] = [];
  let lost: string | undefined;
  const server = await startAmazon({
    "begin with ACL": (request, response) => {
      if (lost === undefined) {
        lost = new URL(request.url!, "http://x").pathname.slice(8);
        return hangUp(request);
      }
      xml("R", "<UploadId>second</UploadId>")(request, response);
    },
    "uploads": (request, response) =>
      xml(
        "ListMultipartUploadsResult",
        lost === undefined
          ? ""
          : `<Upload><Key>${lost}</Key><UploadId>first</UploadId></Upload>`,
      )(request, response),
    "abort": (request, response) => {
      const { searchParams } = new URL(request.url!, "http://x");
      aborted.push(searchParams.get("uploadId")!);
      answer(204)(request, response);
    },
  });
  try {
    const { by } = await checkUp(configFor(server.endpoint));
    assert.equal(by.get("Put objects")?.ok, true);
    assert.deepEqual(aborted.slice(0, 2).sort(), ["first", "second"]);
  } finally {
    await server.stop();
  }
});

Deno.test("nothing is written to the bucket but uploads that are aborted", async () => {
  using _environment = environment(SIGNED_IN);
  const server = await startAmazon();
  try {
    await checkUp(configFor(server.endpoint, { upload_csv_to_s3: true }));
    const changes = server.seen.filter(({ method }) =>
      !["GET", "HEAD", "OPTIONS"].includes(method)
    ).map(({ method, url }) => `${method} ${url.split(/[-?]/)[0]}`);
    assert.deepEqual(
      changes.map((change) => change.split("/").slice(0, 3).join("/")),
      [
        "POST /bucket/bff",
        "DELETE /bucket/bff",
        "POST /bucket/packing_outputs",
        "DELETE /bucket/packing_outputs",
        "POST /bucket/structure_data",
        "DELETE /bucket/structure_data",
      ],
    );
  } finally {
    await server.stop();
  }
});

Deno.test("without credentials nothing is asked", async () => {
  using _environment = environment({
    ...SIGNED_IN,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  });
  const server = await startAmazon();
  try {
    const { by, healthy } = await checkUp(configFor(server.endpoint));
    assert.equal(by.get("Credentials")?.ok, false);
    assert.match(by.get("Credentials")!.remedy!, /^Set AWS_PROFILE/);
    assert.equal(by.get("Everything else")?.ok, "unknown");
    assert.equal(healthy, false);
    assert.equal(server.seen.length, 0);
  } finally {
    await server.stop();
  }
});

Deno.test("a server that is not there is told in one line", async () => {
  using _environment = environment(SIGNED_IN);
  const server = await startAmazon();
  await server.stop(); // Its port is free now.
  const { by } = await checkUp(configFor(server.endpoint));
  assert.match(by.get("Server")!.detail!, /^Cannot reach http:.*ECONNREFUSED/);
  assert.equal(by.has("Sign-in"), false);
  assert.equal(by.has("Clock"), false);
});
