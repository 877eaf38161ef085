import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { chooseSteps } from "../../lib/plan/choose_steps.ts";
import { STEP_NAMES, type StepName } from "../../lib/step_names.ts";
import { STEPS } from "../../steps/mod.ts";
import { demoConfig } from "../fixture/config.ts";

const TOGGLES: Record<StepName, string> = {
  upload_meshes: "upload_meshes_to_s3",
  update_simularium: "update_simularium_files",
  upload_simularium: "upload_simularium_to_s3",
  upload_thumbnails: "generate_thumbnails",
  create_csv: "create_csv",
  update_csv_stats: "update_csv_stats",
};

function chosen(toggles: Record<string, boolean>, names: StepName[] = []) {
  const config = effectiveConfigSchema.parse(demoConfig(toggles));
  return chooseSteps(STEPS, names, config).map(({ name }) => name);
}

const off = Object.fromEntries(
  Object.values(TOGGLES).map((toggle) => [toggle, false]),
);

Deno.test("there is one step for each name, in the order in which they run", () => {
  assert.deepEqual(STEPS.map(({ name }) => name), STEP_NAMES);
});

Deno.test("by default all steps run but the refresh of statistics", () => {
  assert.deepEqual(chosen({}), STEP_NAMES.slice(0, 5));
});

for (const [name, toggle] of Object.entries(TOGGLES)) {
  Deno.test(`${toggle} alone runs ${name}`, () => {
    assert.deepEqual(chosen({ ...off, [toggle]: true }), [name]);
  });

  Deno.test(`the flag of ${name} runs it alone, whatever the config says`, () => {
    assert.deepEqual(chosen(off, [name as StepName]), [name]);
    assert.deepEqual(chosen({}, [name as StepName]), [name]);
  });
}

Deno.test("steps run in their order, however they are named", () => {
  assert.deepEqual(
    chosen({}, ["create_csv", "upload_meshes", "upload_simularium"]),
    ["upload_meshes", "upload_simularium", "create_csv"],
  );
});

Deno.test("a config that turns every step off is refused", () => {
  assert.throws(() => chosen(off), {
    name: "ExpectedError",
    message: /the config turns every step off/,
  });
});
