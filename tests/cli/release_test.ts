import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { makeWorkspace } from "../fixture/command_line.ts";

const CONFIG = ["--config", "config.json"];
/** Of the tiny dataset: four meshes, two packings, a thumbnail, two CSVs. */
const OBJECTS = 9;

Deno.test("a release from plan to verification", async (t) => {
  await using workspace = await makeWorkspace();
  const { run, path } = workspace;

  await t.step(
    "a plan shows what would be done, and writes nothing but its cache",
    async () => {
      const { code, stdout, stderr } = await run("plan", ...CONFIG);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, "");
      const lines = stdout.trimEnd().split("\n");
      assert.match(
        lines[0]!,
        /^Release cellpack_simularium → s3:\/\/test-bucket \(127\.0\.0\.1:\d+\)$/,
      );
      assert.match(
        lines.at(-1)!,
        /^Plan: 9 objects to create, 0 to update, 0 to replace, 0 unchanged; 5 local files to write; .* and 1 thumbnail to upload\.$/,
      );
      assert.equal((await workspace.bucket()).size, 0);
      const names = async (...path: string[]) =>
        (await Array.fromAsync(Deno.readDir(join(workspace.folder, ...path))))
          .map(({ name }) => name).sort();
      assert.deepEqual(await names(), ["config.json", "data", "results"]);
      const outputs = ["results", "data_release", "cellpack_simularium"];
      assert.deepEqual(await names(...outputs), [".cache.sqlite"]);
    },
  );

  await t.step("changes have the detailed exit code 2", async () => {
    const { code } = await run("plan", ...CONFIG, "--detailed-exitcode");
    assert.equal(code, 2);
  });

  await t.step("a saved plan is the one printed as JSON", async () => {
    const { code, stdout, stderr } = await run(
      "plan",
      ...CONFIG,
      "--json",
      "--out",
      "release.jsonl",
    );
    assert.equal(code, 0, stderr);
    assert.equal(await Deno.readTextFile(path("release.jsonl")), stdout);
    const entries = stdout.trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    assert.equal(entries[0].type, "header");
    assert.equal(entries.at(-1).type, "summary");
    assert.match(stderr, /deno task apply release\.jsonl/);
  });

  await t.step("no credentials are in the manifest", async () => {
    const text = await Deno.readTextFile(path("release.jsonl"));
    assert.doesNotMatch(text, /S3RVER/);
  });

  await t.step("without a terminal and --yes nothing is applied", async () => {
    const { code, stdout, stderr } = await run("apply", ...CONFIG);
    assert.equal(code, 1);
    assert.match(stdout, /^Plan: 9 objects to create/m);
    assert.match(
      stderr,
      /^Error: Cannot ask whether to apply: there is no terminal; add --yes, or save the plan with --out and apply the file\n$/,
    );
    assert.equal((await workspace.bucket()).size, 0);
  });

  await t.step("a saved plan is applied as it is", async () => {
    const { code, stdout, stderr } = await run("apply", "release.jsonl");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Applied: 14 done; .* uploaded\.\n/);
    assert.match(
      stdout,
      /\nVerified: 9 objects in the bucket, .*, all as planned\.\n/,
    );
    assert.equal((await workspace.bucket()).size, OBJECTS);
  });

  await t.step("the bucket holds what the local files hold", async () => {
    const bucket = await workspace.bucket();
    const files = [...workspace.dataset.packings, ...workspace.dataset.meshes];
    for (const file of files) {
      const key = file.slice(join(workspace.folder, "data/").length);
      const md5 = createHash("md5").update(await Deno.readFile(file));
      assert.equal(bucket.get(key), md5.digest("hex"), key);
    }
  });

  await t.step("it can be applied again and finds all in place", async () => {
    const { code, stdout } = await run("apply", "release.jsonl", "--yes");
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^Applied: 0 done, 14 already there; 0 B uploaded\.$/m,
    );
  });

  await t.step("there is nothing left to do", async () => {
    const { code, stdout } = await run(
      "plan",
      ...CONFIG,
      "--detailed-exitcode",
    );
    assert.equal(code, 0);
    assert.match(stdout, /^Nothing to do: 9 objects unchanged/m);
    const apply = await run("apply", ...CONFIG);
    assert.equal(apply.code, 0, "there is nothing to ask about");
  });

  for (const args of [["release.jsonl"], CONFIG]) {
    await t.step(`verify ${args.join(" ")} finds all as planned`, async () => {
      const { code, stdout, stderr } = await run("verify", ...args);
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /^Verified: 9 objects in the bucket/);
    });
  }

  await t.step("verify reports as JSON, too", async () => {
    const { code, stdout } = await run("verify", "release.jsonl", "--json");
    assert.equal(code, 0);
    const { objects, discrepancies } = JSON.parse(stdout);
    assert.equal(objects, OBJECTS);
    assert.deepEqual(discrepancies, []);
  });

  await t.step("a changed mesh is one update, applied with --yes", async () => {
    const [mesh] = workspace.dataset.meshes;
    await Deno.writeTextFile(mesh!, "# more\n", { append: true });
    const found = await run("verify", ...CONFIG);
    assert.equal(found.code, 1);
    assert.match(
      found.stdout,
      /^\? .*mem_mesh_743916\.obj holds other content than the manifest says$/m,
    );
    const { code, stdout } = await run("apply", ...CONFIG, "--yes");
    assert.equal(code, 0);
    assert.match(stdout, /^Plan: 0 objects to create, 1 to update/m);
    assert.match(stdout, /^Applied: 1 done, /m);
  });

  await t.step("a plan that is stale ends with 1", async () => {
    const { code, stdout } = await run("apply", "release.jsonl");
    assert.equal(code, 1);
    assert.match(stdout, /^\? 1 stale: another release changed the object/m);
    assert.match(stdout, /^Incomplete: 0 done, /m);
  });
});

Deno.test("apply --json prints events and nothing else", async () => {
  await using workspace = await makeWorkspace();
  const { code, stdout } = await workspace.run(
    "apply",
    ...CONFIG,
    "--yes",
    "--json",
  );
  assert.equal(code, 0);
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(events[0].type, "start");
  assert.equal(
    events.filter(({ type }) => type === "outcome").length,
    events[0].actions,
  );
  assert.equal(events.at(-2).type, "end");
  assert.equal(events.at(-2).report.complete, true);
  assert.equal(events.at(-1).type, "verify");
  assert.deepEqual(events.at(-1).discrepancies, []);
});

Deno.test("with dry_run apply plans and stops, and a saved plan is refused", async () => {
  await using workspace = await makeWorkspace({ dry_run: true });
  const { run } = workspace;
  const { code, stdout, stderr } = await run("apply", ...CONFIG, "--yes");
  assert.equal(code, 0);
  assert.match(stdout, /^Plan: 9 objects to create/m);
  assert.equal(stderr, "The config says dry_run: nothing was applied.\n");

  await run("plan", ...CONFIG, "--out", "release.jsonl");
  const saved = await run("apply", "release.jsonl", "--yes");
  assert.equal(saved.code, 1);
  assert.match(
    saved.stderr,
    /^Error: Cannot apply "release.jsonl": its config says dry_run/,
  );
  assert.equal((await workspace.bucket()).size, 0);
});

Deno.test("the flags for the dataset, the results and the steps are part of the plan", async () => {
  await using workspace = await makeWorkspace();
  const { run, path } = workspace;
  await Deno.rename(path("data"), path("elsewhere"));
  const { code, stderr } = await run(
    "apply",
    "-c",
    "config.json",
    "--data_dir",
    path("elsewhere"),
    "--results-dir=out",
    "--upload-meshes",
    "--create_csv",
    "--yes",
    "--max_workers",
    "2",
  );
  // The rows of a CSV that is published would point to nothing.
  assert.equal(code, 1, stderr);
  const meshes = await run(
    "apply",
    "--config_file=config.json",
    "--data_dir",
    path("elsewhere"),
    "--upload-meshes",
    "--yes",
  );
  assert.equal(meshes.code, 0, meshes.stderr);
  assert.equal((await workspace.bucket()).size, 4);
});

Deno.test("every line of a plan is shown with --verbose, and none is colored in a pipe", async () => {
  await using workspace = await makeWorkspace();
  const { stdout } = await workspace.run("plan", ...CONFIG, "-v");
  assert.match(
    stdout,
    /^ {4}typeMapping\.0\.geometry\.url "mem_mesh_743916\.obj" → "http:.*"$/m,
  );
  assert.equal(stdout.match(/^\+ upload_meshes/gm)?.length, 4);
  assert.match(stdout, /^Plan: /m);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stdout, /\x1b/);
});

Deno.test("an offline plan needs no server, and cannot be applied", async () => {
  await using workspace = await makeWorkspace({
    s3_endpoint: "http://127.0.0.1:1",
  });
  const plan = await workspace.run(
    "plan",
    ...CONFIG,
    "--offline",
    "--out",
    "release.jsonl",
  );
  assert.equal(plan.code, 0, plan.stderr);
  assert.match(plan.stdout, /^Offline: the bucket was not read/m);
  const { code, stderr } = await workspace.run("apply", "release.jsonl");
  assert.equal(code, 1);
  assert.match(stderr, /^Error: Cannot apply .*--offline.*\n$/);
});

Deno.test("a file whose object is in place is not needed any more", async () => {
  await using workspace = await makeWorkspace();
  const { run, path } = workspace;
  await run("plan", ...CONFIG, "--out", "release.jsonl");
  await run("apply", "release.jsonl");
  await Deno.remove(workspace.dataset.meshes[0]!);
  const again = await run("apply", path("release.jsonl"));
  assert.equal(again.code, 0, again.stderr);
});
