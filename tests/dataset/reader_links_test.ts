import assert from "node:assert/strict";
import {
  bioFileFinderLink,
  simulariumLink,
} from "../../lib/dataset/reader_links.ts";

Deno.test("the viewer's link carries the URL of the file, encoded once more", () => {
  const url = "https://b.test/a%20b.simularium?x&y";
  const link = new URL(simulariumLink(url));
  assert.equal(
    link.origin + link.pathname,
    "https://simularium.allencell.org/viewer",
  );
  assert.deepEqual([...link.searchParams], [["trajUrl", url]]);
});

Deno.test("the link of BioFile Finder names the CSV and its metadata", () => {
  const link = new URL(
    bioFileFinderLink(
      "rel",
      "https://b.test/p%20q.csv",
      "https://b.test/m.csv",
    ),
  );
  assert.equal(link.origin + link.pathname, "https://bff.allencell.org/app");
  const parameters = Object.fromEntries(link.searchParams);
  assert.deepEqual(JSON.parse(parameters.source!), {
    name: "rel",
    type: "csv",
    uri: "https://b.test/p%20q.csv",
  });
  assert.deepEqual(JSON.parse(parameters.sourceMetadata!), {
    name: "rel_metadata",
    type: "csv",
    uri: "https://b.test/m.csv",
  });
  assert.equal(parameters.group, "Rule");
  assert.equal(parameters.v, "3");
});

Deno.test("without published metadata the link of BioFile Finder names none", () => {
  const link = new URL(bioFileFinderLink("rel", "https://b.test/p.csv"));
  assert.equal(link.searchParams.has("sourceMetadata"), false);
});
