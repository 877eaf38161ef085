import { formatDuration } from "../terminal/units.ts";
import type { Finding } from "./finding.ts";
import type { ClockReading } from "./s3_probe.ts";

/** Amazon S3 refuses requests that are 15 minutes off; a third of it is no accident. */
const TOLERANCE_MS = 5 * 60_000;

/** Servers tell the time in whole seconds. */
const RESOLUTION_MS = 2_000;

/** Whether this computer's clock is right, by that of the server. */
export function clockFinding(clock: ClockReading | undefined): Finding {
  const title = "Clock";
  if (!clock) {
    return {
      ok: "unknown",
      title,
      detail: "the server does not tell the time",
    };
  }
  const skew = clock.local - clock.server;
  const size = Math.abs(skew);
  if (size < RESOLUTION_MS) {
    return { ok: true, title, detail: "as the server's" };
  }
  const detail = `${formatDuration(size / 1000)} ${
    skew > 0 ? "ahead of" : "behind"
  } the server's`;
  return size <= TOLERANCE_MS ? { ok: true, title, detail } : {
    ok: false,
    title,
    detail,
    remedy: "Set this computer's clock: S3 refuses requests from another time",
  };
}
