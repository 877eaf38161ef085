import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import type { Release } from "../fixture/release.ts";
import {
  applied,
  changes,
  puts,
  smallRelease,
  smallReleased,
  stepsOf,
  told,
  writes,
} from "../plan/releases.ts";

const KEY = "structure_data/RAB5A/meshes/mem_mesh_743916.obj";

const steps = stepsOf("upload_meshes");

function originalOf({ config }: Release): string {
  return join(config.data_dir, KEY);
}

function invertedOf(release: Release): string {
  const path = originalOf(release);
  return join(dirname(path), "inverted", "mem_mesh_743916.obj");
}

/** What the bucket holds under the membrane's key. */
function published({ store }: Release): string {
  return new TextDecoder().decode(store.objects.get(KEY)!.content);
}

/** By hand: the fixture's second structure has no normals, only `f a b c`. */
function inverted(text: string): string {
  return text.replace(/^f (\d+) (\d+) (\d+)/gm, "f $1 $3 $2");
}

Deno.test("membranes are inverted and published under the original's key", async () => {
  await using release = await smallReleased({ use_inverted_meshes: true });
  const original = await Deno.readTextFile(originalOf(release));
  assert.notEqual(inverted(original), original);
  assert.equal(published(release), inverted(original));
  assert.equal(
    await Deno.readTextFile(invertedOf(release)),
    inverted(original),
  );
  assert.deepEqual(
    [...release.store.objects.keys()].filter((key) => key.includes("inverted")),
    [],
  );
  assert.deepEqual(changes(await release.plan()), []);
});

Deno.test("an inversion waits for its write, and names what it is made from", async () => {
  await using release = await smallRelease({ use_inverted_meshes: true });
  const entries = await release.plan({ steps });
  const made = writes(entries);
  assert.equal(made.length, 4);
  for (const { id, path, content, before } of made) {
    assert.equal(before, null);
    assert.ok(content.kind === "inverted_mesh");
    assert.equal(content.source, path.replace("/inverted/", "/"));
    const put = puts(entries).find(({ source }) => source === path)!;
    assert.deepEqual(put.waits_for, [id]);
  }
  const others = puts(entries).filter(({ key }) => !key.includes("/mem_"));
  assert.equal(others.length, 6);
  assert.ok(others.every(({ source }) => !source.includes("inverted")));
});

Deno.test("switching inversion on or off changes the membranes alone", async () => {
  await using release = await smallReleased();
  for (const use_inverted_meshes of [true, false]) {
    const entries = await release.plan({ changes: { use_inverted_meshes } });
    const changed = puts(entries).filter(({ op }) => op !== "keep");
    assert.equal(changed.length, 4);
    assert.ok(
      changed.every(({ key, op }) => op === "update" && key.includes("/mem_")),
    );
    await applied(release);
  }
  assert.equal(
    published(release),
    await Deno.readTextFile(originalOf(release)),
  );
});

const EDITED = "# edited by hand\n";

/** A release with an inverted mesh that is not the inversion of the original. */
async function staleRelease(): Promise<Release> {
  const release = await smallReleased({ use_inverted_meshes: true });
  const text = await Deno.readTextFile(invertedOf(release));
  await Deno.writeTextFile(invertedOf(release), EDITED + text);
  return release;
}

Deno.test("an inverted mesh that differs from a fresh inversion is kept, published, and told", async () => {
  await using release = await staleRelease();
  const entries = await release.plan({ steps });
  assert.deepEqual(told(entries, release), [
    `warning mem_mesh_743916.obj: is not the inversion of "data/${KEY}"; it is kept: set reinvert_meshes to make it anew`,
  ]);
  assert.deepEqual(changes(entries), [
    "upload_meshes update mem_mesh_743916.obj: content differs",
  ]);
  await applied(release);
  assert.ok(published(release).startsWith(EDITED));
});

Deno.test("reinvert_meshes makes it anew, and only that one", async () => {
  await using release = await staleRelease();
  await release.plan({ steps });
  await applied(release);
  const entries = await release.plan({
    changes: { reinvert_meshes: true },
    steps,
  });
  assert.deepEqual(told(entries, release), []);
  assert.equal(writes(entries).length, 1);
  assert.equal(writes(entries)[0]!.op, "update");
  await applied(release);
  const original = await Deno.readTextFile(originalOf(release));
  assert.equal(published(release), inverted(original));
});

Deno.test("a changed original is told, not inverted, where an inverted mesh is kept", async () => {
  await using release = await smallReleased({ use_inverted_meshes: true });
  const before = published(release);
  await Deno.writeTextFile(originalOf(release), "\n# new\n", { append: true });
  const entries = await release.plan({ steps });
  assert.match(told(entries, release)[0]!, /is not the inversion of/);
  assert.deepEqual(changes(entries), []);
  assert.equal(published(release), before);
});
