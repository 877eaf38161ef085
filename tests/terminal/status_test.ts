import assert from "node:assert/strict";
import {
  planStatus,
  statusLine,
  verifyStatus,
} from "../../lib/terminal/status.ts";

Deno.test("a status says what is done, and for how long", () => {
  assert.equal(
    statusLine(planStatus(0), 0.4, 80),
    "Planning: listing the bucket  0.4 s",
  );
  assert.equal(
    statusLine(planStatus(1234), 75, 80),
    "Planning: 1,234 actions  1 min 15 s",
  );
  assert.equal(
    statusLine(verifyStatus({ doing: "comparing", objects: 1 }), 3, 80),
    "Verifying: 1 object compared  3.0 s",
  );
});

Deno.test("a status leaves the last column free, so that the line does not break", () => {
  assert.equal(statusLine(planStatus(1234), 75, 20), "Planning: 1,234 act");
});
