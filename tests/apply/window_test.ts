import assert from "node:assert/strict";
import { Window } from "../../lib/apply/window.ts";

Deno.test("whoever comes when the window is full waits until another leaves", async () => {
  const window = new Window(2);
  await window.enter();
  await window.enter();
  let entered = false;
  const third = window.enter().then(() => entered = true);
  await Promise.resolve();
  assert.equal(entered, false);
  window.leave();
  await third;
  assert.equal(entered, true);
});

Deno.test("a window is drained when all have left, and can be used again", async () => {
  const window = new Window(2);
  await window.enter();
  let drained = false;
  const waiting = window.drained().then(() => drained = true);
  await Promise.resolve();
  assert.equal(drained, false);
  window.leave();
  await waiting;
  await window.enter();
  await window.enter();
});
