import { dirname, join } from "@std/path";
import { digestFile } from "../../lib/io/digest.ts";
import { MemoryStore } from "../../lib/store/memory.ts";
import { apply, loadConfig, plan } from "../../mod.ts";
import { demoConfig } from "../fixture/config.ts";
import { cellOf } from "../fixture/dataset/cell.ts";
import { packAgents } from "../fixture/dataset/agents.ts";
import { packingPath } from "../fixture/dataset/paths.ts";
import { random } from "../fixture/dataset/random.ts";
import { simulariumFile } from "../fixture/dataset/simularium.ts";
import { DEFAULT_DATASET } from "../fixture/dataset.ts";
import { STRUCTURE } from "./dataset.ts";
import { duration, megabytes, sideBySide, timed, times } from "./measure.ts";
import type { Section } from "./section.ts";

const ROUNDS = 7;
const AGENTS = 240_000;
const TARGET = 1.5;
const CELL = "743916";
const RULE = "random";

/** The update of one large `.simularium` file. */
export async function benchSimularium(): Promise<Section> {
  const folder = await Deno.makeTempDir({ prefix: "bench_simularium_" });
  const original = join(folder, "original.simularium");
  const copy = join(folder, "copy.simularium");
  const path = join(folder, "data", packingPath(PACKING));
  const manifest = join(folder, "plan.jsonl");
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(original, largeFile());
    const config = await configIn(folder);
    const store = new MemoryStore();
    const steps = ["update_simularium"] as const;
    const ms = await sideBySide({
      copyAndMd5: timed(async () => {
        await Deno.copyFile(original, copy);
        await digestFile(copy);
      }),
      plan: async () => {
        await Deno.copyFile(original, path);
        return await timed(() => plan(config, { manifest, steps, store }))();
      },
      apply: timed(() => apply(manifest, { store })),
    }, ROUNDS);
    const { size } = await Deno.stat(original);
    const row = (what: string, value: number) => ({
      what,
      target: `≤ ${TARGET} × copyFile + MD5`,
      measured: duration(value),
      beside: `${times(value / ms.copyAndMd5)} copyFile + MD5 (${
        duration(ms.copyAndMd5)
      })`,
      reached: value <= TARGET * ms.copyAndMd5,
    });
    return {
      title: `Update of a .simularium file of ${megabytes(size)}`,
      rows: [
        row("plan: check the whole file, hash it as it will be", ms.plan),
        row("apply: check it again, write it anew, hash it, sync", ms.apply),
        {
          ...row("both", ms.plan + ms.apply),
          before: "2.5 s",
          target: undefined,
          reached: undefined,
        },
      ],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PACKING = {
  dataset: DEFAULT_DATASET.dataset,
  condition: DEFAULT_DATASET.condition,
  experiment: DEFAULT_DATASET.experiment,
  rule: RULE,
  packing_id: STRUCTURE.packing_id,
  cellId: CELL,
  seed: 0,
};

function largeFile(): Uint8Array {
  const few = packAgents(cellOf(CELL), RULE, 1000, random("bench"));
  const agents = Array.from({ length: AGENTS }, (_, i) => few[i % few.length]!);
  return new TextEncoder().encode(simulariumFile(CELL, STRUCTURE, agents));
}

async function configIn(folder: string) {
  const { hasMesh: _, ...structure } = STRUCTURE;
  const path = join(folder, "config.json");
  const config = demoConfig({ rules: [RULE], structures: [structure] });
  await Deno.writeTextFile(path, JSON.stringify(config));
  return {
    ...await loadConfig(path),
    data_dir: join(folder, "data"),
    results_dir: join(folder, "results"),
  };
}
