import type { Config } from "../config/config.ts";
import { READER_ORIGINS } from "../dataset/reader_origins.ts";
import { awsCommand } from "./aws_command.ts";
import { allowsGet, type CorsRule, READERS_RULE } from "./cors_rules.ts";
import { type Finding, unanswered } from "./finding.ts";
import { otherHost } from "./public_access.ts";
import type { Answer } from "./s3_probe.ts";

const TITLE = "CORS";

/**
 * Whether the pages of the readers may read objects.
 *
 * @param preflight What the public URL answers to each reader's browser; asked
 * where the rules do not tell.
 */
export async function corsFinding(
  config: Config,
  { value: rules, failure }: Answer<readonly CorsRule[]>,
  preflight: (origin: string) => Promise<boolean>,
): Promise<Finding> {
  const host = otherHost(config);
  const refused = rules && !host
    ? READER_ORIGINS.filter((origin) => !allowsGet(rules, origin))
    : await refusedBy(preflight);
  if (refused.length === 0) {
    return {
      ok: true,
      title: TITLE,
      detail: `GET is allowed from ${hostsOf(READER_ORIGINS)}`,
    };
  }
  const detail = `GET is not allowed from ${hostsOf(refused)}`;
  if (host) {
    return {
      ok: "unknown",
      title: TITLE,
      detail: `${detail}, says ${host}`,
      remedy:
        `Let ${host} send "Access-Control-Allow-Origin: *" with every object`,
    };
  }
  if (failure?.isNotImplemented) {
    return unanswered(TITLE, failure, "s3:GetBucketCORS");
  }
  return { ok: false, title: TITLE, detail, remedy: setRules(config, rules) };
}

async function refusedBy(
  preflight: (origin: string) => Promise<boolean>,
): Promise<string[]> {
  const refused: string[] = [];
  for (const origin of READER_ORIGINS) {
    if (!await preflight(origin)) refused.push(origin);
  }
  return refused;
}

/** @param rules Those that there are, to be kept. */
function setRules(
  config: Config,
  rules: readonly CorsRule[] = [],
): string {
  const all = [...rules, READERS_RULE];
  return [
    "In the AWS console, under Permissions, set the CORS rules to:",
    `[\n${all.map(ruleText).join(",\n")}\n]`,
    "Or run:",
    awsCommand(config, "put-bucket-cors", {
      "cors-configuration": { CORSRules: all },
    }),
  ].join("\n");
}

/** JSON with a member a line. */
function ruleText(rule: CorsRule): string {
  const members = Object.entries(rule).map(([key, value]) =>
    `    "${key}": ${JSON.stringify(value)}`
  );
  return `  {\n${members.join(",\n")}\n  }`;
}

function hostsOf(origins: readonly string[]): string {
  return origins.map((origin) => new URL(origin).host).join(" and ");
}
