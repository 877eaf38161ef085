import assert from "node:assert/strict";
import { printable } from "../../lib/terminal/escape.ts";

const TEXTS: readonly (readonly [name: string, text: string, shown: string])[] =
  [
    ["plain text", "results_1.simularium", "results_1.simularium"],
    ["letters of any script", "Zelle µm³ 細胞 🧫", "Zelle µm³ 細胞 🧫"],
    ["an escape sequence", "\x1b[2J\x1b]0;x\x07", "\\x1b[2J\\x1b]0;x\\x07"],
    ["a line end", "a\r\nb", "a\\x0d\\x0ab"],
    ["a tab and a NUL", "\t\0", "\\x09\\x00"],
    ["DEL and the C1 controls", "\x7f\x80\x9b\x9f", "\\x7f\\x80\\x9b\\x9f"],
    ["the first character after C1", "\xa0", "\xa0"],
    [
      "marks of direction",
      "\u061c\u200e\u200f\u202a\u202e\u2066\u2069",
      "\\u061c\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069",
    ],
  ];

for (const [name, text, shown] of TEXTS) {
  Deno.test(`on the terminal, ${name} cannot do anything`, () => {
    assert.equal(printable(text), shown);
  });
}
