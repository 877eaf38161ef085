import { join } from "@std/path";
import { isInstalled } from "./child.ts";
import type { RawTarget } from "./raw_put.ts";

/** Another program that uploads a folder to S3. */
export interface OtherClient {
  readonly name: string;
  /** Its Debian package. */
  readonly debianPackage: string;
  /** Candidates for the program, the first that runs is taken. */
  readonly programs: readonly string[];
  /** Whether it has requests under way side by side; s3cmd has one, whatever it is told. */
  readonly isConcurrent: boolean;
  /** So slow that it is measured once only. */
  readonly isSlow: boolean;
  /** Its arguments for an upload of `folder` below `prefix`, and its environment. */
  prepare(job: ClientJob): Promise<ClientCall>;
}

export interface ClientJob {
  readonly target: RawTarget;
  readonly folder: string;
  readonly prefix: string;
  /** Requests at a time. */
  readonly workers: number;
  /** Where a config may be written. */
  readonly scratch: string;
}

export interface ClientCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export const OTHER_CLIENTS: readonly OtherClient[] = [{
  name: "rclone",
  debianPackage: "rclone",
  programs: ["rclone"],
  isConcurrent: true,
  isSlow: false,
  prepare({ target, folder, prefix, workers }) {
    const args = ["copy", "--transfers", `${workers}`];
    args.push("--checkers", `${workers}`, "--s3-acl", "public-read");
    args.push(folder, `bench:${target.bucket}/${prefix}`);
    const env = {
      RCLONE_CONFIG: "/dev/null",
      AWS_CA_BUNDLE: "", // With one, rclone 1.60 does not start.
      RCLONE_CONFIG_BENCH_TYPE: "s3",
      RCLONE_CONFIG_BENCH_PROVIDER: "Other",
      RCLONE_CONFIG_BENCH_ENV_AUTH: "true",
      RCLONE_CONFIG_BENCH_ENDPOINT: target.endpoint,
      RCLONE_CONFIG_BENCH_REGION: target.region,
      RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE: "true",
    };
    return Promise.resolve({ args, env });
  },
}, {
  name: "AWS CLI",
  debianPackage: "awscli",
  programs: ["/usr/bin/aws", "aws"],
  isConcurrent: true,
  isSlow: true,
  async prepare({ target, folder, prefix, workers, scratch }) {
    const config = join(scratch, "aws.ini");
    await Deno.writeTextFile(
      config,
      `[default]\nregion = ${target.region}\ns3 =\n` +
        `  max_concurrent_requests = ${workers}\n  addressing_style = path\n`,
    );
    const args = ["--endpoint-url", target.endpoint, "s3", "cp", "--recursive"];
    args.push("--only-show-errors", "--acl", "public-read");
    args.push(folder, `s3://${target.bucket}/${prefix}`);
    return { args, env: { AWS_CONFIG_FILE: config } };
  },
}, {
  name: "s3cmd",
  debianPackage: "s3cmd",
  programs: ["s3cmd"],
  isConcurrent: false,
  isSlow: true,
  async prepare({ target, folder, prefix, scratch }) {
    const config = join(scratch, "s3cmd.ini");
    const { host, protocol } = new URL(target.endpoint);
    await Deno.writeTextFile(
      config,
      `[default]\nhost_base = ${host}\nhost_bucket = ${host}\n` +
        `use_https = ${protocol === "https:" ? "True" : "False"}\n` +
        `access_key = ${Deno.env.get("AWS_ACCESS_KEY_ID")}\n` +
        `secret_key = ${Deno.env.get("AWS_SECRET_ACCESS_KEY")}\n`,
      { mode: 0o600 },
    );
    const args = ["--config", config, "--quiet", "--no-progress"];
    args.push("--acl-public", "put", "--recursive");
    args.push(`${folder}/`, `s3://${target.bucket}/${prefix}/`);
    return { args, env: {} };
  },
}];

/** The program of a client that runs on this machine, if any. */
export async function programOf(
  { programs }: OtherClient,
): Promise<string | undefined> {
  for (const program of programs) {
    if (await isInstalled(program)) return program;
  }
  return undefined;
}
