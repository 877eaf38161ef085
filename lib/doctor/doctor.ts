import { bucketRegion } from "../config/region.ts";
import type { Config } from "../config/config.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import { publicUrl } from "../dataset/public_url.ts";
import { targetWarning } from "../release_check/target.ts";
import { bucketFindings } from "./bucket.ts";
import { clockFinding } from "./clock.ts";
import { corsFinding } from "./cors.ts";
import { credentialsFinding } from "./credentials.ts";
import { datasetFindings } from "./dataset.ts";
import { scanDataset } from "./dataset_scan.ts";
import { diskFindings } from "./disk.ts";
import type { Finding, FindingGroup } from "./finding.ts";
import { allowsOrigin } from "./preflight.ts";
import { policyFinding, publicBlockFinding } from "./public_access.ts";
import { puttingFindings } from "./putting.ts";
import { S3Probe } from "./s3_probe.ts";

/** What was found before a release. */
export interface DoctorReport {
  readonly groups: readonly FindingGroup[];
  /** Whether nothing is wrong, as far as can be found out. */
  readonly healthy: boolean;
}

/**
 * Checks what a release needs: credentials, bucket, permissions, what visitors
 * need, and the local files. Nothing is written, and nothing stays in the bucket.
 *
 * @throws The signal's reason, if it aborts.
 */
export async function runDoctor(
  config: Config,
  options: { readonly signal?: AbortSignal } = {},
): Promise<DoctorReport> {
  const { signal } = options;
  const probe = new S3Probe({
    bucket: config.s3_bucket,
    region: bucketRegion(config),
    endpoint: config.s3_endpoint,
    forcePathStyle: config.s3_force_path_style,
    signal,
  });
  try {
    const [remote, local] = await Promise.all([
      remoteGroups(config, probe, signal),
      localGroup(config, signal),
    ]);
    const groups = [...remote, local];
    const healthy = groups.every(({ findings }) =>
      findings.every(({ ok }) => ok !== false)
    );
    return { groups, healthy };
  } finally {
    probe.close();
  }
}

async function remoteGroups(
  config: Config,
  probe: S3Probe,
  signal: AbortSignal | undefined,
): Promise<FindingGroup[]> {
  const identity = await probe.identity();
  const credentials = credentialsFinding(identity, Date.now());
  if (identity.failure) return [access([credentials, NOT_ASKED])];

  const [prefix] = releasePrefixes(config);
  const { findings, isReachable } = bucketFindings(
    config,
    await probe.list(prefix!),
  );
  const clock = probe.clock || isReachable ? [clockFinding(probe.clock)] : [];
  if (!isReachable) {
    return [access([credentials, ...findings, ...clock, NOT_ASKED])];
  }
  return [
    access([
      credentials,
      ...findings,
      ...await puttingFindings(config, probe),
      ...clock,
    ]),
    {
      title: "Visitors",
      findings: await visitorFindings(config, probe, signal),
    },
  ];
}

async function visitorFindings(
  config: Config,
  probe: S3Probe,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const url = publicUrl(
    config.base_s3_url,
    `${releasePrefixes(config)[0]}probe`,
  );
  return [
    urlFinding(config),
    publicBlockFinding(config, await probe.publicAccessBlock()),
    ...config.s3_acl === "none"
      ? [policyFinding(config, await probe.hasPublicPolicy())]
      : [],
    await corsFinding(
      config,
      await probe.corsRules(),
      (origin) => allowsOrigin(url, origin, signal),
    ),
  ];
}

function urlFinding(config: Config): Finding {
  const title = "Public URL";
  const warning = targetWarning(config);
  return warning
    ? {
      ok: "unknown",
      title,
      detail: `${warning.what}: ${warning.consequence}`,
      remedy: warning.remedy,
    }
    : { ok: true, title, detail: config.base_s3_url };
}

async function localGroup(
  config: Config,
  signal: AbortSignal | undefined,
): Promise<FindingGroup> {
  const scan = await scanDataset(config, signal);
  return {
    title: "Files",
    findings: [
      ...datasetFindings(config, scan),
      ...await diskFindings(config, scan),
    ],
  };
}

function access(findings: readonly Finding[]): FindingGroup {
  return { title: "Bucket", findings };
}

const NOT_ASKED: Finding = {
  ok: "unknown",
  title: "Everything else",
  detail: "about the bucket: asked once this is mended",
};
