import type { Summary } from "../manifest/entries.ts";
import { seal } from "../manifest/seal.ts";
import { writeManifest } from "../manifest/write.ts";
import { planRelease, type PlanRequest } from "./planner.ts";

/** Plans a release and writes its manifest to a file, which appears when it is complete. */
export async function planToFile(
  request: PlanRequest,
  path: string,
): Promise<Summary> {
  let summary: Summary | undefined;
  await writeManifest(path, seal(planRelease(request)), ({ entry }) => {
    if (entry.type === "summary") summary = entry;
  });
  return summary!;
}
