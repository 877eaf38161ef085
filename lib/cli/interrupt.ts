/** What Ctrl-C asks for: first to stop, then to abort. */
export interface Interrupt extends Disposable {
  /** Fires at the first Ctrl-C: begin nothing new. */
  readonly stop: AbortSignal;
  /** Fires at the second Ctrl-C: give up what is under way. */
  readonly abort: AbortSignal;
}

/** Listens for Ctrl-C (SIGINT) and SIGTERM until disposed of. */
export function listenForInterrupt(): Interrupt {
  const stop = new AbortController();
  const abort = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) abort.abort();
    stop.abort();
  };
  Deno.addSignalListener("SIGINT", onSignal);
  Deno.addSignalListener("SIGTERM", onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    [Symbol.dispose]() {
      Deno.removeSignalListener("SIGINT", onSignal);
      Deno.removeSignalListener("SIGTERM", onSignal);
    },
  };
}
