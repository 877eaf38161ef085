import assert from "node:assert/strict";
import type { ApplyEvent } from "../../lib/apply/events.ts";
import {
  advance,
  NOT_BEGUN,
  progressLine,
  type ProgressState,
} from "../../lib/terminal/progress_state.ts";
import { put, write } from "./entries.ts";

function after(...events: ApplyEvent[]): ProgressState {
  return events.reduce(advance, NOT_BEGUN);
}

const START: ApplyEvent = { type: "start", actions: 10, bytes: 4000 };

Deno.test("events add up", () => {
  assert.deepEqual(
    after(
      START,
      { type: "outcome", action: write(), outcome: { is: "done" } },
      { type: "bytes", bytes: 600 },
      { type: "bytes", bytes: -600 },
      {
        type: "retry",
        operation: "PutObject",
        reason: "503 SlowDown",
        attempt: 1,
        delayMs: 10,
      },
      { type: "bytes", bytes: 1000 },
      { type: "outcome", action: put(), outcome: { is: "done" } },
      { type: "stopping", reason: "interrupted" },
    ),
    {
      doing: "meshes",
      actions: 10,
      ended: 2,
      short: 0,
      bytes: 4000,
      sent: 1000,
      retries: 1,
      stopping: true,
    },
  );
});

Deno.test("bytes that will not be sent do not count any more", () => {
  const short = { is: "failed", reason: "x" } as const;
  const there = { is: "already there" } as const;
  const state = after(
    START,
    { type: "outcome", action: put({ size: 500 }), outcome: there },
    { type: "outcome", action: put({ size: 300 }), outcome: short },
    { type: "outcome", action: put({ size: 200, op: "keep" }), outcome: there },
    { type: "outcome", action: put({ size: null }), outcome: there },
    { type: "outcome", action: write(), outcome: short },
  );
  assert.equal(state.bytes, 3200);
  assert.equal(state.ended, 5);
  assert.equal(state.short, 2);
});

const HALF: ProgressState = {
  doing: "packings",
  actions: 2000,
  ended: 1000,
  short: 0,
  bytes: 4_000_000,
  sent: 1_000_000,
  retries: 0,
  stopping: false,
};

const LINES: readonly (readonly [
  name: string,
  state: Partial<ProgressState>,
  seconds: number,
  columns: number | undefined,
  line: string,
])[] = [
  [
    "on a wide terminal",
    {},
    10,
    100,
    "[██████░░░░░░]  packings  1,000/2,000  1.0 MB of 4.0 MB  100 kB/s  10 s left",
  ],
  [
    "on one of 300 columns",
    {},
    10,
    300,
    "[███████████████░░░░░░░░░░░░░░░]  packings  1,000/2,000  1.0 MB of 4.0 MB  100 kB/s  10 s left",
  ],
  [
    "on one of 80 columns",
    {},
    10,
    80,
    "[█████░░░░░]  packings  1,000/2,000  1.0 MB of 4.0 MB  100 kB/s  10 s left",
  ],
  [
    "where a bar does not fit",
    {},
    10,
    68,
    "packings  1,000/2,000  1.0 MB of 4.0 MB  100 kB/s  10 s left",
  ],
  [
    "where not even the text fits",
    {},
    10,
    30,
    "packings  1,000/2,000  1.0 MB",
  ],
  [
    "in a log",
    {},
    10,
    undefined,
    "packings  1,000/2,000  1.0 MB of 4.0 MB  100 kB/s  10 s left",
  ],
  [
    "at the beginning, when nothing can be said of the time",
    { doing: "", ended: 0, sent: 0 },
    0.1,
    60,
    "[░░░░░░░]  0/2,000  0 B of 4.0 MB",
  ],
  [
    "with all that can happen",
    { short: 1, retries: 12, stopping: true },
    10,
    140,
    "[█████████░░░░░░░░]  packings  1,000/2,000  1.0 MB of 4.0 MB  100 kB/s  finishing what is under way  1 not done  12 retried",
  ],
  [
    "when more was sent than the plan could know",
    { ended: 2000, sent: 5_000_000 },
    10,
    100,
    "[████████████]  packings  2,000/2,000  5.0 MB  500 kB/s",
  ],
  [
    "before the bucket is listed",
    NOT_BEGUN,
    3,
    60,
    "listing the bucket",
  ],
];

for (const [name, state, seconds, columns, line] of LINES) {
  Deno.test(`a run in one line ${name}`, () => {
    const shown = progressLine({ ...HALF, ...state }, seconds, columns);
    assert.equal(shown, line);
    if (columns === undefined) return;
    assert.ok(shown.length < columns, "the last column stays free");
  });
}

Deno.test("steps that take turns with a packing are one thing, so that the line is calm", () => {
  const doing = (
    ["update_simularium", "upload_simularium", "upload_thumbnails"] as const
  ).map((step) =>
    after(START, {
      type: "outcome",
      action: put({ step }),
      outcome: { is: "done" },
    }).doing
  );
  assert.deepEqual(new Set(doing), new Set(["packings"]));
});
