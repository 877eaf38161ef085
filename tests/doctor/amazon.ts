import {
  answer,
  s3Error,
  type ScriptedServer,
  startScriptedServer,
  type Step,
} from "../fixture/scripted_server.ts";

/** What a check-up asks a server. */
export type Question =
  | "list"
  | "uploads"
  | "begin"
  | "begin with ACL"
  | "abort"
  | "block"
  | "policy"
  | "cors"
  | "preflight";

/**
 * Starts a server that answers as Amazon S3 does for a bucket that is ready for
 * a release, but for the answers given.
 */
export async function startAmazon(
  answers: Partial<Record<Question, Step>> = {},
): Promise<ScriptedServer> {
  const all = { ...READY, ...answers };
  return await startScriptedServer([
    (request, response) => all[questionOf(request)](request, response),
  ]);
}

/** A rule for everyone, as the readers need it. */
export const OPEN_CORS = xml(
  "CORSConfiguration",
  "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>",
);

/** The setting of Block Public Access; those named are on. */
export function blocking(...on: readonly string[]): Step {
  const names = [
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
  ];
  return xml(
    "PublicAccessBlockConfiguration",
    names.map((name) => `<${name}>${on.includes(name)}</${name}>`).join(""),
  );
}

/** An answer in XML. */
export function xml(root: string, content: string): Step {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?><${root}>${content}</${root}>`;
  return answer(200, body, { "content-type": "application/xml" });
}

/** A refusal for want of permission. */
export const DENIED = s3Error(403, "AccessDenied");

const READY: Record<Question, Step> = {
  "list": xml("ListBucketResult", "<KeyCount>0</KeyCount>"),
  "uploads": xml("ListMultipartUploadsResult", ""),
  "begin": xml("InitiateMultipartUploadResult", "<UploadId>u1</UploadId>"),
  "begin with ACL": xml(
    "InitiateMultipartUploadResult",
    "<UploadId>u1</UploadId>",
  ),
  "abort": answer(204),
  "block": s3Error(404, "NoSuchPublicAccessBlockConfiguration"),
  "policy": xml("PolicyStatus", "<IsPublic>true</IsPublic>"),
  "cors": OPEN_CORS,
  "preflight": answer(403),
};

function questionOf(
  { method, url = "", headers }: Parameters<Step>[0],
): Question {
  const { searchParams: query } = new URL(url, "http://localhost");
  if (method === "OPTIONS") return "preflight";
  if (method === "DELETE") return "abort";
  if (method === "POST") {
    return headers["x-amz-acl"] ? "begin with ACL" : "begin";
  }
  if (query.has("uploads")) return "uploads";
  if (query.has("publicAccessBlock")) return "block";
  if (query.has("policyStatus")) return "policy";
  return query.has("cors") ? "cors" : "list";
}
