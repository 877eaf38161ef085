import assert from "node:assert/strict";
import { random } from "../fixture/dataset/random.ts";
import { makeBucket } from "./bucket.ts";
import { assertReleased, assertSame, makeRelease } from "./release.ts";
import { runApply, startApply } from "./tool.ts";

const MiB = 2 ** 20;

/** Each at a moment of its own, spread evenly over a run. */
const KILLS = 50;

/** How often one release is killed before it is left to end. */
const KILLS_IN_A_ROW = 5;

const SEED = "sudden death";

Deno.test(`an apply that is killed at ${KILLS} moments ends as one that is not, with nothing left behind (seed "${SEED}")`, async () => {
  await using bucket = await makeBucket();
  // Two packings, one of them above the 64 MiB from which files go up in parts.
  await using release = await makeRelease({
    ...{ bucket, endpoint: bucket.endpoint },
    dataset: { cellIds: ["743916", "744021"], rules: ["random"] },
    padding: [65 * MiB],
  });
  const start = performance.now();
  const { code, stderr } = await runApply(release.manifest);
  const duration = performance.now() - start;
  assert.equal(code, 0, stderr);
  await assertReleased(release, bucket);
  const undisturbed = await release.files();

  await release.reset();
  let inARow = 0;
  const finish = async () => {
    const { code, stderr } = await runApply(release.manifest);
    assert.equal(code, 0, stderr);
    assertSame(await release.files(), undisturbed);
    await assertReleased(release, bucket);
    await release.reset();
    inARow = 0;
  };
  for (const share of moments()) {
    let afterMs = share * duration;
    while (!await kill(release.manifest, afterMs)) {
      // A run that goes on where another was killed has less to do. And one run is faster than another.
      if (inARow === 0) afterMs *= 0.9;
      await finish();
    }
    if (++inARow === KILLS_IN_A_ROW) await finish();
  }
});

/** @returns Whether the run was still going on. */
async function kill(manifest: string, afterMs: number): Promise<boolean> {
  const { process, ended } = startApply(manifest);
  const timer = setTimeout(() => process.kill("SIGKILL"), afterMs);
  const { code, stderr } = await ended;
  clearTimeout(timer);
  assert.ok([0, SIGKILLED].includes(code), stderr);
  return code === SIGKILLED;
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
