/**
 * Aborts by itself or with `parent`, until it is disposed of. Unlike
 * `AbortSignal.any`, it leaves nothing behind on a parent that lives long.
 */
export class LinkedAbort implements Disposable {
  readonly #own = new AbortController();
  readonly #follow = () => this.#own.abort(this.parent?.reason);

  constructor(readonly parent?: AbortSignal) {
    parent?.addEventListener("abort", this.#follow, { once: true });
    if (parent?.aborted) this.#follow();
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  abort(reason?: unknown): void {
    this.#own.abort(reason);
  }

  [Symbol.dispose](): void {
    this.parent?.removeEventListener("abort", this.#follow);
  }
}
