import assert from "node:assert/strict";
import { DiskMap } from "../../lib/cache/disk_map.ts";

/** One that stays in memory, and one that leaves it after two entries. */
const SIZES = [1000, 2];

for (const inMemory of SIZES) {
  Deno.test(`a map with ${inMemory} entries in memory tells what was set last`, () => {
    using map = new DiskMap(inMemory);
    const expected = new Map<string, string>();
    for (const round of ["first", "second"]) {
      for (let i = 0; i < 100; i++) {
        // Every third key is set once, the others twice.
        if (round === "second" && i % 3 === 0) continue;
        const key = `key ${i * 7919 % 100} µ "\\'`;
        map.set(key, `${round} ${i}`);
        expected.set(key, `${round} ${i}`);
      }
    }
    for (const [key, value] of expected) {
      assert.equal(map.get(key), value);
      assert.ok(map.has(key));
    }
    for (const absent of ["", "key", "key 100", "KEY 1"]) {
      assert.equal(map.get(absent), undefined);
      assert.ok(!map.has(absent));
    }
  });

  Deno.test(`a map with ${inMemory} entries in memory knows of empty texts`, () => {
    using map = new DiskMap(inMemory);
    for (const key of ["", "a", "b", "c"]) map.set(key, "");
    assert.equal(map.get("a"), "");
    assert.ok(map.has(""));
    assert.ok(!map.has("d"));
  });

  Deno.test(`maps with ${inMemory} entries in memory know nothing of each other`, () => {
    using one = new DiskMap(inMemory), other = new DiskMap(inMemory);
    for (const key of ["a", "b", "c"]) one.set(key, "one");
    for (const key of ["c", "d", "e"]) other.set(key, "other");
    assert.deepEqual(["a", "c", "d"].map((key) => other.get(key)), [
      undefined,
      "other",
      "other",
    ]);
  });
}

Deno.test("a map needs no permission", async () => {
  const module = new URL("../../lib/cache/disk_map.ts", import.meta.url);
  const code = `
    import { DiskMap } from ${JSON.stringify(module)};
    const map = new DiskMap(10);
    for (let i = 0; i < 1000; i++) map.set("key " + i, "value " + i);
    console.log(map.get("key 7"));
  `;
  await using folder = await makeFolder();
  await Deno.writeTextFile(`${folder.path}/main.ts`, code);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      "--config",
      configPath(),
      `${folder.path}/main.ts`,
    ],
  }).output();
  const decoder = new TextDecoder();
  assert.equal(decoder.decode(stdout), "value 7\n", decoder.decode(stderr));
});

function configPath(): string {
  return new URL("../../deno.json", import.meta.url).pathname;
}

async function makeFolder() {
  const path = await Deno.makeTempDir();
  return {
    path,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
