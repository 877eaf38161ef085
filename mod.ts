/**
 * Publishes virtual cells packed with cellPACK: plans every object put and local
 * file change of a release from one config, and carries out exactly that plan.
 *
 * ```ts
 * import { apply, loadConfig, plan } from "./mod.ts";
 *
 * const config = await loadConfig("configs/data_release_config.json");
 * const summary = await plan(config, { manifest: "release.jsonl" });
 * if (summary.errors === 0) await apply("release.jsonl");
 * ```
 *
 * Nothing here prints; what goes wrong is thrown as an {@linkcode ExpectedError}
 * where a user can mend it.
 *
 * @module
 */

import type { ApplyEvent } from "./lib/apply/events.ts";
import type { ApplyReport } from "./lib/apply/report.ts";
import type { Config } from "./lib/config/config.ts";
import type { Summary } from "./lib/manifest/entries.ts";
import type { StepName } from "./lib/step_names.ts";
import type { ObjectStore } from "./lib/store/store.ts";
import type { VerifyReport } from "./lib/verify/verify.ts";

export type { ApplyEvent, ApplyReport, Config, ObjectStore, StepName, Summary };
export type { VerifyReport };
export type { Outcome } from "./lib/apply/outcome.ts";
export type { Shortfall } from "./lib/apply/report.ts";
export type { Color, Structure } from "./lib/config/config.ts";
export type {
  Action,
  Content,
  Entry,
  FileState,
  Header,
  InvertedMeshContent,
  Issue,
  LeftOut,
  Link,
  PutAction,
  RecordedChange,
  SplicedContent,
  TextContent,
  TextPiece,
  ThumbnailContent,
  WaitsFor,
  WriteAction,
} from "./lib/manifest/entries.ts";
export type { RetryEvent } from "./lib/store/request_runner.ts";
export type {
  ListedObject,
  ObjectHead,
  ObjectHeaders,
  PutCondition,
  PutRequest,
} from "./lib/store/store.ts";
export type { Parts } from "./lib/io/digester.ts";
export type { ReleaseLinks } from "./lib/dataset/reader_links.ts";
export type { Discrepancy } from "./lib/verify/verify.ts";
export type { VisitedFiles } from "./lib/verify/visitor.ts";
export { ExpectedError, FormatError } from "./lib/errors.ts";

/**
 * Reads and checks a config file (JSON).
 *
 * @throws {ExpectedError} that lists every problem of the file.
 */
export async function loadConfig(path: string): Promise<Config> {
  const { loadConfig } = await import("./lib/config/load.ts");
  return await loadConfig(path);
}

/** How to plan. */
export interface PlanOptions {
  /** Where the manifest is written (JSON Lines). */
  readonly manifest: string;
  /** The steps to run; by default those that the config turns on. */
  readonly steps?: readonly StepName[];
  /** Leave packings with problems out of the release; false by default. */
  readonly skipInvalid?: boolean;
  /** Take what BioFile Finder or the Simularium viewer would trip over for errors; false by default. */
  readonly strict?: boolean;
  /** Compare headers and ACLs, too, with requests for each object; false by default. */
  readonly checkHeaders?: boolean;
  /** Do not read the bucket; such a manifest cannot be applied. False by default. */
  readonly offline?: boolean;
  /** The bucket; by default the config's, with the default AWS credentials. */
  readonly store?: ObjectStore;
}

/**
 * Computes a release and writes its manifest; and, among the outputs, a cache of
 * what it computed of the files, so that planning again is fast. Nothing else.
 *
 * @returns The last line of the manifest; a plan with errors cannot be applied.
 * @throws {ExpectedError} if there is nothing to release, or the bucket cannot be read.
 */
export async function plan(
  config: Config,
  options: PlanOptions,
): Promise<Summary> {
  const { cachePath } = await import("./lib/dataset/layout.ts");
  const { planToFile } = await import("./lib/plan/plan_to_file.ts");
  const { chooseSteps } = await import("./lib/plan/choose_steps.ts");
  const { refusedReaders } = await import("./lib/release_check/cors.ts");
  const { STEPS } = await import("./steps/mod.ts");
  const steps = chooseSteps(STEPS, options.steps ?? [], config);
  return await withStore(
    config,
    options,
    (store) =>
      planToFile({
        ...options,
        config,
        steps,
        store,
        // Only the bucket that the config names has its public URL.
        refusedReaders: options.store || options.offline
          ? undefined
          : () => refusedReaders(config),
        cachePath: cachePath(config),
      }, options.manifest),
  );
}

/** How to apply. */
export interface ApplyOptions {
  /** Requests at a time; by default the `max_workers` of the manifest's config. */
  readonly maxWorkers?: number;
  /** Called with everything that happens. */
  readonly onEvent?: (event: ApplyEvent) => void;
  /** When it fires, no more actions begin and those under way finish. */
  readonly stop?: AbortSignal;
  /** When it fires, requests under way are given up, too. */
  readonly abort?: AbortSignal;
  /** The bucket; by default the manifest's, with the default AWS credentials. */
  readonly store?: ObjectStore;
}

/**
 * Carries out a manifest. What is in place already is skipped, so a run can
 * always be repeated.
 *
 * @returns What became of the actions: `complete` tells whether all are in place.
 * @throws {ExpectedError} if the manifest is incomplete, changed, or has errors, or the bucket cannot be read.
 */
export async function apply(
  manifest: string,
  options: ApplyOptions = {},
): Promise<ApplyReport> {
  const { applyManifest } = await import("./lib/apply/executor.ts");
  const { openManifest } = await import("./lib/manifest/open.ts");
  const { withOverrides } = await import("./lib/config/overrides.ts");
  const checked = await openManifest(manifest);
  const config = withOverrides(checked.config, {
    max_workers: options.maxWorkers,
  });
  return await withStore(
    config,
    options,
    (store, retries) =>
      applyManifest({
        ...options,
        manifest: checked,
        store: store!,
        maxWorkers: config.max_workers,
        retries,
      }),
  );
}

/** How to verify. */
export interface VerifyOptions {
  /** Open the release as visitors do, from the web: its CSVs, and some packings with their meshes and thumbnails. False by default. */
  readonly public?: boolean;
  /** When it fires, the verification ends with its reason. */
  readonly signal?: AbortSignal;
  /** The bucket; by default the manifest's, with the default AWS credentials. */
  readonly store?: ObjectStore;
}

/**
 * Compares the bucket with a manifest: contents, headers, what published files
 * point to, and whether visitors can open them.
 *
 * @throws {ExpectedError} if the manifest is incomplete or changed, or the bucket cannot be read.
 */
export async function verify(
  manifest: string,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const { verifyRelease } = await import("./lib/verify/verify.ts");
  const { openManifest } = await import("./lib/manifest/open.ts");
  const checked = await openManifest(manifest);
  return await withStore(
    checked.config,
    options,
    (store) => verifyRelease({ ...options, manifest: checked, store: store! }),
  );
}

/** How to run the whole workflow. */
export interface WorkflowOptions extends Omit<ApplyOptions, "maxWorkers"> {
  /** The steps to run; by default those that the config turns on. */
  readonly stepsToRun?: readonly StepName[];
}

/** What a run of the workflow did. */
export interface WorkflowResult {
  /** The last line of the manifest. */
  readonly plan: Summary;
  /** Absent with `dry_run` in the config. */
  readonly report?: ApplyReport;
}

/**
 * Plans a release and carries it out at once, unless the config says `dry_run`.
 *
 * @throws {ExpectedError} if the plan has errors: then nothing is written.
 */
export async function runDataReleaseWorkflow(
  configFile: string,
  options: WorkflowOptions = {},
): Promise<WorkflowResult> {
  const config = await loadConfig(configFile);
  const { temporaryManifest } = await import("./lib/manifest/temporary.ts");
  await using manifest = await temporaryManifest(config);
  const summary = await plan(config, {
    manifest: manifest.path,
    steps: options.stepsToRun,
    store: options.store,
  });
  if (config.dry_run && summary.errors === 0) return { plan: summary };
  return { plan: summary, report: await apply(manifest.path, options) };
}

/** Runs `use` with the store given, or with the config's, closed afterwards. */
async function withStore<T>(
  config: Config,
  options: {
    readonly store?: ObjectStore;
    readonly offline?: boolean;
    readonly onEvent?: (event: ApplyEvent) => void;
  },
  use: (store: ObjectStore | undefined, retries: () => number) => Promise<T>,
): Promise<T> {
  let retries = 0;
  if (options.offline) return await use(undefined, () => retries);
  if (options.store) return await use(options.store, () => retries);
  const { openStore } = await import("./lib/store/open.ts");
  const store = await openStore(
    config,
    (event) => {
      retries++;
      options.onEvent?.({ type: "retry", ...event });
    },
  );
  try {
    return await use(store, () => retries);
  } finally {
    store.close();
  }
}

if (import.meta.main) {
  const { runMain } = await import("./lib/cli/main.ts");
  const { runCommand } = await import("./lib/cli/commands.ts");
  await runMain(() =>
    runCommand(Deno.args, async () => (await import("./steps/mod.ts")).STEPS)
  );
}
