import { formatDuration } from "../terminal/units.ts";
import { failed, type Finding } from "./finding.ts";
import type { Answer, Identity } from "./s3_probe.ts";

/** Whose requests are sent, and where the credentials were found. */
export function credentialsFinding(
  { value: identity, failure }: Answer<Identity>,
  now: number,
): Finding {
  const title = "Credentials";
  if (failure) return failed(title, failure.message);
  const { keyTail, sources, isTemporary, expiration, account } = identity;
  const seconds = expiration && (expiration.getTime() - now) / 1000;
  const detail = [
    `access key …${keyTail} from ${sourceOf(sources)}`,
    account && `account ${account}`,
    isTemporary && seconds === undefined && "temporary",
    seconds !== undefined && seconds > 0 &&
    `valid for ${formatDuration(seconds)}`,
  ].filter(Boolean).join(", ");
  return seconds !== undefined && seconds <= 0
    ? failed(
      title,
      `${detail}, expired: renew them (such as with "aws sso login")`,
    )
    : { ok: true, title, detail };
}

/**
 * Where credentials come from, in words. The SDK marks them with every provider
 * that had a part: the first match is the one that a user knows.
 */
function sourceOf(sources: readonly string[]): string {
  const known = SOURCES.find(([part]) =>
    sources.some((source) => source.includes(part))
  );
  return known?.[1] ?? "the default chain of the AWS SDK";
}

const SOURCES: readonly (readonly [part: string, words: string])[] = [
  ["SSO", "single sign-on (aws sso login)"],
  ["LOGIN", "a console sign-in (aws login)"],
  ["PROCESS", "the profile's credential_process"],
  ["WEB_ID", "a role assumed with a web identity token"],
  ["ASSUME_ROLE", "a role that the profile assumes"],
  ["IMDS", "the machine's role"],
  ["HTTP", "the container's role"],
  ["ENV_VARS", "the environment (AWS_ACCESS_KEY_ID)"],
  ["PROFILE", "a profile in the AWS config files"],
];
