import type { IncomingMessage } from "node:http";
import { type Answer, bodyOf, headOf, reply, startServer } from "./http.ts";
import { Upstream } from "./http.ts";
import { errorXml, type S3Request, s3RequestOf } from "./operation.ts";

/** A request with its headers. */
export interface GuardedRequest extends S3Request {
  readonly headers: IncomingMessage["headers"];
}

/** The answer to a request that is refused; `undefined` lets it pass. */
export type Rule = (request: GuardedRequest) => Answer | undefined;

/** Stands before an S3 server and refuses what the server itself would take. */
export interface Gatekeeper extends AsyncDisposable {
  readonly endpoint: string;
  /** The requests that were answered with an error, by whomever. */
  readonly refused: readonly S3Request[];
  /** Begins anew: forgets what was refused, and follows another rule from now on. */
  follow(rule?: Rule): void;
}

/** @param endpoint The server's. */
export async function startGatekeeper(endpoint: string): Promise<Gatekeeper> {
  const upstream = new Upstream(endpoint);
  const refused: S3Request[] = [];
  let rule: Rule = () => undefined;
  const server = await startServer(async (request, response) => {
    const asked = { ...s3RequestOf(request), headers: request.headers };
    const body = await bodyOf(request);
    const answer = rule(asked) ?? await upstream.ask(headOf(request), body);
    if (answer.status >= 300) refused.push(asked);
    reply(response, answer);
  });
  return {
    endpoint: server.endpoint,
    refused,
    follow(next = () => undefined) {
      rule = next;
      refused.length = 0;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      upstream[Symbol.dispose]();
    },
  };
}

/** An error as S3 answers it. */
export function refusal(
  status: number,
  code: string,
  headers: readonly string[] = [],
): Answer {
  return {
    status,
    headers: ["content-type", "application/xml", ...headers],
    body: new TextEncoder().encode(errorXml(code)),
  };
}
