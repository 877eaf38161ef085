import type { Config } from "../../lib/config/config.ts";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { type DoctorReport, runDoctor } from "../../lib/doctor/doctor.ts";
import type { Finding } from "../../lib/doctor/finding.ts";
import { demoConfig } from "../fixture/config.ts";

/** A config whose bucket is on a server of the tests, and whose files are nowhere. */
export function configFor(
  endpoint: string,
  changes: Record<string, unknown> = {},
): Config {
  return effectiveConfigSchema.parse(demoConfig({
    s3_bucket: "bucket",
    s3_endpoint: endpoint,
    s3_region: "us-west-2",
    s3_force_path_style: true,
    base_s3_url: `${endpoint}/bucket/`,
    data_dir: "/nonexistent/data",
    results_dir: "/nonexistent/results",
    ...changes,
  }));
}

/** The report with its findings by title. */
export async function checkUp(
  config: Config,
): Promise<DoctorReport & { by: ReadonlyMap<string, Finding> }> {
  const report = await runDoctor(config);
  const findings = report.groups.flatMap(({ findings }) => findings);
  return { ...report, by: new Map(findings.map((each) => [each.title, each])) };
}

/** Credentials of the environment, and none from elsewhere. */
export const SIGNED_IN = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "hush-this-is-secret",
  AWS_SESSION_TOKEN: "hush-this-is-a-token",
  AWS_PROFILE: undefined,
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
};
