import { join } from "@std/path";
import { cp, rm } from "node:fs/promises";
import { demoConfig } from "../fixture/config.ts";
import { type BenchBucket, makeBenchBucket } from "./bench_bucket.ts";
import { timeTool } from "./child.ts";
import { makeBenchDataset, STRUCTURE } from "./dataset.ts";
import { duration, sideBySide } from "./measure.ts";
import type { Section } from "./section.ts";

const ROUNDS = 3;
const FIRST_TARGET_MS = 6000;
const SECOND_TARGET_MS = 700;

/** A file's time stamp says nothing as long as it may be changed within it. */
const SETTLED_MS = 2500;

/** A release from nothing, and again with nothing changed. */
export async function benchRelease(): Promise<Section> {
  const folder = await Deno.makeTempDir({ prefix: "bench_release_" });
  try {
    await using bucket = await makeBenchBucket();
    await makeBenchDataset(join(folder, "pristine"));
    await Deno.writeTextFile(
      join(folder, "config.json"),
      JSON.stringify(releaseConfig(bucket)),
    );
    const apply = () =>
      timeTool(["apply", "--config", "config.json", "--yes"], { cwd: folder });
    const ms = await sideBySide({
      first: async () => {
        await startOver(folder, bucket);
        return await apply();
      },
      soonAfter: apply,
      second: async () => {
        await settle();
        await apply();
        return await apply();
      },
    }, ROUNDS);
    return {
      title: "A release: 200 packings of 2,000 agents, 200 figures, 150 meshes",
      rows: [{
        what: "first `apply --yes`: plans, puts 552 objects, lists them",
        before: "58 s",
        target: `≤ ${duration(FIRST_TARGET_MS)}`,
        measured: duration(ms.first),
        reached: ms.first <= FIRST_TARGET_MS,
      }, {
        what: "`apply --yes` once more, nothing changed",
        before: "12 s",
        target: `≤ ${duration(SECOND_TARGET_MS)}`,
        measured: duration(ms.second),
        reached: ms.second <= SECOND_TARGET_MS,
      }, {
        what: "the same right after the first, which has rewritten 200 files",
        before: "12 s",
        measured: duration(ms.soonAfter),
      }],
      notes: [`Server: ${bucket.server}.`],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function releaseConfig(bucket: BenchBucket): Record<string, unknown> {
  const { hasMesh: _, ...structure } = STRUCTURE;
  return demoConfig({
    ...bucket.config,
    structures: [structure],
    use_inverted_meshes: true,
    upload_csv_to_s3: true,
  });
}

async function startOver(folder: string, bucket: BenchBucket): Promise<void> {
  const options = { recursive: true, force: true };
  await rm(join(folder, "data"), options);
  await rm(join(folder, "results"), options);
  await cp(join(folder, "pristine"), join(folder, "data"), options);
  await bucket.empty();
  await settle();
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
}
