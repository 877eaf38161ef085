import { printable } from "./escape.ts";
import { formatNumber } from "./units.ts";

/** How many subjects a group names. */
const NAMED = 3;

/** Messages that say the same: one paragraph, however many files or objects they are about. */
export interface Group<Kind extends string> {
  readonly kind: Kind;
  /** The first. */
  readonly message: string;
  count: number;
  /** The first few files or objects. */
  readonly subjects: string[];
}

/** Gathers messages of one kind that say the same but for names and numbers. */
export class Groups<Kind extends string> {
  readonly #groups = new Map<string, Group<Kind>>();

  add(kind: Kind, subject: string, message: string): void {
    const key = `${kind} ${withoutParticulars(message)}`;
    const group = this.#groups.get(key);
    if (!group) {
      this.#groups.set(key, { kind, message, count: 1, subjects: [subject] });
      return;
    }
    group.count++;
    if (group.subjects.length < NAMED) group.subjects.push(subject);
  }

  /** In the order in which their first messages came. */
  list(): Group<Kind>[] {
    return [...this.#groups.values()];
  }
}

/** The subjects of a group, a line each, and how many more there are. */
export function subjectLines(
  { count, subjects }: Group<string>,
): string[] {
  const rest = count - subjects.length;
  return [
    ...subjects.map((subject) => `    ${printable(subject)}`),
    ...(rest > 0 ? [`    and ${formatNumber(rest)} more`] : []),
  ];
}

function withoutParticulars(message: string): string {
  return message.replace(/"[^"]*"|\d+/g, "…");
}
