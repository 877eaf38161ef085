import assert from "node:assert/strict";
import { makeWorkspace, projectPath } from "./fixture/command_line.ts";

/** Runs a script that uses the library; its last expression is sent as JSON. */
async function useLibrary(
  workspace: Awaited<ReturnType<typeof makeWorkspace>>,
  script: string,
): Promise<Record<string, unknown>> {
  const path = workspace.path("script.ts");
  const result = workspace.path("result.json");
  await Deno.writeTextFile(
    path,
    `import * as release from ${
      JSON.stringify(import.meta.resolve("../mod.ts"))
    };
    const result = await (async () => { ${script} })()
      .catch(({ name, message }) => ({ name, message }));
    await Deno.writeTextFile(${
      JSON.stringify(result)
    }, JSON.stringify(result));`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--config",
      projectPath("deno.json"),
      path,
    ],
    cwd: workspace.folder,
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  assert.equal(new TextDecoder().decode(stdout), "");
  assert.equal(code, 0);
  return JSON.parse(await Deno.readTextFile(result));
}

Deno.test("the library plans, applies and verifies without printing", async () => {
  await using workspace = await makeWorkspace();
  const result = await useLibrary(
    workspace,
    `const config = await release.loadConfig("config.json");
    const summary = await release.plan(config, { manifest: "release.jsonl" });
    const events = [];
    const report = await release.apply("release.jsonl", {
      onEvent: (event) => events.push(event.type),
    });
    const verified = await release.verify("release.jsonl");
    const meshes = await release.plan(config, {
      manifest: "meshes.jsonl",
      steps: ["upload_meshes"],
    });
    return { summary, report, verified, meshes, events: [...new Set(events)] };`,
  );
  const { summary, report, verified, meshes, events } = result as {
    [name: string]: Record<string, unknown>;
  };
  assert.equal(summary!.type, "summary");
  assert.equal(summary!.actions, 14);
  assert.equal(report!.complete, true);
  assert.deepEqual(verified!.discrepancies, []);
  assert.equal(verified!.objects, 9);
  assert.equal(meshes!.actions, 4);
  assert.deepEqual(
    new Set(events as unknown as string[]),
    new Set(["start", "bytes", "outcome", "end"]),
  );
});

Deno.test("the library plans strictly, opens a release as visitors do, and links to it", async () => {
  await using workspace = await makeWorkspace();
  const result = await useLibrary(
    workspace,
    `const config = await release.loadConfig("config.json");
    const strict = await release.plan(config, {
      manifest: "strict.jsonl",
      strict: true,
    });
    const plain = await release.plan(config, { manifest: "release.jsonl" });
    await release.apply("release.jsonl");
    const { visited, links } = await release.verify("release.jsonl", {
      public: true,
    });
    return { strict, plain, visited, links };`,
  );
  const { strict, plain, visited, links } = result as {
    [name: string]: Record<string, unknown>;
  };
  // Two membranes are not inverted; a packing has no figure.
  assert.deepEqual([strict!.errors, strict!.warnings], [2, 1]);
  assert.deepEqual([plain!.errors, plain!.warnings], [0, 3]);
  assert.deepEqual(visited, {
    tables: 2,
    packings: 2,
    meshes: 4,
    thumbnails: 1,
  });
  assert.match(String(links!.csv), /_paths\.csv$/);
});

Deno.test("the workflow runs the steps asked for", async () => {
  await using workspace = await makeWorkspace();
  const { plan, report } = await useLibrary(
    workspace,
    `return await release.runDataReleaseWorkflow("config.json", {
      stepsToRun: ["upload_meshes"],
    });`,
  ) as { plan: { actions: number }; report: { complete: boolean } };
  assert.equal(plan.actions, 4);
  assert.equal(report.complete, true);
  assert.equal((await workspace.bucket()).size, 4);
});

Deno.test("with dry_run the workflow plans and stops", async () => {
  await using workspace = await makeWorkspace({ dry_run: true });
  const result = await useLibrary(
    workspace,
    `return await release.runDataReleaseWorkflow("config.json");`,
  );
  assert.equal((result.plan as { actions: number }).actions, 14);
  assert.equal("report" in result, false);
  assert.equal((await workspace.bucket()).size, 0);
});

Deno.test("the workflow of a dataset with problems names them and writes nothing", async () => {
  await using workspace = await makeWorkspace();
  await Deno.writeTextFile(workspace.dataset.packings[0]!, "{");
  const { name, message } = await useLibrary(
    workspace,
    `return await release.runDataReleaseWorkflow("config.json");`,
  );
  assert.equal(name, "ExpectedError");
  assert.match(
    String(message),
    /the plan has 1 problem; [^]*_743916_seed_0\.simularium: /,
  );
  assert.equal((await workspace.bucket()).size, 0);
});

Deno.test("an offline plan reads no bucket", async () => {
  await using workspace = await makeWorkspace({
    s3_endpoint: "http://127.0.0.1:1",
  });
  const result = await useLibrary(
    workspace,
    `const config = await release.loadConfig("config.json");
    return await release.plan(config, { manifest: "m.jsonl", offline: true });`,
  );
  assert.equal(result.errors, 0);
});

Deno.test("a config that is wrong is an ExpectedError", async () => {
  await using workspace = await makeWorkspace({ max_workers: 0 });
  const { name, message } = await useLibrary(
    workspace,
    `return await release.loadConfig("config.json");`,
  );
  assert.equal(name, "ExpectedError");
  assert.match(String(message), /max_workers/);
});
