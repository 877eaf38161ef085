import type { Config } from "../config/config.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import type { ObjectHeaders } from "../store/store.ts";
import { awsCommand } from "./aws_command.ts";
import { failed, type Finding } from "./finding.ts";
import type { Answer, LeftUpload, S3Probe } from "./s3_probe.ts";

const PUT = "Put objects";
const ACL = "ACL";

/** Tries whether objects may be put wherever the release puts some, with the ACL of the config. */
export async function puttingFindings(
  config: Config,
  probe: S3Probe,
): Promise<Finding[]> {
  const prefixes = prefixesOfEachKind(config);
  const findings: Finding[] = [];
  const first = probeKey(prefixes[0]!);
  let acl: ObjectHeaders["acl"] = config.s3_acl;
  let answer = await probe.tryPut(first, acl);
  if (acl === "public-read" && isAboutAcl(answer)) {
    const plain = await probe.tryPut(first, "none");
    if (!plain.failure) {
      findings.push(aclRefused(answer));
      answer = plain;
      acl = "none";
    }
  } else if (acl === "public-read" && !answer.failure) {
    findings.push({ ok: true, title: ACL, detail: "public-read is accepted" });
  }
  if (answer.failure?.isNotImplemented) {
    return [{
      ok: "unknown",
      title: PUT,
      detail:
        "not tried: the server cannot abort an upload, so something would stay behind",
    }];
  }
  const answers = [answer];
  for (const prefix of prefixes.slice(1)) {
    answers.push(await probe.tryPut(probeKey(prefix), acl));
  }
  return [putFinding(config, prefixes, answers), ...findings];
}

/** Permissions may differ between kinds of files, hardly within one. */
function prefixesOfEachKind(config: Config): string[] {
  const byKind = Map.groupBy(
    releasePrefixes(config).filter((prefix) =>
      config.upload_csv_to_s3 || !prefix.startsWith("bff/")
    ),
    (prefix) => prefix.slice(0, prefix.indexOf("/")),
  );
  return [...byKind.values()].map(([prefix]) => prefix!);
}

/** A name that tells what it is, should it ever be seen. */
function probeKey(prefix: string): string {
  return `${prefix}permission-probe-${crypto.randomUUID()}`;
}

function isAboutAcl({ failure }: Answer<unknown>): boolean {
  return failure?.code === "AccessControlListNotSupported" ||
    failure?.status === 403;
}

function aclRefused({ failure }: Answer<unknown>): Finding {
  if (failure!.code === "AccessControlListNotSupported") {
    return failed(ACL, failure!.message);
  }
  return {
    ok: false,
    title: ACL,
    detail:
      "public-read is refused: s3:PutObjectAcl is not permitted, or Block Public Access is on",
    remedy:
      'Permit it, or set "s3_acl" to "none" in the config and make the bucket public by policy',
  };
}

function putFinding(
  config: Config,
  prefixes: readonly string[],
  answers: readonly Answer<readonly LeftUpload[]>[],
): Finding {
  const left = answers.flatMap(({ value }) => value ?? []);
  if (left.length > 0) {
    return {
      ok: false,
      title: PUT,
      detail:
        "permitted, but the upload that was begun to try it cannot be aborted",
      remedy: [
        "Permit s3:AbortMultipartUpload, then remove what stays behind:",
        ...left.map(({ key, uploadId }) =>
          awsCommand(config, "abort-multipart-upload", {
            key,
            "upload-id": uploadId,
          })
        ),
      ].join("\n"),
    };
  }
  const refused = prefixes.filter((_, i) => answers[i]!.failure);
  if (refused.length === 0) {
    return {
      ok: true,
      title: PUT,
      detail: `permitted below ${list(prefixes)}`,
    };
  }
  const { failure } = answers.find(({ failure }) => failure)!;
  const finding = failed(PUT, failure!.message);
  return {
    ...finding,
    ok: failure!.status === 403 ? false : "unknown",
    detail: `${finding.detail}, below ${list(refused)}`,
  };
}

function list(prefixes: readonly string[]): string {
  return prefixes.map((prefix) => prefix.slice(0, prefix.indexOf("/") + 1))
    .join(", ");
}
