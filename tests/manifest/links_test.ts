import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { digestFile } from "../../lib/io/digest.ts";
import { requireApplicable } from "../../lib/apply/applicable.ts";
import type { Link } from "../../lib/manifest/entries.ts";
import { LinkFinder } from "../../lib/manifest/link_finder.ts";
import { openManifest } from "../../lib/manifest/open.ts";
import { demoConfig } from "../fixture/config.ts";
import { makeRelease, type Release } from "../fixture/release.ts";
import { STEPS } from "../../steps/mod.ts";
import { tempDir } from "../fixture/temp_dir.ts";

/** Moves a file or folder out of the dataset, to a "big disk", and leaves a link. */
async function moveAway({ folder }: Release, path: string): Promise<string> {
  const away = join(folder, "disk", crypto.randomUUID());
  await Deno.mkdir(dirname(away), { recursive: true });
  await Deno.rename(path, away);
  await Deno.symlink(away, path);
  return away;
}

function meshes({ config }: Release): string {
  return join(config.data_dir, "structure_data/SLC25A17/meshes");
}

function packings({ config }: Release): string {
  return join(config.data_dir, "packing_outputs");
}

function outputs({ config }: Release): string {
  return join(config.results_dir, "data_release/cellpack_simularium");
}

/** The manifest is refused as a whole: nothing is written, nothing is put. */
async function assertRefused(
  release: Release,
  message: RegExp,
): Promise<void> {
  const before = await snapshot(release.folder);
  await assert.rejects(() => release.apply(), (error: Error) => {
    assert.equal(error.name, "ExpectedError");
    assert.match(error.message, /^Cannot apply ".*": line \d+: /);
    assert.match(error.message, message);
    assert.match(error.message, /: plan again$/);
    return true;
  });
  assert.deepEqual(await snapshot(release.folder), before);
  assert.equal(release.store.objects.size, 0);
}

/** Everything below a folder: links with their targets, files with their digests. */
async function snapshot(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name, isDirectory, isSymlink } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isSymlink) lines.push(`${path} → ${await Deno.readLink(path)}`);
    else if (isDirectory) lines.push(`${path}/`, ...await snapshot(path));
    else lines.push(`${path} ${(await digestFile(path)).md5}`);
  }
  return lines.sort();
}

async function assertApplied(release: Release): Promise<void> {
  const { complete, shortfalls } = await release.apply();
  assert.ok(complete, JSON.stringify(shortfalls));
}

/** What the plan went through, by the line of the manifest. */
async function recorded(release: Release): Promise<(readonly Link[])[]> {
  const text = await Deno.readTextFile(release.manifest);
  return text.trimEnd().split("\n").map((line) => JSON.parse(line).links ?? []);
}

const KINDS: [what: string, pathOf: (release: Release) => string][] = [
  ["data_dir itself", ({ config }) => config.data_dir],
  ["a folder of the dataset", packings],
  ["a folder of meshes", meshes],
  ["a packing", ({ dataset }) => dataset.packings[0]!],
  ["a mesh", ({ dataset }) => dataset.meshes[0]!],
  ["a figure", ({ dataset }) => dataset.figures[0]!],
];

for (const [what, pathOf] of KINDS) {
  Deno.test(`${what} may be a link to another disk when it is planned`, async () => {
    await using release = await makeRelease({ use_inverted_meshes: true });
    await moveAway(release, pathOf(release));
    await release.plan();
    await assertApplied(release);
    assert.equal(release.store.objects.size, 9);
  });

  Deno.test(`${what} that has become a link since the plan is refused, though its content is the same`, async () => {
    await using release = await makeRelease({ use_inverted_meshes: true });
    const path = pathOf(release);
    const away = await moveAway(release, path);
    await assertRefused(
      release,
      new RegExp(
        `"${path}" is a symbolic link to "${away}", and was none when this was planned`,
      ),
    );
  });

  Deno.test(`${what} that is a link elsewhere than when it was planned is refused`, async () => {
    await using release = await makeRelease({ use_inverted_meshes: true });
    const path = pathOf(release);
    const away = await moveAway(release, path);
    await release.plan();
    await Deno.remove(path);
    await Deno.rename(away, `${away} 2`);
    await Deno.symlink(`${away} 2`, path);
    await assertRefused(
      release,
      new RegExp(
        `"${path}" leads to "${away} 2", and led to "${away}" when this was planned`,
      ),
    );
  });

  Deno.test(`${what} that is no link any more is refused`, async () => {
    await using release = await makeRelease({ use_inverted_meshes: true });
    const path = pathOf(release);
    const away = await moveAway(release, path);
    await release.plan();
    await Deno.remove(path);
    await Deno.rename(away, path);
    await assertRefused(
      release,
      new RegExp(
        `"${path}" was a symbolic link to "${away}" when this was planned, and is none now`,
      ),
    );
  });
}

Deno.test("a release without links records none", async () => {
  await using release = await makeRelease();
  assert.deepEqual((await recorded(release)).flat(), []);
});

Deno.test("each line records the links on its own way", async () => {
  await using release = await makeRelease();
  const away = await moveAway(release, meshes(release));
  const file = join(meshes(release), "nuc_mesh_743916.obj");
  const awayToo = await moveAway(release, file);
  const entries = await release.plan();
  const all = await recorded(release);
  const sources = entries.map((entry) =>
    entry.type === "put" ? entry.source : ""
  );
  const folder = { path: meshes(release), leads_to: away };
  for (const [i, source] of sources.entries()) {
    const expected = source === file
      ? [folder, { path: file, leads_to: awayToo }]
      : source.includes("/meshes/")
      ? [folder]
      : [];
    assert.deepEqual(all[i], expected);
  }
});

Deno.test("outputs that have become a link since the plan are not written to", async () => {
  for (
    const name of [
      "",
      "/data_release",
      "/data_release/cellpack_simularium/thumbnails",
    ]
  ) {
    await using release = await makeRelease();
    const path = release.config.results_dir + name;
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.mkdir(join(release.folder, "elsewhere"));
    await Deno.symlink(join(release.folder, "elsewhere"), path);
    await assertRefused(release, /elsewhere", and was none when this/);
  }
});

Deno.test("no journal is written where a link leads that was placed since", async () => {
  for (const name of ["", "/.runs"]) {
    await using release = await makeRelease();
    await release.plan({
      steps: STEPS.filter((step) => step.name === "upload_meshes"),
    });
    const path = outputs(release) + name;
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.mkdir(join(release.folder, "elsewhere"));
    await Deno.symlink(join(release.folder, "elsewhere"), path);
    await assertRefused(release, /: line 1: .*elsewhere", and was none when/);
  }
});

Deno.test("outputs may be links when they are planned", async () => {
  await using release = await makeRelease();
  await Deno.mkdir(dirname(outputs(release)), { recursive: true });
  await Deno.mkdir(join(release.folder, "elsewhere"));
  await Deno.symlink("../../elsewhere", outputs(release));
  await release.plan();
  await assertApplied(release);
  const names = await Array.fromAsync(
    Deno.readDir(join(release.folder, "elsewhere")),
  );
  assert.deepEqual(names.map(({ name }) => name).sort(), [
    ".runs",
    "cellpack_simularium_metadata.csv",
    "cellpack_simularium_paths.csv",
    "thumbnails",
  ]);
});

Deno.test("a link to nothing, placed since where a file is to be made, is refused", async () => {
  await using release = await makeRelease();
  await Deno.mkdir(outputs(release), { recursive: true });
  await Deno.symlink(
    join(release.folder, "new"),
    join(outputs(release), "cellpack_simularium_paths.csv"),
  );
  await assertRefused(release, /\/new", and was none when this was planned/);
});

Deno.test("a link to nothing is followed where it was planned so", async () => {
  await using release = await makeRelease();
  await Deno.mkdir(outputs(release), { recursive: true });
  const path = join(outputs(release), "cellpack_simularium_paths.csv");
  await Deno.symlink("../../../new", path);
  await release.plan();
  await assertApplied(release);
  assert.ok((await Deno.lstat(path)).isSymlink);
  assert.ok((await Deno.lstat(join(release.folder, "new"))).isFile);
});

Deno.test("a link placed since is refused also within data_dir: two actions could meet in one file", async () => {
  await using release = await makeRelease();
  const path = meshes(release);
  await Deno.rename(path, join(release.config.data_dir, "meshes"));
  await Deno.symlink("../../meshes", path);
  await assertRefused(release, /and was none when this was planned/);
});

Deno.test("links that lead in a circle are refused as a whole", async () => {
  await using release = await makeRelease();
  const path = meshes(release);
  await Deno.rename(path, `${path} before`);
  await Deno.symlink(path, path);
  await assertRefused(release, /symbolic links lead in a circle/);
});

Deno.test("the line that is named is that of the first action on the way", async () => {
  await using release = await makeRelease();
  const entries = await release.plan();
  const path = release.dataset.packings[1]!;
  await moveAway(release, path);
  const line = 1 +
    entries.findIndex((entry) => entry.type === "write" && entry.path === path);
  await assertRefused(release, new RegExp(`: line ${line}: "`));
});

Deno.test("a manifest whose files moved since can still be read and verified", async () => {
  await using release = await makeRelease();
  await assertApplied(release);
  await moveAway(release, release.config.data_dir);
  const manifest = await openManifest(release.manifest);
  assert.match(manifest.moved!, /^line \d+: .*: plan again$/);
  await assert.rejects(() => requireApplicable(manifest), {
    name: "ExpectedError",
  });
});

Deno.test("a link that is edited into a manifest is refused by the checksum", async () => {
  await using release = await makeRelease();
  const away = await moveAway(release, meshes(release));
  await release.plan();
  const text = await Deno.readTextFile(release.manifest);
  const edited = text.replaceAll(`"leads_to":"${away}"`, '"leads_to":"/etc"');
  assert.notEqual(edited, text);
  await Deno.writeTextFile(release.manifest, edited);
  await assert.rejects(() => release.apply(), {
    message: /the file was changed$/,
  });
});

Deno.test("without links on the way, relative directories are the same from every working directory", async () => {
  await using dir = await tempDir();
  await using other = await tempDir();
  const back = Deno.cwd();
  try {
    for (const root of [dir.path, other.path]) {
      Deno.chdir(root);
      await Deno.mkdir("data/a", { recursive: true });
      await Deno.symlink("a", "data/b");
      await Deno.symlink(back, "data/c");
      const finder = new LinkFinder(
        effectiveConfigSchema.parse(demoConfig({ data_dir: "./data/" })),
      );
      assert.deepEqual(
        finder.find(["data/a/x", "data/b/x", "data/c", "results/x/y"]),
        [
          { path: "data/b", leads_to: "data/a" },
          { path: "data/c", leads_to: back },
        ],
      );
    }
  } finally {
    Deno.chdir(back);
  }
});

for (const data_dir of [".", "..", "../data", "data", "./data/"]) {
  Deno.test(`"${data_dir}" is no link unless it is one`, async () => {
    await using dir = await tempDir();
    await Deno.mkdir(join(dir.path, "work/data"), { recursive: true });
    await Deno.mkdir(join(dir.path, "data"));
    const back = Deno.cwd();
    try {
      Deno.chdir(join(dir.path, "work"));
      const finder = new LinkFinder(
        effectiveConfigSchema.parse(demoConfig({ data_dir })),
      );
      assert.deepEqual(finder.find([join(data_dir, "x/y")]), []);
    } finally {
      Deno.chdir(back);
    }
  });
}
