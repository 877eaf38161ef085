import { printable } from "./escape.ts";
import { type Noun, nounFor, SOME_FILE } from "./nouns.ts";
import { formatNumber } from "./units.ts";

/** How many subjects a group names. */
const NAMED = 3;

/** Before the name of a file or an object that has a line of its own. */
export const NAME_INDENT = "    ";

/** Messages that say the same: one paragraph, however many files or objects they are about. */
export interface Group<Kind extends string> {
  readonly kind: Kind;
  /** What all of them say, with `…` for names and numbers in which they differ. */
  readonly message: string;
  readonly count: number;
  /** Files or objects: one that has the message several times in a row counts once. */
  readonly files: number;
  /** What they are. */
  readonly noun: Noun;
  /** The first few files or objects. */
  readonly subjects: readonly string[];
}

/** Gathers messages of one kind that say the same but for names and numbers. */
export class Groups<Kind extends string> {
  readonly #groups = new Map<string, GrowingGroup<Kind>>();

  add(kind: Kind, subject: string, message: string): void {
    const parts = message.split(PARTICULARS);
    const key = kind + parts.filter((_, i) => !isParticular(i)).join("…");
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, group = new GrowingGroup(kind, parts));
    group.add(subject, parts);
  }

  /** In the order in which their first messages came. */
  list(): Group<Kind>[] {
    return [...this.#groups.values()].map((group) => group.asGroup());
  }
}

/** The subjects of a group, a line each, and how many more there are. */
export function subjectLines({ files, subjects }: Group<string>): string[] {
  const rest = files - subjects.length;
  return [
    ...subjects.map((subject) => NAME_INDENT + printable(subject)),
    ...(rest > 0 ? [`${NAME_INDENT}and ${formatNumber(rest)} more`] : []),
  ];
}

class GrowingGroup<Kind extends string> {
  readonly #subjects: string[] = [];
  #count = 0;
  #files = 0;
  #noun: Noun | undefined;
  #lastSubject: string | undefined;

  /** @param parts Of the message, of which every second is a particular. */
  constructor(private readonly kind: Kind, private readonly parts: string[]) {}

  add(subject: string, parts: readonly string[]): void {
    for (const [i, part] of parts.entries()) {
      if (part === this.parts[i]) continue;
      this.parts[i] = part.startsWith('"') ? '"…"' : "…";
    }
    this.#count++;
    if (subject === this.#lastSubject) return;
    this.#lastSubject = subject;
    this.#files++;
    const noun = nounFor(subject);
    this.#noun = noun === (this.#noun ?? noun) ? noun : SOME_FILE;
    if (this.#subjects.length < NAMED) this.#subjects.push(subject);
  }

  asGroup(): Group<Kind> {
    return {
      kind: this.kind,
      message: this.parts.join(""),
      count: this.#count,
      files: this.#files,
      noun: this.#noun ?? SOME_FILE,
      subjects: this.#subjects,
    };
  }
}

/** Names in quotes, and numbers. */
const PARTICULARS = /("[^"]*"|\d+)/;

/** Whether a part of a message split by {@linkcode PARTICULARS} is one. */
function isParticular(index: number): boolean {
  return index % 2 === 1;
}
