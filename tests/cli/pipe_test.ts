import assert from "node:assert/strict";
import {
  environmentWith,
  makeWorkspace,
  projectPath,
} from "../fixture/command_line.ts";
import { testCredentials } from "../fixture/s3_server.ts";

Deno.test({
  name: "a reader that stops early, as head does, sees no stack trace",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using workspace = await makeWorkspace();
    const tool = `'${Deno.execPath()}' run -A --no-check '${
      projectPath("mod.ts")
    }'`;
    const shell = async (line: string) => {
      const { stdout, stderr } = await new Deno.Command("sh", {
        args: ["-c", line],
        cwd: workspace.folder,
        env: environmentWith(testCredentials()),
      }).output();
      const decoder = new TextDecoder();
      return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    };
    // The reader is gone before the first line comes.
    for (
      const args of ["plan --verbose", "plan --json", "apply --yes --json"]
    ) {
      const { stderr } = await shell(`${tool} ${args} -c config.json | true`);
      assert.equal(stderr, "", args);
    }
    const { stdout } = await shell(
      `${tool} apply --yes -c config.json 2>&1 | head -n 1`,
    );
    assert.match(stdout, /^Release .*\n$/);
  },
});
