import assert from "node:assert/strict";
import { runModule } from "../fixture/command_line.ts";
import { STEP_NAMES } from "../../lib/step_names.ts";

const folder = await Deno.makeTempDir();

function run(...args: string[]) {
  return runModule("mod.ts", args, { cwd: folder });
}

const USAGE_ERRORS: readonly (readonly [args: string[], stderr: RegExp])[] = [
  [
    ["plan", "--detailed-exitcode", "--confg", "x"],
    /^Error: Cannot use the flag "--confg": it is unknown, did you mean --config\? See --help\n$/,
  ],
  [
    ["pln"],
    /^Error: Cannot run "pln": no such command, did you mean "plan"\? See --help\n$/,
  ],
  [["toString"], /^Error: Cannot run "toString": no such command/],
  [
    ["plan", "--max_workers", "0", "--config", "c.json"],
    /^Error: Cannot use config "c\.json": there is no such file/,
  ],
  [
    ["apply", "m.jsonl", "--config", "c.json"],
    /^Error: Cannot use --config with "m\.jsonl": a saved manifest is used as it was planned/,
  ],
  [
    ["apply", "m.jsonl", "--create_csv"],
    /^Error: Cannot use --create_csv with "m\.jsonl"/,
  ],
  [
    ["verify", "m.jsonl", "--data_dir", "x"],
    /^Error: Cannot use --data_dir with "m\.jsonl"/,
  ],
  [
    ["apply", "m.jsonl"],
    /^Error: Cannot read manifest "m\.jsonl": no such file; make one with "deno task plan --out m\.jsonl"\n$/,
  ],
  [
    ["plan", "--detailed-exitcode"],
    /^Error: Cannot use config "configs\/data_release_config\.json": there is no such file/,
  ],
];

for (const [args, stderr] of USAGE_ERRORS) {
  Deno.test(`"${args.join(" ")}" is a usage error: one line, and exit code 1`, async () => {
    const ending = await run(...args);
    assert.equal(ending.code, 1);
    assert.match(ending.stderr, stderr);
    assert.equal(ending.stderr.trimEnd().split("\n").length, 1);
    assert.equal(ending.stdout, "");
  });
}

const HELPS: readonly (readonly [module: string, args: string[]])[] = [
  ["mod.ts", ["plan", "--help"]],
  ["mod.ts", ["apply", "-h"]],
  ["mod.ts", ["verify", "--help"]],
  ...STEP_NAMES.map((name) =>
    [`steps/${name}.ts`, ["--help"]] as [string, string[]]
  ),
];

for (const [module, args] of HELPS) {
  Deno.test(`${module} ${args.join(" ")} lists flags and numbered examples`, async () => {
    const { code, stdout, stderr } = await runModule(module, args, {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, "");
    assert.match(stdout, /^ {2}-c, --config FILE /m);
    assert.match(
      stdout,
      /^Examples:\n {2}1\. .+\n {5}deno .+\n {2}2\. .+\n {5}deno .+\n/m,
    );
  });
}

Deno.test("the help of the whole tool names its commands", async () => {
  const { code, stdout } = await run("--help");
  assert.equal(code, 0);
  for (const name of ["plan", "apply", "verify", "demo"]) {
    assert.ok(stdout.includes(`deno task ${name}`), name);
  }
  const none = await run();
  assert.equal(none.stdout, stdout);
  assert.equal(none.code, 1, "without a command nothing was done");
});

addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
