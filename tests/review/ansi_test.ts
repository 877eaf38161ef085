import assert from "node:assert/strict";
import { ansiToHtml } from "./ansi.ts";

Deno.test("colors nest within bold and end where they end", () => {
  assert.equal(
    ansiToHtml("a \x1b[1mb\x1b[32mc\x1b[39md\x1b[22m <e>"),
    'a <span class="sgr-1">b</span><span class="sgr-1 sgr-32">c</span><span class="sgr-1">d</span> &#60;e&#62;',
  );
});
