import assert from "node:assert/strict";
import { join } from "@std/path";
import { ThumbnailPool } from "../../lib/thumbnail/pool.ts";
import {
  renderThumbnail,
  type ThumbnailJob,
} from "../../lib/thumbnail/render.ts";
import { encodeOmeTiff, writeOmeTiff } from "../fixture/ome_tiff.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { assertSameBytes, FIGURE, STYLE } from "./figures.ts";

const ODD_WORKER = new URL("./odd_worker.ts", import.meta.url);

function jobOf(figure: string): ThumbnailJob {
  return { ...STYLE, figure };
}

Deno.test("a pool renders as the main thread does, bad figures aside", async () => {
  await using dir = await tempDir();
  const jobs: ThumbnailJob[] = [];
  for (let i = 0; i < 8; i++) {
    const figure = join(dir.path, `${i}.ome.tiff`);
    await writeOmeTiff(figure, { ...FIGURE, width: 30 + i });
    jobs.push(jobOf(figure));
  }
  const damaged = encodeOmeTiff({ ...FIGURE, compression: "deflate" });
  damaged.fill(0xff, 8, 12);
  const bad = jobOf(await dir.write("bad.ome.tiff", damaged));
  const none = jobOf(join(dir.path, "none.ome.tiff"));

  const pool = new ThumbnailPool(2);
  try {
    const rendered = Promise.all(jobs.map((job) => pool.render(job)));
    await Promise.all([
      assert.rejects(pool.render(bad), {
        name: "FormatError",
        message: /compressed pixels are damaged/,
        offset: 8,
      }),
      assert.rejects(pool.render(none), Deno.errors.NotFound),
    ]);
    for (const [index, png] of (await rendered).entries()) {
      assertSameBytes(png, renderThumbnail(jobs[index]!));
    }
    assertSameBytes(
      await pool.render(jobs[3]!),
      renderThumbnail(jobs[3]!),
    );
  } finally {
    pool.close();
  }
});

Deno.test("a pool has no more workers than its size, and uses them again", async () => {
  const pool = new ThumbnailPool(2, ODD_WORKER);
  const jobs = Array.from({ length: 10 }, () => pool.render(jobOf("any")));
  const workers = (await Promise.all(jobs)).map((bytes) => bytes.toHex());
  assert.equal(new Set(workers).size, 2);
  assert.ok(workers.includes((await pool.render(jobOf("any"))).toHex()));
  pool.close();
});

for (const how of ["crash", "reject"]) {
  Deno.test(`a worker that ends by a ${how} rejects its job alone, and is replaced`, async () => {
    const pool = new ThumbnailPool(1, ODD_WORKER);
    const before = await pool.render(jobOf("any"));
    const crash = pool.render(jobOf(how));
    const next = pool.render(jobOf("any"));
    await assert.rejects(crash, /thumbnail worker failed: .*something broke/);
    assert.notDeepEqual(await next, before);
    pool.close();
  });
}

Deno.test("workers that cannot start reject their jobs, each of them", async () => {
  const broken = new URL("data:text/javascript,throw new Error('no start')");
  const pool = new ThumbnailPool(2, broken);
  const jobs = Array.from({ length: 5 }, () => pool.render(jobOf("any")));
  for (const { status } of await Promise.allSettled(jobs)) {
    assert.equal(status, "rejected");
  }
  await assert.rejects(pool.render(jobOf("any")), /thumbnail worker failed/);
  pool.close();
});

Deno.test("an abort gives up jobs that run and jobs that wait", async () => {
  const pool = new ThumbnailPool(1, ODD_WORKER);
  const controller = new AbortController();
  const running = pool.render(jobOf("hang"), controller.signal);
  const waiting = pool.render(jobOf("any"), controller.signal);
  const other = pool.render(jobOf("any"));
  controller.abort(new Error("enough"));
  await assert.rejects(running, /enough/);
  await assert.rejects(waiting, /enough/);
  assert.equal((await other).length, 8);
  await assert.rejects(
    pool.render(jobOf("any"), controller.signal),
    /enough/,
  );
  pool.close();
});

Deno.test("closing a pool rejects what is not done, and what comes later", async () => {
  const pool = new ThumbnailPool(1, ODD_WORKER);
  const running = pool.render(jobOf("hang"));
  const waiting = pool.render(jobOf("any"));
  pool.close();
  await assert.rejects(running, /closed/);
  await assert.rejects(waiting, /closed/);
  await assert.rejects(pool.render(jobOf("any")), /closed/);
});
