import type { Issue } from "../manifest/schema.ts";

/** How many files a group names. */
const NAMED = 3;

/** Issues of one kind: one paragraph, however many files it is about. */
export interface IssueGroup {
  readonly severity: Issue["severity"];
  count: number;
  /** The first few. */
  readonly examples: Issue[];
}

/**
 * Gathers issues that say the same but for names and numbers.
 */
export class IssueGroups {
  readonly #groups = new Map<string, IssueGroup>();

  add(issue: Issue): void {
    const key = `${issue.severity} ${kindOf(issue.message)}`;
    const group = this.#groups.get(key);
    if (!group) {
      const { severity } = issue;
      this.#groups.set(key, { severity, count: 1, examples: [issue] });
      return;
    }
    group.count++;
    if (group.examples.length < NAMED) group.examples.push(issue);
  }

  /** Errors first, then in the order in which they came. */
  sorted(): IssueGroup[] {
    return [...this.#groups.values()].sort((a, b) =>
      Number(b.severity === "error") - Number(a.severity === "error")
    );
  }
}

function kindOf(message: string): string {
  return message.replace(/"[^"]*"|\d+/g, "…");
}
