import { join } from "@std/path";
import { print } from "../../lib/terminal/output.ts";
import { formatNumber } from "../../lib/terminal/units.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { projectPath } from "../fixture/command_line.ts";
import { timeCommand } from "./child.ts";
import { duration, megabytes, times } from "./measure.ts";
import { type MeasuredPlan, measurePlan } from "./scale/measured_plan.ts";
import { makeReleased } from "./scale/released_dataset.ts";
import { type Row, type Section, sectionText } from "./section.ts";

const PACKINGS = 100_000;
const MAX_MS = 10_000;
const MAX_BYTES = 300e6;

/** Packings beside the listings: few, since it is the bucket that grows. */
const FEW_PACKINGS = 200;
const LISTED = [10_000, 100_000, 1_000_000];
/** Flat: the most memory at 10⁶ objects, as a multiple of that at 10⁴. */
const FLAT = 2;

/** Plans very many packings, and few packings in a very full bucket. */
export async function benchScale(): Promise<Section> {
  return {
    title: "Very many packings and objects",
    rows: [...await planPackings(), ...await planListings()],
    notes: [
      `The packings are ${
        formatNumber(PACKINGS)
      } files of 1 kB without figures, by four rules for two structures, and released already, with 2,000 meshes. The bucket is a listing that is read from disk, so that all memory is the planner's. Times are those of whole processes.`,
      `The listings are those of ${FEW_PACKINGS} packings in a bucket with so many other objects below their prefixes, made up as they are listed.`,
    ],
  };
}

async function planPackings(): Promise<Row[]> {
  await using folder = await tempDir();
  await makeReleased(folder.path, PACKINGS);
  const readMs = await timeCommand(Deno.execPath(), [
    "run",
    "-A",
    projectPath("tests/bench/scale/read_and_hash.ts"),
    join(folder.path, "data"),
  ]);
  const first = await measurePlan(folder.path);
  const second = await measurePlan(folder.path);
  return [{
    what: `first plan of ${formatNumber(PACKINGS)} packings`,
    measured: cost(first),
    beside: `${times(first.ms / readMs)} reading and hashing them (${
      duration(readMs)
    })`,
  }, {
    what: `plan of ${formatNumber(PACKINGS)} packings that are unchanged`,
    target: `≤ ${duration(MAX_MS)}, ≤ ${megabytes(MAX_BYTES)}`,
    measured: cost(second),
    beside: `${times(second.ms / first.ms)} the first plan`,
    reached: second.ms <= MAX_MS && second.peakBytes <= MAX_BYTES,
  }];
}

async function planListings(): Promise<Row[]> {
  await using folder = await tempDir();
  await makeReleased(folder.path, FEW_PACKINGS);
  await measurePlan(folder.path); // Fills the cache.
  const plans: MeasuredPlan[] = [];
  for (const count of LISTED) plans.push(await measurePlan(folder.path, count));
  const [least, , most] = plans as [MeasuredPlan, MeasuredPlan, MeasuredPlan];
  const memory = most.peakBytes / least.peakBytes;
  return LISTED.map((count, i) => ({
    what: `plan in a bucket of ${formatNumber(count)} objects`,
    measured: cost(plans[i]!),
    ...plans[i] === most && {
      target: `≤ ${FLAT} × the memory of ${formatNumber(LISTED[0]!)}`,
      beside: `${times(memory)} that memory`,
      reached: memory <= FLAT,
    },
  }));
}

function cost({ ms, peakBytes }: MeasuredPlan): string {
  return `${duration(ms)}, ${megabytes(peakBytes)}`;
}

if (import.meta.main) print([sectionText(await benchScale())]);
