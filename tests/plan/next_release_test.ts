import assert from "node:assert/strict";
import { join } from "@std/path";
import Papa from "papaparse";
import { MemoryStore } from "../../lib/store/memory.ts";
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

const KEEPS = {
  "upload_meshes put keep": 10,
  "upload_simularium put keep": 8,
  "upload_thumbnails put keep": 7,
  "create_csv put keep": 2,
};

const PACKING = "results_peroxisome_rules_shape_random_743916_seed_0";

Deno.test("after a release there is nothing to do, at the cost of the listings", async () => {
  await using release = await smallReleased();
  release.store.calls.length = 0;
  const entries = await release.plan();
  assert.deepEqual(counts(entries), KEEPS);
  assert.ok(
    puts(entries).every(({ reason, waits_for, remote }) =>
      reason === "content is the same" && waits_for.length === 0 && remote
    ),
  );
  assert.ok(release.store.calls.every(({ method }) => method === "list"));
});

async function rewrite(path: string, from: string, to: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  assert.ok(text.includes(from), `${path} holds no ${from}`);
  await Deno.writeTextFile(path, text.replace(from, to));
}

Deno.test("another color of a structure changes its packings and thumbnails alone", async () => {
  await using release = await smallReleased();
  const [first, second] = release.config.structures;
  const structures = [{ ...first!, color: [0, 0, 1] as const }, second!];
  const entries = await release.plan({ changes: { structures } });
  assert.deepEqual(counts(entries), {
    "upload_meshes put keep": 10,
    "update_simularium write update": 4,
    "upload_simularium put update": 4,
    "upload_simularium put keep": 4,
    "upload_thumbnails write update": 4,
    "upload_thumbnails put update": 4,
    "upload_thumbnails put keep": 3,
    "create_csv put keep": 2,
  });
  const [update] = writes(entries);
  assert.equal(update!.reason, "1 color");
  assert.deepEqual(update!.changes, [{
    path: "typeMapping.2.geometry.color",
    before: "#1fff1f",
    after: "#0000ff",
  }]);
  assert.deepEqual(
    [...new Set(changes(entries).map((line) => line.replace(/ \S+:/, ":")))],
    [
      "update_simularium write: 1 color",
      "upload_simularium update: content differs",
      "upload_thumbnails write: figure, colors or size changed",
      "upload_thumbnails update: content known after apply",
    ],
  );
});

/** What the next release changes after `change`. */
const CHANGES: [
  what: string,
  change: (release: Release) => Promise<unknown>,
  expected: string[],
][] = [
  ["nothing", () => Promise.resolve(), []],
  [
    "a mesh, by one digit",
    ({ dataset }) => rewrite(dataset.meshes[0]!, "0.", "1."),
    ["upload_meshes update mem_mesh_743916.obj: content differs"],
  ],
  [
    "a figure, by bytes at its end",
    ({ dataset }) =>
      Deno.writeFile(dataset.figures[0]!, new Uint8Array(4), { append: true }),
    [
      `upload_thumbnails write ${PACKING}_thumbnail.png: figure, colors or size changed`,
      `upload_thumbnails update ${PACKING}_thumbnail.png: content known after apply`,
    ],
  ],
  [
    "a packing that cellPACK wrote anew",
    async ({ dataset }) => {
      await rewrite(dataset.packings[0]!, "#1fff1f", "#33b31a");
      await rewrite(dataset.packings[0]!, '"totalSteps": 1', '"totalSteps": 2');
    },
    [
      `update_simularium write ${PACKING}.simularium: 1 color`,
      `upload_simularium update ${PACKING}.simularium: content differs`,
    ],
  ],
  [
    "a packing that cellPACK wrote anew and that comes out the same",
    ({ dataset }) => rewrite(dataset.packings[0]!, "#1fff1f", "#33b31a"),
    [`update_simularium write ${PACKING}.simularium: 1 color`],
  ],
  [
    "the statistics of one cell of one structure",
    ({ dataset }) =>
      rewrite(
        dataset.statistics!,
        "743916,SLC25A17,M0,",
        "743916,SLC25A17,M0,1",
      ),
    [
      "create_csv write cellpack_simularium_paths.csv: 2 rows changed",
      "create_csv update cellpack_simularium_paths.csv: content differs",
    ],
  ],
  [
    "a packing that was removed",
    ({ dataset }) => Deno.remove(dataset.packings[0]!),
    [
      "create_csv write cellpack_simularium_paths.csv: 1 row removed",
      "create_csv update cellpack_simularium_paths.csv: content differs",
    ],
  ],
  [
    "a figure that was removed",
    ({ dataset }) => Deno.remove(dataset.figures[0]!),
    [
      "create_csv write cellpack_simularium_paths.csv: 1 row changed",
      "create_csv update cellpack_simularium_paths.csv: content differs",
    ],
  ],
  [
    "a new packing with its figure",
    async ({ dataset }) => {
      const [packing, figure] = [dataset.packings[0]!, dataset.figures[0]!];
      await Deno.copyFile(packing, packing.replace("seed_0", "seed_1"));
      await Deno.copyFile(figure, figure.replace("seed_0", "seed_1"));
    },
    [
      `upload_simularium create ${
        PACKING.replace("seed_0", "seed_1")
      }.simularium: not in the bucket`,
      `upload_thumbnails write ${
        PACKING.replace("seed_0", "seed_1")
      }_thumbnail.png: not drawn yet`,
      `upload_thumbnails create ${
        PACKING.replace("seed_0", "seed_1")
      }_thumbnail.png: not in the bucket`,
      "create_csv write cellpack_simularium_paths.csv: 1 row added",
      "create_csv update cellpack_simularium_paths.csv: content differs",
    ],
  ],
  [
    "an object that was removed from the bucket",
    ({ store }) =>
      Promise.resolve(
        store.objects.delete("structure_data/RAB5A/meshes/nuc_mesh_744021.obj"),
      ),
    ["upload_meshes create nuc_mesh_744021.obj: not in the bucket"],
  ],
  [
    "an object that somebody else changed, to the same size",
    async ({ store }) => {
      const key = "structure_data/RAB5A/meshes/nuc_mesh_744021.obj";
      const { content, headers } = store.objects.get(key)!;
      await store.add(key, content.with(0, 0x20), headers);
    },
    ["upload_meshes update nuc_mesh_744021.obj: content differs"],
  ],
  [
    "the modification time of every file",
    async (release) => {
      for (const path of (await release.files()).keys()) {
        await Deno.utime(path, 1, 1);
      }
    },
    [],
  ],
];

for (const [what, change, expected] of CHANGES) {
  Deno.test(`after a change of ${what}, the next release changes ${expected.length} things`, async () => {
    await using release = await smallReleased();
    await change(release);
    assert.deepEqual(changes(await release.plan()), expected);
    await applied(release);
    assert.deepEqual(changes(await release.plan()), []);
  });
}

Deno.test("local outputs that were lost are made anew, and nothing is put again", async () => {
  await using release = await smallReleased();
  const before = contents(release);
  const files = await release.files();
  await Deno.remove(release.config.results_dir, { recursive: true });
  assert.deepEqual(counts(await release.plan()), {
    "upload_meshes put keep": 10,
    "upload_simularium put keep": 8,
    "upload_thumbnails write create": 7,
    "upload_thumbnails put update": 7,
    "create_csv write create": 2,
    "create_csv put keep": 2,
  });
  release.store.calls.length = 0;
  await applied(release);
  assert.deepEqual(contents(release), before);
  assert.deepEqual(await release.files(), files);
  assert.ok(release.store.calls.every(({ method }) => method !== "put"));
});

for (
  const [key, step, count] of [
    ["reupload_simularium_files", "upload_simularium", 8],
    ["reupload_thumbnails", "upload_thumbnails", 7],
    ["reupload_csv_files", "create_csv", 2],
  ] as const
) {
  Deno.test(`${key} replaces what is unchanged, and nothing else`, async () => {
    await using release = await smallReleased();
    const entries = await release.plan({ changes: { [key]: true } });
    const expected: Record<string, number> = { ...KEEPS };
    delete expected[`${step} put keep`];
    expected[`${step} put replace`] = count;
    assert.deepEqual(counts(entries), expected);
    const replaced = puts(entries).filter(({ op }) => op === "replace");
    assert.ok(replaced.every(({ reason }) => reason === `forced by ${key}`));

    release.store.calls.length = 0;
    await applied(release);
    const made = release.store.calls.filter(({ method }) => method === "put");
    assert.equal(made.length, count);
  });
}

const OUTPUTS: [config: Record<string, boolean>, expected: string[]][] = [
  [{ upload_csv_to_s3: true }, [
    "write metadata",
    "put metadata",
    "write paths",
    "put paths",
  ]],
  [{ upload_csv_to_s3: false }, ["write metadata", "write paths"]],
  [{ upload_csv_to_s3: true, upload_metadata_csv: false }, [
    "write metadata",
    "write paths",
    "put paths",
  ]],
  [{ upload_csv_to_s3: true, create_metadata_csv: false }, [
    "write paths",
    "put paths",
  ]],
  [{ upload_csv_to_s3: false, create_metadata_csv: false }, ["write paths"]],
];

for (const [config, expected] of OUTPUTS) {
  Deno.test(`with ${JSON.stringify(config)} the CSV step plans: ${expected.join(", ")}`, async () => {
    await using release = await smallRelease();
    const entries = await release.plan({ changes: config });
    const csv = entries.flatMap((entry) => {
      if (entry.type !== "put" && entry.type !== "write") return [];
      const name = entry.type === "put" ? entry.key : entry.path;
      if (entry.step !== "create_csv") return [];
      return `${entry.type} ${name.match(/_([a-z]+)\.csv$/)?.[1]}`;
    });
    assert.deepEqual(csv, expected);
  });
}

Deno.test("the paths CSV lists the packings in the order of the config", async () => {
  await using release = await smallReleased();
  const text = await Deno.readTextFile(
    join(
      release.config.results_dir,
      "data_release/cellpack_simularium/cellpack_simularium_paths.csv",
    ),
  );
  const data: Record<string, string>[] = Papa.parse(text, {
    header: true,
    skipEmptyLines: true,
  }).data;
  assert.deepEqual(data.map((row) => row["File Name"]), [
    "743916_random_peroxisome",
    "744021_random_peroxisome",
    "743916_nucleus_peroxisome",
    "744021_nucleus_peroxisome",
    "743916_random_endosome",
    "744021_random_endosome",
    "743916_nucleus_endosome",
    "744021_nucleus_endosome",
  ]);
  for (const row of data) {
    assert.ok(
      release.store.objects.has(
        row["File Path"]!.slice("https://bucket.test/".length),
      ),
    );
    assert.match(row["Count"]!, /^\d+$/);
  }
  assert.deepEqual(data.map((row) => row["Thumbnail"] !== ""), [
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});

const NATURAL = [
  "upload_meshes",
  "update_simularium",
  "upload_simularium",
  "upload_thumbnails",
  "create_csv",
] as const;
const ORDERS: (typeof NATURAL[number])[][] = [
  [...NATURAL],
  [
    "update_simularium",
    "upload_thumbnails",
    "upload_meshes",
    "upload_simularium",
    "create_csv",
  ],
  [
    "upload_thumbnails",
    "upload_meshes",
    "update_simularium",
    "upload_simularium",
    "create_csv",
  ],
];

for (const order of ORDERS) {
  Deno.test(`steps alone give the same as together: ${order.join(", ")}`, async () => {
    await using together = await smallReleased();
    await using alone = await smallRelease();
    for (const step of order) {
      const entries = await alone.plan({ steps: stepsOf(step) });
      assert.ok(puts(entries).every((put) => put.step === step));
      assert.ok(writes(entries).every((write) => write.step === step));
      await applied(alone);
    }
    assert.deepEqual(contents(alone), contents(together));
    const relative = async (release: Release) =>
      new Map(
        [...await release.files()].map(([path, text]) => [
          path.slice(release.folder.length),
          text,
        ]),
      );
    assert.deepEqual(await relative(alone), await relative(together));
    assert.deepEqual(changes(await alone.plan()), []);
  });
}

Deno.test("a put that a toggle leaves out makes the next one check for its object", async () => {
  await using release = await smallRelease();
  const entries = await release.plan({
    changes: { upload_meshes_to_s3: false },
  });
  assert.equal(
    puts(entries).filter((put) => put.step === "upload_simularium").length,
    0,
  );
  assert.equal(
    told(entries, release).filter((line) => line.startsWith("error")).length,
    20,
  );
});

Deno.test("under KMS a release is published once, because the MD5 is stored", async () => {
  await using release = await smallRelease();
  const store = new MemoryStore({ opaqueEtags: true });
  await release.plan({ store });
  await release.apply({ store });
  assert.deepEqual(counts(await release.plan({ store })), KEEPS);
});

Deno.test("objects that cannot be compared are said to be so", async () => {
  await using release = await smallRelease();
  const store = new MemoryStore({ opaqueEtags: true });
  const path = release.dataset.meshes[0]!;
  await store.add(
    path.slice(`${release.folder}/data/`.length),
    await Deno.readFile(path),
  );
  const entries = await release.plan({
    store,
    steps: stepsOf("upload_meshes"),
  });
  assert.equal(
    changes(entries)[0],
    "upload_meshes update mem_mesh_743916.obj: cannot compare: the object has no checksum that tells its MD5",
  );
});

Deno.test("an offline plan creates everything, asks nothing and says so", async () => {
  await using release = await smallReleased();
  release.store.calls.length = 0;
  const entries = await release.plan({ store: "offline" });
  assert.equal(entries[0]?.type === "header" && entries[0].offline, true);
  assert.deepEqual(counts(entries), {
    "upload_meshes put create": 10,
    "upload_simularium put create": 8,
    "upload_thumbnails put create": 7,
    "create_csv put create": 2,
  });
  assert.ok(puts(entries).every(({ reason }) => reason === "bucket not read"));
  assert.deepEqual(release.store.calls, []);
  await assert.rejects(() => release.apply(), /--offline/);
});

Deno.test("an offline plan of one step takes the other objects to be there", async () => {
  await using release = await smallRelease();
  for (const step of ["upload_simularium", "create_csv"] as const) {
    const entries = await release.plan({
      store: "offline",
      steps: stepsOf("update_simularium", step),
    });
    assert.deepEqual(told(entries, release), []);
  }
});

const HEADERS: [changed: Record<string, string>, reason: string][] = [
  [{ contentType: "text/plain" }, 'Content-Type "text/plain" → "model/obj"'],
  [{ cacheControl: "max-age=60" }, 'Cache-Control "max-age=60" → "no-cache"'],
  [{ acl: "none" }, "ACL private → public-read"],
];

for (const [changed, reason] of HEADERS) {
  Deno.test(`other headers are noticed when asked for: ${reason}`, async () => {
    await using release = await smallReleased();
    const key = "structure_data/RAB5A/meshes/nuc_mesh_744021.obj";
    const object = release.store.objects.get(key)!;
    release.store.objects.set(key, {
      ...object,
      headers: { ...object.headers, ...changed },
    });
    assert.deepEqual(changes(await release.plan()), []);

    release.store.calls.length = 0;
    assert.deepEqual(changes(await release.plan({ checkHeaders: true })), [
      `upload_meshes update nuc_mesh_744021.obj: ${reason}`,
    ]);
    const heads = release.store.calls.filter(({ method }) => method === "head");
    assert.equal(heads.length, 27);
    assert.equal(new Set(heads.map(({ key }) => key)).size, 27);
    await applied(release);
    assert.deepEqual(changes(await release.plan({ checkHeaders: true })), []);
  });
}
