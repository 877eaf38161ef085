import type { Fate, ProxiedRequest } from "./fault_proxy.ts";

/** Holds requests on their way until it is opened. */
export interface Gate {
  /** For the proxy. */
  readonly fate: Fate;
  /** Resolves when so many requests are held. */
  holds(count: number): Promise<void>;
  /** Lets those pass that are held, and all that come. */
  open(): void;
}

/** @param wants Which requests to hold. */
export function makeGate(wants: (request: ProxiedRequest) => boolean): Gate {
  const opened = Promise.withResolvers<undefined>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let held = 0;
  return {
    fate(request) {
      if (!wants(request)) return undefined;
      held++;
      for (const { count, resolve } of waiting) if (held >= count) resolve();
      return opened.promise;
    },
    holds: (count) =>
      new Promise((resolve) => {
        if (held >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    open: () => opened.resolve(undefined),
  };
}
