import { NO_CACHE, openFileCache } from "../cache/file_cache.ts";
import type { Config } from "../config/config.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import type { Header, PlannedEntry } from "../manifest/entries.ts";
import { withLinks } from "../manifest/links.ts";
import { MANIFEST_FORMAT } from "../manifest/schema.ts";
import { sha256Hex } from "../manifest/sha256.ts";
import { targetOf } from "../manifest/target.ts";
import type { StepName } from "../step_names.ts";
import type { ObjectStore } from "../store/store.ts";
import { TOOL } from "../tool.ts";
import { corsWarning } from "../release_check/cors.ts";
import { nameWarning, targetWarning } from "../release_check/target.ts";
import { EntryBuilder } from "./entry_builder.ts";
import { RemoteIndex } from "../store/remote_index.ts";
import { readerWarnings } from "./intent.ts";
import { requireDataset } from "./require_dataset.ts";
import type { Step } from "./step.ts";
import { strictIntent, strictly } from "./strict.ts";
import { type Unit, unitsOf } from "./units.ts";
import { World } from "./world.ts";

/** What to plan. */
export interface PlanRequest {
  readonly config: Config;
  /** In the order in which they run. */
  readonly steps: readonly Step[];
  /** Absent: plan offline. */
  readonly store?: ObjectStore;
  /** Leave packings with errors out of the whole release. */
  readonly skipInvalid?: boolean;
  /** Take what readers would trip over for errors. */
  readonly strict?: boolean;
  /** Asks the public URL which readers it turns away, and never fails; by default it is not asked. */
  readonly refusedReaders?: () => Promise<readonly string[]>;
  /** Compare headers and ACLs as well, which costs requests for each object. */
  readonly checkHeaders?: boolean;
  /** Where what was computed of files is kept; by default nowhere. */
  readonly cachePath?: string;
  readonly signal?: AbortSignal;
}

/**
 * Computes a release: a stream of manifest entries, from the header to the last
 * action. Reads the disk and the bucket, and writes nothing but its cache.
 *
 * @throws {ExpectedError} if there is nothing to release.
 * @throws {StoreUnavailableError} if the bucket cannot be read.
 */
export function planRelease(
  request: PlanRequest,
): AsyncGenerator<PlannedEntry> {
  return withLinks(request.config, entriesOf(request));
}

async function* entriesOf(
  request: PlanRequest,
): AsyncGenerator<PlannedEntry> {
  const { config, store, signal, skipInvalid = false } = request;
  const steps = request.strict
    ? request.steps.map((step) => strictly(step, skipInvalid))
    : request.steps;
  await requireDataset(config, steps);
  const refusedReaders = request.refusedReaders?.() ?? [];
  using index = store &&
    await RemoteIndex.load(store, releasePrefixes(config), signal);
  using cache = request.cachePath === undefined
    ? NO_CACHE
    : openFileCache(request.cachePath);
  const stepNames = steps.map(({ name }) => name);
  using world = new World(
    config,
    new Set(stepNames),
    store && index && { store, index },
    request.checkHeaders ?? false,
    cache,
  );
  using entries = new EntryBuilder(config.s3_acl, skipInvalid);

  yield headerOf(config, stepNames, store === undefined);
  for await (const unit of unitsOf(world, steps)) {
    signal?.throwIfAborted();
    yield* entries.build(unit);
  }
  yield* entries.build(targetUnit(request, await refusedReaders));
}

/** What the readers will trip over wherever they look. */
function targetUnit(
  { config, strict }: PlanRequest,
  refusedReaders: readonly string[],
): Unit {
  const warnings = [
    targetWarning(config),
    nameWarning(config),
    corsWarning(config, refusedReaders),
  ];
  const intents = readerWarnings(warnings.filter((each) => !!each))
    .map((intent) => strict ? strictIntent(intent, false) : intent)
    .map((intent) => ({ ...intent, step: null }));
  return { about: "release", intents };
}

function headerOf(
  config: Config,
  steps: StepName[],
  offline: boolean,
): Header {
  return {
    type: "header",
    format: MANIFEST_FORMAT,
    tool: TOOL,
    created: new Date().toISOString(),
    config: { ...config },
    config_sha256: sha256Hex(JSON.stringify(config)),
    target: targetOf(config),
    steps,
    offline,
  };
}
