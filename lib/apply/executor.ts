import { Limit } from "../limit.ts";
import { ioReason } from "../io/reason.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import type { Action } from "../manifest/entries.ts";
import { ContentComparer } from "../store/compare.ts";
import { RemoteIndex } from "../store/remote_index.ts";
import { journalDir, releasePrefixes } from "../dataset/layout.ts";
import { FormatError } from "../errors.ts";
import { type ObjectStore, StoreUnavailableError } from "../store/store.ts";
import { ThumbnailPool } from "../thumbnail/pool.ts";
import { actionsOf, type ActionWithText } from "./actions.ts";
import { requireApplicable } from "./applicable.ts";
import type { ApplyEvent } from "./events.ts";
import { cleanUpAfterDeadRuns, Journal } from "./journal.ts";
import { Ledger } from "./ledger.ts";
import { isInPlace, type Outcome } from "./outcome.ts";
import { type ApplyReport, ReportBuilder } from "./report.ts";
import { type PutContext, runPut } from "./run_put.ts";
import { runWrite } from "./run_write.ts";

/** What to apply, and how. */
export interface ApplyRequest {
  readonly manifest: CheckedManifest;
  readonly store: ObjectStore;
  /** Actions under way at a time. */
  readonly maxWorkers: number;
  readonly onEvent?: (event: ApplyEvent) => void;
  /** How many requests the store has repeated so far, for the report. */
  readonly retries?: () => number;
  /** When it fires, no more actions begin and those under way finish. */
  readonly stop?: AbortSignal;
  /** When it fires, what is under way is given up, too. */
  readonly abort?: AbortSignal;
}

/**
 * Carries out the actions of a manifest, each once those that it waits for are
 * in place. A failure stops only what depends on it.
 *
 * @throws {ExpectedError} if the plan has errors, did not see the bucket, was a
 * dry run, or is not in its file any more.
 * @throws {StoreUnavailableError} if the bucket cannot be listed.
 * @throws Whatever `onEvent` throws, once what is under way has finished.
 */
export async function applyManifest(
  request: ApplyRequest,
): Promise<ApplyReport> {
  const { manifest, store, abort } = request;
  await requireApplicable(manifest);
  const prefixes = releasePrefixes(manifest.config);
  using index = await RemoteIndex.load(store, prefixes, abort);
  const journals = journalDir(manifest.config);
  await cleanUpAfterDeadRuns(journals, store);
  using journal = new Journal(journals);
  const onAbort = () => journal.leave();
  abort?.addEventListener("abort", onAbort, { once: true });
  try {
    return await new Run(request, index, journal).finish();
  } finally {
    abort?.removeEventListener("abort", onAbort);
  }
}

/**
 * Actions that are looked at ahead, for each that is under way: so many that
 * all cores draw thumbnails while other actions wait for them.
 */
const LOOKAHEAD = 32;

class Run {
  readonly #ledger = new Ledger();
  readonly #report = new ReportBuilder();
  /** Actions that have begun, most of which wait: for others, or for their turn. */
  readonly #begun: Limit;
  readonly #underWay: Limit;
  readonly #thumbnails: ThumbnailPool;
  readonly #put: PutContext;
  /** What no outcome stands for: a bug, or an error of whoever listens. */
  #unexpected: { readonly error: unknown } | undefined;

  constructor(
    private readonly request: ApplyRequest,
    index: RemoteIndex,
    private readonly journal: Journal,
  ) {
    const { store, abort, maxWorkers } = request;
    this.#begun = new Limit(maxWorkers * LOOKAHEAD);
    this.#underWay = new Limit(maxWorkers);
    this.#thumbnails = new ThumbnailPool(
      Math.min(maxWorkers, navigator.hardwareConcurrency),
    );
    this.#put = {
      store,
      index,
      comparer: new ContentComparer(store),
      journal,
      onBytes: (bytes) => this.#addBytes(bytes),
      signal: abort,
    };
  }

  async finish(): Promise<ApplyReport> {
    const { manifest, stop, abort, retries } = this.request;
    const interrupt = AbortSignal.any([stop, abort].filter((each) => !!each));
    const onInterrupt = () => this.#stop("interrupted");
    interrupt.addEventListener("abort", onInterrupt);
    try {
      this.#emit({
        type: "start",
        actions: manifest.summary.actions,
        bytes: manifest.toPut.bytes,
      });
      if (interrupt.aborted) onInterrupt();
      await this.#runAll();
    } finally {
      interrupt.removeEventListener("abort", onInterrupt);
      this.#thumbnails.close();
    }
    const report = this.#report.build(
      manifest.summary.actions,
      retries?.() ?? 0,
    );
    if (!this.#unexpected) this.#emit({ type: "end", report });
    if (this.#unexpected) throw this.#unexpected.error;
    return report;
  }

  async #runAll(): Promise<void> {
    try {
      for await (const action of actionsOf(this.request.manifest)) {
        await this.#begin(action);
      }
    } finally {
      await this.#begun.idle();
    }
  }

  async #begin({ action, text }: ActionWithText): Promise<void> {
    const leave = await this.#begun.acquire();
    const ended = this.#run(action, text).finally(leave);
    this.#ledger.begin(action.id, ended.then(isInPlace));
    // The text stands in the manifest before the next action.
    if (action.type === "write" && action.content.kind === "text") await ended;
  }

  async #run(action: Action, text: AsyncIterable<string>): Promise<Outcome> {
    const waitsFor = action.type === "put" ? action.waits_for : [];
    const missing = await this.#ledger.firstMissing(waitsFor);
    return await this.#underWay.run(async () => {
      const outcome = await this.#outcomeOf(action, text, missing);
      this.#report.add(action, outcome);
      this.#emit({ type: "outcome", action, outcome });
      return outcome;
    });
  }

  async #outcomeOf(
    action: Action,
    text: AsyncIterable<string>,
    missing: number | undefined,
  ): Promise<Outcome> {
    if (this.#report.stopped !== undefined) {
      return { is: "not tried", reason: "the run stopped before" };
    }
    if (missing !== undefined) {
      return {
        is: "not tried",
        reason:
          `action ${missing} of the manifest, which it needs, is not in place`,
      };
    }
    try {
      return action.type === "put"
        ? await runPut(action, this.#put)
        : await runWrite(action, {
          thumbnails: this.#thumbnails,
          text,
          journal: this.journal,
          signal: this.request.abort,
        });
    } catch (error) {
      return { is: "failed", reason: this.#reasonOf(error) };
    }
  }

  #reasonOf(error: unknown): string {
    const { abort } = this.request;
    if (abort?.aborted && error === abort.reason) return "interrupted";
    if (error instanceof StoreUnavailableError) {
      this.#stop(error.message);
      return error.message;
    }
    if (error instanceof FormatError) return error.message;
    return ioReason(error) ?? this.#stopUnexpectedly(error);
  }

  /** What is under way finishes before the error is thrown. */
  #stopUnexpectedly(error: unknown): string {
    const reason = "an unexpected error";
    this.#unexpected ??= { error };
    this.#stop(reason);
    return reason;
  }

  #stop(reason: string): void {
    if (this.#report.stopped !== undefined) return;
    this.#report.stopped = reason;
    this.#emit({ type: "stopping", reason });
  }

  #addBytes(bytes: number): void {
    this.#report.bytes += bytes;
    this.#emit({ type: "bytes", bytes });
  }

  #emit(event: ApplyEvent): void {
    try {
      this.request.onEvent?.(event);
    } catch (error) {
      this.#stopUnexpectedly(error);
    }
  }
}
