import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { printable } from "../../lib/terminal/escape.ts";
import { makeBucket } from "./bucket.ts";
import { refusal, startGatekeeper } from "./gatekeeper.ts";
import { makeWorkspace } from "./workspace.ts";

const bucket = await makeBucket();
const gatekeeper = await startGatekeeper(bucket.endpoint);

Deno.test.afterAll(async () => {
  await gatekeeper[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

/** Clears the screen, sets the title, rings, returns, colours (C1), reverses. */
const ODD = "\x1b[2J\x1b]0;x\x07\r\u009b31m\u202e\u2066\u200f";
/** Of it, what the config takes as a name. */
const ODD_NAME = "\u009b31m\u202e";

/** All that a terminal heeds, but for the line end. */
const CONTROLS =
  // deno-lint-ignore no-control-regex
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const CONFIG = ["-c", "config.json"];

Deno.test("what users and servers write cannot drive the terminal", async (t) => {
  await using workspace = await makeWorkspace(bucket, gatekeeper.endpoint);
  const { packings, meshes, statistics } = workspace.dataset;
  const meshFolder = dirname(meshes[0]!);
  const manifest = `release${ODD}.jsonl`;

  /** @param heeds What of the odd text must be there, made harmless. */
  const prints = async (args: readonly string[], heeds: RegExp) => {
    await t.step(
      printable(args.join(" ")),
      async () => {
        const { stdout, stderr } = await workspace.run(args);
        assert.doesNotMatch(stdout, CONTROLS);
        assert.doesNotMatch(stderr, CONTROLS);
        assert.match(stdout + stderr, heeds);
      },
    );
  };

  await prints(["plan", `--${ODD}`], /\\x1b\[2J/);
  await prints(["plan", "-c", ODD], /\\x1b\[2J/);
  await prints(["apply", ODD], /\\x1b\[2J/);
  await workspace.configure({ [ODD]: 1, dataset: ODD, s3_endpoint: ODD });
  await prints(["plan", ...CONFIG], /x9b31m/);

  await workspace.configure({ output_name: ODD_NAME });
  const odd = [
    join(meshFolder, `mem${ODD}.obj`),
    join(dirname(packings[0]!), `results${ODD}.simularium`),
  ];
  for (const path of odd) await Deno.writeTextFile(path, "nothing");
  await Deno.writeTextFile(statistics!, `CellId,${ODD},${ODD}\n1,2,3\n`);
  await prints(["plan", ...CONFIG], /mem\\x1b\[2J/);
  await prints(["plan", ...CONFIG, "--verbose"], /mem\\x1b\[2J/);
  await prints(["plan", ...CONFIG, "--json"], /mem\\u001b\[2J.*\\u009b31m/);

  for (const path of [...odd, statistics!]) await Deno.remove(path);
  await Deno.copyFile(meshes[0]!, join(meshFolder, `nuc${ODD}.obj`));
  await prints(["plan", ...CONFIG, "--out", manifest], /nuc\\x1b\[2J/);
  gatekeeper.follow(({ operation, key }) =>
    operation === "PutObject" && key.endsWith("nuc_mesh_743916.obj")
      ? refusal(400, "Odd&#27;[2J&#x9b;31m&#x202e;")
      : undefined
  );
  await prints(["apply", manifest], /\(400 Odd\\x1b\[2J\\x9b31m\\u202e\)/);
  await prints(["apply", manifest, "--json"], /\(400 Odd\\u001b\[2J\\u009b31m/);
  await prints(["verify", manifest], /\\x9b31m\\u202e/);
  await prints(["verify", manifest, "--json"], /\\u009b31m\\u202e/);
});
