import assert from "node:assert/strict";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import { corsWarning, refusedReaders } from "../../lib/release_check/cors.ts";
import { demoConfig } from "../fixture/config.ts";

const VIEWER = "https://simularium.allencell.org";
const FINDER = "https://bff.allencell.org";

/** A request as the server saw it. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** Asks a server on loopback whom it turns away. */
async function refusedBy(
  answer: (late: Promise<Response>) => Response | Promise<Response>,
  { patienceMs, ...changes }: Record<string, unknown> = {},
): Promise<{ refused: readonly string[]; asked: Asked[] }> {
  const asked: Asked[] = [];
  /** An answer that comes when nobody waits for it any more. */
  const late = Promise.withResolvers<Response>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ method, url, headers }) => {
      asked.push({
        method,
        path: new URL(url).pathname,
        headers: new Map(headers),
      });
      return answer(late.promise);
    },
  );
  const endpoint = `http://127.0.0.1:${server.addr.port}`;
  const config = effectiveConfigSchema.parse(demoConfig({
    s3_endpoint: endpoint,
    base_s3_url: `${endpoint}/bucket/`,
    ...changes,
  }));
  try {
    const refused = await refusedReaders(config, patienceMs as number);
    return { refused, asked };
  } finally {
    late.resolve(new Response());
    await server.shutdown();
  }
}

function answer(status: number, allowed?: string): () => Response {
  const headers = allowed === undefined
    ? undefined
    : { "access-control-allow-origin": allowed };
  return () => new Response(null, { status, headers });
}

const ANSWERS: readonly (readonly [
  name: string,
  answer: () => Response,
  refused: readonly string[],
])[] = [
  ["a rule for all", answer(200, "*"), []],
  ["a rule for one reader", answer(200, VIEWER), [FINDER]],
  ["no rule that fits", answer(403), [VIEWER, FINDER]],
  ["no rules at all", answer(200), [VIEWER, FINDER]],
  ["no such bucket", answer(404), []],
  ["no such method", answer(405), []],
  ["a failure", answer(503), []],
];

for (const [name, respond, refused] of ANSWERS) {
  Deno.test(`a public URL with ${name} turns ${refused.length} readers away`, async () => {
    assert.deepEqual((await refusedBy(respond)).refused, refused);
  });
}

Deno.test("the public URL is asked as browsers do, without credentials", async () => {
  const { asked } = await refusedBy(answer(200, "*"));
  assert.deepEqual(
    new Set(asked.map(({ headers }) => headers.get("origin"))),
    new Set([VIEWER, FINDER]),
  );
  for (const { method, path, headers } of asked) {
    assert.equal(method, "OPTIONS");
    assert.match(path, /^\/bucket\/bff\//);
    assert.equal(headers.get("access-control-request-method"), "GET");
    assert.equal(headers.has("authorization"), false);
  }
});

Deno.test("a CDN in front of the bucket is not asked", async () => {
  const { refused, asked } = await refusedBy(answer(403), {
    s3_endpoint: undefined,
  });
  assert.deepEqual([refused, asked], [[], []]);
});

Deno.test("who does not answer in time is not waited for, nor blamed", async () => {
  const { refused, asked } = await refusedBy((late) => late, {
    patienceMs: 200,
  });
  assert.equal(asked.length, 2);
  assert.deepEqual(refused, []);
});

Deno.test("a server that cannot be reached is not blamed", async () => {
  const config = effectiveConfigSchema.parse(demoConfig({
    s3_endpoint: "http://127.0.0.1:1",
    base_s3_url: "http://127.0.0.1:1/bucket/",
  }));
  assert.deepEqual(await refusedReaders(config), []);
});

Deno.test("the readers that are turned away are named", () => {
  const config = { base_s3_url: "https://b.test/" };
  assert.equal(corsWarning(config, []), undefined);
  assert.match(
    corsWarning(config, [VIEWER, FINDER])!.what,
    /no CORS rule for simularium\.allencell\.org and bff\.allencell\.org$/,
  );
});
