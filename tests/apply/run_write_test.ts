import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { runWrite } from "../../lib/apply/run_write.ts";
import type { WriteAction } from "../../lib/manifest/entries.ts";
import { ThumbnailPool } from "../../lib/thumbnail/pool.ts";

const thumbnails = new ThumbnailPool(1);

const journal = { note: () => {} };

Deno.test("a symbolic link stays one, and what it points to keeps its mode", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(folder.path("elsewhere"));
  const target = folder.path("elsewhere/packing.simularium");
  await Deno.writeTextFile(target, "abc", { mode: 0o640 });
  await Deno.symlink(target, folder.path("packing.simularium"));

  const outcome = await runWrite(
    {
      ...textWrite(folder.path("packing.simularium"), "abc", "aXc"),
      before: { size: 3 },
      content: {
        kind: "splices",
        splices: [{ offset: 1, before: "b", after: "X" }],
      },
    },
    { thumbnails, journal, text: texts() },
  );

  assert.deepEqual(outcome, { is: "done" });
  assert.equal(await Deno.readTextFile(target), "aXc");
  assert.equal((await Deno.stat(target)).mode! & 0o777, 0o640);
  assert.ok((await Deno.lstat(folder.path("packing.simularium"))).isSymlink);
  assert.deepEqual(await folder.names("elsewhere"), ["packing.simularium"]);
});

for (
  const [what, content, outcome] of [
    ["as it was", "0123456789", "done"],
    ["edited already", "01abc56789", "already there"],
    ["with another byte before", "x123456789", "stale"],
    ["with another byte behind", "012345678x", "stale"],
    ["with something else to replace", "012x456789", "stale"],
    ["longer", "0123456789x", "stale"],
    ["shorter", "012345678", "stale"],
    ["of nothing", "", "stale"],
  ] as const
) {
  for (const partSize of [undefined, 4]) {
    Deno.test(`an edit of a file ${what} is ${outcome}, ${partSize ? "cut into parts" : "as a whole"}`, async () => {
      await using folder = await temporaryFolder();
      const path = folder.path("packing.simularium");
      await Deno.writeTextFile(path, content);
      const after = partSize === undefined
        ? digest("01abc56789")
        // The MD5 of the MD5s of "01ab", "c567" and "89", computed with Python's hashlib.
        : {
          size: 10,
          md5: "9acb139ac4035eb62cbaf075b0aae3c0-3",
          part_size: partSize,
        };
      const { is } = await runWrite({
        ...textWrite(path, "", ""),
        op: "update",
        before: { size: 10 },
        after,
        content: {
          kind: "splices",
          splices: [{ offset: 2, before: "234", after: "abc" }],
        },
      }, { thumbnails, journal, text: texts() });
      assert.equal(is, outcome);
      assert.equal(
        await Deno.readTextFile(path),
        outcome === "done" ? "01abc56789" : content,
      );
      assert.deepEqual(await folder.names(), ["packing.simularium"]);
    });
  }
}

Deno.test("an edit of a file that is gone is stale", async () => {
  await using folder = await temporaryFolder();
  const { is } = await runWrite({
    ...textWrite(folder.path("packing.simularium"), "", "ab"),
    op: "update",
    before: { size: 1 },
    content: {
      kind: "splices",
      splices: [{ offset: 0, before: "", after: "a" }],
    },
  }, { thumbnails, journal, text: texts() });
  assert.equal(is, "stale");
  assert.deepEqual(await folder.names(), []);
});

Deno.test("an edit of a file whose folder is gone is stale, and makes no folder", async () => {
  await using folder = await temporaryFolder();
  const { is } = await runWrite({
    ...textWrite(folder.path("gone/packing.simularium"), "", "ab"),
    op: "update",
    before: { size: 1 },
    content: {
      kind: "splices",
      splices: [{ offset: 0, before: "", after: "a" }],
    },
  }, { thumbnails, journal, text: texts() });
  assert.equal(is, "stale");
  assert.deepEqual(await folder.names(), []);
});

Deno.test("a file that changes while its new content is made stays as it is", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("table.csv");
  await Deno.writeTextFile(path, "old");
  async function* text() {
    yield "ne";
    await Deno.writeTextFile(path, "theirs");
    yield "w";
  }
  const outcome = await runWrite(textWrite(path, "old", "new"), {
    thumbnails,
    journal,
    text: text(),
  });
  assert.equal(outcome.is, "stale");
  assert.equal(await Deno.readTextFile(path), "theirs");
  assert.deepEqual(await folder.names(), ["table.csv"]);
});

Deno.test("a file that appears while its content is made stays as it is", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("table.csv");
  async function* text() {
    yield "new";
    await Deno.writeTextFile(path, "theirs");
  }
  const outcome = await runWrite(textWrite(path, null, "new"), {
    thumbnails,
    journal,
    text: text(),
  });
  assert.equal(outcome.is, "stale");
  assert.equal(await Deno.readTextFile(path), "theirs");
});

Deno.test("content that does not come out as planned is not written", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("table.csv");
  const outcome = await runWrite(textWrite(path, null, "new"), {
    thumbnails,
    journal,
    text: texts("other"),
  });
  assert.equal(outcome.is, "stale");
  assert.deepEqual(await folder.names(), []);
});

Deno.test("a file that holds the new content is already there, whatever it held before", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("table.csv");
  await Deno.writeTextFile(path, "new");
  const outcome = await runWrite(textWrite(path, "old", "new"), {
    thumbnails,
    journal,
    text: texts("new"),
  });
  assert.deepEqual(outcome, { is: "already there" });
});

Deno.test("a damaged figure fails with its reason and leaves no file", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(folder.path("figure.ome.tiff"), "no TIFF");
  await assert.rejects(
    runWrite({
      ...textWrite(folder.path("out/thumbnail.png"), null, ""),
      after: null,
      content: {
        kind: "thumbnail",
        figure: folder.path("figure.ome.tiff"),
        figure_md5: digest("no TIFF").md5,
        structure_name: "peroxisome",
        colors: {
          membrane: [1, 0, 0],
          nucleus: [0, 1, 0],
          structure: [0, 0, 1],
        },
        pixel_size_um: 0.1,
        thumbnail_size: 512,
        fingerprint: "x",
      },
    }, { thumbnails, journal, text: texts() }),
    { name: "FormatError" },
  );
  assert.deepEqual(await folder.names(), ["figure.ome.tiff"]);
  thumbnails.close();
});

Deno.test("an abort ends a write in the middle and leaves the file as it was", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("table.csv");
  await Deno.writeTextFile(path, "old");
  const abort = new AbortController();
  async function* text() {
    yield "n";
    abort.abort();
    yield "ew";
  }
  await assert.rejects(
    runWrite(textWrite(path, "old", "new"), {
      thumbnails,
      journal,
      text: text(),
      signal: abort.signal,
    }),
    { name: "AbortError" },
  );
  assert.equal(await Deno.readTextFile(path), "old");
  assert.deepEqual(await folder.names(), ["table.csv"]);
});

function textWrite(
  path: string,
  before: string | null,
  after: string,
): WriteAction {
  return {
    type: "write",
    id: 1,
    step: "create_csv",
    path,
    op: before === null ? "create" : "update",
    reason: "",
    before: before === null ? null : digest(before),
    after: digest(after),
    content: { kind: "text" },
    changes: [],
  };
}

function digest(text: string): { size: number; md5: string } {
  return {
    size: text.length,
    md5: createHash("md5").update(text).digest("hex"),
  };
}

async function* texts(...pieces: string[]): AsyncGenerator<string> {
  yield* pieces;
}

async function temporaryFolder() {
  const root = await Deno.makeTempDir();
  return {
    path: (name: string) => join(root, name),
    names: async (folder = "") =>
      (await Array.fromAsync(Deno.readDir(join(root, folder))))
        .map(({ name }) => name).sort(),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}
