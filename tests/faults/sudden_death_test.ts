import assert from "node:assert/strict";
import { random } from "../fixture/dataset/random.ts";
import { makeBucket } from "./bucket.ts";
import { assertReleased, assertSame, makeRelease } from "./release.ts";
import { startApply } from "./tool.ts";

const MiB = 2 ** 20;

/** Each at a moment of its own, spread evenly over a run. */
const KILLS = 50;

/** How often one release is killed before it is left to end. */
const KILLS_IN_A_ROW = 5;

const SEED = "sudden death";

Deno.test(`an apply that is killed at ${KILLS} moments ends as one that is not, with nothing left behind (seed "${SEED}")`, async () => {
  const all = moments();
  // Two at a time, on a release each: most of the time goes into starting the tool.
  await Promise.all([
    killAndCompare(all.slice(0, KILLS / 2)),
    killAndCompare(all.slice(KILLS / 2)),
  ]);
});

/** @param moments As shares of a run. */
async function killAndCompare(moments: readonly number[]): Promise<void> {
  await using bucket = await makeBucket();
  // Two packings, one of them above the 64 MiB from which files go up in parts.
  await using release = await makeRelease({
    ...{ bucket, endpoint: bucket.endpoint },
    dataset: { cellIds: ["743916", "744021"], rules: ["random"] },
    padding: [65 * MiB],
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
  const { process, ended } = startApply(manifest);
  const timer = ms && setTimeout(() => process.kill("SIGKILL"), ms);
  const { code, stdout, stderr } = await ended;
  clearTimeout(timer);
  if (code === SIGKILLED) return "killed";
  assert.equal(code, 0, stdout + stderr);
  return "ended";
}

const SIGKILLED = 128 + 9;

/** As shares of a run, in random order. */
function moments(): number[] {
  const next = random(SEED);
  return Array.from({ length: KILLS }, (_, i) => (i + next()) / KILLS)
    .map((share) => ({ share, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ share }) => share);
}
