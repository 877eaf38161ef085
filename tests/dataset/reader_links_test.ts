import assert from "node:assert/strict";
import {
  bioFileFinderLink,
  releaseLinks,
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

const CONFIG = { base_s3_url: "https://b.test/", output_name: "rel" };
const STRUCTURE = {
  structure_id: "RAB5A",
  structure_name: "endosome",
  packing_id: "endosome",
  color: [1, 0, 0],
} as const;
const PACKINGS = new Map([[STRUCTURE, "x/a b.simularium"]]);

Deno.test("the links of a release lead to its CSV, and to a packing of each structure", () => {
  const keys = { paths: "bff/p.csv", metadata: "bff/m.csv" };
  assert.deepEqual(releaseLinks(CONFIG, { ...keys, packings: PACKINGS }), {
    csv: "https://b.test/bff/p.csv",
    bioFileFinder: bioFileFinderLink(
      "rel",
      "https://b.test/bff/p.csv",
      "https://b.test/bff/m.csv",
    ),
    simularium: [{
      structure: "endosome",
      link: simulariumLink("https://b.test/x/a%20b.simularium"),
    }],
  });
});

Deno.test("without a published CSV there is no link to BioFile Finder", () => {
  const links = releaseLinks(CONFIG, { packings: PACKINGS });
  assert.equal(links?.csv, undefined);
  assert.equal(links?.bioFileFinder, undefined);
  assert.equal(links?.simularium.length, 1);
});

Deno.test("without CSV and packings there is nothing to look at", () => {
  assert.equal(releaseLinks(CONFIG, { packings: new Map() }), undefined);
});

Deno.test("over http the CSV is named, and why the readers do not open it", () => {
  const config = { ...CONFIG, base_s3_url: "http://127.0.0.1:9/b/" };
  const links = releaseLinks(config, { paths: "p.csv", packings: PACKINGS });
  assert.equal(links?.csv, "http://127.0.0.1:9/b/p.csv");
  assert.equal(links?.bioFileFinder, undefined);
  assert.deepEqual(links?.simularium, []);
  assert.match(links?.missing ?? "", /https/);
});
