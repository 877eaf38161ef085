import assert from "node:assert/strict";
import { styleFor } from "../../lib/terminal/style.ts";

const TERMINAL = { isTerminal: () => true };
const PIPE = { isTerminal: () => false };

Deno.test("there are no colors in a pipe", () => {
  assert.equal(styleFor(PIPE).red("x"), "x");
});

Deno.test("there are colors on a terminal, unless NO_COLOR is set", async () => {
  const red = async (env: Record<string, string>) => {
    const script = `import { styleFor } from ${
      JSON.stringify(new URL("../../lib/terminal/style.ts", import.meta.url))
    };
      console.log(JSON.stringify(styleFor({ isTerminal: () => true }).red("x")));`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", script],
      env: { NO_COLOR: "", ...env },
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  };
  assert.equal(await red({}), "\x1b[31mx\x1b[39m");
  assert.equal(await red({ NO_COLOR: "1" }), "x");
  assert.equal(typeof styleFor(TERMINAL).bold("x"), "string");
});
