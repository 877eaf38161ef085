import assert from "node:assert/strict";
import { basename } from "@std/path";
import type { Issue } from "../../lib/manifest/entries.ts";
import { makeRelease, type Release, TINY } from "../fixture/release.ts";
import { type Damage, MESH_DAMAGES, PACKING_DAMAGES } from "./corpus.ts";

const GOOD = 2;

/** One cell for each damage, and some more. */
function cells(prefix: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix + i}`);
}

const PACKING_CELLS = cells(100_000, PACKING_DAMAGES.length);
const MESH_CELLS = cells(200_000, MESH_DAMAGES.length);
const GOOD_CELLS = cells(300_000, GOOD);

/** What is to be told: `file at offset: message`. */
async function damaged(
  { dataset }: Release,
): Promise<
  (readonly [subject: string, offset: number | null, message: string])[]
> {
  const told = [];
  const all = [
    ...PACKING_DAMAGES.map((damage, i) =>
      [damage, dataset.packings, PACKING_CELLS[i]!] as const
    ),
    ...MESH_DAMAGES.map((damage, i) =>
      [damage, dataset.meshes, MESH_CELLS[i]!] as const
    ),
  ];
  for (const [damage, paths, cell] of all) {
    const path = paths.find((path) => path.includes(cell))!;
    told.push([path, await spoil(path, damage), damage.message] as const);
  }
  return told;
}

async function spoil(path: string, damage: Damage): Promise<number | null> {
  const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
  const bytes = Array.from(damage.of(text), (char) => char.charCodeAt(0));
  await Deno.writeFile(path, Uint8Array.from(bytes));
  return damage.at?.(text) ?? null;
}

function makeCorpus(): Promise<Release> {
  return makeRelease({ use_inverted_meshes: true }, {
    ...TINY,
    cellIds: [...PACKING_CELLS, ...MESH_CELLS, ...GOOD_CELLS],
    withoutFigure: 1000,
  });
}

Deno.test("one plan tells of every bad file, with path, byte and cause, and of no other", async () => {
  await using release = await makeCorpus();
  const expected = await damaged(release);
  await Deno.writeTextFile(
    release.dataset.statistics!,
    "CellId;structure_name;count\n",
  );
  const entries = await release.plan();
  const errors = entries.filter((entry): entry is Issue =>
    entry.type === "issue" && entry.severity === "error"
  );

  for (const [subject, offset, message] of expected) {
    const found = errors.filter((error) => error.subject === subject);
    assert.equal(found.length, 1, `${subject}: ${found.length}`);
    assert.equal(found[0]!.offset, offset, found[0]!.message);
    assert.ok(
      found[0]!.message.startsWith(message),
      `${found[0]!.message}, expected ${message}`,
    );
  }
  const others = errors.filter(({ subject }) =>
    !expected.some(([path]) => path === subject)
  );
  // Each bad mesh is missed by its packing.
  assert.deepEqual(
    others.map(({ subject, message }) =>
      `${basename(subject)}: ${message.replace(/ points to .*/, "")}`
    ).sort(),
    [
      ...MESH_CELLS.map((cell) =>
        `results_peroxisome_rules_shape_random_${cell}_seed_0.simularium: typeMapping.0.geometry.url`
      ),
      'structure_stats.csv: Cannot read CSV: its columns are separated by ";", expected commas',
    ],
  );

  const files = await release.files();
  await assert.rejects(() => release.apply(), { name: "ExpectedError" });
  assert.deepEqual([...await release.files()], [...files]);
  assert.equal(release.store.objects.size, 0);
});

Deno.test("skipping leaves out every bad file, and publishes the others", async () => {
  await using release = await makeCorpus();
  const expected = await damaged(release);
  const before = await release.files();
  const entries = await release.plan({ skipInvalid: true });
  const packings = entries.filter((entry) => entry.type === "left_out")
    .map(({ path }) => path).filter((path) => path.endsWith(".simularium"));
  assert.equal(packings.length, PACKING_CELLS.length + MESH_CELLS.length);

  const { complete, shortfalls } = await release.apply();
  assert.ok(complete, JSON.stringify(shortfalls));
  const after = await release.files();
  for (const [path] of expected) {
    assert.equal(after.get(path), before.get(path));
  }
  assert.deepEqual(
    [...release.store.objects.keys()].filter((key) =>
      key.endsWith(".simularium")
    ).map((key) => key.match(/\d{6}/)![0]).sort(),
    GOOD_CELLS,
  );
});
