import assert from "node:assert/strict";
import {
  environmentWith,
  hasProgram,
  makeWorkspace,
  projectPath,
  type Workspace,
} from "../fixture/command_line.ts";
import { testCredentials } from "../fixture/s3_server.ts";

/** `script` of util-linux runs a command on a terminal of its own. */
const hasScript = await hasProgram("script");

/** Answers the question of `apply` on a terminal. */
async function applyAndAnswer({ folder }: Workspace, answer: string) {
  const command = [
    Deno.execPath(),
    ...["run", "-A", "--no-check", projectPath("mod.ts")],
    ...["apply", "--config", "config.json"],
  ].map((word) => `'${word}'`).join(" ");
  const child = new Deno.Command("script", {
    args: ["-qec", command, "/dev/null"],
    cwd: folder,
    env: environmentWith({ ...testCredentials(), NO_COLOR: undefined }),
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  let screen = "", isAnswered = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    screen += text;
    if (isAnswered || !screen.includes('Only "yes" is accepted: ')) continue;
    isAnswered = true;
    await writer.write(new TextEncoder().encode(answer));
  }
  await writer.close();
  return { code: (await child.status).code, screen };
}

Deno.test({
  name: "on a terminal apply asks, and goes ahead only on yes",
  ignore: !hasScript,
  async fn() {
    await using workspace = await makeWorkspace();
    for (const answer of ["y\n", "\x1b\n", "\n"]) {
      const { code, screen } = await applyAndAnswer(workspace, answer);
      assert.equal(code, 1);
      assert.match(screen, /Not applied\./);
      assert.equal((await workspace.bucket()).size, 0);
    }
    const { code, screen } = await applyAndAnswer(workspace, "yes\n");
    assert.equal(code, 0, screen);
    assert.match(screen, /Applied:/);
    // deno-lint-ignore no-control-regex
    assert.match(screen, /\x1b\[1m/, "a terminal has colors");
    assert.equal((await workspace.bucket()).size, 9);
  },
});
