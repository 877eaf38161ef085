import { basename, dirname, join } from "@std/path";
import { type FixtureStructure, makeDataset } from "../fixture/dataset.ts";
import { cellOf } from "../fixture/dataset/cell.ts";
import { parquetOf, statisticsOf } from "../fixture/dataset/statistics.ts";
import { walkFiles } from "../../lib/dataset/walk.ts";

/** The structure of the dataset, as a config names it. */
export const STRUCTURE: FixtureStructure & { color: number[] } = {
  structure_id: "SLC25A17",
  structure_name: "peroxisome",
  packing_id: "peroxisome",
  hasMesh: true,
  color: [0.12, 1, 0.12],
};

/** Cells that are made with care; the others are copies of them. */
const MODELS = ["700000", "700001", "700002"];
const CELLS = 50;
const AGENTS = 2000;

/**
 * Makes the release that the Python workflow was measured with: 200 packings of
 * about 2,000 agents, 150 meshes, figures of 60 × 200 × 200. Each file differs
 * from all others.
 */
export async function makeBenchDataset(dataDir: string): Promise<void> {
  const { statistics } = await makeDataset(dataDir, {
    structures: [STRUCTURE],
    cellIds: MODELS,
    agents: AGENTS,
    figureSize: { width: 200, height: 200, sizeZ: 60 },
    withoutFigure: 0,
  });
  const cells = Array.from({ length: CELLS }, (_, i) => String(700000 + i));
  const files = await Array.fromAsync(walkFiles(dataDir));
  for (const [i, cell] of cells.entries()) {
    if (i < MODELS.length) continue;
    const model = MODELS[i % MODELS.length]!;
    for (const { path, name } of files) {
      if (name.includes(model)) await copyFor(path, model, cell);
    }
  }
  const rows = cells.map((cell) =>
    statisticsOf(cellOf(cell), STRUCTURE.structure_id, AGENTS)
  );
  await Deno.writeFile(statistics!, parquetOf(rows));
}

async function copyFor(
  path: string,
  model: string,
  cell: string,
): Promise<void> {
  const bytes = await Deno.readFile(path);
  await Deno.writeFile(
    join(dirname(path), basename(path).replace(model, cell)),
    path.endsWith(".tiff")
      ? marked(bytes, cell)
      : renamed(bytes, path, model, cell),
  );
}

/** Readers of TIFF follow offsets: what stands at the end, they do not see. */
function marked(bytes: Uint8Array, cell: string): Uint8Array {
  return new Uint8Array([...bytes, ...new TextEncoder().encode(cell)]);
}

function renamed(
  bytes: Uint8Array,
  path: string,
  model: string,
  cell: string,
): Uint8Array {
  const text = new TextDecoder().decode(bytes).replaceAll(model, cell);
  // A mesh does not say whose it is.
  const comment = path.endsWith(".obj") ? `# ${cell}\n` : "";
  return new TextEncoder().encode(comment + text);
}
