/** The median; of an even number of values, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

/** How long a task takes, in ms. */
export async function timeMs(task: () => unknown): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

/** A task that measures itself: what it returns is its time in ms. */
export type SelfTimed = () => Promise<number>;

/**
 * Runs tasks in turn, round after round, so that whatever slows the machine
 * slows all of them.
 *
 * @returns The median of each, in ms.
 */
export async function sideBySide<Name extends string>(
  tasks: Readonly<Record<Name, SelfTimed>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(tasks) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times.get(name)!.push(await tasks[name]());
  }
  const medians = names.map((name) => [name, median(times.get(name)!)]);
  return Object.fromEntries(medians);
}

/** `timeMs`, to be called later. */
export function timed(task: () => unknown): SelfTimed {
  return () => timeMs(task);
}

/** A time with three digits: `12.3 ms`, `4.56 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`;
}

/** A size: `123 MB`. */
export function megabytes(bytes: number): string {
  return `${digits(bytes / 1e6)} MB`;
}

/** A quotient: `1.34 ×`. */
export function times(value: number): string {
  return `${digits(value)} ×`;
}

/** A number with three digits, more before the point. */
export function digits(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(decimals);
}
