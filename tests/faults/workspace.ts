import { join } from "@std/path";
import { type Ending, runModule } from "../fixture/command_line.ts";
import { demoConfig } from "../fixture/config.ts";
import { type Dataset, makeDataset } from "../fixture/dataset.ts";
import { TINY } from "../fixture/release.ts";
import type { Bucket } from "./bucket.ts";

/** A folder with a tiny dataset and a config, to run the command line in. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  readonly dataset: Dataset;
  path(name: string): string;
  /** Writes `config.json` anew, with changes. */
  configure(changes?: Record<string, unknown>): Promise<void>;
  /** Runs `mod.ts` in the folder. */
  run(args: readonly string[], env?: Environment): Promise<Ending>;
  /** Runs another module in the folder. */
  runModule(
    module: string,
    args: readonly string[],
    env?: Environment,
  ): Promise<Ending>;
}

/** Variables over those of the tests; `undefined` removes one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Two requests at a time: whoever goes on after a refusal is found out. */
export const MAX_WORKERS = 2;

/** Makes the folder. @param endpoint Where the config says that the bucket is. */
export async function makeWorkspace(
  bucket: Bucket,
  endpoint: string,
): Promise<Workspace> {
  const folder = await Deno.realPath(
    await Deno.makeTempDir({ prefix: "workspace_" }),
  );
  const runIn: Workspace["runModule"] = (module, args, env = {}) =>
    runModule(module, args, { cwd: folder, env: { NO_COLOR: "1", ...env } });
  const workspace: Workspace = {
    folder,
    dataset: await makeDataset(join(folder, "data"), TINY),
    path: (name) => join(folder, name),
    configure: (changes) =>
      Deno.writeTextFile(
        join(folder, "config.json"),
        JSON.stringify({
          ...demoConfig({
            s3_bucket: bucket.name,
            s3_endpoint: endpoint,
            s3_region: bucket.region,
            s3_force_path_style: true,
            s3_acl: "none",
            base_s3_url: `${endpoint}/${bucket.name}/`,
            rules: TINY.rules,
            upload_csv_to_s3: true,
            max_workers: MAX_WORKERS,
          }),
          ...changes,
        }),
      ),
    run: (args, env) => runIn("mod.ts", args, env),
    runModule: runIn,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
  await workspace.configure();
  return workspace;
}
