/**
 * `deno task demo`: makes a small dataset, starts an S3 server on loopback, and
 * takes the dataset through a whole release.
 */
import { join } from "@std/path";
import { runCommand } from "../../lib/cli/commands.ts";
import { runMain } from "../../lib/cli/main.ts";
import { publicUrl } from "../../lib/dataset/public_url.ts";
import { bioFileFinderLink } from "../../lib/dataset/reader_links.ts";
import { print } from "../../lib/terminal/output.ts";
import { styleFor } from "../../lib/terminal/style.ts";
import { STEPS } from "../../steps/mod.ts";
import { demoConfig } from "../fixture/config.ts";
import { makeDataset } from "../fixture/dataset.ts";
import { startS3Server, testCredentials } from "../fixture/s3_server.ts";

const FOLDER = "demo";
const BUCKET = "cellpack-analysis-data";

await runMain(async () => {
  await removeIfAny(FOLDER);
  say(`Making a small dataset in ${FOLDER}/data`);
  await makeDataset(join(FOLDER, "data"));

  say("Starting an S3 server on loopback, for this demo only");
  const server = await startS3Server({ bucket: BUCKET });
  testCredentials();
  try {
    const baseUrl = `${server.endpoint}/${BUCKET}/`;
    const config = await writeConfig(server.endpoint, baseUrl);
    const manifest = join(FOLDER, "release.jsonl");
    await run("plan", "--config", config, "--out", manifest);
    await run("apply", manifest);
    await run("verify", manifest);
    await run("plan", "--config", config);
    showResults(baseUrl);
  } finally {
    await server.stop();
  }
  return 0;
});

function say(text: string): void {
  print(["", styleFor(Deno.stdout).bold(text)]);
}

async function run(...args: string[]): Promise<void> {
  say(`$ deno task ${args.join(" ")}`);
  print([""]);
  const exitCode = await runCommand(args, () => Promise.resolve(STEPS));
  if (exitCode !== 0) {
    throw new Error(`deno task ${args.join(" ")} ended with ${exitCode}`);
  }
}

async function writeConfig(endpoint: string, baseUrl: string): Promise<string> {
  const path = join(FOLDER, "config.json");
  const config = demoConfig({
    s3_bucket: BUCKET,
    s3_endpoint: endpoint,
    s3_force_path_style: true,
    base_s3_url: baseUrl,
    data_dir: join(FOLDER, "data"),
    results_dir: join(FOLDER, "results"),
    use_inverted_meshes: true,
    upload_csv_to_s3: true,
    // The embedded server has no ACLs: its bucket is open to all.
    s3_acl: "none",
  });
  await Deno.writeTextFile(path, JSON.stringify(config, null, 2) + "\n");
  return path;
}

function showResults(baseUrl: string): void {
  const name = "cellpack_simularium";
  const outputs = join(FOLDER, "results", "data_release", name);
  const csvUrl = (kind: string) =>
    publicUrl(baseUrl, `bff/rules_shape/${name}_${kind}.csv`);
  say("Where to look");
  print([
    "",
    `  CSV         ${join(outputs, `${name}_paths.csv`)}`,
    `  Thumbnails  ${join(outputs, "thumbnails")}`,
    `  Manifest    ${join(FOLDER, "release.jsonl")}`,
    "",
    "Links of a release open in the browser once its bucket is public, as this",
    "one is not. BioFile Finder:",
    "",
    `  ${bioFileFinderLink(name, csvUrl("paths"), csvUrl("metadata"))}`,
    "",
  ]);
}

async function removeIfAny(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
