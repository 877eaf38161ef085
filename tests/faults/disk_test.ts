import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dirname, join } from "@std/path";
import type { Ending } from "../fixture/command_line.ts";
import { makeBucket } from "./bucket.ts";
import { startGatekeeper } from "./gatekeeper.ts";
import { CAN_MOUNT, mountSmallDisk, type SmallDisk } from "./small_disk.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const bucket = await makeBucket();
const gatekeeper = await startGatekeeper(bucket.endpoint);

Deno.test.afterAll(async () => {
  await gatekeeper[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

/** Of the tiny dataset: four meshes, two packings, a thumbnail, two CSVs. */
const OBJECTS = 9;
const PLAN = ["plan", "-c", "config.json", "--out", "release.jsonl"];
const APPLY = ["apply", "release.jsonl"];

/** What a disk does that lets nothing be written. */
const FAULTS: readonly {
  readonly name: string;
  readonly reason: string;
  begin(disk: SmallDisk): Promise<void>;
  end(disk: SmallDisk): Promise<void>;
}[] = [
  {
    name: "full",
    reason: "the disk is full",
    begin: (disk) => disk.fill(),
    end: (disk) => disk.free(),
  },
  {
    name: "read-only",
    reason: "the file system is read-only",
    begin: (disk) => disk.setReadOnly(true),
    end: (disk) => disk.setReadOnly(false),
  },
];

for (const { name, reason, begin, end } of FAULTS) {
  Deno.test({
    name: `on a ${name} disk no file of the dataset is lost`,
    ignore: !CAN_MOUNT,
    async fn() {
      await using setting = await makeSetting({ data_dir: "disk/data" });
      const { workspace, disk } = setting;
      await workspace.run(PLAN);
      await begin(disk);
      const before = await filesBelow(join(disk.path, "data"));
      const refused = await workspace.run(APPLY);

      assertFailed(refused, new RegExp(`^\\? 2 failed: ${reason}$`, "m"));
      assertSame(await filesBelow(join(disk.path, "data")), before);
      const keys = [...(await bucket.contents()).keys()];
      assert.equal(keys.filter((key) => key.endsWith(".obj")).length, 4);
      assert.equal(keys.filter((key) => key.endsWith(".simularium")).length, 0);
      assert.equal(keys.filter((key) => key.endsWith("_paths.csv")).length, 0);

      await end(disk);
      assertReleased(await workspace.run(APPLY));
    },
  });

  Deno.test({
    name: `on a ${name} disk for the results, only what is written there fails`,
    ignore: !CAN_MOUNT,
    async fn() {
      await using setting = await makeSetting({ results_dir: "disk/results" });
      const { workspace, disk } = setting;
      await workspace.run(PLAN);
      await begin(disk);
      const before = await filesBelow(disk.path);
      const refused = await workspace.run(APPLY);

      // A thumbnail and two CSVs; the journal is done without.
      assertFailed(refused, new RegExp(`^\\? 3 failed: ${reason}$`, "m"));
      assertSame(await filesBelow(disk.path), before);
      assert.equal((await bucket.contents()).size, 6);

      await end(disk);
      assertReleased(await workspace.run(APPLY));
    },
  });

  Deno.test({
    name: `on a ${name} disk a manifest is not saved in part`,
    ignore: !CAN_MOUNT,
    async fn() {
      await using setting = await makeSetting({});
      const { workspace, disk } = setting;
      await begin(disk);
      const before = await filesBelow(disk.path);
      const { code, stderr } = await workspace.run(
        ["plan", "-c", "config.json", "--out", "disk/release.jsonl"],
      );
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`^Error: .*${reason}.*disk/`));
      assertSame(await filesBelow(disk.path), before);
    },
  });
}

Deno.test("what vanished since the plan is stale and named, the rest is published", async () => {
  await using setting = await makeSetting();
  const { workspace } = setting;
  const { meshes, packings, figures } = workspace.dataset;
  await workspace.run(PLAN);
  const gone = [meshes[0]!, packings[1]!, figures[0]!];
  await using _kept = await putAside(gone);
  const ending = await workspace.run(APPLY);

  assertFailed(ending, /^Incomplete: .*3 stale/m);
  for (const path of [meshes[0]!, figures[0]!]) {
    const name = path.slice(workspace.folder.length + 1);
    assert.ok(ending.stdout.includes(`"${name}"`), ending.stdout);
  }
  // Neither the mesh and the packing that shows it, nor the other packing and the list.
  const keys = [...(await bucket.contents()).keys()];
  assert.equal(keys.filter((key) => key.endsWith(".obj")).length, 3);
  assert.equal(keys.filter((key) => key.endsWith(".simularium")).length, 0);
  assert.equal(keys.filter((key) => key.endsWith("_paths.csv")).length, 0);
});

Deno.test("what vanishes during the run is stale, and a new plan tells what misses it", async () => {
  await using setting = await makeSetting();
  const { workspace } = setting;
  const { meshes } = workspace.dataset;
  await workspace.run(PLAN);
  // Not among the first two puts, which are under way by then.
  const last = meshes.find((path) => path.endsWith("nuc_mesh_744021.obj"))!;
  gatekeeper.follow(({ operation }) => {
    if (operation === "PutObject" && existsSync(last)) Deno.removeSync(last);
    return undefined;
  });
  const ending = await workspace.run(APPLY);
  assertFailed(ending, /^\? 1 stale: "data\/.*nuc_mesh_744021\.obj" is gone /m);

  const plan = await workspace.run(["plan", "-c", "config.json"]);
  assert.equal(plan.code, 1);
  assert.match(
    plan.stdout,
    /^ +\? data.*nuc_mesh_744021\.obj.* neither in the/m,
  );
});

/** A workspace with a small disk of its own; `disk` is to be used only where one can be mounted. */
interface Setting extends AsyncDisposable {
  readonly workspace: Workspace;
  readonly disk: SmallDisk;
}

/** @param config With it, the dataset is moved to where it says. */
async function makeSetting(
  config?: { data_dir?: string; results_dir?: string },
): Promise<Setting> {
  await using made = new AsyncDisposableStack();
  const workspace = made.use(
    await makeWorkspace(bucket, gatekeeper.endpoint),
  );
  const disk = config
    ? made.use(await mountSmallDisk(workspace.path("disk")))
    : undefined;
  if (config?.data_dir) {
    await copyFolder(workspace.path("data"), workspace.path(config.data_dir));
  }
  await workspace.configure(config);
  await bucket.empty();
  gatekeeper.follow();
  const stack = made.move();
  return {
    workspace,
    disk: disk!,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Moves files away until disposed of. */
async function putAside(paths: readonly string[]): Promise<AsyncDisposable> {
  for (const path of paths) await Deno.rename(path, `${path}.aside`);
  return {
    async [Symbol.asyncDispose]() {
      for (const path of paths) await Deno.rename(`${path}.aside`, path);
    },
  };
}

function assertFailed({ code, stdout, stderr }: Ending, line: RegExp): void {
  assert.equal(code, 1);
  assert.match(stdout, line);
  assert.doesNotMatch(stdout + stderr, /^\s+at |bug/m);
}

function assertReleased({ code, stdout, stderr }: Ending): void {
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, new RegExp(`^Verified: ${OBJECTS} objects`, "m"));
}

function assertSame(
  actual: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}

/** The MD5 of every file, by path. */
async function filesBelow(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) {
      for (const file of await filesBelow(path)) files.set(...file);
    } // The planner's own: whether it is there does not matter to a release.
    else if (!name.startsWith(".cache.sqlite")) {
      const bytes = await Deno.readFile(path);
      files.set(path, createHash("md5").update(bytes).digest("hex"));
    }
  }
  return files;
}

async function copyFolder(from: string, to: string): Promise<void> {
  for (const path of (await filesBelow(from)).keys()) {
    const copy = to + path.slice(from.length);
    await Deno.mkdir(dirname(copy), { recursive: true });
    await Deno.copyFile(path, copy);
  }
}

function existsSync(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch {
    return false;
  }
}
