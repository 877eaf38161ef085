import assert from "node:assert/strict";
import { mapConcurrent } from "../lib/concurrency.ts";

/** Reads all results, and the error that ends them. */
async function drain<T>(
  results: AsyncIterable<T>,
): Promise<{ results: T[]; error?: unknown }> {
  const read: T[] = [];
  try {
    for await (const result of results) read.push(result);
  } catch (error) {
    return { results: read, error };
  }
  return { results: read };
}

Deno.test("results come in the order of the items, whichever is ready first", async () => {
  const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const results = drain(mapConcurrent([0, 1, 2], 3, async (i) => {
    await gates[i]!.promise;
    return i;
  }));
  gates.toReversed().forEach(({ resolve }) => resolve());
  assert.deepEqual(await results, { results: [0, 1, 2] });
});

Deno.test("no more calls than the limit are under way, and as many as that", async () => {
  let underWay = 0, most = 0;
  const four = Promise.withResolvers<void>();
  const items = Array.from({ length: 20 }, (_, i) => i);
  const { results } = await drain(mapConcurrent(items, 4, async (i) => {
    most = Math.max(most, ++underWay);
    // All that may begin do so before the next task of the event loop.
    if (underWay === 4) setTimeout(four.resolve);
    await four.promise;
    underWay--;
    return i;
  }));
  assert.deepEqual(results, items);
  assert.equal(most, 4);
});

Deno.test("calls begin in bursts, once there is room for all of one", async () => {
  const log: string[] = [];
  const mapped = mapConcurrent(
    [1, 2, 3, 4, 5, 6, 7],
    4,
    (i) => {
      log.push(`begin ${i}`);
      return Promise.resolve(i);
    },
    2,
  );
  for await (const i of mapped) log.push(`end ${i}`);
  assert.deepEqual(log, [
    ..."begin 1,begin 2,begin 3,begin 4,end 1,end 2".split(","),
    ..."begin 5,begin 6,end 3,end 4".split(","),
    ..."begin 7,end 5,end 6,end 7".split(","),
  ]);
});

Deno.test("an error comes after the results before it", async () => {
  const error = new Error("third");
  const mapped = mapConcurrent(
    [1, 2, 3, 4],
    4,
    (i) => i === 3 ? Promise.reject(error) : Promise.resolve(i),
  );
  assert.deepEqual(await drain(mapped), { results: [1, 2], error });
});

Deno.test("an error of the items comes after the results of all items before it", async () => {
  const error = new Error("no more");
  function* items() {
    yield* [1, 2, 3];
    throw error;
  }
  const mapped = mapConcurrent(items(), 10, (i) => Promise.resolve(i));
  assert.deepEqual(await drain(mapped), { results: [1, 2, 3], error });
});

Deno.test("a reader that stops early ends the items", async () => {
  let ended = false;
  async function* items() {
    try {
      for (let i = 0; true; i++) yield await Promise.resolve(i);
    } finally {
      ended = true;
    }
  }
  for await (const i of mapConcurrent(items(), 2, (i) => Promise.resolve(i))) {
    if (i === 5) break;
  }
  assert.equal(ended, true);
});
