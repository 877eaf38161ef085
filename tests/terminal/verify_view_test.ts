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
      "? a.obj is not in the bucket",
      '? 4 files are not in the bucket; row … of "p.csv" names it',
      "    https://x/1",
      "    https://x/2",
      "    https://x/3",
      "    and 1 more",
      "? b\\x1b holds other content",
      "Not verified: 6 discrepancies in 7 objects.",
    ],
  );
});

const LINK = "https://bff.allencell.org/app?source=x";

Deno.test("a release that is as planned ends with where to look at it, each link on a line of its own", () => {
  const report = {
    objects: 1,
    bytes: 5,
    discrepancies: [],
    links: {
      csv: "https://b.test/p.csv",
      bioFileFinder: LINK,
      simularium: [{ structure: "a\x1b", link: "https://s.test/?trajUrl=1" }],
    },
  };
  assert.deepEqual(verifyView(report, PLAIN), [
    "Verified: 1 object in the bucket, 5 B, all as planned.",
    "",
    "Look at it:",
    "  BioFile Finder",
    `  ${LINK}`,
    "  Simularium, a\\x1b",
    "  https://s.test/?trajUrl=1",
    "  CSV",
    "  https://b.test/p.csv",
  ]);
});

Deno.test("where nothing opens in the readers, that is told in place of the links", () => {
  const missing = "No https.";
  const links = { simularium: [], missing };
  const report = { objects: 1, bytes: 5, discrepancies: [], links };
  assert.deepEqual(verifyView(report, PLAIN).slice(1), [
    "",
    "No https.",
  ]);
});

Deno.test("what visitors opened is told, whether or not it was all", () => {
  const visited = { tables: 2, packings: 10, meshes: 1, thumbnails: 0 };
  const line =
    "Visited: opened 2 tables, 10 packings, 1 mesh and 0 thumbnails from the web, without credentials.";
  const well = { objects: 1, bytes: 5, discrepancies: [], visited };
  assert.equal(verifyView(well, PLAIN)[1], line);
  const ill = { ...well, discrepancies: [{ subject: "a", message: "is b" }] };
  assert.equal(verifyView(ill, PLAIN)[1], line);
});
