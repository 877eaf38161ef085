import assert from "node:assert/strict";
import { basename, dirname, join } from "@std/path";
import Papa from "papaparse";
import { makeRelease, type Release, TINY } from "../fixture/release.ts";

const FOLDER =
  "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST";
const MESHES = "structure_data/SLC25A17/meshes";
const CELL = "743916";

/** Cell IDs as they should not be, but may be; each with its URL by RFC 3986. */
const CELL_IDS: readonly (readonly [name: string, id: string, url: string])[] =
  [
    ["a space", "7 4", "7%204"],
    ["number sign, question mark and ampersand", "7#4?5&6", "7%234%3F5%266"],
    ["per cent signs", "7%2F4%", "7%252F4%25"],
    ["plus signs", "7+4", "7%2B4"],
    ["quotation marks", `7"4'`, "7%224%27"],
    ["a letter in one code point", "7\u00e9", "7%C3%A9"],
    ["a letter in two code points", "7e\u0301", "7e%CC%81"],
    ["letters beyond the basic plane", "7🧫", "7%F0%9F%A7%AB"],
  ];

for (const [name, id, encoded] of CELL_IDS) {
  Deno.test(`files with ${name} in their names are published under the right keys and URLs`, async () => {
    await using release = await makeRelease({}, { ...TINY, cellIds: [id] });
    const report = await release.apply();
    assert.ok(report.complete, JSON.stringify(report.shortfalls));

    const stem = (cell: string) =>
      `results_peroxisome_rules_shape_random_${cell}_seed_0`;
    const key = `${FOLDER}/${stem(id)}.simularium`;
    const meshes = [`mem_mesh_${id}.obj`, `nuc_mesh_${id}.obj`];
    assert.deepEqual(keysOf(release), [
      "bff/rules_shape/cellpack_simularium_metadata.csv",
      "bff/rules_shape/cellpack_simularium_paths.csv",
      key,
      ...meshes.map((mesh) => `${MESHES}/${mesh}`),
    ]);

    const base = release.config.base_s3_url;
    const [row] = publishedRows(release);
    assert.equal(
      row!["File Path"],
      `${base}${FOLDER}/${stem(encoded)}.simularium`,
    );
    assert.equal(row!["Cell ID"], id);
    // What browsers ask for is that object.
    const { pathname, search, hash } = new URL(row!["File Path"]!);
    assert.equal(decodeURIComponent(pathname), `/${key}`);
    assert.equal(search + hash, "");
    const text = new TextDecoder().decode(
      release.store.objects.get(key)!.content,
    );
    for (const kind of ["mem", "nuc"]) {
      assert.ok(
        text.includes(`"${base}${MESHES}/${kind}_mesh_${encoded}.obj"`),
      );
    }
  });
}

for (const kind of ["mesh", "packing"] as const) {
  Deno.test(`two names of a ${kind} that differ only in normalization are an error that names one of them`, async () => {
    await using release = await makeRelease({}, {
      ...TINY,
      cellIds: ["7\u00e9"],
    });
    const path = kind === "mesh"
      ? release.dataset.meshes[0]!
      : release.dataset.packings[0]!;
    await Deno.copyFile(path, path.normalize("NFD"));
    const entries = await release.plan();
    const messages = entries.flatMap((entry) =>
      entry.type === "issue" && entry.severity === "error"
        ? [entry.message]
        : []
    ).filter((message) => /different Unicode normalization/.test(message));
    assert.equal(messages.length, 1);
    assert.ok(messages[0]!.normalize().includes(basename(path).normalize()));
    await assert.rejects(release.apply(), /the plan has \d problem/);
    assert.equal(release.store.objects.size, 0);
  });
}

Deno.test("files whose names are as long as names can be are updated and published", async () => {
  const id = "c".repeat(
    255 - "results_peroxisome_rules_shape_random__seed_0.simularium".length,
  );
  await using release = await makeRelease(
    { use_inverted_meshes: true },
    { ...TINY, cellIds: [CELL] },
  );
  const [packing] = release.dataset.packings;
  const named = join(
    dirname(packing!),
    basename(packing!).replace(CELL, id),
  );
  await Deno.rename(packing!, named);
  const folder = dirname(release.dataset.meshes[0]!);
  for (const kind of ["mem", "nuc"]) {
    const mesh = join(folder, `${kind}_mesh_${CELL}.obj`);
    await Deno.copyFile(mesh, mesh.replace(CELL, id));
    await Deno.rename(mesh, join(folder, `${kind}${"m".repeat(248)}.obj`));
  }
  const before = await Deno.readFile(named);
  await release.plan();
  const report = await release.apply();

  assert.ok(report.complete, JSON.stringify(report.shortfalls));
  const names = keysOf(release).map((key) => basename(key));
  assert.equal(names.filter((name) => name.length === 255).length, 3);
  assert.notDeepEqual(await Deno.readFile(named), before);
  for await (const { name } of Deno.readDir(folder)) {
    assert.doesNotMatch(name, /tmp/);
  }
});

Deno.test("a thumbnail whose name would be too long is a problem of the plan", async () => {
  const id = "c".repeat(190);
  await using release = await makeRelease({}, {
    ...TINY,
    cellIds: [id, CELL],
  });
  assert.equal(await problemsOf(release), "");
  const longer = "c".repeat(198);
  const [packing] = release.dataset.packings;
  const [figure] = release.dataset.figures;
  await Deno.rename(packing!, packing!.replace(id, longer));
  await Deno.rename(
    figure!,
    figure!.replace(id, longer).replace("_seed_0", "_0"),
  );
  for (
    const mesh of release.dataset.meshes.filter((path) => path.includes(id))
  ) {
    await Deno.copyFile(mesh, mesh.replace(id, longer));
  }
  assert.match(
    await problemsOf(release),
    /^results_.*c_seed_0_thumbnail\.png: the name is longer than the 255 bytes/,
  );
});

Deno.test("links to files and folders elsewhere are published, and stay links", async () => {
  await using release = await makeRelease();
  const { folder, dataset: { packings, meshes } } = release;
  const outside = join(folder, "elsewhere");
  await Deno.mkdir(outside);
  const packing = packings[0]!, file = join(outside, "one.simularium");
  await Deno.rename(packing, file);
  await Deno.symlink(file, packing);
  const meshFolder = dirname(meshes[0]!);
  await Deno.rename(meshFolder, join(outside, "meshes"));
  await Deno.symlink("../../../elsewhere/meshes", meshFolder);

  const before = await Deno.readTextFile(file);
  await release.plan();
  const report = await release.apply();

  assert.ok(report.complete, JSON.stringify(report.shortfalls));
  assert.equal(await Deno.readLink(packing), file);
  assert.equal(await Deno.readLink(meshFolder), "../../../elsewhere/meshes");
  const after = await Deno.readTextFile(file);
  assert.notEqual(after, before);
  const key = `${FOLDER}/${basename(packing)}`;
  const published = release.store.objects.get(key)!.content;
  assert.equal(new TextDecoder().decode(published), after);
  assert.equal(keysOf(release).filter((key) => key.endsWith(".obj")).length, 4);
});

Deno.test("a link that leads nowhere is a problem of the plan", async () => {
  await using release = await makeRelease();
  await Deno.symlink(
    join(release.folder, "nowhere"),
    join(dirname(release.dataset.meshes[0]!), "mem_mesh_1.obj"),
  );
  const issues = (await release.plan()).filter(({ type }) => type === "issue");
  const texts = issues.map((issue) => JSON.stringify(issue));
  assert.ok(
    texts.some((text) =>
      /mem_mesh_1\.obj.*no such file or directory/.test(text) &&
      text.includes('"error"')
    ),
    texts.join("\n"),
  );
});

/** The errors of a new plan, a line each, with the last part of what they are about. */
async function problemsOf(release: Release): Promise<string> {
  const entries = await release.plan();
  return entries.flatMap((entry) =>
    entry.type === "issue" && entry.severity === "error"
      ? [`${basename(entry.subject)}: ${entry.message}`]
      : []
  ).join("\n");
}

function keysOf({ store }: Release): string[] {
  return [...store.objects.keys()].sort();
}

/** The rows of the published list, as an independent reader of CSV sees them. */
function publishedRows({ store }: Release): Record<string, string>[] {
  const key = "bff/rules_shape/cellpack_simularium_paths.csv";
  const text = new TextDecoder().decode(store.objects.get(key)!.content);
  return Papa.parse<Record<string, string>>(text, { header: true }).data;
}
