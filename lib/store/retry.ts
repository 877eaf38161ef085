import { setTimeout as sleep } from "node:timers/promises";

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Longest wait before the second attempt, in ms; it doubles with each further one. */
  readonly baseMs: number;
  /** No wait is longer than this, in ms. */
  readonly capMs: number;
}

/**
 * Waits 9.5 s at the most in total, 4.7 s on average: enough for a server that
 * restarts or asks to slow down, short enough to hear of one that is gone.
 */
export const DEFAULT_RETRIES: RetryPolicy = {
  attempts: 7,
  baseMs: 150,
  capMs: 8_000,
};

export interface RetryOptions {
  readonly policy: RetryPolicy;
  /** Whether another attempt may succeed. */
  readonly isTransient: (error: unknown) => boolean;
  /** Called before each wait. `attempt` is the one that failed, from 1. */
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Repeats `attempt` while it fails with a transient error.
 *
 * @throws What the last attempt threw, or the signal's reason.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { policy, isTransient, onRetry, signal } = options;
  for (let number = 1;; number++) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (number >= policy.attempts || !isTransient(error)) throw error;
      const delayMs = backoffMs(number, policy, Math.random());
      onRetry?.(error, number, delayMs);
      await sleep(delayMs, undefined, { signal }).catch(() =>
        signal?.throwIfAborted()
      );
    }
  }
}

/**
 * The wait after the `failed`-th attempt: exponential backoff with full jitter,
 * which spreads clients that failed together best.
 *
 * @param random In [0, 1).
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(
  failed: number,
  policy: RetryPolicy,
  random: number,
): number {
  return Math.floor(
    random * Math.min(policy.capMs, policy.baseMs * 2 ** (failed - 1)),
  );
}
