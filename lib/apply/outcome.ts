/** What became of an action. */
export type Outcome =
  /** It was carried out. */
  | { readonly is: "done" }
  /** There was nothing to do any more. */
  | { readonly is: "already there" }
  /** The file or the object is not as the plan saw it. */
  | { readonly is: "stale"; readonly reason: string }
  | { readonly is: "failed"; readonly reason: string }
  | { readonly is: "not tried"; readonly reason: string };

/** Whether what the action was to bring about is so. */
export function isInPlace({ is }: Outcome): boolean {
  return is === "done" || is === "already there";
}

export const DONE: Outcome = { is: "done" };
export const ALREADY_THERE: Outcome = { is: "already there" };

/** The outcome of an action that finds something changed since the plan. */
export function stale(reason: string): Outcome {
  return { is: "stale", reason };
}
