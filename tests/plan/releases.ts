import type { Config } from "../../lib/config/config.ts";
import type {
  Entry,
  Issue,
  PutAction,
  WriteAction,
} from "../../lib/manifest/entries.ts";
import type { Step } from "../../lib/plan/step.ts";
import type { StepName } from "../../lib/step_names.ts";
import { STEPS } from "../../steps/mod.ts";
import { type DatasetOptions, DEFAULT_DATASET } from "../fixture/dataset.ts";
import { makeRelease, type Release, TINY } from "../fixture/release.ts";

/** Two structures, one with meshes of its own, by two rules in two cells: 8 packings, 7 figures, 10 meshes. */
export const SMALL: Partial<DatasetOptions> = {
  ...TINY,
  structures: DEFAULT_DATASET.structures,
  rules: ["random", "nucleus_gradient"],
};

/** A small release that is planned, not applied. */
export function smallRelease(
  changes: Partial<Config> = {},
  dataset: Partial<DatasetOptions> = {},
): Promise<Release> {
  return makeRelease(changes, { ...SMALL, ...dataset });
}

/** A small release that is in place. */
export async function smallReleased(
  changes: Partial<Config> = {},
  dataset: Partial<DatasetOptions> = {},
): Promise<Release> {
  const release = await smallRelease(changes, dataset);
  await applied(release);
  return release;
}

/** Applies the manifest, all of it. */
export async function applied(release: Release): Promise<void> {
  const { complete, shortfalls } = await release.apply();
  if (!complete) throw new Error(JSON.stringify(shortfalls, null, 2));
}

/** The steps of these names. */
export function stepsOf(...names: StepName[]): Step[] {
  return STEPS.filter(({ name }) => names.includes(name));
}

export function puts(entries: readonly Entry[]): PutAction[] {
  return entries.filter((entry) => entry.type === "put");
}

export function writes(entries: readonly Entry[]): WriteAction[] {
  return entries.filter((entry) => entry.type === "write");
}

export function issues(entries: readonly Entry[]): Issue[] {
  return entries.filter((entry) => entry.type === "issue");
}

/** Puts other than `keep`, and writes: `step op name: reason`. */
export function changes(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => {
    if (entry.type === "write") {
      return `${entry.step} write ${nameOf(entry.path)}: ${entry.reason}`;
    }
    return entry.type === "put" && entry.op !== "keep"
      ? `${entry.step} ${entry.op} ${nameOf(entry.key)}: ${entry.reason}`
      : [];
  });
}

/** How many actions of each kind: `upload_meshes put create`. */
export function counts(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of entries) {
    if (entry.type !== "put" && entry.type !== "write") continue;
    const kind = `${entry.step} ${entry.type} ${entry.op}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** `severity name: message`, without the folder of the test. */
export function told(entries: readonly Entry[], { folder }: Release): string[] {
  // Most tests are not about the membranes of the fixture, which face outwards.
  const others = issues(entries).filter(({ message }) =>
    !message.startsWith("the membrane is not inverted")
  );
  return others.map(({ severity, subject, message, offset }) =>
    `${severity} ${nameOf(subject)}${offset === null ? "" : ` at ${offset}`}: ${
      message.replaceAll(`${folder}/`, "")
    }`
  );
}

/** What the bucket holds, by key. */
export function contents({ store }: Release): Map<string, string> {
  const decoder = new TextDecoder("latin1");
  return new Map(
    [...store.objects].map((
      [key, { content }],
    ) => [key, decoder.decode(content)]),
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
