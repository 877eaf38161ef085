import { Limit } from "../limit.ts";
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

/** Sends requests: a limited number at a time, repeated while that may help. */
export class RequestRunner {
  readonly #limit: Limit;

  constructor(
    readonly options: {
      readonly target: Omit<Target, keyof RequestName>;
      readonly maxRequests: number;
      readonly retries: RetryPolicy;
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
    request: RequestName,
    signal: AbortSignal | undefined,
    attempt: () => Promise<T>,
  ): Promise<T> {
    const { target, retries, onRetry } = this.options;
    const { operation, key } = request;
    try {
      return await retrying(() => this.#limit.run(attempt, signal), {
        policy: retries,
        signal,
        isTransient: (error) =>
          !(error instanceof UnreadableContentError) &&
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
}
