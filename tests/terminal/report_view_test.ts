import assert from "node:assert/strict";
import type { ApplyReport } from "../../lib/apply/report.ts";
import { reportView } from "../../lib/terminal/report_view.ts";
import { PLAIN } from "../../lib/terminal/style.ts";

const ALL_DONE: ApplyReport = {
  counts: {
    "done": 1200,
    "already there": 3,
    "stale": 0,
    "failed": 0,
    "not tried": 0,
  },
  bytes: 4_100_000,
  retries: 0,
  shortfalls: [],
  complete: true,
};

function shortfall(
  is: "stale" | "failed" | "not tried",
  subject: string,
  reason: string,
): ApplyReport["shortfalls"][number] {
  return { step: "upload_meshes", subject, outcome: { is, reason } };
}

Deno.test("a complete run is one line", () => {
  assert.deepEqual(reportView(ALL_DONE, PLAIN), [
    "Applied: 1,200 done, 3 already there; 4.1 MB uploaded.",
  ]);
});

Deno.test("the requests that were repeated are told", () => {
  assert.deepEqual(reportView({ ...ALL_DONE, retries: 1 }, PLAIN), [
    "Applied: 1,200 done, 3 already there; 4.1 MB uploaded, 1 request retried.",
  ]);
});

Deno.test("an incomplete run lists what is not in place by reason, causes first", () => {
  assert.deepEqual(
    reportView({
      counts: {
        "done": 0,
        "already there": 0,
        "stale": 1,
        "failed": 1,
        "not tried": 4,
      },
      bytes: 0,
      retries: 0,
      shortfalls: [
        shortfall("stale", "a.obj", "changed"),
        shortfall("not tried", "b", "action 1, which it needs"),
        shortfall("not tried", "c", "action 12, which it needs"),
        shortfall("failed", "d.obj", "refused"),
        shortfall("not tried", "e", "action 1, which it needs"),
        shortfall("not tried", "f\x1b", "action 3, which it needs"),
      ],
      complete: false,
    }, PLAIN),
    [
      "? 1 stale: changed",
      "    a.obj",
      "? 1 failed: refused",
      "    d.obj",
      "? 4 not tried: action …, which it needs",
      "    b",
      "    c",
      "    e",
      "    and 1 more",
      "Incomplete: 0 done, 1 stale, 1 failed, 4 not tried; 0 B uploaded.",
      "Not everything is in place. Run the same command again to go on where it stopped; what is stale needs a new plan.",
    ],
  );
});

Deno.test("why a run stopped is told once, with the action that failed for it or by itself", () => {
  const stopped = "The credentials have expired";
  const incomplete = { ...ALL_DONE, stopped, complete: false };
  const told = (report: ApplyReport) =>
    reportView(report, PLAIN).filter((line) => line.includes(stopped));
  assert.deepEqual(told(incomplete), [`Stopped: ${stopped}`]);
  assert.deepEqual(
    told({ ...incomplete, shortfalls: [shortfall("failed", "a", stopped)] }),
    [`? 1 failed: ${stopped}`],
  );
});
