import { fromPlainError } from "../plain_error.ts";
import type { Outcome } from "./pool_messages.ts";
import type { ThumbnailJob } from "./render.ts";

interface Task extends PromiseWithResolvers<Uint8Array<ArrayBuffer>> {
  readonly job: ThumbnailJob;
}

/** Renders thumbnails in Web Workers, so that all cores take part. */
export class ThumbnailPool {
  readonly #idle = new Set<Worker>();
  readonly #busy = new Map<Worker, Task>();
  readonly #waiting = new Set<Task>();
  #closed = false;

  /**
   * @param size The most workers; each is started when it is first needed.
   * @param module What a worker runs.
   */
  constructor(
    readonly size: number,
    readonly module: URL = new URL("./worker.ts", import.meta.url),
  ) {}

  /**
   * Renders a thumbnail as PNG.
   *
   * @param signal Gives the job up, in the middle of the work too.
   * @throws {FormatError} if the figure cannot be read, or is damaged.
   */
  async render(
    job: ThumbnailJob,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    signal?.throwIfAborted();
    if (this.#closed) throw new Error("The thumbnail pool is closed");
    const task: Task = { job, ...Promise.withResolvers() };
    const giveUp = () => this.#giveUp(task, signal!.reason);
    signal?.addEventListener("abort", giveUp);
    this.#waiting.add(task);
    this.#assign();
    try {
      return await task.promise;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Ends the workers; whatever is not done rejects. */
  close(): void {
    this.#closed = true;
    const closed = new Error("The thumbnail pool is closed");
    for (const task of [...this.#waiting, ...this.#busy.values()]) {
      this.#giveUp(task, closed);
    }
    for (const worker of this.#idle) worker.terminate();
  }

  #assign(): void {
    for (const task of this.#waiting) {
      const [idle] = this.#idle;
      const worker = idle ?? this.#start();
      if (worker === undefined) return;
      this.#idle.delete(worker);
      this.#waiting.delete(task);
      this.#busy.set(worker, task);
      worker.postMessage(task.job);
    }
  }

  #start(): Worker | undefined {
    if (this.#busy.size >= this.size) return undefined;
    const worker = new Worker(this.module, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Outcome>) => {
      const task = this.#busy.get(worker)!;
      this.#busy.delete(worker);
      this.#idle.add(worker);
      if (data.error === undefined) task.resolve(data.png);
      else task.reject(fromPlainError(data.error));
      this.#assign();
    };
    worker.onerror = (event) => {
      // Else the whole program would end.
      event.preventDefault();
      this.#drop(
        worker,
        new Error(`A thumbnail worker failed: ${event.message}`),
      );
    };
    return worker;
  }

  #giveUp(task: Task, reason: unknown): void {
    this.#waiting.delete(task);
    task.reject(reason);
    for (const [worker, theirs] of this.#busy) {
      if (theirs === task) this.#drop(worker, reason);
    }
  }

  /** Ends a worker; the next job starts another one in its place. */
  #drop(worker: Worker, reason: unknown): void {
    worker.terminate();
    this.#busy.get(worker)?.reject(reason);
    this.#busy.delete(worker);
    this.#idle.delete(worker);
    if (!this.#closed) this.#assign();
  }
}
