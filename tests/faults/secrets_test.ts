import assert from "node:assert/strict";
import { join } from "@std/path";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";
import { makeBucket } from "./bucket.ts";
import { type GuardedRequest, startGatekeeper } from "./gatekeeper.ts";
import type { Answer } from "./http.ts";
import { makeWorkspace } from "./workspace.ts";

const bucket = await makeBucket();
const gatekeeper = await startGatekeeper(bucket.endpoint);

Deno.test.afterAll(async () => {
  await gatekeeper[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

/** What the server under test asks for; a token it takes whatever it is. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: Deno.env.get("AWS_ACCESS_KEY_ID")!,
  // The embedded server checks no signatures.
  AWS_SECRET_ACCESS_KEY: IS_EXTERNAL
    ? Deno.env.get("AWS_SECRET_ACCESS_KEY")!
    : "hush/this+is+the+secret+access+key",
  AWS_SESSION_TOKEN: "hush/this+is+the+session+token==",
};

/** Parts of a signed request or a presigned URL. */
const SIGNATURES =
  /AWS4-HMAC-SHA256|(?:Signature|Credential)=[\w%]|X-Amz-Security-Token/i;

const CONFIG = ["-c", "config.json"];
const PLAN = ["plan", ...CONFIG, "--out", "release.jsonl"];
const APPLY = ["apply", "release.jsonl"];
const DOCTOR = ["doctor", ...CONFIG];
const VERIFY = ["verify", "release.jsonl"];

Deno.test("a release that succeeds tells no secret, nor do the files that it leaves or makes for a while", async () => {
  await using workspace = await makeWorkspace(bucket, gatekeeper.endpoint);
  await bucket.empty();
  let journals = 0;
  const seen: Promise<string[]>[] = [];
  gatekeeper.follow(({ operation }) => {
    if (operation === "PutObject") seen.push(textsBelow(workspace.folder));
    return undefined;
  });
  for (
    const args of [
      DOCTOR,
      [...PLAN, "--json", "--html", "review.html"],
      APPLY,
      [...APPLY, "--json"],
      VERIFY,
    ]
  ) {
    const { code, stdout, stderr } = await workspace.run(args, CREDENTIALS);
    // Whether visitors may read is not what this is about.
    if (args !== DOCTOR && args !== VERIFY) assert.equal(code, 0, stderr);
    assertTellsNothing(stdout + stderr, args.join(" "));
  }
  for (const texts of await Promise.all(seen)) {
    for (const text of texts) {
      assertTellsNothing(text, "a file during the run");
      if (text.startsWith('{"temporary"')) journals++;
    }
  }
  for (const text of await textsBelow(workspace.folder)) {
    assertTellsNothing(text, "a file after the run");
  }
  assert.ok(journals > 0, "no journal was seen");
  assert.ok(exists(workspace.path("review.html")));
  const outputs = "results/data_release/cellpack_simularium";
  assert.ok(exists(workspace.path(`${outputs}/.cache.sqlite`)));
});

/** Servers that repeat in an error what they were sent. */
const ANSWERS: readonly (readonly [status: number, code: string])[] = [
  [403, "SignatureDoesNotMatch"],
  [400, "InvalidRequest"],
];

for (const [status, code] of ANSWERS) {
  Deno.test(`what a server says with ${code} about the credentials is not repeated`, async () => {
    await using workspace = await makeWorkspace(bucket, gatekeeper.endpoint);
    await bucket.empty();
    gatekeeper.follow();
    const planned = await workspace.run(PLAN, CREDENTIALS);
    assert.equal(planned.code, 0, planned.stderr);
    // Some puts fail, whatever they are about; then nothing can be listed.
    gatekeeper.follow((request) =>
      request.operation === "ListObjectsV2"
        ? undefined
        : indiscretion(status, code, request)
    );
    const refused = [await workspace.run(APPLY, CREDENTIALS)];
    gatekeeper.follow((request) => indiscretion(status, code, request));
    for (const args of [DOCTOR, PLAN, [...APPLY, "--json"], VERIFY]) {
      refused.push(await workspace.run(args, CREDENTIALS));
    }
    for (const { code, stdout, stderr } of refused) {
      assert.equal(code, 1);
      assertTellsNothing(stdout + stderr, "what was printed");
    }
    for (const text of await textsBelow(workspace.folder)) {
      assertTellsNothing(text, "a file after the run");
    }
  });
}

Deno.test("credentials in the config are neither taken nor repeated", async () => {
  await using workspace = await makeWorkspace(bucket, gatekeeper.endpoint);
  const secret = CREDENTIALS.AWS_SECRET_ACCESS_KEY;
  const { host } = new URL(gatekeeper.endpoint);
  const user = encodeURIComponent(CREDENTIALS.AWS_ACCESS_KEY_ID);
  const url = `http://${user}:${encodeURIComponent(secret)}@${host}/`;
  for (
    const changes of [
      { aws_secret_access_key: secret },
      { s3_endpoint: url },
      { base_s3_url: url },
      { s3_endpoint: decodeURIComponent(url) },
      { base_s3_url: `https://a.example/?X-Amz-Signature=${secret}` },
    ]
  ) {
    await workspace.configure(changes);
    const ending = await workspace.run(["plan", ...CONFIG]);
    assert.equal(ending.code, 1);
    assertTellsNothing(ending.stdout + ending.stderr, "what was printed");
  }
});

/** An error that quotes the request, as S3's do, and more. */
function indiscretion(
  status: number,
  code: string,
  { headers }: GuardedRequest,
): Answer {
  const quoted = [
    ...Object.values(CREDENTIALS),
    headers.authorization,
    headers["x-amz-security-token"],
    `https://s3.example/?X-Amz-Signature=${"0".repeat(64)}`,
  ].join(" ");
  const members = [
    ["Code", code],
    ["Message", quoted],
    ["AWSAccessKeyId", CREDENTIALS.AWS_ACCESS_KEY_ID],
    ["SignatureProvided", quoted],
    ["StringToSign", quoted],
    ["CanonicalRequest", quoted],
    ["Token-0", CREDENTIALS.AWS_SESSION_TOKEN],
    ["Region", quoted],
  ].map(([name, text]) => `<${name}>${escapeXml(text!)}</${name}>`);
  const xml = `<?xml version="1.0"?><Error>${members.join("")}</Error>`;
  return {
    status,
    headers: ["content-type", "application/xml"],
    body: new TextEncoder().encode(xml),
  };
}

function assertTellsNothing(text: string, where: string): void {
  for (const [name, value] of Object.entries(CREDENTIALS)) {
    for (const form of [value, encodeURIComponent(value), btoa(value)]) {
      assert.ok(!text.includes(form), `${where} tells ${name}`);
    }
  }
  assert.ok(!SIGNATURES.test(text), `${where} tells a signature`);
}

/** Every file of a folder, its bytes as Latin-1. */
async function textsBelow(folder: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) texts.push(...await textsBelow(path));
    else texts.push(await textIfAny(path));
  }
  return texts;
}

/** A temporary file may be gone by now. */
async function textIfAny(path: string): Promise<string> {
  try {
    return new TextDecoder("latin1").decode(await Deno.readFile(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return "";
  }
}

async function exists(path: string): Promise<boolean> {
  return await textIfAny(path) !== "";
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
