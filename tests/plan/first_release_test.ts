import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { environment } from "../fixture/environment.ts";
import { putsOf } from "../fixture/release.ts";
import {
  applied,
  changes,
  contents,
  counts,
  puts,
  smallRelease,
  smallReleased,
  told,
  writes,
} from "./releases.ts";

const MESHES = "https://bucket.test/structure_data";

Deno.test("a first release creates every object, after writing what it needs", async () => {
  await using release = await smallRelease();
  const entries = await release.plan();
  assert.deepEqual(counts(entries), {
    "upload_meshes put create": 10,
    "update_simularium write update": 8,
    "upload_simularium put create": 8,
    "upload_thumbnails write create": 7,
    "upload_thumbnails put create": 7,
    "create_csv write create": 2,
    "create_csv put create": 2,
  });
  assert.deepEqual(told(entries, release), [
    "warning results_endosome_rules_shape_nucleus_gradient_744021_seed_0.simularium: has no figure: it gets no thumbnail",
  ]);
  assert.ok(
    puts(entries).every(({ reason }) => reason === "not in the bucket"),
  );
  assert.deepEqual(
    changes(entries).filter((line) => line.startsWith("create_csv")),
    [
      "create_csv write cellpack_simularium_metadata.csv: 18 rows",
      "create_csv create cellpack_simularium_metadata.csv: not in the bucket",
      "create_csv write cellpack_simularium_paths.csv: 8 rows",
      "create_csv create cellpack_simularium_paths.csv: not in the bucket",
    ],
  );
});

Deno.test("actions are numbered from 1 without a gap", async () => {
  await using release = await smallRelease();
  const actions = (await release.plan()).filter((entry) =>
    entry.type === "put" || entry.type === "write"
  );
  assert.deepEqual(actions.map(({ id }) => id), actions.map((_, i) => i + 1));
});

Deno.test("each put waits for its file, for what it points to, and the CSVs for everything", async () => {
  await using release = await smallRelease();
  const entries = await release.plan();
  const byKey = putsOf(entries);
  const writeOf = new Map(writes(entries).map(({ path, id }) => [path, id]));
  const meshId = (structure: string, name: string) =>
    byKey.get(`structure_data/${structure}/meshes/${name}.obj`)!.id;

  for (const put of puts(entries)) {
    const cell = put.key.match(/74\d{4}/)?.[0];
    switch (put.step) {
      case "upload_meshes":
        assert.deepEqual(put.waits_for, []);
        break;
      case "upload_simularium": {
        const names = put.key.includes("endosome")
          ? ["mem", "nuc", "struct"]
          : ["mem", "nuc"];
        const structure = put.key.includes("endosome") ? "RAB5A" : "SLC25A17";
        const expected = [
          ...names.map((name) => meshId(structure, `${name}_mesh_${cell}`)),
          writeOf.get(put.source)!,
        ];
        assert.deepEqual(put.waits_for, expected.sort((a, b) => a - b));
        break;
      }
      case "upload_thumbnails":
        assert.deepEqual(put.waits_for, [writeOf.get(put.source)]);
        break;
      default:
        assert.deepEqual(put.waits_for, [[1, put.id - 1]]);
    }
  }
});

/** What becomes of a file of the fixture, made by hand: colors are round(255 · share). */
function edited(text: string, structureId: string, color: string): string {
  return text
    .replaceAll(
      /"((?:mem|nuc|struct)_mesh_\d+\.obj)"/g,
      `"${MESHES}/${structureId}/meshes/$1"`,
    )
    .replace('"#b3b3b3"', '"#4f304f"')
    .replace(/("[^"]*nuc_mesh_\d+\.obj")/, '$1, "color": "#2e5252"')
    .replace('"#33b31a"', `"${color}"`);
}

Deno.test("a .simularium file is put as it will be after its update", async () => {
  await using release = await smallRelease();
  const byKey = putsOf(await release.plan());
  for (const path of release.dataset.packings) {
    const put = byKey.get(path.slice(`${release.folder}/data/`.length))!;
    const text = await Deno.readTextFile(path);
    const expected = path.includes("endosome")
      ? edited(text, "RAB5A", "#ff8c00")
      : edited(text, "SLC25A17", "#1fff1f");
    assert.notEqual(expected, text);
    assert.equal(put.md5, createHash("md5").update(expected).digest("hex"));
    assert.equal(put.size, new TextEncoder().encode(expected).length);
  }
});

Deno.test("applying it publishes exactly what was planned", async () => {
  await using release = await smallRelease();
  const before = await release.files();
  const entries = await release.plan();
  await applied(release);

  const published = contents(release);
  assert.deepEqual(
    [...published.keys()].sort(),
    puts(entries).map(({ key }) => key).sort(),
  );
  for (const { key, md5, source } of puts(entries)) {
    const content = release.store.objects.get(key)!.content;
    assert.deepEqual(content, await Deno.readFile(source));
    const actual = createHash("md5").update(content).digest("hex");
    if (md5 !== null) assert.equal(actual, md5);
  }
  const path = release.dataset.packings[0]!;
  const after = await release.files();
  assert.equal(
    after.get(path),
    edited(before.get(path)!, "SLC25A17", "#1fff1f"),
  );
});

Deno.test("objects are published with type, cache control and ACL", async () => {
  await using release = await smallReleased();
  const types = new Map<string, string>();
  for (const [key, { headers }] of release.store.objects) {
    types.set(key.slice(key.lastIndexOf(".")), headers.contentType);
    assert.equal(headers.cacheControl, "no-cache");
    assert.equal(headers.acl, "public-read");
  }
  assert.deepEqual(Object.fromEntries(types), {
    ".obj": "model/obj",
    ".simularium": "application/json",
    ".png": "image/png",
    ".csv": "text/csv; charset=utf-8",
  });
});

Deno.test("with s3_acl none, no ACL is planned", async () => {
  await using release = await smallRelease({ s3_acl: "none" });
  assert.ok(puts(await release.plan()).every(({ acl }) => acl === "none"));
});

Deno.test("planning writes nothing, and asks the bucket for listings alone", async () => {
  await using release = await smallRelease();
  const before = await release.files();
  await release.plan();
  assert.deepEqual(await release.files(), before);
  assert.equal(release.store.objects.size, 0);
  assert.deepEqual(
    new Set(release.store.calls.map(({ method }) => method)),
    new Set(["list"]),
  );
});

Deno.test("each prefix is listed once", async () => {
  await using release = await smallRelease();
  release.store.calls.length = 0;
  await release.plan();
  assert.deepEqual(release.store.calls.map(({ key }) => key).sort(), [
    "bff/rules_shape/",
    "packing_outputs/8d_sphere_data/norm_weights/nucleus_gradient/endosome/spheresSST/",
    "packing_outputs/8d_sphere_data/norm_weights/nucleus_gradient/peroxisome/spheresSST/",
    "packing_outputs/8d_sphere_data/norm_weights/random/endosome/spheresSST/",
    "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST/",
    "structure_data/RAB5A/meshes/",
    "structure_data/SLC25A17/meshes/",
  ]);
});

Deno.test("the same plan twice differs in its time alone", async () => {
  await using release = await smallRelease();
  const withoutTime = async () => {
    const [header, ...entries] = await release.plan();
    return [{ ...header, created: "" }, ...entries.slice(0, -1)];
  };
  assert.deepEqual(await withoutTime(), await withoutTime());
});

Deno.test("the header tells the target and the steps", async () => {
  await using release = await smallRelease({
    s3_endpoint: "http://127.0.0.1:9",
  });
  const [header] = await release.plan();
  assert.ok(header?.type === "header");
  assert.deepEqual(header.target, {
    bucket: "bucket",
    region: "us-east-1",
    endpoint: "http://127.0.0.1:9",
    base_url: "https://bucket.test/",
  });
  assert.deepEqual(header.steps, [
    "upload_meshes",
    "update_simularium",
    "upload_simularium",
    "upload_thumbnails",
    "create_csv",
  ]);
  assert.equal(header.offline, false);
  assert.deepEqual(header.config, JSON.parse(JSON.stringify(release.config)));
});

Deno.test("no credentials are in a manifest", async () => {
  using _ = environment({
    AWS_ACCESS_KEY_ID: "AKIAFINDMEIFYOUCAN",
    AWS_SECRET_ACCESS_KEY: "find/me/if/you/can",
    AWS_SESSION_TOKEN: "FindMeToken==",
  });
  await using release = await smallRelease();
  await release.plan();
  const text = await Deno.readTextFile(release.manifest);
  assert.doesNotMatch(text, /FINDMEIFYOUCAN|find\/me|FindMeToken/i);
});
