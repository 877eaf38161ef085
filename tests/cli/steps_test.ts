import assert from "node:assert/strict";
import { makeWorkspace, type Workspace } from "../fixture/command_line.ts";
import { STEP_NAMES } from "../../lib/step_names.ts";

/** The bucket in words that do not depend on where the server listens. */
async function bucketOf(workspace: Workspace): Promise<string[]> {
  return [...(await workspace.bucket()).keys()].sort();
}

Deno.test("the steps one by one publish what they publish together", async (t) => {
  await using together = await makeWorkspace();
  const applied = await together.run("apply", "-c", "config.json", "--yes");
  assert.equal(applied.code, 0, applied.stderr);

  await using oneByOne = await makeWorkspace();
  // Where the server listens is part of the published content.
  const { server } = together;
  const bases = [oneByOne, together].map(({ server }) =>
    `${server.endpoint}/${server.bucket}/`
  );
  assert.notEqual(bases[0], bases[1]);
  await oneByOne.configure({
    base_s3_url: `${server.endpoint}/${server.bucket}/`,
  });

  for (const step of STEP_NAMES) {
    await t.step(`steps/${step}.ts goes ahead without a terminal`, async () => {
      const { code, stdout, stderr } = await oneByOne.runModule(
        `steps/${step}.ts`,
        ["--config", "config.json"],
      );
      assert.equal(code, 0, stdout + stderr);
      if (step === "update_csv_stats") {
        assert.match(stdout, /^Nothing to do/m, "they are new");
      } else assert.match(stdout, /^Applied: /m);
    });
  }

  await t.step("both buckets are the same", async () => {
    assert.deepEqual(await bucketOf(oneByOne), await bucketOf(together));
    assert.deepEqual(await oneByOne.bucket(), await together.bucket());
  });
});

Deno.test("a step whose input is missing says what to run before", async () => {
  await using workspace = await makeWorkspace();
  const { code, stdout } = await workspace.runModule(
    "steps/upload_simularium.ts",
    ["--config", "config.json"],
  );
  assert.equal(code, 1);
  assert.match(stdout, /run update_simularium before/);
  assert.deepEqual(await bucketOf(workspace), []);
});

Deno.test("a step's module does not take the flags of other steps", async () => {
  await using workspace = await makeWorkspace();
  const { code, stderr } = await workspace.runModule("steps/create_csv.ts", [
    "--upload_meshes",
  ]);
  assert.equal(code, 1);
  assert.match(stderr, /^Error: Cannot use the flag "--upload_meshes"/);
});
