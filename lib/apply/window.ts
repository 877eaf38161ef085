/** Lets at most `limit` tasks be under way. */
export class Window {
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Waits for a free place and takes it. */
  async enter(): Promise<void> {
    if (this.#underWay >= this.limit) {
      // Whoever leaves hands its place over.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#underWay++;
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#underWay--;
  }

  /** Waits until no task is under way. */
  async drained(): Promise<void> {
    for (let i = 0; i < this.limit; i++) await this.enter();
    for (let i = 0; i < this.limit; i++) this.leave();
  }
}
