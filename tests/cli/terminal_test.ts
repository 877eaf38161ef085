import assert from "node:assert/strict";
import {
  environmentWith,
  hasProgram,
  makeWorkspace,
  projectPath,
  type Workspace,
} from "../fixture/command_line.ts";
import { testCredentials } from "../fixture/s3_server.ts";

const COLUMNS = 60;

/** `script` of util-linux runs a command on a terminal of its own. */
const hasScript = await hasProgram("script");

/** Runs `mod.ts` on a terminal of 60 columns; what it drew there. */
async function onTerminal(
  { folder }: Workspace,
  args: string,
  env: Record<string, string> = {},
): Promise<string> {
  const tool = `'${Deno.execPath()}' run -A --no-check '${
    projectPath("mod.ts")
  }'`;
  const { stdout } = await new Deno.Command("script", {
    args: ["-qec", `stty cols ${COLUMNS}; ${tool} ${args}`, "/dev/null"],
    cwd: folder,
    env: environmentWith({
      ...testCredentials(),
      NO_COLOR: "1",
      CI: undefined,
      TERM: "xterm",
      ...env,
    }),
    clearEnv: true,
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

/** What stays on the screen of what was drawn. */
function linesOf(drawn: string): string[] {
  return drawn.split("\r\n").map((line) =>
    line.slice(line.lastIndexOf("\r") + 1)
  )
    .map((line) => line.replace("\x1b[K", ""));
}

Deno.test({
  name: "on a terminal lines fit, links stay whole, and what is redrawn goes",
  ignore: !hasScript,
  async fn() {
    await using workspace = await makeWorkspace({
      base_s3_url: "https://cells.example.org/",
    });
    const drawn = await onTerminal(
      workspace,
      "apply --config config.json --yes",
    );
    const lines = linesOf(drawn);
    const tooLong = lines.filter((line) =>
      line.length > COLUMNS && line.trim().includes(" ")
    );
    assert.deepEqual(tooLong, []);
    const text = lines.join("\n");
    assert.match(
      text,
      /\n {24}2 meshes: the membrane is not\n {24}inverted: the viewer draws its near\n/,
    );
    assert.match(text, /\n {2}https:\/\/bff\.allencell\.org\/\S+&v=3\n/);
    // deno-lint-ignore no-control-regex
    assert.match(drawn, /\rPlanning: .*\x1b\[K/, "the status was there");
    assert.doesNotMatch(text, /Planning:|Verifying:/, "and is gone");
  },
});

Deno.test({
  name: "on a terminal of a CI system nothing is drawn over",
  ignore: !hasScript,
  async fn() {
    await using workspace = await makeWorkspace();
    const drawn = await onTerminal(
      workspace,
      "apply --config config.json --yes",
      { CI: "1" },
    );
    assert.match(drawn, /Verified: /);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(drawn.replaceAll("\r\n", "\n"), /\r|\x1b/);
  },
});

Deno.test({
  name: "JSON is one line, however wide the terminal",
  ignore: !hasScript,
  async fn() {
    await using workspace = await makeWorkspace();
    const drawn = await onTerminal(
      workspace,
      "apply --config config.json --yes --json",
    );
    const json = linesOf(drawn).filter((line) => line.startsWith("{"));
    assert.equal(JSON.parse(json.at(-1)!).type, "verify");
    assert.ok(json.every((line) => JSON.parse(line)));
  },
});
