import assert from "node:assert/strict";
import { Limit } from "../lib/limit.ts";

Deno.test("no more tasks run at a time than the limit lets in", async () => {
  const limit = new Limit(3);
  let running = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 20 }, () =>
    limit.run(async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    })));
  assert.equal(most, 3);
});

Deno.test("tasks start in the order in which they came", async () => {
  const limit = new Limit(1);
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) =>
    limit.run(async () => {
      await Promise.resolve();
      order.push(n);
    })
  ));
  assert.deepEqual(order, [1, 2, 3]);
});

Deno.test("a task that fails gives its place back", async () => {
  const limit = new Limit(1);
  await assert.rejects(limit.run(() => Promise.reject(new Error("no"))), /no/);
  assert.equal(await limit.run(() => Promise.resolve("yes")), "yes");
});

Deno.test("an abort takes only the waiting one out of the line", async () => {
  const limit = new Limit(1);
  const release = await limit.acquire();
  const stop = new AbortController();
  const leaving = limit.acquire(stop.signal);
  const staying = limit.acquire();
  stop.abort(new Error("enough"));
  await assert.rejects(leaving, /enough/);
  release();
  (await staying)();
  (await limit.acquire())();
});

Deno.test("an aborted signal is not let in", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(new Limit(1).acquire(signal), /enough/);
});

Deno.test("a limit is idle once all have left, and lets others in again", async () => {
  const limit = new Limit(2);
  const leave = await limit.acquire();
  let idle = false;
  const waiting = limit.idle().then(() => idle = true);
  await Promise.resolve();
  assert.equal(idle, false);
  leave();
  await waiting;
  await limit.acquire();
  await limit.acquire();
});
