import assert from "node:assert/strict";
import { join } from "@std/path";
import Papa from "papaparse";
import type { Config } from "../../lib/config/config.ts";
import type { Release } from "../fixture/release.ts";
import {
  applied,
  changes,
  smallRelease,
  smallReleased,
  stepsOf,
  told,
} from "../plan/releases.ts";

const NAME = "cellpack_simularium_paths.csv";
const STATISTICS = [
  "Count",
  "Cell Volume",
  "Nucleus Volume",
  "Cell Height",
  "Nucleus Height",
  "Sphericity",
];
const steps = stepsOf("update_csv_stats");

function csvOf({ config }: { config: Config }): string {
  return join(config.results_dir, "data_release/cellpack_simularium", NAME);
}

async function readCsv(path: string): Promise<Record<string, string>[]> {
  const { data, errors } = Papa.parse(await Deno.readTextFile(path), {
    header: true,
    skipEmptyLines: true,
  });
  assert.deepEqual(errors, []);
  return data;
}

/** Other statistics: one cell of the peroxisome, one of a structure that is not in the config. */
async function changeStatistics({ dataset }: Release): Promise<void> {
  await Deno.writeTextFile(
    dataset.statistics!,
    "CellId,structure_name,count,cell_volume,nuc_volume,cell_height,nuc_height,mem_sphericity\n" +
      "743916,SLC25A17,7,1.005,2.5,3,NaN,0.123456\n" +
      "1,OTHER,9,1,1,1,1,1\n",
  );
}

const NEW = {
  "Count": "7",
  "Cell Volume": "1.01",
  "Nucleus Volume": "2.5",
  "Cell Height": "3",
  "Nucleus Height": "",
  "Sphericity": "0.1235",
};
const EMPTY = Object.fromEntries(STATISTICS.map((name) => [name, ""]));

Deno.test("statistics are refreshed, whatever else is in the CSV stays", async () => {
  await using release = await smallReleased({ upload_csv_to_s3: false });
  const path = csvOf(release);
  // Edited by hand: columns added and moved, cells changed, rows added.
  const rows = (await readCsv(path)).map((row, i) => ({
    "Notes": ['a "quote", a comma', "two\nlines", "µm 日本"][i] ?? "",
    ...row,
    "Dataset": `edited ${i}`,
    "Rating": String(i),
  }));
  const own = {
    ...rows[0]!,
    "Notes": "a row of my own",
    "File Path": "https://elsewhere.test/x.simularium",
    "Structure ID": "OTHER",
    "Cell ID": "1",
  };
  await Deno.writeTextFile(path, Papa.unparse([...rows.toReversed(), own]));
  await changeStatistics(release);

  const entries = await release.plan({ steps });
  assert.deepEqual(told(entries, release), [
    `warning ${NAME}, row 8: the value "a ″quote″, a comma" of column "Notes" has a comma: BioFile Finder takes it for several values; use another character`,
  ]);
  assert.deepEqual(changes(entries), [
    `update_csv_stats write ${NAME}: 9 rows changed`,
  ]);
  await applied(release);
  const expected = rows.toReversed().map((row: Record<string, string>) => ({
    ...row,
    ...row["Structure ID"] === "SLC25A17" && row["Cell ID"] === "743916"
      ? NEW
      : EMPTY,
  }));
  const ofOther = Object.fromEntries(STATISTICS.map((name) => [name, "1"]));
  const refreshed = await readCsv(path);
  assert.deepEqual(refreshed, [
    ...expected,
    { ...own, ...ofOther, "Count": "9" },
  ]);
  assert.deepEqual(Object.keys(refreshed[0]!), Object.keys(rows[0]!));
  assert.deepEqual(changes(await release.plan({ steps })), []);
});

Deno.test("statistics columns that are missing are added at the end", async () => {
  await using release = await smallRelease();
  const path = csvOf(release);
  await release.plan({
    changes: { upload_csv_to_s3: false },
    steps: stepsOf("create_csv"),
  });
  await applied(release);
  await Deno.writeTextFile(
    path,
    "Cell ID,Count,Structure ID,Cell ID\r\n743916,x,SLC25A17,again\r\n",
  );
  await changeStatistics(release);
  await release.plan({ changes: { upload_csv_to_s3: false }, steps });
  await applied(release);
  assert.equal(
    await Deno.readTextFile(path),
    "Cell ID,Count,Structure ID,Cell ID,Cell Volume,Nucleus Volume,Cell Height,Nucleus Height,Sphericity\r\n" +
      "743916,7,SLC25A17,again,1.01,2.5,3,,0.1235\r\n",
  );
});

Deno.test("the refreshed CSV is published where the CSVs are", async () => {
  await using release = await smallReleased();
  await changeStatistics(release);
  assert.deepEqual(changes(await release.plan({ steps })), [
    `update_csv_stats write ${NAME}: 8 rows changed`,
    `update_csv_stats update ${NAME}: content differs`,
  ]);
  await applied(release);
  const { content } = release.store.objects.get(`bff/rules_shape/${NAME}`)!;
  assert.deepEqual(content, await Deno.readFile(csvOf(release)));
});

Deno.test("with create_csv, a first plan makes the CSV and the next ones refresh it", async () => {
  await using release = await smallRelease({ update_csv_stats: true });
  const first = await release.plan();
  assert.deepEqual(
    changes(first).filter((line) => line.includes(NAME)),
    [
      `create_csv write ${NAME}: 8 rows`,
      `create_csv create ${NAME}: not in the bucket`,
    ],
  );
  await applied(release);
  const path = csvOf(release);
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(
    path,
    text.replaceAll("8d_sphere_data,rules", "edited,rules"),
  );
  assert.deepEqual(changes(await release.plan()), [
    `update_csv_stats update ${NAME}: content differs`,
  ]);
  await applied(release);
  assert.equal((await readCsv(path))[0]!.Dataset, "edited");
});

Deno.test("without a CSV there is nothing to refresh", async () => {
  await using release = await smallRelease();
  assert.deepEqual(
    told(await release.plan({ steps, skipInvalid: true }), release),
    [
      `error ${NAME}: there is no CSV to update: run create_csv first`,
    ],
  );
});

Deno.test("without statistics nothing is emptied", async () => {
  await using release = await smallReleased();
  await Deno.remove(release.dataset.statistics!);
  const entries = await release.plan({ steps, skipInvalid: true });
  assert.deepEqual(told(entries, release), [
    "error structure_stats.parquet: there are no cell statistics",
  ]);
  assert.deepEqual(changes(entries), []);
});

const UNREADABLE: [
  what: string,
  content: string | Uint8Array,
  message: RegExp,
][] = [
  [
    "without the structure's column",
    "Cell ID\r\n1\r\n",
    /: Cannot tell which cell a row is about: the CSV has no column "Structure ID"$/,
  ],
  ["that is empty", "", /no column "Structure ID"$/],
  ["that is no CSV", 'Cell ID,Structure ID\r\n1,"x', /quote out of place/],
  [
    "with a row that is too long",
    "Cell ID,Structure ID\r\n1,2,3\r\n",
    /record 2 has 3 fields instead of 2/,
  ],
  ["that is not UTF-8", new Uint8Array([0xb5, 0x0a]), /not UTF-8/],
];

for (const [what, content, message] of UNREADABLE) {
  Deno.test(`a CSV ${what} is an error, and stays as it is`, async () => {
    await using release = await smallReleased();
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    await Deno.writeFile(csvOf(release), bytes);
    const entries = await release.plan({ steps });
    assert.match(
      told(entries, release)[0]!,
      /^error cellpack_simularium_paths\.csv: /,
    );
    assert.match(told(entries, release)[0]!, message);
    assert.deepEqual(changes(entries), []);
  });
}

Deno.test("a published CSV must not keep rows that point to nothing", async () => {
  await using release = await smallReleased();
  const path = csvOf(release);
  const base = "https://bucket.test/";
  const [row] = await readCsv(path);
  const folder = row!["File Path"]!.slice(base.length).replace(/[^/]*$/, "");
  await Deno.writeTextFile(
    path,
    Papa.unparse([
      row!,
      { ...row, "File Path": `${base}${folder}gone.simularium` },
      { ...row, "Thumbnail": `${base}${folder}thumbnails/gone.png` },
      { ...row, "File Path": `${base}shared/a.simularium` },
      { ...row, "File Path": `${base}shared/gone.simularium`, "Thumbnail": "" },
      { ...row, "File Path": "https://elsewhere.test/a.simularium" },
    ]),
  );
  await release.store.add("shared/a.simularium", "{}");
  const fault = (severity: string) => [
    `${severity} ${NAME}: the File Path "${folder}gone.simularium" of a row is neither in the bucket nor put by this plan`,
    `${severity} ${NAME}: the File Path "shared/gone.simularium" of a row is neither in the bucket nor put by this plan`,
    `${severity} ${NAME}: the Thumbnail "${folder}thumbnails/gone.png" of a row is neither in the bucket nor put by this plan`,
  ];
  assert.deepEqual(
    told(await release.plan({ steps }), release),
    fault("error"),
  );
  const local = { upload_csv_to_s3: false };
  assert.deepEqual(
    told(await release.plan({ steps, changes: local }), release),
    fault("warning"),
  );
});

Deno.test("rows may point to what the same plan puts", async () => {
  await using release = await smallReleased();
  for (const key of release.store.objects.keys()) {
    if (!key.endsWith(".csv")) release.store.objects.delete(key);
  }
  await changeStatistics(release);
  const entries = await release.plan({ changes: { update_csv_stats: true } });
  assert.deepEqual(
    told(entries, release).filter((line) => line.startsWith("error")),
    [],
  );
  await applied(release);
});

Deno.test("rows must not point to what the same plan leaves out", async () => {
  await using release = await smallReleased();
  const key = release.dataset.packings[0]!.slice(
    `${release.folder}/data/`.length,
  );
  release.store.objects.delete(key);
  const mesh = release.dataset.meshes[0]!;
  release.store.objects.delete(mesh.slice(`${release.folder}/data/`.length));
  await Deno.remove(mesh);
  const entries = await release.plan({
    changes: { update_csv_stats: true },
    skipInvalid: true,
  });
  assert.deepEqual(
    told(entries, release).filter((line) => line.startsWith("error")),
    [`error ${NAME}: the File Path "${key}" of a row is neither in the bucket nor put by this plan`],
  );
});
