import assert from "node:assert/strict";
import { join } from "@std/path";
import type { Entry } from "../../lib/manifest/entries.ts";
import { embeddedJson } from "../../lib/review/embed.ts";
import { reviewPage } from "../../lib/review/page.ts";
import { withReview, writeReview } from "../../lib/review/write.ts";
import { makeRelease } from "../fixture/release.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { manyPackings, SUMMARY } from "./plans.ts";

async function* items(entries: Iterable<Entry>) {
  for (const entry of entries) yield { entry, line: "" };
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  return entries.map(({ name }) => name);
}

Deno.test("embedded JSON cannot end its element, and means the same", () => {
  const value = { "</script>": "<!-- <script> & \u2028 \n\0" };
  const json = embeddedJson(value);
  assert.doesNotMatch(json, /[<>&\u2028]/);
  assert.deepEqual(JSON.parse(json), {
    "</script>": "<!-- <script> & \u2028 \\x0a\\x00",
  });
});

Deno.test("marks that reverse the direction of text are shown as such", () => {
  assert.equal(JSON.parse(embeddedJson("a\u202eb")), "a\\u202eb");
});

Deno.test("pieces of the page come while the plan goes by", async () => {
  let read = 0;
  async function* counted() {
    for (const entry of manyPackings(5000)) {
      read++;
      yield entry;
    }
  }
  const readAtBlocks: number[] = [];
  for await (const piece of reviewPage(counted())) {
    if (piece.includes('data-block="rows"')) readAtBlocks.push(read);
  }
  assert.ok(readAtBlocks.length > 5, `${readAtBlocks.length} blocks`);
  assert.ok(
    readAtBlocks[0]! < 2000,
    `${readAtBlocks[0]} entries before the first`,
  );
});

Deno.test("the page is written while another reader has the entries", async () => {
  await using dir = await tempDir();
  const page = join(dir.path, "review.html");
  const entries = [...manyPackings(10), SUMMARY];
  const seen = await Array.fromAsync(withReview(page, items(entries)));
  assert.deepEqual(seen.map(({ entry }) => entry), entries);
  assert.match(await Deno.readTextFile(page), /<\/html>\n$/);
  assert.deepEqual(await filesIn(dir.path), ["review.html"]);
});

Deno.test("a plan that fails leaves no page, and its error is what one sees", async () => {
  await using dir = await tempDir();
  async function* failing() {
    yield* items(manyPackings(3));
    throw new RangeError("out of cells");
  }
  const page = join(dir.path, "review.html");
  await assert.rejects(
    Array.fromAsync(withReview(page, failing())),
    new RangeError("out of cells"),
  );
  assert.deepEqual(await filesIn(dir.path), []);
});

Deno.test("a plan that nobody reads to its end leaves no page", async () => {
  await using dir = await tempDir();
  const page = join(dir.path, "review.html");
  for await (const _ of withReview(page, items(manyPackings(3)))) break;
  assert.deepEqual(await filesIn(dir.path), []);
});

Deno.test("a page that cannot be written ends the plan with the reason", async () => {
  await using dir = await tempDir();
  const file = await dir.write("file");
  const page = join(file, "review.html");
  await assert.rejects(
    Array.fromAsync(withReview(page, items(manyPackings(3)))),
    (error) => error instanceof Error && !/aborted|stream/i.test(error.message),
  );
});

Deno.test("previews are drawn into the page, and nothing else is written", async () => {
  await using release = await makeRelease();
  const before = await release.files();
  const entries = await release.plan();
  const page = join(release.folder, "review.html");
  await writeReview(page, toAsync(entries), { previews: true });
  const after = await release.files();
  const text = after.get(page)!;
  after.delete(page);
  assert.deepEqual(after, before);
  // The one packing with a figure; its PNG signature in Base64.
  assert.equal(text.match(/iVBORw0KGgo/g)?.length, 1);
});

Deno.test("without previews the thumbnails that exist are shown, as far as there is room", async () => {
  await using release = await makeRelease();
  await release.apply();
  const entries = await release.plan();
  const countAt = async (pictureBytes?: number) => {
    const page = await Array.fromAsync(
      reviewPage(toAsync(entries), { pictureBytes }),
    );
    const text = page.join("");
    return [
      text.match(/iVBORw0KGgo/g)?.length ?? 0,
      Number(text.match(/"picturesLeftOut":(\d+)/)![1]),
    ];
  };
  assert.deepEqual(await countAt(), [1, 0]);
  assert.deepEqual(await countAt(0), [0, 1]);
});

async function* toAsync(entries: readonly Entry[]) {
  yield* entries;
}
