import { LinkedAbort } from "./linked_abort.ts";

/** Sends a request once. It may be told to end, and tells when it gets on. */
export type Attempt<T> = (
  signal: AbortSignal,
  progressed: () => void,
) => Promise<T>;

/**
 * Gives up an attempt that has not progressed for a while, be it that it waits
 * for an answer, for a connection, or for credentials.
 *
 * @throws {Error} named `TimeoutError`; the parent's reason; or what the attempt throws.
 */
export async function withIdleTimeout<T>(
  idleMs: number,
  parent: AbortSignal | undefined,
  attempt: Attempt<T>,
): Promise<T> {
  using linked = new LinkedAbort(parent);
  const { signal } = linked;
  signal.throwIfAborted();
  const onIdle = () => linked.abort(timeoutError(idleMs));
  let timer = setTimeout(onIdle, idleMs);
  const progressed = () => {
    clearTimeout(timer);
    timer = setTimeout(onIdle, idleMs);
  };
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => aborted.reject(signal.reason));
  try {
    // What does not heed the signal, such as a sign-in, must not keep us either.
    return await Promise.race([attempt(signal, progressed), aborted.promise]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function timeoutError(idleMs: number): Error {
  const error = new Error(`Nothing happened for ${idleMs / 1000} s`);
  error.name = "TimeoutError";
  return error;
}
