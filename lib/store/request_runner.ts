import { Limit } from "../limit.ts";
import { type Attempt, withIdleTimeout } from "./idle_timeout.ts";
import { UnreadableContentError } from "./request_body.ts";
import { retrying, type RetryPolicy } from "./retry.ts";
import { errorFor, reasonOf, type Target } from "./s3_errors.ts";
import { classify, failureOf } from "./s3_failure.ts";

/** A request failed and will be repeated. */
export interface RetryEvent {
  /** S3's name of the request, such as `PutObject`. */
  readonly operation: string;
  /** The object that it was about, if any. */
  readonly key?: string;
  /** Such as `503 SlowDown` or `ECONNRESET`. */
  readonly reason: string;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** How long the next attempt waits. */
  readonly delayMs: number;
}

/** A request, as events and messages name it. */
export type RequestName = Pick<Target, "operation" | "key" | "setsAcl">;

/** A request to run. */
export interface RequestToRun extends RequestName {
  /** How many times as long as others it may take to show progress; 1 by default. */
  readonly patience?: number;
}

/** Sends requests: a limited number at a time, repeated while that may help. */
export class RequestRunner {
  readonly #limit: Limit;
  #isClosed = false;

  constructor(
    readonly options: {
      readonly target: Omit<Target, keyof RequestName>;
      readonly maxRequests: number;
      readonly retries: RetryPolicy;
      /** An attempt without progress for so many ms has failed. */
      readonly idleTimeoutMs: number;
      readonly onRetry?: (event: RetryEvent) => void;
    },
  ) {
    this.#limit = new Limit(options.maxRequests);
  }

  /**
   * @param attempt Sends the request once, through the SDK.
   * @throws One of the store's errors, what reading the content threw, or the
   * signal's reason.
   */
  async run<T>(
    request: RequestToRun,
    signal: AbortSignal | undefined,
    attempt: Attempt<T>,
  ): Promise<T> {
    const { target, retries, idleTimeoutMs, onRetry } = this.options;
    const { operation, key, patience = 1 } = request;
    const once = () =>
      withIdleTimeout(idleTimeoutMs * patience, signal, attempt);
    try {
      return await retrying(() => this.#limit.run(once, signal), {
        policy: retries,
        signal,
        isTransient: (error) =>
          !this.#isClosed && !(error instanceof UnreadableContentError) &&
          classify(failureOf(error), operation) === "retry",
        onRetry: (error, attempt, delayMs) =>
          onRetry?.({
            operation,
            key,
            reason: reasonOf(failureOf(error)),
            attempt,
            delayMs,
          }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof UnreadableContentError) throw error.cause;
      throw errorFor(error, { ...target, ...request });
    }
  }

  /** From now on no request is repeated. */
  close(): void {
    this.#isClosed = true;
  }
}
