import type { Action } from "../manifest/entries.ts";
import type { RetryEvent } from "../store/request_runner.ts";
import type { Outcome } from "./outcome.ts";
import type { ApplyReport } from "./report.ts";

/** What happens while a manifest is applied, for whoever shows it. */
export type ApplyEvent =
  | {
    readonly type: "start";
    readonly actions: number;
    /** Bytes to put as far as known before thumbnails are drawn. */
    readonly bytes: number;
  }
  | {
    readonly type: "outcome";
    readonly action: Action;
    readonly outcome: Outcome;
  }
  /** Bytes went out; negative when an attempt is repeated. */
  | { readonly type: "bytes"; readonly bytes: number }
  | { readonly type: "retry" } & RetryEvent
  /** No more actions begin; those under way finish. */
  | { readonly type: "stopping"; readonly reason: string }
  | { readonly type: "end"; readonly report: ApplyReport };
