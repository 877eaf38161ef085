import { runStep } from "../lib/cli/run_step.ts";
import type { Packing } from "../lib/dataset/packings.ts";
import type { Intent } from "../lib/plan/intent.ts";
import type { Step } from "../lib/plan/step.ts";
import type { World } from "../lib/plan/world.ts";
import type { ValueChange } from "../lib/simularium/edits.ts";

/** Points `.simularium` files to their public meshes and sets their colors; local. */
export const updateSimularium: Step = {
  name: "update_simularium",
  isOn: (config) => config.update_simularium_files,

  async planPacking(world: World, packing: Packing): Promise<Intent[]> {
    const reading = await world.read(packing);
    if (reading.splices.length === 0) return [];
    return [{
      type: "write",
      path: packing.path,
      reason: countChanges(reading.changes),
      before: { size: reading.size },
      after: reading.projected,
      content: { kind: "splices", splices: reading.splices },
      changes: reading.changes.map((change) => ({
        ...change,
        before: change.before ?? null,
      })),
    }];
  },
};

function countChanges(changes: readonly ValueChange[]): string {
  const urls = changes.filter(({ path }) => path.endsWith(".url")).length;
  const colors = changes.length - urls;
  return [
    urls > 0 && `${urls} mesh URL${urls === 1 ? "" : "s"}`,
    colors > 0 && `${colors} color${colors === 1 ? "" : "s"}`,
  ].filter(Boolean).join(", ");
}

if (import.meta.main) await runStep(updateSimularium);
