import assert from "node:assert/strict";
import { applyManifest } from "../../lib/apply/executor.ts";
import type { ApplyReport } from "../../lib/apply/report.ts";
import type { Config } from "../../lib/config/config.ts";
import { openManifest } from "../../lib/manifest/open.ts";
import { makeRelease, putsOf, type Release } from "../fixture/release.ts";
import { KEYS } from "./keys.ts";

const CHANGED_FILE = "the file changed since the plan: plan again";
const CHANGED_OBJECT =
  "another release changed the object since the plan: plan again";
const NOT_TRIED =
  /^action \d+ of the manifest, which it needs, is not in place$/;

/** What is changed behind the plan's back, and what becomes of the actions. */
interface Case {
  readonly name: string;
  readonly config?: Partial<Config>;
  change(release: Release): Promise<unknown>;
  /** Subject (a key, or the end of a path) → reason. */
  stale(release: Release): Record<string, string>;
  readonly notTried: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "a .simularium file changed",
    change: ({ dataset }) => append(dataset.packings[0]!, " "),
    stale: ({ dataset }) => ({ [dataset.packings[0]!]: CHANGED_FILE }),
    notTried: [KEYS.packing1, KEYS.metadata, KEYS.paths],
  },
  {
    name: "a .simularium file that is not updated by the plan changed",
    async change(release) {
      await release.apply({ stop: undefined });
      release.store.objects.clear();
      await release.plan();
      await append(release.dataset.packings[0]!, " ");
    },
    stale: () => ({ [KEYS.packing1]: CHANGED_FILE }),
    notTried: [KEYS.metadata, KEYS.paths],
  },
  {
    name: "a figure changed",
    change: ({ dataset }) => append(dataset.figures[0]!, " "),
    stale: ({ dataset, config }) => ({
      [thumbnailPath(config)]: `"${
        dataset.figures[0]
      }" changed since the plan: plan again`,
    }),
    notTried: [KEYS.thumbnail1, KEYS.metadata, KEYS.paths],
  },
  {
    name: "a figure was removed",
    change: ({ dataset }) => Deno.remove(dataset.figures[0]!),
    stale: ({ dataset, config }) => ({
      [thumbnailPath(config)]: `"${
        dataset.figures[0]
      }" changed since the plan: plan again`,
    }),
    notTried: [KEYS.thumbnail1, KEYS.metadata, KEYS.paths],
  },
  {
    name: "a mesh changed",
    change: ({ dataset }) => append(dataset.meshes[0]!, "# more\n"),
    stale: () => ({ [KEYS.mem1]: CHANGED_FILE }),
    notTried: [KEYS.packing1, KEYS.metadata, KEYS.paths],
  },
  {
    name: "a mesh that is to be inverted changed",
    config: { use_inverted_meshes: true },
    change: ({ dataset }) => append(dataset.meshes[0]!, "# more\n"),
    stale: ({ dataset }) => ({
      [inverted(dataset.meshes[0]!)]: `"${
        dataset.meshes[0]
      }" changed since the plan: plan again`,
    }),
    notTried: [KEYS.mem1, KEYS.packing1, KEYS.metadata, KEYS.paths],
  },
  {
    name: "somebody else wrote the CSV",
    change: async ({ config }) => {
      const path = csvPath(config);
      await Deno.mkdir(path.replace(/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(path, "theirs");
    },
    stale: ({ config }) => ({ [csvPath(config)]: CHANGED_FILE }),
    notTried: [KEYS.paths],
  },
  {
    name: "another release created an object",
    change: ({ store }) => store.add(KEYS.nuc2, "theirs"),
    stale: () => ({ [KEYS.nuc2]: CHANGED_OBJECT }),
    notTried: [KEYS.packing2, KEYS.metadata, KEYS.paths],
  },
  {
    name: "another release created an object while this one runs",
    change: ({ store }) =>
      beforePut(store, KEYS.nuc2, () => store.add(KEYS.nuc2, "theirs")),
    stale: () => ({
      [KEYS.nuc2]:
        "the object changed in the bucket during this run: plan again",
    }),
    notTried: [KEYS.packing2, KEYS.metadata, KEYS.paths],
  },
  {
    name: "another release changed an object that is to be updated",
    async change(release) {
      await planUpdateOfMesh(release);
      await release.store.add(KEYS.mem1, "theirs");
    },
    stale: () => ({ [KEYS.mem1]: CHANGED_OBJECT }),
    notTried: [],
  },
  {
    name: "another release changed an object to be updated while this one runs",
    async change(release) {
      await planUpdateOfMesh(release);
      await beforePut(
        release.store,
        KEYS.mem1,
        () => release.store.add(KEYS.mem1, "theirs"),
      );
    },
    stale: () => ({
      [KEYS.mem1]:
        "the object changed in the bucket during this run: plan again",
    }),
    notTried: [],
  },
  {
    name: "an object that is to be updated was removed",
    async change(release) {
      await planUpdateOfMesh(release);
      release.store.objects.delete(KEYS.mem1);
    },
    stale: () => ({
      [KEYS.mem1]: "the object was removed since the plan: plan again",
    }),
    notTried: [],
  },
  {
    name: "an object that is to be kept was removed",
    async change(release) {
      await release.apply();
      await release.plan();
      release.store.objects.delete(KEYS.paths);
    },
    stale: () => ({
      [KEYS.paths]: "the object was removed since the plan: plan again",
    }),
    notTried: [],
  },
  {
    name: "an object that is to be kept was changed",
    async change(release) {
      await release.apply();
      await release.plan();
      await release.store.add(KEYS.paths, "theirs");
    },
    stale: () => ({ [KEYS.paths]: CHANGED_OBJECT }),
    notTried: [],
  },
];

for (const { name, config, change, stale, notTried } of CASES) {
  Deno.test(`${name}: stale, and nothing is overwritten`, async () => {
    await using release = await makeRelease(config);
    await change(release);
    const theirs = await snapshot(release);

    const report = await release.apply();

    assert.deepEqual(reasonsOf("stale", report), stale(release));
    assert.deepEqual(
      Object.keys(reasonsOf("not tried", report)).sort(),
      [...notTried].sort(),
    );
    for (const reason of Object.values(reasonsOf("not tried", report))) {
      assert.match(reason, NOT_TRIED);
    }
    assert.deepEqual(reasonsOf("failed", report), {});
    assert.equal(report.complete, false);
    // What is stale is as it was, or as the other one made it meanwhile.
    const now = await snapshot(release);
    for (const subject of [...Object.keys(stale(release)), ...notTried]) {
      const content = now.get(subject);
      if (content === "theirs") continue;
      assert.ok(content === theirs.get(subject), `${subject} was overwritten`);
    }
  });
}

Deno.test("an object that another release put with the wanted content counts as done", async () => {
  await using release = await makeRelease();
  const mesh = await Deno.readFile(release.dataset.meshes[0]!);
  await release.store.add(KEYS.mem1, mesh);
  await beforePut(
    release.store,
    KEYS.nuc1,
    async () =>
      release.store.add(
        KEYS.nuc1,
        await Deno.readFile(release.dataset.meshes[1]!),
      ),
  );
  const report = await release.apply();
  assert.equal(report.complete, true);
  assert.equal(report.counts["already there"], 1);
});

Deno.test("an object to be updated that another release updated the same way is already there", async () => {
  await using release = await makeRelease();
  await planUpdateOfMesh(release);
  const mesh = await Deno.readFile(release.dataset.meshes[0]!);
  await release.store.add(KEYS.mem1, mesh);
  const calls = release.store.calls.length;
  const report = await release.apply();
  assert.equal(report.complete, true);
  assert.deepEqual(
    release.store.calls.slice(calls).filter(({ method }) => method === "put"),
    [],
  );
});

Deno.test("an update replaces the object that the plan saw", async () => {
  await using release = await makeRelease();
  await planUpdateOfMesh(release);
  const report = await release.apply();
  assert.equal(report.complete, true);
  assert.equal(report.counts.done, 1);
  assert.deepEqual(
    release.store.objects.get(KEYS.mem1)!.content,
    await Deno.readFile(release.dataset.meshes[0]!),
  );
});

Deno.test("a thumbnail is drawn, and put only if it came out otherwise", async () => {
  await using release = await makeRelease();
  await release.apply();
  const drawn = await Deno.readFile(thumbnailPath(release.config));
  await Deno.remove(thumbnailPath(release.config));
  const put = putsOf(await release.plan()).get(KEYS.thumbnail1)!;
  assert.equal(put.md5, null);
  assert.equal(put.reason, "content known after apply");

  const report = await release.apply();

  assert.equal(report.complete, true);
  assert.equal(report.counts.done, 1, "the local file");
  assert.equal(report.bytes, 0);
  assert.deepEqual(await Deno.readFile(thumbnailPath(release.config)), drawn);
});

Deno.test("a thumbnail of another color is put over the old one", async () => {
  await using release = await makeRelease();
  await release.apply();
  const before = release.store.objects.get(KEYS.thumbnail1)!;
  const [structure] = release.config.structures;
  await release.plan({
    changes: {
      structures: [
        { ...structure!, color: [0, 0, 1] },
        ...release.config.structures.slice(1),
      ],
    },
  });
  const report = await release.apply();
  assert.equal(report.complete, true);
  const after = release.store.objects.get(KEYS.thumbnail1)!;
  assert.notEqual(after.etag, before.etag);
  assert.deepEqual(
    after.content,
    await Deno.readFile(thumbnailPath(release.config)),
  );
});

Deno.test("other headers are put without a change of content", async () => {
  await using release = await makeRelease();
  await release.apply();
  const content = release.store.objects.get(KEYS.nuc1)!.content;
  await release.store.add(KEYS.nuc1, content, {
    contentType: "text/plain",
    cacheControl: "no-cache",
    acl: "public-read",
  });
  const put = putsOf(await release.plan({ checkHeaders: true })).get(KEYS.nuc1);
  assert.equal(put?.op, "update");

  const report = await release.apply();

  assert.equal(report.complete, true);
  assert.equal(report.counts.done, 1);
  assert.deepEqual(release.store.objects.get(KEYS.nuc1)!.headers, {
    contentType: "model/obj",
    cacheControl: "no-cache",
    acl: "public-read",
  });
});

Deno.test("what is forced is put though nothing changed", async () => {
  await using release = await makeRelease();
  await release.apply();
  await release.plan({ changes: { reupload_simularium_files: true } });
  const calls = release.store.calls.length;
  const report = await release.apply();
  assert.equal(report.complete, true);
  assert.deepEqual(
    release.store.calls.slice(calls)
      .filter(({ method }) => method === "put").map(({ key }) => key).sort(),
    [KEYS.packing1, KEYS.packing2].sort(),
  );
});

Deno.test("what was forced and has another ETag since, by this very plan, is already there", async () => {
  await using release = await makeRelease();
  await release.apply();
  // As after an upload in parts, whose ETag is no plain MD5.
  const object = release.store.objects.get(KEYS.packing1)!;
  release.store.objects.set(KEYS.packing1, { ...object, etag: "a-2" });
  await release.plan({ changes: { reupload_simularium_files: true } });
  await release.apply();
  const second = await release.apply();
  assert.equal(second.complete, true);
});

function append(path: string, text: string): Promise<void> {
  return Deno.writeTextFile(path, text, { append: true });
}

function inverted(mesh: string): string {
  return mesh.replace("/meshes/", "/meshes/inverted/");
}

function outputs(config: Config): string {
  return `${config.results_dir}/data_release/cellpack_simularium`;
}

function csvPath(config: Config): string {
  return `${outputs(config)}/cellpack_simularium_paths.csv`;
}

function thumbnailPath(config: Config): string {
  return `${
    outputs(config)
  }/thumbnails/random/peroxisome/results_peroxisome_rules_shape_random_743916_seed_0_thumbnail.png`;
}

async function planUpdateOfMesh(release: Release): Promise<void> {
  await release.apply();
  await append(release.dataset.meshes[0]!, "# more\n");
  const put = putsOf(await release.plan()).get(KEYS.mem1);
  assert.equal(put?.op, "update");
}

/** Lets another release act between the listing and a put of this one. */
function beforePut(
  store: Release["store"],
  key: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const put = store.put.bind(store);
  store.put = async (request) => {
    if (request.key === key) await act();
    return await put(request);
  };
  return Promise.resolve();
}

/** Files by path and objects by key. */
async function snapshot(release: Release): Promise<Map<string, string>> {
  const all = await release.files();
  for (const [key, { content }] of release.store.objects) {
    all.set(key, new TextDecoder("latin1").decode(content));
  }
  return all;
}

function reasonsOf(
  is: string,
  { shortfalls }: ApplyReport,
): Record<string, string> {
  return Object.fromEntries(
    shortfalls.filter(({ outcome }) => outcome.is === is)
      .map(({ subject, outcome }) => [subject, outcome.reason]),
  );
}

Deno.test("a manifest that is replaced once it was checked is not applied", async () => {
  await using release = await makeRelease();
  const checked = await openManifest(release.manifest);
  await release.plan({ changes: { output_name: "other" } });
  const { store } = release;
  await assert.rejects(
    applyManifest({ manifest: checked, store, maxWorkers: 2 }),
    /^ExpectedError: Cannot apply ".*": another manifest has been written there/,
  );
  assert.equal(store.objects.size, 0);
});
