import type { IncomingMessage, ServerResponse } from "node:http";
import { random } from "../fixture/dataset/random.ts";
import { type FaultKind, FAULTS } from "./faults.ts";
import { bodyOf, headOf, reply, startServer, Upstream } from "./http.ts";
import { type S3Request, s3RequestOf } from "./operation.ts";

/** A request on its way to the server. */
export interface ProxiedRequest extends S3Request {
  /**
   * How often such a request came, from 1: same operation, key and part. The
   * upload that a part belongs to does not count, so that a whole upload that
   * is repeated is a second attempt.
   */
  readonly attempt: number;
}

/**
 * Decides what befalls a request; `undefined` lets it pass. The request is held
 * until the promise resolves, and nothing of its body is read before.
 */
export type Fate = (
  request: ProxiedRequest,
) => FaultKind | undefined | Promise<FaultKind | undefined>;

/** A proxy between the tool and an S3 server that does what networks do. */
export interface FaultProxy extends AsyncDisposable {
  readonly endpoint: string;
  /** Every request so far, in order of arrival. */
  readonly seen: readonly ProxiedRequest[];
  /** How many faults were injected, by kind. */
  readonly injected: ReadonlyMap<FaultKind, number>;
  /** Begins anew: forgets what was seen, and from now on does as `fate` says. */
  reset(fate?: Fate): void;
}

/**
 * Starts a proxy. Requests and answers pass unchanged, the `Host` header that
 * was signed included, unless `fate` names a fault.
 *
 * @param endpoint The server's.
 */
export async function startFaultProxy(
  endpoint: string,
  fate: Fate = () => undefined,
): Promise<FaultProxy> {
  const upstream = new Upstream(endpoint);
  const seen: ProxiedRequest[] = [];
  const injected = new Map<FaultKind, number>();
  const attempts = new Map<string, number>();

  function arrived(request: IncomingMessage): ProxiedRequest {
    const parsed = s3RequestOf(request);
    const id = identityOf(parsed);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const arrived = { ...parsed, attempt };
    seen.push(arrived);
    return arrived;
  }

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const proxied = arrived(request);
    const fault = await fate(proxied);
    if (fault === undefined) {
      const body = await bodyOf(request);
      return reply(response, await upstream.ask(headOf(request), body));
    }
    injected.set(fault, (injected.get(fault) ?? 0) + 1);
    await FAULTS[fault].inflict({ request, response, upstream });
  }

  const server = await startServer(handle);
  return {
    endpoint: server.endpoint,
    seen,
    injected,
    reset(next = () => undefined) {
      fate = next;
      seen.length = 0;
      injected.clear();
      attempts.clear();
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      upstream[Symbol.dispose]();
    },
  };
}

/**
 * Faults for a share of all requests, of every kind that fits the request. What
 * befalls the n-th attempt of a request depends on the seed alone, not on the
 * order in which requests arrive.
 */
export function faultsAtRandom(seed: string, probability: number): Fate {
  const kinds = Object.keys(FAULTS) as FaultKind[];
  return (request) => {
    const draw = random(`${seed} ${identityOf(request)} ${request.attempt}`);
    if (draw() >= probability) return undefined;
    const fitting = kinds.filter((kind) => FAULTS[kind].befalls(request));
    return fitting[Math.floor(draw() * fitting.length)];
  };
}

/** One fault for the first attempt of every request that it can befall. */
export function faultAtFirst(kind: FaultKind): Fate {
  return (request) =>
    request.attempt === 1 && FAULTS[kind].befalls(request) ? kind : undefined;
}

function identityOf({ operation, key, query }: S3Request): string {
  const page = ["prefix", "partNumber", "continuation-token"]
    .map((name) => query.get(name) ?? "");
  return [operation, key, ...page].join(" ");
}
