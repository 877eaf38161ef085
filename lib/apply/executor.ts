import { ioReason } from "../io/reason.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import type { Action } from "../manifest/schema.ts";
import { ContentComparer } from "../store/compare.ts";
import { RemoteIndex } from "../store/remote_index.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import { ExpectedError, FormatError } from "../errors.ts";
import { type ObjectStore, StoreUnavailableError } from "../store/store.ts";
import { ThumbnailPool } from "../thumbnail/pool.ts";
import { actionsOf, type ActionWithText } from "./actions.ts";
import type { ApplyEvent } from "./events.ts";
import { Ledger } from "./ledger.ts";
import { isInPlace, type Outcome } from "./outcome.ts";
import { type ApplyReport, ReportBuilder } from "./report.ts";
import { type PutContext, runPut } from "./run_put.ts";
import { runWrite } from "./run_write.ts";
import { Window } from "./window.ts";

/** What to apply, and how. */
export interface ApplyRequest {
  readonly manifest: CheckedManifest;
  readonly store: ObjectStore;
  /** Actions under way at a time. */
  readonly maxWorkers: number;
  readonly onEvent?: (event: ApplyEvent) => void;
  /** When it fires, no more actions begin and those under way finish. */
  readonly stop?: AbortSignal;
  /** When it fires, requests under way are given up, too. */
  readonly abort?: AbortSignal;
}

/**
 * Carries out the actions of a manifest, each once those that it waits for are
 * in place. A failure stops only what depends on it.
 *
 * @throws {ExpectedError} if the plan has errors or did not see the bucket.
 * @throws {StoreUnavailableError} if the bucket cannot be listed.
 */
export async function applyManifest(
  request: ApplyRequest,
): Promise<ApplyReport> {
  const { manifest, store, abort } = request;
  requireApplicable(manifest);
  const prefixes = releasePrefixes(manifest.config);
  const index = await RemoteIndex.load(store, prefixes, abort);
  const run = new Run(request, index);
  return await run.finish();
}

function requireApplicable({ path, header, summary }: CheckedManifest): void {
  if (header.offline) {
    throw new ExpectedError(
      `Cannot apply "${path}": it was planned with --offline, without the bucket; plan again`,
    );
  }
  if (summary.errors > 0) {
    throw new ExpectedError(
      `Cannot apply "${path}": the plan has ${summary.errors} problem${
        summary.errors === 1 ? "" : "s"
      }; mend the files, or plan with --skip-invalid`,
    );
  }
}

class Run {
  readonly #ledger = new Ledger();
  readonly #report = new ReportBuilder();
  readonly #window: Window;
  readonly #thumbnails: ThumbnailPool;
  readonly #put: PutContext;
  #bug: { readonly error: unknown } | undefined;

  constructor(private readonly request: ApplyRequest, index: RemoteIndex) {
    const { store, abort, maxWorkers } = request;
    this.#window = new Window(maxWorkers);
    this.#thumbnails = new ThumbnailPool(
      Math.min(maxWorkers, navigator.hardwareConcurrency),
    );
    this.#put = {
      store,
      index,
      comparer: new ContentComparer(store),
      onBytes: (bytes) => this.#addBytes(bytes),
      signal: abort,
    };
  }

  async finish(): Promise<ApplyReport> {
    const { manifest, stop } = this.request;
    const onStop = () => this.#stop("interrupted");
    stop?.addEventListener("abort", onStop);
    try {
      this.#emit({
        type: "start",
        actions: manifest.summary.actions,
        bytes: manifest.toPut.bytes,
      });
      for await (const action of actionsOf(manifest.path)) {
        await this.#begin(action);
      }
      await this.#window.drained();
    } finally {
      stop?.removeEventListener("abort", onStop);
      this.#thumbnails.close();
    }
    if (this.#bug) throw this.#bug.error;
    const report = this.#report.build();
    this.#emit({ type: "end", report });
    return report;
  }

  async #begin({ action, text }: ActionWithText): Promise<void> {
    await this.#window.enter();
    const ended = this.#run(action, text).finally(() => this.#window.leave());
    this.#ledger.begin(action.id, ended.then(isInPlace));
    // The text stands in the manifest before the next action.
    if (action.type === "write" && action.content.kind === "text") await ended;
  }

  async #run(action: Action, text: AsyncIterable<string>): Promise<Outcome> {
    const outcome = await this.#outcomeOf(action, text);
    this.#report.add(action, outcome);
    this.#emit({ type: "outcome", action, outcome });
    return outcome;
  }

  async #outcomeOf(
    action: Action,
    text: AsyncIterable<string>,
  ): Promise<Outcome> {
    const waitsFor = action.type === "put" ? action.waits_for : [];
    const missing = await this.#ledger.firstMissing(waitsFor);
    const { stopped } = this.#report;
    if (stopped !== undefined) return { is: "not tried", reason: stopped };
    if (missing !== undefined) {
      return {
        is: "not tried",
        reason: `action ${missing}, which it needs, is not in place`,
      };
    }
    try {
      return action.type === "put"
        ? await runPut(action, this.#put)
        : await runWrite(action, {
          thumbnails: this.#thumbnails,
          text,
          signal: this.request.abort,
        });
    } catch (error) {
      return { is: "failed", reason: this.#reasonOf(error) };
    }
  }

  #reasonOf(error: unknown): string {
    if (error instanceof StoreUnavailableError) {
      this.#stop(error.message);
      return error.message;
    }
    if (error instanceof FormatError) return error.message;
    if (this.request.abort?.aborted) return "interrupted";
    const reason = ioReason(error);
    if (reason !== undefined) return reason;
    // What is under way finishes before the bug is shown.
    this.#bug ??= { error };
    this.#stop("a bug in this tool");
    return "a bug in this tool";
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
    this.request.onEvent?.(event);
  }
}
