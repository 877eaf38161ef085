import assert from "node:assert/strict";
import {
  backoffMs,
  DEFAULT_RETRIES,
  retrying,
  type RetryOptions,
} from "../../lib/store/retry.ts";

const OPTIONS: RetryOptions = {
  policy: { attempts: 4, baseMs: 1, capMs: 2 },
  isTransient: (error) => (error as Error).message === "transient",
};

Deno.test("the wait doubles with each failure up to the cap", () => {
  const policy = { attempts: 7, baseMs: 150, capMs: 2_000 };
  const longest = [1, 2, 3, 4, 5, 6, 7].map((failed) =>
    backoffMs(failed, policy, 0.999_999)
  );
  assert.deepEqual(longest, [149, 299, 599, 1199, 1999, 1999, 1999]);
});

Deno.test("the jitter is full: the wait may be anything from 0", () => {
  assert.equal(backoffMs(3, DEFAULT_RETRIES, 0), 0);
  assert.equal(backoffMs(3, DEFAULT_RETRIES, 0.5), 300);
});

Deno.test("an attempt is repeated while its failure is transient", async () => {
  const failures = failing("transient", "transient");
  const events: [number, string][] = [];
  const result = await retrying(failures, {
    ...OPTIONS,
    onRetry: (error, attempt) =>
      events.push([attempt, (error as Error).message]),
  });
  assert.equal(result, "done");
  assert.deepEqual(events, [[1, "transient"], [2, "transient"]]);
});

Deno.test("a failure that is not transient ends at once", async () => {
  await assert.rejects(
    retrying(failing("transient", "fatal"), OPTIONS),
    /fatal/,
  );
});

Deno.test("the last attempt's failure is thrown", async () => {
  let attempts = 0;
  const never = () => {
    attempts++;
    return Promise.reject(new Error("transient"));
  };
  await assert.rejects(retrying(never, OPTIONS), /transient/);
  assert.equal(attempts, 4);
});

Deno.test("an abort ends the wait", async () => {
  const stop = new AbortController();
  const forever = {
    ...OPTIONS,
    policy: { attempts: 2, baseMs: 1e9, capMs: 1e9 },
    signal: stop.signal,
    onRetry: () => stop.abort(new Error("enough")),
  };
  await assert.rejects(retrying(failing("transient"), forever), /enough/);
});

/** An attempt that fails with each message in turn, then succeeds. */
function failing(...messages: string[]): () => Promise<string> {
  return () => {
    const message = messages.shift();
    return message === undefined
      ? Promise.resolve("done")
      : Promise.reject(new Error(message));
  };
}
