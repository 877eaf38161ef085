import assert from "node:assert/strict";
import { dirname, join, relative } from "@std/path";
import { createHash } from "node:crypto";
import type { Config } from "../../lib/config/config.ts";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { readManifest } from "../../lib/manifest/read.ts";
import type { Action } from "../../lib/manifest/entries.ts";
import { plan } from "../../mod.ts";
import { demoConfig } from "../fixture/config.ts";
import { type DatasetOptions, makeDataset } from "../fixture/dataset.ts";
import type { Bucket } from "./bucket.ts";
import { cutIntoParts, type PartsRule, wholeMd5s } from "./parts.ts";

/** A dataset and its plan, made to be applied again and again. */
export interface Release extends AsyncDisposable {
  readonly manifest: string;
  readonly actions: readonly Action[];
  /** Of the content of each object that goes up in parts, by key. */
  readonly wholeMd5s: ReadonlyMap<string, string>;
  /** Two objects that the plan replaces: the MD5 of what they held, by key. */
  readonly older: ReadonlyMap<string, string>;
  /** Puts the local files and the bucket back as they were when the plan was made. */
  reset(): Promise<void>;
  /** The MD5 of every local file, by path. */
  files(): Promise<Map<string, string>>;
}

export interface ReleaseOptions {
  readonly bucket: Bucket;
  /** Where the manifest says that the bucket is. */
  readonly endpoint: string;
  readonly dataset: Partial<DatasetOptions>;
  /** Bytes of white space that make the first packings large. */
  readonly padding?: readonly number[];
  /** What goes up in parts, if not what the tool would cut. */
  readonly parts?: PartsRule;
}

/** Makes a dataset in a temporary folder, and plans its release. */
export async function makeRelease(
  { bucket, endpoint, dataset, padding = [], parts }: ReleaseOptions,
): Promise<Release> {
  const directory = await Deno.makeTempDir({ prefix: "faults_" });
  const data = join(directory, "data"), results = join(directory, "results");
  const before = join(directory, "before");
  const { packings } = await makeDataset(before, {
    figureSize: { width: 24, height: 24, sizeZ: 4 },
    agents: 30,
    ...dataset,
  });
  for (const [i, size] of padding.entries()) {
    await appendWhiteSpace(packings[i]!, size);
  }
  const older = [packings[0]!, packings[1]!].map((path) =>
    relative(before, path)
  );

  const reset = async () => {
    for (const folder of [data, results]) await removeIfAny(folder);
    await copyFolder(before, data);
    await bucket.empty();
    for (const key of older) await bucket.put(key, OLD_CONTENT);
  };
  await reset();
  const config = effectiveConfigSchema.parse(demoConfig({
    s3_bucket: bucket.name,
    s3_endpoint: endpoint,
    s3_region: bucket.region,
    s3_force_path_style: true,
    s3_acl: "none",
    base_s3_url: "https://cells.example/",
    data_dir: data,
    results_dir: results,
    upload_csv_to_s3: true,
    rules: dataset.rules,
  }));
  const manifest = join(directory, "release.jsonl");
  const { errors } = await planAt(bucket, config, manifest);
  if (errors > 0) throw new Error("The plan has errors");
  if (parts) await cutIntoParts(manifest, parts);
  const actions = await Array.fromAsync(actionsOf(manifest));
  return {
    manifest,
    actions,
    wholeMd5s: wholeMd5s(actions),
    older: new Map(older.map((key) => [key, md5Hex(OLD_CONTENT)])),
    reset,
    files: async () =>
      new Map([...await digests(data), ...await digests(results)]),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

const OLD_CONTENT = "an older release";

/** Plans without a proxy, whatever endpoint the config names. */
async function planAt(bucket: Bucket, config: Config, manifest: string) {
  const store = bucket.open();
  try {
    return await plan(config, { manifest, store });
  } finally {
    store.close();
  }
}

/**
 * What the bucket has to hold in the end: the MD5 of each object, by key. A
 * thumbnail has none before it is drawn.
 */
export async function expectedObjects(
  { actions, wholeMd5s }: Release,
): Promise<Map<string, string>> {
  const objects = new Map<string, string>();
  for (const action of actions) {
    if (action.type !== "put") continue;
    const md5 = wholeMd5s.get(action.key) ?? action.md5 ??
      await md5IfAny(action.source);
    objects.set(action.key, md5 ?? "not drawn yet");
  }
  return objects;
}

/** The bucket holds the release and nothing else. */
export async function assertReleased(
  release: Release,
  bucket: Bucket,
): Promise<void> {
  assertSame(await bucket.contents(), await expectedObjects(release));
  assert.deepEqual(await bucket.pendingUploads(), []);
}

/** The maps have the same entries, in whatever order. */
export function assertSame(
  actual: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}

async function* actionsOf(manifest: string): AsyncGenerator<Action> {
  for await (const { entry } of readManifest(manifest)) {
    if (entry.type === "write" || entry.type === "put") yield entry;
  }
}

/** White space after the document is still JSON. No two MiB of it are the same. */
async function appendWhiteSpace(path: string, size: number): Promise<void> {
  using file = await Deno.open(path, { append: true });
  for (let left = size, tabs = 1; left > 0; left -= 2 ** 20, tabs++) {
    const text = ("\t".repeat(tabs) + "\n").padEnd(Math.min(left, 2 ** 20));
    await file.write(new TextEncoder().encode(text));
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesBelow(path);
    // The planner's own: whether it is there does not matter to a release.
    else if (name.startsWith(".cache.sqlite")) continue;
    else yield path;
  }
}

async function digests(folder: string): Promise<[string, string][]> {
  return await Array.fromAsync(
    filesBelow(folder),
    async (path) => [path, await md5Of(path)],
  );
}

async function md5Of(path: string): Promise<string> {
  return md5Hex(await Deno.readFile(path));
}

async function md5IfAny(path: string): Promise<string | undefined> {
  try {
    return await md5Of(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function md5Hex(content: string | Uint8Array): string {
  return createHash("md5").update(content).digest("hex");
}

async function copyFolder(from: string, to: string): Promise<void> {
  for await (const path of filesBelow(from)) {
    const copy = join(to, relative(from, path));
    await Deno.mkdir(dirname(copy), { recursive: true });
    await Deno.copyFile(path, copy);
  }
}

async function removeIfAny(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
