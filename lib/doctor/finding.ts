import type { ProbeFailure } from "./s3_probe.ts";

/** What one check found: a line of the report. */
export interface Finding {
  /** `unknown` where it cannot be found out, or only a person can tell. */
  readonly ok: boolean | "unknown";
  /** What was checked: `Bucket`. */
  readonly title: string;
  /** What was found. */
  readonly detail?: string;
  /** What to do about it; may have several lines, such as a command. */
  readonly remedy?: string;
}

/** Findings about one thing. */
export interface FindingGroup {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** A failed check, from a message of the form `what is wrong: what to do`. */
export function failed(title: string, message: string): Finding {
  const [detail, ...remedy] = message.split(": ");
  return {
    ok: false,
    title,
    detail,
    remedy: remedy.length > 0 ? capitalized(remedy.join(": ")) : undefined,
  };
}

/**
 * A question about the bucket that the server did not answer.
 *
 * @param permission What the credentials need for it: `s3:GetBucketCORS`.
 */
export function unanswered(
  title: string,
  failure: ProbeFailure,
  permission: string,
): Finding {
  if (failure.isNotImplemented) {
    return { ok: "unknown", title, detail: "the server does not tell" };
  }
  if (failure.status === 403) {
    return {
      ok: "unknown",
      title,
      detail:
        `the credentials do not permit ${permission}, so it cannot be read`,
    };
  }
  return { ...failed(title, failure.message), ok: "unknown" };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
