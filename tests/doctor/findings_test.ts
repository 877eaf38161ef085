import assert from "node:assert/strict";
import { awsCommand } from "../../lib/doctor/aws_command.ts";
import { clockFinding } from "../../lib/doctor/clock.ts";
import { allowsGet } from "../../lib/doctor/cors_rules.ts";
import { credentialsFinding } from "../../lib/doctor/credentials.ts";
import { roomFinding } from "../../lib/doctor/disk.ts";
import { configFor } from "./check_up.ts";

const NOON = Date.UTC(2026, 0, 1, 12);
const IDENTITY = { keyTail: "MPLE", sources: [], isTemporary: false };

Deno.test("credentials are told by their source, and when they expire", () => {
  const table: [sources: string[], words: RegExp][] = [
    [["CREDENTIALS_ENV_VARS"], /^access key …MPLE from the environment/],
    [["CREDENTIALS_PROFILE"], /from a profile/],
    [["CREDENTIALS_PROFILE_SSO", "CREDENTIALS_SSO"], /from single sign-on/],
    [
      ["CREDENTIALS_PROFILE_SOURCE_PROFILE", "CREDENTIALS_STS_ASSUME_ROLE"],
      /from a role that the profile assumes/,
    ],
    [["CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN"], /web identity/],
    [["CREDENTIALS_IMDS"], /the machine's role/],
    [["CREDENTIALS_HTTP"], /the container's role/],
    [[], /the default chain/],
  ];
  for (const [sources, words] of table) {
    const value = { ...IDENTITY, sources };
    assert.match(credentialsFinding({ value }, NOON).detail!, words);
  }
  const until = (hour: number) =>
    credentialsFinding({
      value: {
        ...IDENTITY,
        isTemporary: true,
        expiration: new Date(Date.UTC(2026, 0, 1, hour)),
      },
    }, NOON);
  assert.match(until(14).detail!, /, valid for 2 h 0 min$/);
  assert.equal(until(14).ok, true);
  assert.match(until(11).detail!, /, expired$/);
  assert.equal(until(11).ok, false);
});

Deno.test("a clock may be five minutes off", () => {
  const by = (seconds: number) =>
    clockFinding({ server: NOON, local: NOON + 1000 * seconds });
  assert.deepEqual(
    [0, 299, -299, 301, -301].map((seconds) => by(seconds).ok),
    [true, true, true, false, false],
  );
  assert.equal(by(90).detail, "1 min 30 s ahead of the server's");
  assert.equal(by(-90).detail, "1 min 30 s behind the server's");
  assert.equal(clockFinding(undefined).ok, "unknown");
});

Deno.test("a CORS rule allows what its origins and methods say", () => {
  const table: [origins: string[], methods: string[], allowed: boolean][] = [
    [["*"], ["GET"], true],
    [["*"], ["HEAD", "PUT"], false],
    [["https://bff.allencell.org"], ["GET"], true],
    [["http://bff.allencell.org"], ["GET"], false],
    [["https://*.allencell.org"], ["GET"], true],
    [["https://bff*bff.allencell.org"], ["GET"], false],
    [["https://other.org"], ["GET"], false],
    [[], ["GET"], false],
  ];
  for (const [AllowedOrigins, AllowedMethods, allowed] of table) {
    const rules = [{}, { AllowedOrigins, AllowedMethods }];
    assert.equal(
      allowsGet(rules, "https://bff.allencell.org"),
      allowed,
      `${AllowedOrigins} ${AllowedMethods}`,
    );
  }
});

Deno.test("commands can be pasted into a shell", async () => {
  const config = configFor("http://localhost:1", { s3_bucket: "it's; mine" });
  const command = awsCommand(config, "put", { json: { a: "$x 'y'" } });
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", command.replace("aws s3api", "printf '%s\\n'")],
  }).output();
  assert.deepEqual(new TextDecoder().decode(stdout).trimEnd().split("\n"), [
    "put",
    "--bucket",
    "it's; mine",
    "--endpoint-url",
    "http://localhost:1",
    "--json",
    `{"a":"$x 'y'"}`,
  ]);
});

Deno.test("there must be room for what is needed", () => {
  const room = (free?: number) =>
    roomFinding({ directories: ["data", "results"], free, needed: 5_000_000 });
  assert.equal(room(5_000_000).ok, true);
  assert.equal(room(4_999_999).ok, false);
  assert.equal(room().ok, "unknown");
  assert.equal(
    room(20e9).detail,
    "20.0 GB free for data and results, at most 5.0 MB needed",
  );
});
