import assert from "node:assert/strict";
import { join } from "@std/path";
import { MemoryStore } from "../../lib/store/memory.ts";
import { StoreUnavailableError } from "../../lib/store/store.ts";
import type { Release } from "../fixture/release.ts";
import {
  applied,
  changes,
  contents,
  counts,
  puts,
  smallRelease,
  smallReleased,
  stepsOf,
  told,
  writes,
} from "./releases.ts";

const CSV = "data_release/cellpack_simularium/cellpack_simularium_paths.csv";
const PEROXISOME = "results_peroxisome_rules_shape";
const NO_FIGURE =
  "warning results_endosome_rules_shape_nucleus_gradient_744021_seed_0.simularium: has no figure: it gets no thumbnail";

/** File names of the packings in the paths CSV. */
async function listed({ config }: Release): Promise<string[]> {
  const text = await Deno.readTextFile(join(config.results_dir, CSV));
  return text.split("\r\n").slice(1, -1).map((line) =>
    nameOf(line.split(",")[0]!)
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Breaks three packings of the first structure, and a figure of the second. */
async function breakFiles({ dataset }: Release): Promise<void> {
  const [first, second, third] = dataset.packings;
  await Deno.truncate(first!, 1000);
  await Deno.writeTextFile(second!, '{"trajectoryInfo": []}');
  await Deno.rename(third!, third!.replace("results_", "result_"));
  await Deno.truncate(dataset.figures[4]!, 100);
}

/** What is told about them, where the first byte that is wrong is at a known place. */
const BROKEN = [
  /^\w+ results_peroxisome_rules_shape_random_743916_seed_0\.simularium at 1000: Unexpected end/,
  /^\w+ results_peroxisome_rules_shape_random_744021_seed_0\.simularium at 19: trajectoryInfo is an array, expected an object$/,
  /^\w+ result_peroxisome_rules_shape_nucleus_gradient_743916_seed_0\.simularium: Cannot read cell ID from /,
  /^\w+ voxelized_image_endosome_rules_shape_random_743916_seed_0\.ome\.tiff at \d+: truncated or not a TIFF file/,
];

Deno.test("bad files are reported together, with path, offset and cause", async () => {
  await using release = await smallRelease();
  await breakFiles(release);
  const entries = await release.plan();
  const lines = told(entries, release);
  assert.equal(lines.length, BROKEN.length + 1);
  for (const [i, expected] of BROKEN.entries()) {
    assert.match(lines[i]!, /^error/);
    assert.match(lines[i]!, expected);
  }
  assert.equal(lines.at(-1), NO_FIGURE);
  const summary = entries.at(-1);
  assert.equal(summary?.type === "summary" && summary.errors, 4);
});

Deno.test("a plan with errors cannot be applied, and changes nothing", async () => {
  await using release = await smallRelease();
  await breakFiles(release);
  await release.plan();
  const files = await release.files();
  await assert.rejects(() => release.apply(), { name: "ExpectedError" });
  assert.deepEqual(await release.files(), files);
  assert.equal(release.store.objects.size, 0);
});

Deno.test("skipping leaves exactly the bad packings out, everywhere", async () => {
  await using release = await smallRelease();
  await breakFiles(release);
  const before = await release.files();
  const entries = await release.plan({ skipInvalid: true });

  const lines = told(entries, release);
  for (const [i, expected] of BROKEN.entries()) {
    assert.match(lines[i]!, /^warning/);
    assert.match(lines[i]!, expected);
  }
  const leftOut = entries.filter((entry) => entry.type === "left_out");
  assert.deepEqual(
    leftOut.map(({ path, reason }) => [nameOf(path), reason]),
    [
      [`${PEROXISOME}_random_743916_seed_0.simularium`, "invalid"],
      [`${PEROXISOME}_random_744021_seed_0.simularium`, "invalid"],
      [
        "result_peroxisome_rules_shape_nucleus_gradient_743916_seed_0.simularium",
        "invalid",
      ],
      [
        "results_endosome_rules_shape_random_743916_seed_0.simularium",
        "invalid",
      ],
    ],
  );
  assert.deepEqual(counts(entries), {
    "upload_meshes put create": 10,
    "update_simularium write update": 4,
    "upload_simularium put create": 4,
    "upload_thumbnails write create": 3,
    "upload_thumbnails put create": 3,
    "create_csv write create": 2,
    "create_csv put create": 2,
  });

  await applied(release);
  const good = [
    `${PEROXISOME}_nucleus_gradient_744021_seed_0.simularium`,
    "results_endosome_rules_shape_random_744021_seed_0.simularium",
    "results_endosome_rules_shape_nucleus_gradient_743916_seed_0.simularium",
    "results_endosome_rules_shape_nucleus_gradient_744021_seed_0.simularium",
  ];
  assert.deepEqual(await listed(release), good);
  assert.deepEqual(
    [...release.store.objects.keys()].filter((key) =>
      key.endsWith(".simularium")
    ).map(nameOf).sort(),
    good.toSorted(),
  );
  const after = await release.files();
  for (const { path } of leftOut) {
    assert.equal(after.get(path), before.get(path));
  }
  assert.deepEqual(changes(await release.plan({ skipInvalid: true })), []);
});

Deno.test("a mesh without faces is an error", async () => {
  await using release = await smallRelease();
  await Deno.writeTextFile(release.dataset.meshes[0]!, "v 0 0 0\n");
  assert.equal(
    told(await release.plan(), release)[0],
    "error mem_mesh_743916.obj: the mesh has no faces, so nothing would be drawn",
  );
});

Deno.test("skipping a bad mesh leaves out the packings that show it", async () => {
  await using release = await smallRelease();
  const path = release.dataset.meshes[0]!;
  await Deno.writeTextFile(path, "v 0 0 0\nf 1 2 3\n");
  const entries = await release.plan({ skipInvalid: true });
  assert.deepEqual(told(entries, release).slice(0, 3), [
    "warning mem_mesh_743916.obj at 12: Cannot read face: there is no 2 among the 1 so far",
    ...["random", "nucleus_gradient"].map((rule) =>
      `warning ${PEROXISOME}_${rule}_743916_seed_0.simularium: typeMapping.0.geometry.url points to "structure_data/SLC25A17/meshes/mem_mesh_743916.obj", which is neither in the bucket nor put by this plan: add the mesh, or run upload_meshes before`
    ),
  ]);
  await applied(release);
  assert.equal((await listed(release)).length, 6);
});

Deno.test("a mesh that cannot be inverted is not taken for published", async () => {
  await using release = await smallRelease();
  const path = release.dataset.meshes[0]!;
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace("vn ", "vn x"));
  const entries = await release.plan({
    changes: { use_inverted_meshes: true },
    skipInvalid: true,
  });
  const lines = told(entries, release);
  assert.match(
    lines[0]!,
    /^warning mem_mesh_743916\.obj at \d+: Cannot invert normal/,
  );
  assert.equal(lines.filter((line) => line.includes("points to")).length, 2);
  assert.equal(counts(entries)["upload_simularium put create"], 6);
});

Deno.test("every mesh that is missing is an error that names it", async () => {
  await using release = await smallRelease();
  const [mem, nuc] = release.dataset.meshes;
  await Deno.remove(mem!);
  await Deno.remove(nuc!);
  const errors = told(await release.plan(), release).filter((line) =>
    line.startsWith("error")
  );
  assert.deepEqual(
    errors,
    ["random", "nucleus_gradient"].flatMap((rule) =>
      [["0", "mem"], ["1", "nuc"]].map(([entry, mesh]) =>
        `error ${PEROXISOME}_${rule}_743916_seed_0.simularium: typeMapping.${entry}.geometry.url points to "structure_data/SLC25A17/meshes/${mesh}_mesh_743916.obj", which is neither in the bucket nor put by this plan: add the mesh, or run upload_meshes before`
      )
    ),
  );
});

Deno.test("a mesh that is missing on disk but in the bucket is no error", async () => {
  await using release = await smallReleased();
  await Deno.remove(release.dataset.meshes[0]!);
  assert.deepEqual(told(await release.plan(), release), [NO_FIGURE]);
});

Deno.test("a packing that was never updated cannot be published", async () => {
  await using release = await smallRelease();
  const steps = stepsOf("upload_meshes", "upload_simularium");
  const entries = await release.plan({ steps });
  assert.equal(
    told(entries, release)[0],
    `error ${PEROXISOME}_random_743916_seed_0.simularium: typeMapping.0.geometry.url is "mem_mesh_743916.obj", which the viewer cannot open: run update_simularium before`,
  );
  assert.equal(puts(entries).length, 10);
});

Deno.test("meshes on another host are not the plan's to check, others in the bucket are", async () => {
  await using release = await smallReleased();
  const edit = async (index: number, url: string) => {
    const path = release.dataset.packings[index]!;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(
      path,
      text.replace(/https:[^"]*mem_mesh_\d+\.obj/, url),
    );
  };
  await edit(0, "https://elsewhere.test/a.obj");
  await edit(1, "https://bucket.test/shared/a%20b.obj");
  await edit(2, "https://bucket.test/shared/gone.obj");
  await release.store.add("shared/a b.obj", "v 0 0 0\n");
  const entries = await release.plan({ steps: stepsOf("upload_simularium") });
  assert.deepEqual(told(entries, release), [
    `error ${PEROXISOME}_nucleus_gradient_743916_seed_0.simularium: typeMapping.0.geometry.url points to "shared/gone.obj", which is neither in the bucket nor put by this plan: add the mesh, or run upload_meshes before`,
  ]);
});

Deno.test("a published CSV must not list what is not in the bucket", async () => {
  await using release = await smallRelease();
  const entries = await release.plan({ steps: stepsOf("create_csv") });
  const lines = told(entries, release);
  assert.equal(lines.length, 8 + 7);
  assert.deepEqual(lines.slice(0, 2), [
    `error ${PEROXISOME}_random_743916_seed_0.simularium: the row would point to nothing: the file is neither in the bucket nor put by this plan; run upload_simularium as well`,
    `error ${PEROXISOME}_random_743916_seed_0.simularium: the row would show no thumbnail: it is neither in the bucket nor put by this plan; run upload_thumbnails as well`,
  ]);
  assert.ok(lines.every((line) => line.startsWith("error")));
});

Deno.test("a local CSV may be ahead of the bucket, with warnings", async () => {
  await using release = await smallRelease();
  const entries = await release.plan({
    steps: stepsOf("create_csv"),
    changes: { upload_csv_to_s3: false },
  });
  const lines = told(entries, release);
  assert.equal(lines.length, 15);
  assert.ok(lines.every((line) => line.startsWith("warning")));
  await applied(release);
  assert.equal((await listed(release)).length, 8);
});

Deno.test("skipping lists in the published CSV only what is in the bucket", async () => {
  await using release = await smallReleased();
  const key = [...release.store.objects.keys()].find((key) =>
    key.endsWith(`${PEROXISOME}_random_743916_seed_0.simularium`)
  )!;
  release.store.objects.delete(key);
  await release.plan({ steps: stepsOf("create_csv"), skipInvalid: true });
  await applied(release);
  assert.equal((await listed(release)).length, 7);
});

Deno.test("aggregates are counted, and are not packings", async () => {
  await using release = await smallRelease();
  const all = release.dataset.packings[0]!.replace("seed_0", "all");
  await Deno.writeTextFile(all, "not even JSON");
  const entries = await release.plan();
  assert.deepEqual(
    entries.filter((entry) => entry.type === "left_out"),
    [{ type: "left_out", path: all, reason: "aggregate" }],
  );
  assert.deepEqual(told(entries, release), [NO_FIGURE]);
  await applied(release);
  assert.equal((await listed(release)).length, 8);
});

Deno.test("an empty dataset is told with where it was looked for, and with the demo", async () => {
  await using release = await smallRelease();
  const { data_dir } = release.config;
  await Deno.remove(data_dir, { recursive: true });
  await assert.rejects(() => release.plan(), (error: Error) => {
    assert.equal(error.name, "ExpectedError");
    assert.match(error.message, /^Cannot plan a release: no packings found/);
    for (const rule of ["random", "nucleus_gradient"]) {
      for (const packing of ["peroxisome", "endosome"]) {
        assert.ok(error.message.includes(
          `${data_dir}/packing_outputs/8d_sphere_data/norm_weights/${rule}/${packing}/spheresSST/**/*.simularium`,
        ));
      }
    }
    assert.match(error.message, /deno task demo/);
    return true;
  });
  await assert.rejects(
    () => release.plan({ steps: stepsOf("upload_meshes") }),
    new RegExp(`no meshes found, looked for\n  ${data_dir}/structure_data/`),
  );
});

Deno.test("aggregates alone are an empty dataset", async () => {
  await using release = await smallRelease();
  for (const path of release.dataset.packings) {
    await Deno.rename(path, path.replace("seed_0", "all"));
  }
  await assert.rejects(() => release.plan(), /no packings found/);
});

Deno.test("folders that cannot be read are errors beside the others", async () => {
  await using release = await smallRelease();
  const meshes = join(release.config.data_dir, "structure_data/RAB5A/meshes");
  await Deno.remove(meshes, { recursive: true });
  await Deno.writeTextFile(meshes, "");
  await breakFiles(release);
  const lines = told(await release.plan(), release);
  assert.equal(
    lines[0],
    'error meshes: Cannot read directory "data/structure_data/RAB5A/meshes": is not a directory',
  );
  assert.ok(
    BROKEN.slice(0, 3).every((each) => lines.some((line) => each.test(line))),
  );

  const alone = await release.plan({ steps: stepsOf("upload_meshes") });
  assert.equal(told(alone, release).length, 1);
  await Deno.remove(join(release.config.data_dir, "structure_data/SLC25A17"), {
    recursive: true,
  });
  assert.equal(
    told(await release.plan({ steps: stepsOf("upload_meshes") }), release)
      .length,
    1,
  );
});

Deno.test("a dangling link and a file that is a folder are errors, not crashes", async () => {
  await using release = await smallRelease();
  const [path] = release.dataset.packings;
  const [mesh] = release.dataset.meshes;
  await Deno.remove(path!);
  await Deno.symlink("gone", path!);
  await Deno.remove(mesh!);
  await Deno.symlink(mesh!, mesh!);
  const lines = told(await release.plan(), release);
  assert.deepEqual(lines.slice(0, 2), [
    "error mem_mesh_743916.obj: Cannot read it: symbolic links lead in a circle",
    `error ${PEROXISOME}_random_743916_seed_0.simularium: Cannot read it: no such file or directory`,
  ]);
});

Deno.test("names that differ in Unicode normalization alone are an error", async () => {
  await using release = await smallRelease();
  const folder = join(release.config.data_dir, "structure_data/RAB5A/meshes");
  await Deno.writeTextFile(join(folder, "u\u0308.obj"), "");
  await Deno.writeTextFile(join(folder, "\u00fc.obj"), "");
  const lines = told(await release.plan(), release);
  assert.match(
    lines[0]!,
    /^error meshes: Cannot publish ".*": another file has the same name/,
  );
});

Deno.test("two links to one file that would be edited differently are an error", async () => {
  await using release = await smallRelease();
  const [first, second] = release.dataset.packings;
  await Deno.remove(second!);
  await Deno.symlink(first!, second!);
  for (const skipInvalid of [false, true]) {
    const lines = told(await release.plan({ skipInvalid }), release);
    assert.equal(
      lines[0],
      `error ${nameOf(second!)}: is the same file as "${
        first!.slice(release.folder.length + 1)
      }", but is to be written differently: replace the link by a copy`,
    );
    await assert.rejects(() => release.apply(), { name: "ExpectedError" });
  }
});

Deno.test("structures that share a folder of meshes invert each of them once", async () => {
  await using release = await smallRelease({ use_inverted_meshes: true });
  const folder = join(release.config.data_dir, "structure_data");
  // The peroxisome has no mesh of its own: all that its packings point to is there.
  await Deno.remove(join(folder, "SLC25A17"), { recursive: true });
  await Deno.symlink("RAB5A", join(folder, "SLC25A17"));
  const entries = await release.plan();
  const inverted = writes(entries).filter(({ step }) =>
    step === "upload_meshes"
  );
  assert.equal(inverted.length, 2);
  const membranes = puts(entries).filter(({ key }) => key.includes("/mem_"));
  assert.deepEqual(
    membranes.map(({ waits_for }) => waits_for),
    [...inverted, ...inverted].map(({ id }) => [id]),
  );
  await applied(release);
  assert.deepEqual(changes(await release.plan()), []);
});

Deno.test("without cell statistics their columns stay empty, with a warning", async () => {
  await using release = await smallRelease();
  await Deno.remove(release.dataset.statistics!);
  assert.deepEqual(told(await release.plan(), release), [
    NO_FIGURE,
    "warning structure_stats.parquet: there are no cell statistics: the statistics columns stay empty",
  ]);
});

const STATISTICS: [what: string, content: string, message: RegExp][] = [
  [
    "without rows",
    "CellId,structure_name,count\n",
    /^error structure_stats\.csv: .*no rows$/,
  ],
  [
    "without the cell's column",
    "structure_name,count\na,1\n",
    /^error structure_stats\.csv: .*no column "CellId"$/,
  ],
  [
    "that are no numbers",
    "CellId,structure_name,count\n743916,RAB5A,many\n",
    /^error structure_stats\.csv: .*"many"/,
  ],
  [
    "without some columns",
    "CellId,structure_name,count\n743916,RAB5A,1\n",
    /^warning structure_stats\.csv: has no column "cell_volume": its cells stay empty$/,
  ],
];

for (const [what, content, message] of STATISTICS) {
  Deno.test(`cell statistics ${what} are reported beside the rest, and not skipped`, async () => {
    await using release = await smallRelease();
    await Deno.writeTextFile(release.dataset.statistics!, content);
    await breakFiles(release);
    for (const skipInvalid of [false, true]) {
      const lines = told(await release.plan({ skipInvalid }), release);
      assert.match(lines[5]!, message);
    }
  });
}

Deno.test("cell statistics that the config names and that do not exist are an error beside the rest", async () => {
  await using release = await smallRelease({ structure_stats: "no/such.csv" });
  assert.deepEqual(told(await release.plan(), release), [
    NO_FIGURE,
    'error such.csv: Cannot read cell statistics "no/such.csv": there is no such file, correct structure_stats in the config',
  ]);
});

Deno.test("outputs that cannot be read are errors beside the rest", async () => {
  await using release = await smallRelease();
  const { results_dir } = release.config;
  await Deno.mkdir(join(results_dir, CSV), { recursive: true });
  assert.deepEqual(told(await release.plan(), release), [
    NO_FIGURE,
    "error cellpack_simularium_paths.csv: Cannot read it: is a directory",
  ]);
  await Deno.remove(results_dir, { recursive: true });
  await Deno.writeTextFile(results_dir, "");
  const lines = told(await release.plan(), release);
  assert.ok(lines.length > 1);
  assert.ok(
    lines.filter((line) => line.startsWith("error")).every((line) =>
      line.endsWith("Cannot read it: is not a directory")
    ),
  );
});

Deno.test("a bucket that cannot be listed ends the plan with its reason", async () => {
  await using release = await smallRelease();
  const store = new MemoryStore();
  const error = new StoreUnavailableError("no such bucket");
  store.failAt({ method: "list", nth: 3 }, error);
  await assert.rejects(() => release.plan({ store }), error);
});

Deno.test("a bucket that fails while objects are compared ends the plan with its reason", async () => {
  await using release = await smallReleased();
  const error = new StoreUnavailableError("the token expired");
  release.store.failAt({ method: "head" }, error);
  await assert.rejects(() => release.plan({ checkHeaders: true }), error);
});

Deno.test("after all problems are mended the release is the same as without them", async () => {
  await using good = await smallReleased();
  await using release = await smallRelease();
  const { packings, figures } = release.dataset;
  const originals = await Promise.all(
    [...packings.slice(0, 3), figures[4]!].map(async (path) =>
      [path, await Deno.readFile(path)] as const
    ),
  );
  await breakFiles(release);
  await release.plan({ skipInvalid: true });
  await applied(release);
  await Deno.remove(packings[2]!.replace("results_", "result_"));
  for (const [path, bytes] of originals) await Deno.writeFile(path, bytes);
  await release.plan();
  await applied(release);
  assert.deepEqual(contents(release), contents(good));
});
