import assert from "node:assert/strict";
import { doctorView } from "../../lib/doctor/view.ts";
import { PLAIN } from "../../lib/terminal/style.ts";

Deno.test("the report is aligned, with remedies below what is to be mended", () => {
  const lines = doctorView({
    healthy: false,
    groups: [
      {
        title: "Bucket",
        findings: [
          { ok: true, title: "Server", detail: "answers", remedy: "not shown" },
          {
            ok: false,
            title: "ACL",
            detail: "no \x1b[31m",
            remedy: "Do\nthis",
          },
        ],
      },
      { title: "Files", findings: [{ ok: "unknown", title: "Meshes" }] },
    ],
  }, PLAIN);
  assert.deepEqual(lines, [
    "Bucket",
    "  ✓ Server  answers",
    "  ✗ ACL     no \\x1b[31m",
    "            Do",
    "            this",
    "",
    "Files",
    "  ? Meshes",
    "",
    "Not ready: 1 thing to mend, 1 unknown.",
  ]);
});
