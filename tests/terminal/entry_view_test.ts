import assert from "node:assert/strict";
import type { PlannedEntry } from "../../lib/manifest/entries.ts";
import { entryView } from "../../lib/terminal/entry_view.ts";
import { PLAIN } from "../../lib/terminal/style.ts";
import { header, issue, put, write } from "./entries.ts";

const KEY = "structure_data/A/meshes/mem_mesh_1.obj";

const VIEWS: readonly (readonly [PlannedEntry, readonly string[]])[] = [
  [put(), [`+ upload_meshes  ${KEY}  1.0 kB, not in the bucket`]],
  [
    put({ op: "update", size: null, reason: "content known after apply" }),
    [`~ upload_meshes  ${KEY}  known after apply, content known after apply`],
  ],
  [
    put({ op: "replace", reason: "forced by x" }),
    [`! upload_meshes  ${KEY}  1.0 kB, forced by x`],
  ],
  [
    put({ op: "keep", reason: "content is the same" }),
    [`= upload_meshes  ${KEY}  1.0 kB, content is the same`],
  ],
  [
    write(),
    [
      "~ update_simularium  data/results_1.simularium  1 mesh URL, 1 color",
      '    typeMapping.0.geometry.url "mem_mesh_1.obj" → "https://x/mem_mesh_1.obj"',
      '    typeMapping.0.geometry.color (none) → "#1fff1f"',
    ],
  ],
  [
    issue({ offset: 12 }),
    ["? data/results_1.simularium (byte 12) is not JSON"],
  ],
  [
    issue({ severity: "warning", message: "has no figure" }),
    ["  warning  results_1.simularium has no figure"],
  ],
  [
    { type: "left_out", path: "x_all.simularium", reason: "aggregate" },
    ["- x_all.simularium  left out: aggregate"],
  ],
  [header(), []],
  [{ type: "text", of: 1, text: "a,b" }, []],
];

for (const [entry, lines] of VIEWS) {
  Deno.test(`a verbose plan shows ${lines[0] ?? `no ${entry.type}`}`, () => {
    assert.deepEqual(entryView(entry, PLAIN), lines);
  });
}

Deno.test("no entry drives the terminal", () => {
  const evil = "\x1b[2J\u202e";
  const lines = [
    put({ key: evil, reason: evil }),
    write({
      path: evil,
      reason: evil,
      changes: [{ path: evil, before: evil, after: evil }],
    }),
    issue({ subject: evil, message: evil }),
    { type: "left_out", path: evil, reason: "invalid" } as const,
  ].flatMap((entry) => entryView(entry, PLAIN));
  assert.equal(lines.length, 5);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(lines.join(""), /[\x1b\u202e]/);
});
