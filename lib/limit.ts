/** Lets at most `max` holders in at a time; the others wait in order. */
export class Limit {
  #free: number;
  readonly #waiting: Array<() => void> = [];

  constructor(readonly max: number) {
    this.#free = max;
  }

  /**
   * Waits for a place.
   *
   * @returns Gives the place back; call it once.
   * @throws The signal's reason, if it aborts first.
   */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#turn(signal);
    return () => this.#release();
  }

  /** Runs a task in a place of its own. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const release = await this.acquire(signal);
    try {
      return await task();
    } finally {
      release();
    }
  }

  /** Waits until nobody is in and nobody waits. */
  async idle(): Promise<void> {
    const places = Array.from({ length: this.max }, () => this.acquire());
    for (const release of await Promise.all(places)) release();
  }

  #turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal?.reason);
      };
      this.#waiting.push(enter);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
