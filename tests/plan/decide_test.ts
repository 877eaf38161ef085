import assert from "node:assert/strict";
import { decide, type RemoteState } from "../../lib/plan/decide.ts";

const DIFFERENCE = 'Content-Type "" → "model/obj"';

const TABLE: [remote: RemoteState, decision: string, forced: string][] = [
  [{ is: "absent" }, "create: not in the bucket", "create: not in the bucket"],
  [{ is: "same" }, "keep: content is the same", "replace: forced by KEY"],
  [{ is: "different" }, "update: content differs", "update: content differs"],
  [
    { is: "other headers", difference: DIFFERENCE },
    `update: ${DIFFERENCE}`,
    `update: ${DIFFERENCE}`,
  ],
  [
    { is: "incomparable" },
    "update: cannot compare: the object has no checksum that tells its MD5",
    "update: cannot compare: the object has no checksum that tells its MD5",
  ],
  [
    { is: "unknown until apply" },
    "update: content known after apply",
    "replace: forced by KEY",
  ],
  [{ is: "unread" }, "create: bucket not read", "create: bucket not read"],
];

for (const [remote, decision, forced] of TABLE) {
  Deno.test(`an object that is ${remote.is}: ${decision}, or if forced ${forced}`, () => {
    const text = (forcedBy?: string) => {
      const { op, reason } = decide(remote, forcedBy);
      return `${op}: ${reason}`;
    };
    assert.equal(text(), decision);
    assert.equal(text("KEY"), forced);
  });
}
