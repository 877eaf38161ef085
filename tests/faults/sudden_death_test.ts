import assert from "node:assert/strict";
import { random } from "../fixture/dataset/random.ts";
import { makeBucket } from "./bucket.ts";
import { assertReleased, assertSame, makeRelease } from "./release.ts";
import { startApply } from "./tool.ts";

const MiB = 2 ** 20;

/** How often one release is killed before it is left to end. */
const KILLS_IN_A_ROW = 5;

Deno.test("an apply that is killed at 50 moments ends as one that is not, with nothing left behind", async () => {
  // Side by side: most of the time goes into starting the tool.
  await Promise.all([
    killAndCompare(moments(35, "small files"), []),
    // Above the 64 MiB from which files go up in parts.
    killAndCompare(moments(15, "a large file"), [65 * MiB]),
  ]);
});

/**
 * Kills applies of a release at these moments, in shares of a whole run, and
 * compares whenever one ends.
 */
async function killAndCompare(
  moments: readonly number[],
  padding: readonly number[],
): Promise<void> {
  await using bucket = await makeBucket();
  await using release = await makeRelease({
    ...{ bucket, endpoint: bucket.endpoint },
    dataset: { cellIds: ["743916", "744021"], rules: ["random"] },
    padding,
  });
  const { manifest } = release;
  const start = performance.now();
  assert.equal(await applyFor(manifest), "ended");
  const duration = performance.now() - start;
  await assertReleased(release, bucket);
  const undisturbed = await release.files();
  await release.reset();

  let inARow = 0;
  for (const share of moments) {
    let afterMs = share * duration;
    for (;;) {
      const patience = inARow === KILLS_IN_A_ROW ? undefined : afterMs;
      if (await applyFor(manifest, patience) === "killed") break;
      assertSame(await release.files(), undisturbed);
      await assertReleased(release, bucket);
      await release.reset();
      // One run is faster than another.
      if (inARow === 0) afterMs *= 0.9;
      inARow = 0;
    }
    inARow++;
  }
}

/** Applies a manifest, with SIGKILL after a while if it has not ended before. */
async function applyFor(
  manifest: string,
  ms?: number,
): Promise<"ended" | "killed"> {
  const { signal, ended } = startApply(manifest);
  const timer = ms && setTimeout(() => signal("SIGKILL"), ms);
  const { code, stdout, stderr } = await ended;
  clearTimeout(timer);
  if (code === SIGKILLED) return "killed";
  assert.equal(code, 0, stdout + stderr);
  return "ended";
}

const SIGKILLED = 128 + 9;

/** Shares of a run, spread evenly over it, in random order that the seed decides. */
function moments(count: number, seed: string): number[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => (i + next()) / count)
    .map((share) => ({ share, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ share }) => share);
}
