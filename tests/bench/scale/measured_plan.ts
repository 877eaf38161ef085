import { fromFileUrl } from "@std/path";
import { moduleArguments } from "../child.ts";

/** What planning took, the whole process from its start. */
export interface MeasuredPlan {
  readonly ms: number;
  /** The most memory that was resident. */
  readonly peakBytes: number;
  /** Objects that are in place. */
  readonly unchanged: number;
}

/**
 * Plans a dataset that is released already, in a process of its own.
 *
 * @param folder As `makeReleased` leaves it.
 * @param others Objects that the bucket holds beside those of the release.
 * @throws {Error} if the plan fails or has anything to do.
 */
export async function measurePlan(
  folder: string,
  others = 0,
): Promise<MeasuredPlan> {
  const module = fromFileUrl(new URL("plan_listed.ts", import.meta.url));
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: moduleArguments(module, [`${others}`]),
    cwd: folder,
    stdin: "null",
    stdout: "null",
  }).output();
  const ms = performance.now() - start;
  const lines = new TextDecoder().decode(stderr).trim().split("\n");
  if (!success) throw new Error(`Cannot measure a plan:\n${lines.join("\n")}`);
  const { peakBytes, unchanged, hasChanges } = JSON.parse(lines.at(-1)!);
  if (hasChanges) throw new Error("Cannot measure a plan: it has changes");
  return { ms, peakBytes, unchanged };
}
