import assert from "node:assert/strict";
import type { PlannedEntry, WriteAction } from "../../lib/manifest/entries.ts";
import { PlanTally } from "../../lib/terminal/plan_tally.ts";
import { planView } from "../../lib/terminal/plan_view.ts";
import { PLAIN } from "../../lib/terminal/style.ts";
import { header, issue, put, write } from "./entries.ts";

function view(...entries: PlannedEntry[]): string[] {
  const tally = new PlanTally();
  for (const entry of entries) tally.add(entry);
  return planView(tally, PLAIN);
}

Deno.test("a plan fits a screen: what each step does, and the totals", () => {
  const thumbnail = {
    step: "upload_thumbnails",
    size: null,
    md5: null,
  } as const;
  const table: Partial<WriteAction> = {
    step: "create_csv",
    content: { kind: "text" },
    changes: [],
  };
  assert.deepEqual(
    view(
      header({
        steps: [
          "upload_meshes",
          "update_simularium",
          "upload_simularium",
          "upload_thumbnails",
          "create_csv",
        ],
      }),
      put(),
      put({ size: 1500, op: "keep" }),
      write(),
      write(),
      put({ step: "upload_simularium", size: 2_000_000 }),
      write({
        step: "upload_thumbnails",
        op: "create",
        changes: [],
      }),
      put(thumbnail),
      put({ ...thumbnail, op: "update" }),
      write({
        ...table,
        op: "create",
        path: "results/cells_paths.csv",
        reason: "24 rows",
      }),
      write({
        ...table,
        path: "results/cells_metadata.csv",
        reason: "1 row added, 3 changed",
      }),
      put({
        step: "create_csv",
        op: "replace",
        size: 12_345,
        reason: "forced by reupload_csv_files",
      }),
    ),
    [
      "Release cells → s3://bucket (bucket.s3.us-west-2.amazonaws.com)",
      "",
      "upload_meshes         + 1 create                          1.0 kB",
      "                      = 1 unchanged",
      "update_simularium     ~ 2 files      2 mesh URLs, 2 colors",
      "                        (none) → #1fff1f  in 2 places",
      "upload_simularium     + 1 create                          2.0 MB",
      "upload_thumbnails     + 1 create     (content known after apply)",
      "                      ~ 1 update     (content known after apply)",
      "    mem_mesh_1.obj: not in the bucket",
      "create_csv            + cells_paths.csv                        24 rows",
      "                      ~ cells_metadata.csv                     1 row added, 3 changed",
      "                      ! 1 replace                        12.3 kB",
      "    mem_mesh_1.obj: forced by reupload_csv_files",
      "",
      "Plan: 3 objects to create, 1 to update, 1 to replace, 1 unchanged; 5 local files to write; 2.0 MB and 2 thumbnails to upload.",
    ],
  );
});

Deno.test("a plan without changes says that there is nothing to do", () => {
  assert.deepEqual(
    view(
      header({ steps: ["upload_meshes", "update_simularium"] }),
      put({ op: "keep" }),
    ),
    [
      "Release cells → s3://bucket (bucket.s3.us-west-2.amazonaws.com)",
      "",
      "upload_meshes         = 1 unchanged",
      "update_simularium     = nothing to do",
      "",
      "Nothing to do: 1 object unchanged, all local files as they should be.",
    ],
  );
});

Deno.test("local files that are made for a put are told, new ones and changed ones", () => {
  const mesh: Partial<WriteAction> = { step: "upload_meshes", changes: [] };
  assert.deepEqual(
    view(
      header({ steps: ["upload_meshes"] }),
      write({ ...mesh, op: "create" }),
      write({ ...mesh, op: "create" }),
      write({ ...mesh, op: "update" }),
      put({ op: "keep" }),
    ).slice(2, -2),
    [
      "upload_meshes         + 2 local files",
      "                      ~ 1 local file",
      "                      = 1 unchanged",
    ],
  );
});

Deno.test("problems come together, errors first, with the byte where the file is wrong", () => {
  const lines = view(
    header({ steps: ["update_simularium", "upload_thumbnails"] }),
    issue({ severity: "warning", message: "is odd", offset: null }),
    issue({ subject: "data/a.simularium", offset: 1234 }),
    issue({ subject: "data/b.simularium", offset: 7 }),
    issue({ subject: "data/c.simularium", message: 'has no "x"' }),
    issue({ step: null, subject: "data/d.txt", message: "no name" }),
  );
  assert.deepEqual(lines.slice(2), [
    "release               ? data/d.txt: no name",
    "update_simularium     ? 2 packings are not JSON",
    "    data/a.simularium (byte 1,234)",
    "    data/b.simularium (byte 7)",
    '                      ? data/c.simularium has no "x"',
    "                        results_1.simularium is odd",
    "upload_thumbnails     = nothing to do",
    "",
    "4 problems: this plan cannot be applied. Mend the files above, or leave them out with --skip-invalid.",
  ]);
});

Deno.test("of many updates the first three are shown with their reason", () => {
  const updates = Array.from(
    { length: 5 },
    (_, i) =>
      put({ op: "update", key: `a/b/${i}.obj`, reason: "content differs" }),
  );
  assert.deepEqual(
    view(header({ steps: ["upload_meshes"] }), ...updates).slice(2, -2),
    [
      "upload_meshes         ~ 5 update                          5.0 kB",
      "    0.obj: content differs",
      "    1.obj: content differs",
      "    2.obj: content differs",
      "    and 2 more (--verbose shows all)",
    ],
  );
});

Deno.test("what is left out is told, and that an offline plan cannot be applied", () => {
  assert.deepEqual(
    view(
      header({ offline: true }),
      { type: "left_out", path: "a_all.simularium", reason: "aggregate" },
      { type: "left_out", path: "b_all.simularium", reason: "aggregate" },
      { type: "left_out", path: "c.simularium", reason: "invalid" },
    ),
    [
      "Release cells → s3://bucket (bucket.s3.us-west-2.amazonaws.com)",
      "Offline: the bucket was not read, so every object is shown as new. This plan cannot be applied.",
      "",
      "",
      "Left out: 2 aggregates of several seeds (…_all.simularium).",
      "Left out: 1 invalid file (--skip-invalid).",
      "Nothing to do: 0 objects unchanged, all local files as they should be.",
    ],
  );
});

Deno.test("nothing from a file, a name or a header drives the terminal", () => {
  const evil = "\x1b[2J";
  const lines = view(
    header({ steps: ["update_simularium"], config: { output_name: evil } }),
    write({
      changes: [{ path: `x${evil}.color`, before: evil, after: evil }],
    }),
    write({
      step: "create_csv",
      path: evil,
      reason: evil,
      content: { kind: "text" },
    }),
    put({ op: "update", key: evil, reason: evil }),
    issue({ subject: evil, message: evil }),
    issue({ severity: "warning", subject: evil, message: evil }),
  );
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(lines.join(""), /\x1b/);
});
