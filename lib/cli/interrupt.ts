/** The user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
  override message = "Interrupted";
}

/** What Ctrl-C asks for: first to stop, then to abort. */
export interface Interrupt extends Disposable {
  /** Fires at the first Ctrl-C: begin nothing new. */
  readonly stop: AbortSignal;
  /** Fires at the second Ctrl-C: give up what is under way. */
  readonly abort: AbortSignal;
}

/** Ctrl-C, and what service managers send; Windows has the first only. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** Listens for Ctrl-C until disposed of; the signals' reason is an {@linkcode InterruptedError}. */
export function listenForInterrupt(): Interrupt {
  const stop = new AbortController();
  const abort = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) abort.abort(new InterruptedError());
    stop.abort(new InterruptedError());
  };
  for (const signal of SIGNALS) Deno.addSignalListener(signal, onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) Deno.removeSignalListener(signal, onSignal);
    },
  };
}
