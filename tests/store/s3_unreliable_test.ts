import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import {
  openS3Store,
  type RetryEvent,
  type S3StoreOptions,
} from "../../lib/store/s3.ts";
import {
  type ObjectStore,
  PreconditionFailedError,
  type PutRequest,
} from "../../lib/store/store.ts";
import { patternBytes, putRequest } from "../fixture/put_file.ts";
import { testCredentials } from "../fixture/s3_server.ts";
import {
  answer,
  hangUp,
  s3Error,
  type SeenRequest,
  stall,
  startScriptedServer,
  type Step,
} from "../fixture/scripted_server.ts";

const SIZES = { small: 1000, large: 3 * 2 ** 20 };
const OK = answer(200, "", { etag: '"new"' });
const EXISTS = s3Error(412, "PreconditionFailed");

Deno.test.beforeAll(() => void testCredentials());

for (const [name, size] of Object.entries(SIZES)) {
  Deno.test(`a put outlives a broken connection and two answers of 503: ${name}`, async () => {
    const steps = [
      s3Error(503, "SlowDown"),
      hangUp, // Of a connection that was kept: Deno itself would repeat the request.
      s3Error(503, "SlowDown"),
      OK,
    ];
    await using test = await unreliable(steps, size);
    assert.equal(await test.store.put(test.request), "new");
    assert.deepEqual(test.seen.map(({ bodySize }) => bodySize), [
      size,
      size,
      size,
      size,
    ]);
    assert.deepEqual(
      test.retries.map(({ operation, key, reason, attempt }) =>
        `${operation} ${key} ${attempt}: ${reason}`
      ),
      [
        "PutObject a 1: 503 SlowDown",
        "PutObject a 2: ECONNRESET",
        "PutObject a 3: 503 SlowDown",
      ],
    );
    assert.equal(test.bytes(), size);
  });

  Deno.test(`a server that stalls is noticed: ${name}`, async () => {
    await using test = await unreliable([stall, OK], size);
    assert.equal(await test.store.put(test.request), "new");
    assert.equal(test.retries[0]?.reason, "TimeoutError");
  });

  Deno.test(`a server that stalls on a kept connection is noticed, and sent nothing else: ${name}`, async () => {
    const one = { maxRequests: 1 }; // A request that was repeated unasked would keep the only connection.
    await using test = await unreliable([OK, stall, OK, OK], size, one);
    await test.store.put(test.request);
    await test.store.put(test.request);
    await test.store.put(test.request);
    assert.equal(test.seen.length, 4);
    assert.deepEqual(test.retries.map(({ reason }) => reason), [
      "TimeoutError",
    ]);
  });

  Deno.test(`a put whose answer was lost finds its own object: ${name}`, async () => {
    const steps = (wanted: Step) => [hangUp, EXISTS, wanted];
    await using test = await unreliable(steps, size);
    assert.equal(await test.store.put(test.request), "theirs-1");
    assert.equal(test.bytes(), size);
  });
}

Deno.test("an answer that comes before the body frees the connection", async () => {
  const early: Step = (request, response) => {
    request.pause();
    response.writeHead(412).end();
  };
  const size = 32 * 2 ** 20; // More than the sockets' buffers hold.
  const one = { maxRequests: 1, idleTimeoutMs: 60_000 };
  await using test = await unreliable([early, answer(404), OK], size, one);
  const soon = { ...test.request, signal: AbortSignal.timeout(5_000) };
  await assert.rejects(test.store.put(soon), PreconditionFailedError);
  assert.equal(await test.store.put(test.request), "new");
});

Deno.test("a put that meets another object is not repeated", async () => {
  const head = answer(200, "", { etag: '"other"', "content-length": "1000" });
  await using test = await unreliable([EXISTS, head], 1000);
  await assert.rejects(test.store.put(test.request), PreconditionFailedError);
  assert.deepEqual(test.seen.map(({ method }) => method), ["PUT", "HEAD"]);
  assert.equal(test.bytes(), 0);
});

Deno.test("replacing an object that vanished fails as a precondition", async () => {
  await using test = await unreliable([s3Error(404, "NoSuchKey")], 1000);
  const replace = { ...test.request, condition: { ifMatch: "old" } };
  await assert.rejects(test.store.put(replace), PreconditionFailedError);
});

Deno.test("a conflict with another writer is tried again", async () => {
  const conflict = s3Error(409, "ConditionalRequestConflict");
  await using test = await unreliable([conflict, OK], 1000);
  assert.equal(await test.store.put(test.request), "new");
});

Deno.test("a refusal is not repeated", async () => {
  await using test = await unreliable([s3Error(400, "KeyTooLongError")], 1000);
  await assert.rejects(
    test.store.put(test.request),
    /Cannot put "a": the server refuses it \(400 KeyTooLongError\)/,
  );
  assert.equal(test.seen.length, 1);
});

Deno.test("a server that keeps failing is given up", async () => {
  await using test = await unreliable([answer(500)], 1000);
  await assert.rejects(
    test.store.put(test.request),
    /Cannot put "a": the server failed in every attempt \(500 Unknown\), run again later/,
  );
  assert.equal(test.seen.length, 5);
});

Deno.test("an error page of a proxy is tried again", async () => {
  const page = answer(502, "<html><b>Bad gateway</html>", {
    "content-type": "text/html",
  });
  await using test = await unreliable([page, OK], 1000);
  assert.equal(await test.store.put(test.request), "new");
});

Deno.test("a listing goes on after a failure where it was", async () => {
  const page = (key: string, next?: string) =>
    answer(
      200,
      `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>` +
        (next ? `<NextContinuationToken>${next}</NextContinuationToken>` : "") +
        `<Contents><Key>${key}</Key><ETag>"e"</ETag><Size>1</Size></Contents></ListBucketResult>`,
    );
  await using test = await unreliable(
    [page("a", "token"), answer(503), page("b")],
    0,
  );
  const keys = (await Array.fromAsync(test.store.list(""))).map(({ key }) =>
    key
  );
  assert.deepEqual(keys, ["a", "b"]);
  for (const { url } of test.seen.slice(1)) {
    assert.match(url, /continuation-token=token/);
  }
});

Deno.test("put headers say what S3 is to check and to publish", async () => {
  await using test = await unreliable([OK], 5);
  await test.store.put({
    ...test.request,
    md5: "5d41402abc4b2a76b9719d911017c592",
    headers: {
      contentType: "text/csv",
      cacheControl: "no-cache",
      acl: "public-read",
    },
  });
  await test.store.put({ ...test.request, condition: { ifMatch: "abc" } });
  const [create, replace] = test.seen.map(({ headers }) => headers);
  assert.equal(create?.["content-md5"], "XUFAKrxLKna5cZ2REBfFkg=="); // openssl
  assert.equal(
    create?.["x-amz-meta-md5"],
    "5d41402abc4b2a76b9719d911017c592",
  );
  assert.equal(create?.["content-type"], "text/csv");
  assert.equal(create?.["cache-control"], "no-cache");
  assert.equal(create?.["x-amz-acl"], "public-read");
  assert.equal(create?.["if-none-match"], "*");
  assert.equal(create?.["expect"], undefined);
  assert.equal(replace?.["if-match"], "abc");
  assert.equal(replace?.["x-amz-acl"], undefined);
});

Deno.test("no more requests are under way than allowed, over few connections", async () => {
  const waiting: ServerResponse[] = [];
  const ports = new Set<number | undefined>();
  let most = 0;
  const step: Step = (request, response) => {
    ports.add(request.socket.remotePort);
    request.on("end", () => {
      most = Math.max(most, waiting.push(response));
      if (waiting.length < 3) return;
      for (const response of waiting.splice(0)) {
        response.writeHead(200, { etag: '"new"' }).end();
      }
    });
  };
  await using test = await unreliable([step], SIZES.large);
  await Promise.all(
    Array.from({ length: 12 }, () => test.store.put(test.request)),
  );
  assert.equal(most, 3);
  assert.equal(ports.size, 3);
});

const BEGIN = answer(
  200,
  "<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>",
);
const COMPLETE = answer(
  200,
  '<CompleteMultipartUploadResult><ETag>"whole-1"</ETag></CompleteMultipartUploadResult>',
);
const ABSENT = answer(404);

Deno.test("an upload in parts repeats the request that failed and no other", async () => {
  await using test = await unreliable(
    [BEGIN, answer(500), hangUp, OK, ABSENT, answer(503), COMPLETE],
    1000,
    IN_ONE_PART,
  );
  assert.equal(await test.store.put(test.request), "whole-1");
  assert.deepEqual(test.methods(), [
    ...["POST", "PUT", "PUT", "PUT", "HEAD", "POST", "POST"],
  ]);
  assert.equal(test.bytes(), 1000);
});

Deno.test("an error inside a completion answered with 200 is an error", async () => {
  const hidden = s3Error(200, "InternalError");
  await using test = await unreliable(
    [BEGIN, OK, ABSENT, hidden, COMPLETE],
    1000,
    IN_ONE_PART,
  );
  assert.equal(await test.store.put(test.request), "whole-1");
  assert.equal(test.retries[0]?.reason, "503 InternalError");
});

Deno.test("an error that the SDK overlooks in a completion is an error", async () => {
  // It looks at the last bytes only.
  const hidden = answer(200, "<Error><Code>InternalError</Code></Error>\n");
  await using test = await unreliable(
    [BEGIN, OK, ABSENT, hidden, COMPLETE],
    1000,
    IN_ONE_PART,
  );
  assert.equal(await test.store.put(test.request), "whole-1");
  assert.equal(test.retries[0]?.reason, "IncompleteAnswer");
});

Deno.test("after a conflict at its completion an upload is made anew", async () => {
  const conflict = s3Error(409, "ConditionalRequestConflict");
  const aborted = answer(204);
  await using test = await unreliable(
    [
      ...[BEGIN, OK, ABSENT, conflict, aborted],
      ...[BEGIN, OK, ABSENT, COMPLETE],
    ],
    1000,
    IN_ONE_PART,
  );
  assert.equal(await test.store.put(test.request), "whole-1");
  assert.equal(test.retries[0]?.reason, "409 ConditionalRequestConflict");
  assert.equal(test.bytes(), 1000);
});

Deno.test("a completion without an ETag is followed by a look at the object", async () => {
  const silent = answer(
    200,
    "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>",
  );
  await using test = await unreliable(
    (wanted) => [BEGIN, OK, ABSENT, silent, wanted],
    1000,
    IN_ONE_PART,
  );
  assert.equal(await test.store.put(test.request), "theirs-1");
});

Deno.test("a completion whose answer was lost is found done", async () => {
  const gone = s3Error(404, "NoSuchUpload");
  await using test = await unreliable(
    (wanted) => [BEGIN, OK, ABSENT, hangUp, gone, wanted],
    1000,
    IN_ONE_PART,
  );
  assert.equal(await test.store.put(test.request), "theirs-1");
});

Deno.test("an upload that vanished without its object is a failure", async () => {
  const gone = s3Error(404, "NoSuchUpload");
  await using test = await unreliable(
    [BEGIN, OK, ABSENT, gone, ABSENT, gone],
    1000,
    IN_ONE_PART,
  );
  await assert.rejects(test.store.put(test.request), /somebody else ended/);
});

Deno.test("an upload in parts that fails is removed from the server", async () => {
  await using test = await unreliable(
    [BEGIN, s3Error(400, "InvalidArgument"), answer(204)],
    1000,
    IN_ONE_PART,
  );
  await assert.rejects(test.store.put(test.request), /400 InvalidArgument/);
  assert.deepEqual(test.methods(), ["POST", "PUT", "DELETE"]);
});

const IN_ONE_PART = { partSize: 5 * 2 ** 20 };

/** An object with the wanted content, and an ETag that does not tell. */
function headOf({ size, md5 }: PutRequest): Step {
  return answer(200, "", {
    etag: '"theirs-1"',
    "content-length": String(size),
    "x-amz-meta-md5": md5,
  });
}

interface UnreliableTest extends AsyncDisposable {
  readonly store: ObjectStore;
  /** A put of the key `a`. */
  readonly request: PutRequest;
  readonly seen: readonly SeenRequest[];
  readonly retries: readonly RetryEvent[];
  methods(): string[];
  /** Bytes that the puts have reported. */
  bytes(): number;
}

/** @param steps Of the server; `wanted` answers with the object's head as the put would make it. */
async function unreliable(
  steps: readonly Step[] | ((wanted: Step) => readonly Step[]),
  size: number,
  { partSize, ...options }: Partial<S3StoreOptions> & { partSize?: number } =
    {},
): Promise<UnreliableTest> {
  const directory = await Deno.makeTempDir();
  let total = 0;
  const request = await putRequest(directory, "a", patternBytes(size), {
    partSize,
    onBytes: (bytes) => total += bytes,
  });
  const server = await startScriptedServer(
    typeof steps === "function" ? steps(headOf(request)) : steps,
  );
  const retries: RetryEvent[] = [];
  const store = openS3Store({
    bucket: "bucket",
    region: "us-east-1",
    endpoint: server.endpoint,
    forcePathStyle: true,
    maxRequests: 3,
    retries: { attempts: 5, baseMs: 1, capMs: 2 },
    idleTimeoutMs: 300,
    onRetry: (event) => retries.push(event),
    ...options,
  });
  return {
    store,
    request,
    seen: server.seen,
    retries,
    methods: () => server.seen.map(({ method }) => method),
    bytes: () => total,
    async [Symbol.asyncDispose]() {
      store.close();
      await server.stop();
      await Deno.remove(directory, { recursive: true });
    },
  };
}
