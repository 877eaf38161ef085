/** Remembers what it computed lately: it forgets everything once it is full, so that memory stays flat. */
export class Lately<Key, Value> {
  readonly #values = new Map<Key, Value>();

  /** @param max How many values are remembered. */
  constructor(
    private readonly max: number,
    private readonly compute: (key: Key) => Value,
  ) {}

  /** What `compute` says of a key; what it throws is not remembered. */
  get(key: Key): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.compute(key);
    if (this.#values.size === this.max) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}
