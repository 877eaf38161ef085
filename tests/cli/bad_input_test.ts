import assert from "node:assert/strict";
import { makeWorkspace, type Workspace } from "../fixture/command_line.ts";

const PLAN = ["plan", "--config", "config.json"];

/** What is wrong with the input, and the line that tells it. */
interface Case {
  readonly name: string;
  readonly config?: Record<string, unknown>;
  spoil(workspace: Workspace): Promise<unknown> | void;
  /** Lines that must be on standard error, for what ends the command at once. */
  readonly stderr?: RegExp;
  /** Lines that must be in the plan, for what is one problem of it. */
  readonly plan?: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: "malformed JSON in the config",
    spoil: ({ path }) =>
      Deno.writeTextFile(
        path("config.json"),
        '{\n  "dataset": "x"\n  "a": 1\n}',
      ),
    stderr: /^ {2}line 3, column 3: /m,
  },
  {
    name: "wrong types in the config, all at once",
    config: { max_workers: "many", dataset: 5, uplod_csv_to_s3: true },
    spoil() {},
    stderr:
      /^Error: Cannot use config "config\.json": 3 problems\n(?=[^]*^ {2}max_workers: )(?=[^]*^ {2}dataset: )(?=[^]*^ {2}uplod_csv_to_s3: unknown key, did you mean "upload_csv_to_s3"\?)/m,
  },
  {
    name: "an empty dataset",
    spoil: ({ path }) => Deno.remove(path("data"), { recursive: true }),
    stderr:
      /^Error: Cannot plan a release: no packings found, looked for\n {2}data\/packing_outputs\/8d_sphere_data\/norm_weights\/random\/peroxisome\/[^]*deno task demo/,
  },
  {
    name: "a corrupt .simularium file",
    spoil: ({ dataset }) => Deno.truncate(dataset.packings[0]!, 100),
    plan: /\? data\/.*_743916_seed_0\.simularium \(byte \d+\): /,
  },
  {
    name: "a .simularium file that is no JSON",
    spoil: ({ dataset }) =>
      Deno.writeTextFile(dataset.packings[0]!, "PK\x03\x04"),
    plan: /\? data\/.*_743916_seed_0\.simularium \(byte \d+\): /,
  },
  {
    name: "a truncated TIFF",
    spoil: ({ dataset }) => Deno.truncate(dataset.figures[0]!, 200),
    plan: /\? data\/.*_743916_seed_0\.ome\.tiff \(byte \d+\): truncated /,
  },
  {
    name: "a mesh without faces",
    spoil: ({ dataset }) =>
      Deno.writeTextFile(dataset.meshes[0]!, "v 0 0 0\nv 1 0 0\nv 0 1 0\n"),
    plan:
      /\? 2 meshes: the mesh has no faces.*\n +data\/.*bad\.obj\n +data\/.*mem_mesh_743916\.obj\n/,
  },
  {
    name: "statistics without the columns that tell the cell",
    spoil: ({ dataset }) =>
      Deno.writeTextFile(dataset.statistics!, "a,b\n1,2\n"),
    plan: /\? data\/structure_stats\.csv.*: .*CellId/,
  },
  {
    name: "a file that cannot be read, here a link that leads nowhere",
    async spoil({ dataset }) {
      await Deno.remove(dataset.meshes[0]!);
      await Deno.symlink("/nowhere", dataset.meshes[0]!);
    },
    plan:
      /\? data\/.*mem_mesh_743916\.obj: Cannot read it: no such file or directory/,
  },
  {
    name: "a name that does not fit",
    spoil: ({ dataset }) =>
      Deno.rename(
        dataset.packings[0]!,
        dataset.packings[0]!.replace("results_peroxisome", "results_x"),
      ),
    plan:
      /\? data\/.*results_x_.*: Cannot read cell ID from "results_x_.*": expected "results_peroxisome_rules_shape/,
  },
  {
    name: "a connection that is refused",
    config: { s3_endpoint: "http://127.0.0.1:1" },
    spoil() {},
    stderr:
      /^Error: Cannot reach http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\): check the network, and s3_endpoint/,
  },
  {
    name: "a bucket that does not exist",
    config: { s3_bucket: "other-bucket" },
    spoil() {},
    stderr: /^Error: Bucket "other-bucket" does not exist on http/,
  },
];

for (const { name, config, spoil, stderr, plan } of CASES) {
  Deno.test(`${name}: told in one line, with exit code 1 and without a stack`, async () => {
    await using workspace = await makeWorkspace(config);
    await spoil(workspace);
    // A second problem, which the first one must not hide.
    const other = workspace.path("data/structure_data/SLC25A17/meshes/bad.obj");
    if (plan) await Deno.writeTextFile(other, "nothing\n");

    const ending = await workspace.run(...PLAN, "--detailed-exitcode");

    assert.equal(ending.code, 1);
    if (stderr) assert.match(ending.stderr, stderr);
    else assert.equal(ending.stderr, "");
    if (plan) {
      assert.match(ending.stdout, plan);
      assert.match(ending.stdout, /bad\.obj/);
      assert.match(
        ending.stdout,
        /\n\d problems?: this plan cannot be applied\./,
      );
    }
    assert.doesNotMatch(ending.stdout + ending.stderr, /^\s+at |bug/m);

    if (!plan) return; // Else apply would fail at the same point.
    const apply = await workspace.run("apply", "-c", "config.json", "--yes");
    assert.equal(apply.code, 1);
    assert.equal((await workspace.bucket()).size, 0);
  });
}

Deno.test("missing AWS credentials are told in one line", async () => {
  await using workspace = await makeWorkspace();
  const { code, stderr } = await workspace.runModule("mod.ts", PLAN, {
    env: {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
  assert.equal(code, 1);
  assert.match(stderr, /^Error: .*credentials/i);
  assert.equal(stderr.trimEnd().split("\n").length, 1);
});

Deno.test("with --skip-invalid the packings that have problems are left out", async () => {
  await using workspace = await makeWorkspace();
  await Deno.truncate(workspace.dataset.packings[0]!, 100);
  const { code, stdout, stderr } = await workspace.run(
    "apply",
    "-c",
    "config.json",
    "--yes",
    "--skip-invalid",
  );
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^Left out: 1 invalid file \(--skip-invalid\)\.$/m);
  const keys = [...(await workspace.bucket()).keys()];
  assert.equal(keys.filter((key) => key.endsWith(".simularium")).length, 1);
});

Deno.test("a manifest that was changed is refused", async () => {
  await using workspace = await makeWorkspace();
  await workspace.run(...PLAN, "--out", "release.jsonl");
  const path = workspace.path("release.jsonl");
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace("mem_mesh_743916", "mem_mesh_1"));
  const { code, stderr } = await workspace.run("apply", "release.jsonl");
  assert.equal(code, 1);
  assert.match(stderr, /^Error: Cannot use manifest "release\.jsonl": line /);
});
