import assert from "node:assert/strict";
import {
  type Ending,
  projectPath,
  runModule,
} from "../fixture/command_line.ts";
import { makeBucket } from "./bucket.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const bucket = await makeBucket();

Deno.test.afterAll(async () => {
  await bucket[Symbol.asyncDispose]();
});

const TASKS: Record<string, string> =
  JSON.parse(await Deno.readTextFile(projectPath("deno.json"))).tasks;
/** A command that does not end by then never does. */
const DEADLINE_MS = 30_000;
const COMMANDS = ["plan", "apply", "verify", "doctor"];

for (const command of COMMANDS) {
  Deno.test(`${command} may not run programs, nor write more than it has to`, () => {
    const flags = flagsOf(command);
    const all = /^(?:-A|--allow-all|--allow-run|--allow-import)\b/;
    assert.deepEqual(flags.filter((flag) => all.test(flag)), []);
    const writes = flags.filter((flag) => flag.includes("-write"));
    assert.deepEqual(writes, WRITES[command]);
    // Native code can do anything: only what draws has it.
    const draws = command === "plan" || command === "apply";
    assert.equal(flags.some((flag) => flag.startsWith("--allow-ffi")), draws);
  });
}

const WRITES: Record<string, string[]> = {
  plan: ["--allow-write=.", "--deny-write=data"],
  apply: ["--allow-write"],
  verify: ["--allow-write=.", "--deny-write=data"],
  doctor: [],
};

Deno.test("every command can do its work with the permissions of its task", async () => {
  await using workspace = await makeWorkspace(bucket, bucket.endpoint);
  await bucket.empty();
  const config = ["-c", "config.json"];
  const run = (...args: string[]) => runTask(workspace, args);
  await run("doctor", ...config);
  await run(
    ...["plan", ...config, "--out", "release.jsonl"],
    ...["--html", "review.html", "--previews"],
  );
  await run("apply", "release.jsonl");
  await run("apply", ...config, "--yes");
  for (const args of [["release.jsonl"], config]) {
    const { stdout } = await run("verify", ...args);
    assert.match(stdout, /erified: /);
  }
});

Deno.test("a plan cannot write to the dataset, whatever it is told", async () => {
  await using workspace = await makeWorkspace(bucket, bucket.endpoint);
  const plan = ["plan", "-c", "config.json", "--offline"];
  for (const [flag, file] of [["--out", "a.jsonl"], ["--html", "a.html"]]) {
    const ending = await spawn(workspace, [...plan, flag!, `data/${file}`]);
    assert.equal(ending.code, 1);
    assert.match(ending.stderr, /^Error: .*this command may not do that/);
    await assert.rejects(Deno.stat(workspace.path(`data/${file}`)));
  }
});

Deno.test("a command that may not open the bucket says so, and ends", async () => {
  await using workspace = await makeWorkspace(bucket, bucket.endpoint);
  await workspace.run(["plan", "-c", "config.json", "--out", "release.jsonl"]);
  const { code, stderr } = await spawn(
    workspace,
    ["apply", "release.jsonl"],
    ["--deny-env=AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA"],
  );
  assert.equal(code, 1);
  assert.match(stderr, /^Error: .*this command may not do that/);
});

/** Runs a command as its task does, but in the workspace; it must not lack a permission. */
async function runTask(
  workspace: Workspace,
  args: readonly string[],
): Promise<Ending> {
  const ending = await spawn(workspace, args);
  const { code, stdout, stderr } = ending;
  assert.doesNotMatch(stdout + stderr, /Requires|may not do|NotCapable/);
  // Whether visitors may read the bucket is not what this is about.
  if (args[0] === "plan" || args[0] === "apply") {
    assert.equal(code, 0, stdout + stderr);
  }
  return ending;
}

async function spawn(
  { folder }: Workspace,
  args: readonly string[],
  denied: readonly string[] = [],
): Promise<Ending> {
  return await runModule("mod.ts", args, {
    cwd: folder,
    env: { NO_COLOR: "1" },
    flags: ["--no-check", "--no-prompt", ...flagsOf(args[0]!), ...denied],
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
}

/** What stands between `deno run` and the module. */
function flagsOf(command: string): string[] {
  const [before] = TASKS[command]!.split(` mod.ts ${command}`);
  return before!.split(" ").slice(2);
}
