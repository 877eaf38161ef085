import { mapConcurrent } from "../concurrency.ts";
import { meshDir, outputDir } from "../dataset/layout.ts";
import { findMeshes, type Mesh } from "../dataset/meshes.ts";
import { findPackings, type FoundFile } from "../dataset/packings.ts";
import type { StepName } from "../step_names.ts";
import { type Intent, problem } from "./intent.ts";
import { issueOf } from "./issue_of.ts";
import { lengthProblem } from "./length_limits.ts";
import type { Step } from "./step.ts";
import type { World } from "./world.ts";

/** How many files are read at a time: half as many keep the disk busy while hashing. */
const FILES_AT_A_TIME = 32;

/**
 * How many are begun in a row. Where the cache knows them, the processor finds
 * the same code and data again each time: a sixth off the plan of 100,000.
 */
const BURST = 16;

/** Everything that is planned together: it is published, or left out, as a whole. */
export interface Unit {
  readonly about: "mesh" | "packing" | "aggregate" | "release";
  /** The file that the unit is about. */
  readonly path?: string;
  readonly intents: readonly StepIntent[];
}

/** An intent, with the step that it comes from where it comes from one. */
export type StepIntent = Intent & { readonly step: StepName | null };

/** Whether a unit must not be published. */
export function hasErrors(unit: Unit): boolean {
  return unit.intents.some((intent) =>
    intent.type === "issue" && intent.severity === "error" &&
    !intent.publishable
  );
}

/** The units of a release: meshes, then packings, then the release itself. */
export async function* unitsOf(
  world: World,
  steps: readonly Step[],
): AsyncGenerator<Unit> {
  if (steps.some((step) => step.planMesh)) {
    yield* noted(world, meshUnits(world, steps));
  }
  if (steps.some((step) => step.planPacking)) {
    yield* noted(world, packingUnits(world, steps));
  }
  for (const step of steps) yield* releaseUnits(world, step);
}

/** Lets the units that follow know what becomes of these. */
async function* noted(
  world: World,
  units: AsyncIterable<Unit>,
): AsyncGenerator<Unit> {
  for await (const unit of units) {
    if (hasErrors(unit)) world.invalid.add(unit.path!);
    else {
      for (const intent of unit.intents) {
        if (intent.type === "put") world.addPlanned(intent);
      }
    }
    yield unit;
  }
}

async function* releaseUnits(world: World, step: Step): AsyncGenerator<Unit> {
  const unitOf = (intent: Intent): Unit => ({
    about: "release",
    intents: [{ ...intent, step: step.name }],
  });
  try {
    for await (const intent of step.planRelease?.(world) ?? []) {
      yield unitOf(intent);
    }
  } catch (error) {
    yield unitOf(issueOf(outputDir(world.config), error));
  }
}

async function* meshUnits(
  world: World,
  steps: readonly Step[],
): AsyncGenerator<Unit> {
  const structureIds = new Set(
    world.config.structures.map(({ structure_id }) => structure_id),
  );
  const planMesh = (mesh: Mesh) =>
    planUnit("mesh", mesh.path, steps, (step) => step.planMesh?.(world, mesh));
  for (const structureId of structureIds) {
    const meshes = findMeshes(world.config, structureId);
    try {
      yield* mapConcurrent(meshes, FILES_AT_A_TIME, planMesh, BURST);
    } catch (error) {
      const path = meshDir(world.config, structureId);
      const intents = [{ ...issueOf(path, error), step: null }];
      yield { about: "mesh", path, intents };
    }
  }
}

async function* packingUnits(
  world: World,
  steps: readonly Step[],
): AsyncGenerator<Unit> {
  yield* mapConcurrent(
    findPackings(world.config),
    FILES_AT_A_TIME,
    (found) => planFound(world, steps, found),
    BURST,
  );
}

async function planFound(
  world: World,
  steps: readonly Step[],
  found: FoundFile,
): Promise<Unit> {
  switch (found.type) {
    case "aggregate":
      return { about: "aggregate", path: found.path, intents: [] };
    case "invalid": {
      const issue = problem(found.path, found.reason);
      return {
        about: "packing",
        path: found.path,
        intents: [{ ...issue, step: null }],
      };
    }
    case "packing":
      return await planUnit(
        "packing",
        found.packing.path,
        steps,
        (step) => step.planPacking?.(world, found.packing),
      );
  }
}

/** Lets every step plan: one that fails does not keep the others from reporting. */
async function planUnit(
  about: Unit["about"],
  path: string,
  steps: readonly Step[],
  plan: (step: Step) => Promise<Intent[]> | undefined,
): Promise<Unit> {
  const intents: StepIntent[] = [];
  for (const step of steps) {
    try {
      for (const intent of await plan(step) ?? []) {
        intents.push({ ...intent, step: step.name });
        const issue = lengthProblem(intent);
        if (issue) intents.push({ ...issue, step: step.name });
      }
    } catch (error) {
      const issue = { ...issueOf(path, error), step: step.name };
      if (!isReported(intents, issue.message)) intents.push(issue);
    }
  }
  return { about, path, intents };
}

/** Two steps that read one file fail for one reason. */
function isReported(intents: readonly StepIntent[], message: string): boolean {
  return intents.some((intent) =>
    intent.type === "issue" && intent.message === message
  );
}
