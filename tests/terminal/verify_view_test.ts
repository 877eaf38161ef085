import assert from "node:assert/strict";
import { PLAIN } from "../../lib/terminal/style.ts";
import { verifyView } from "../../lib/terminal/verify_view.ts";

Deno.test("a release that is as planned is one line", () => {
  assert.deepEqual(
    verifyView({ objects: 1200, bytes: 4_100_000, discrepancies: [] }, PLAIN),
    ["Verified: 1,200 objects in the bucket, 4.1 MB, all as planned."],
  );
});

Deno.test("discrepancies that say the same come together", () => {
  const rows = [1, 2, 3, 40].map((row) => ({
    subject: `https://x/${row}`,
    message: `is not in the bucket; row ${row} of "p.csv" names it`,
  }));
  assert.deepEqual(
    verifyView({
      objects: 7,
      bytes: 0,
      discrepancies: [
        { subject: "a.obj", message: "is not in the bucket" },
        ...rows,
        { subject: "b\x1b", message: "holds other content" },
      ],
    }, PLAIN),
    [
      "? a.obj: is not in the bucket",
      '? 4 times: is not in the bucket; row 1 of "p.csv" names it',
      "    https://x/1",
      "    https://x/2",
      "    https://x/3",
      "    and 1 more",
      "? b\\x1b: holds other content",
      "Not verified: 6 discrepancies in 7 objects.",
    ],
  );
});
