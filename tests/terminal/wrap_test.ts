import assert from "node:assert/strict";
import { wrapLine } from "../../lib/terminal/wrap.ts";

const LINK = `https://bff.allencell.org/app?${"x".repeat(90)}`;

/** Lines as they are on a terminal of 40 columns. */
const TABLE: readonly (readonly [
  name: string,
  line: string,
  lines: readonly string[],
])[] = [
  ["one that fits", "a".repeat(40), ["a".repeat(40)]],
  ["an empty one", "", [""]],
  [
    "a paragraph",
    "Shows every object and local file that a release would change.",
    ["Shows every object and local file that a", "release would change."],
  ],
  [
    "one with an indentation",
    "    typeMapping.0.geometry.color is red, which is no color",
    ["    typeMapping.0.geometry.color is red,", "    which is no color"],
  ],
  [
    "one with a column before it",
    "--offline     do not read the bucket: a look without credentials",
    [
      "--offline     do not read the bucket: a",
      "              look without credentials",
    ],
  ],
  [
    "one behind a symbol",
    "meshes      ? 6 meshes: the membrane is not inverted: it hides all",
    [
      "meshes      ? 6 meshes: the membrane is",
      "              not inverted: it hides all",
    ],
  ],
  [
    "one with a column too far right",
    "+ upload_meshes  structure_data/A/mem.obj  72.9 kB, not in the bucket",
    [
      "+ upload_meshes",
      "  structure_data/A/mem.obj  72.9 kB, not",
      "  in the bucket",
    ],
  ],
  ["a link", `  ${LINK}`, [`  ${LINK}`]],
  [
    "a name that is too long for its column",
    `${" ".repeat(15)}${"n".repeat(36)} (byte 3)`,
    [`    ${"n".repeat(36)}`, "    (byte 3)"],
  ],
  [
    "a link in a text",
    `See ${LINK} for more`,
    ["See", LINK, "for more"],
  ],
  [
    "a command",
    "      aws s3api put-bucket-cors --bucket cells --cors-configuration x",
    ["      aws s3api put-bucket-cors --bucket cells --cors-configuration x"],
  ],
  [
    "JSON",
    '    "ExposeHeaders": ["ETag", "Content-Length", "Content-Range"]',
    ['    "ExposeHeaders": ["ETag", "Content-Length", "Content-Range"]'],
  ],
];

for (const [name, line, lines] of TABLE) {
  Deno.test(`on a narrow terminal, ${name} is legible`, () => {
    assert.deepEqual(wrapLine(line, 40), lines);
  });
}

Deno.test("a colored name that is too long leaves no empty line before it", () => {
  const name = "n".repeat(36);
  assert.deepEqual(
    wrapLine(`${" ".repeat(12)}\x1b[2m  ${name}: differs\x1b[22m`, 40),
    [`    \x1b[2m${name}:`, "    differs\x1b[22m"],
  );
});

Deno.test("colors take no room, and go on in the next line", () => {
  const yellow = (text: string) => `\x1b[33m${text}\x1b[39m`;
  assert.deepEqual(wrapLine(yellow("a".repeat(40)), 40), [
    yellow("a".repeat(40)),
  ]);
  assert.deepEqual(wrapLine(yellow(`  ${"a ".repeat(20)}b`), 40), [
    `\x1b[33m  ${"a ".repeat(18)}a`,
    `  a b\x1b[39m`,
  ]);
});
