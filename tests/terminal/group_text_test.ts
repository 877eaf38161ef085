import assert from "node:assert/strict";
import { groupText } from "../../lib/terminal/group_text.ts";
import { Groups } from "../../lib/terminal/groups.ts";

/** What each group of messages is in words. */
const HEADINGS: readonly (readonly [
  subjects: readonly string[],
  message: string,
  heading: string,
])[] = [
  [["a.obj"], "is not in the bucket", "a.obj is not in the bucket"],
  [["a.obj"], "Cannot read it", "a.obj: Cannot read it"],
  [["a.obj"], "a visitor gets 404", "a.obj: a visitor gets 404"],
  [["a.csv", "a.csv"], "bad row", "a.csv: bad row (2 times)"],
  [["a.obj", "b.obj"], "is missing", "2 meshes are missing"],
  [
    ["a/b.simularium", "a/c.simularium"],
    "has no figure: it gets no thumbnail",
    "2 packings have no figure: they get no thumbnail",
  ],
  [
    ["a.simularium (byte 3)", "b.simularium (byte 3)"],
    "is not JSON",
    "2 packings are not JSON",
  ],
  [
    ["https://a.b/c_thumbnail.png", "d.png"],
    "holds other content than planned",
    "2 thumbnails hold other content than planned",
  ],
  [
    ["a.obj", "b.obj"],
    "is not the inversion of it; it is kept",
    "2 meshes are not the inversion of it; they are kept",
  ],
  [["a.ome.tiff", "b.ome.tiff"], "no channels", "2 figures: no channels"],
  [["a.csv", "b.csv"], "has no rows", "2 tables have no rows"],
  [["a.csv, row 1", "a.csv, row 2"], "has a comma", "2 rows have a comma"],
  [["base_s3_url", "x.obj/y"], "is odd", "2 files are odd"],
  [
    ["a.png", "b.png"],
    "cannot be compared: no MD5",
    "2 thumbnails cannot be compared: no MD5",
  ],
];

for (const [subjects, message, heading] of HEADINGS) {
  Deno.test(`a group is told as: ${heading}`, () => {
    const groups = new Groups<"error">();
    for (const subject of subjects) groups.add("error", subject, message);
    const [first, ...rest] = groupText(groups.list()[0]!);
    assert.equal(first, heading);
    const named = new Set(subjects).size > 1 ? subjects : [];
    assert.deepEqual(rest, named.map((subject) => `    ${subject}`));
  });
}
