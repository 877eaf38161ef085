import type { Config } from "../config/config.ts";
import type { Mesh } from "../dataset/meshes.ts";
import type { Packing } from "../dataset/packings.ts";
import type { StepName } from "../step_names.ts";
import type { Intent } from "./intent.ts";
import type { World } from "./world.ts";

/**
 * One step of a release. It says what it wants done with a mesh, with a packing
 * and with the release as a whole; the planner calls it for each, in this
 * order, and never writes.
 *
 * A `FormatError`, an `ExpectedError` or an I/O error of `planMesh` or
 * `planPacking` becomes an error of the plan about that file, one of
 * `planRelease` an error about the outputs.
 */
export interface Step {
  readonly name: StepName;
  /** Whether the config asks for the step where no flag does. */
  isOn(config: Config): boolean;
  planMesh?(world: World, mesh: Mesh): Promise<Intent[]>;
  planPacking?(world: World, packing: Packing): Promise<Intent[]>;
  planRelease?(world: World): AsyncIterable<Intent>;
}
