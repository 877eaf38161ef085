import { createHash } from "node:crypto";
import { jsonText } from "../json/text.ts";
import type { Entry, PlannedEntry, Summary } from "./entries.ts";

/** An entry with the line that it is in the manifest, line end included. */
export interface SealedEntry {
  readonly entry: Entry;
  readonly line: string;
}

/** Lines are hashed by about this many characters: a call for each takes as long as the hashing. */
const HASH_LENGTH = 1 << 16;

/** Ends a stream of entries with the summary that proves it complete. */
export async function* seal(
  entries: AsyncIterable<PlannedEntry>,
): AsyncGenerator<SealedEntry> {
  const hash = createHash("sha256");
  const counts = { lines: 0, actions: 0, errors: 0, warnings: 0 };
  let unhashed = "";
  for await (const entry of entries) {
    const line = lineOf(entry);
    unhashed += line;
    if (unhashed.length >= HASH_LENGTH) {
      hash.update(unhashed);
      unhashed = "";
    }
    count(counts, entry);
    yield { entry, line };
  }
  const summary: Summary = {
    type: "summary",
    ...counts,
    sha256: hash.update(unhashed).digest("hex"),
  };
  yield { entry: summary, line: lineOf(summary) };
}

type Counts = Record<"lines" | "actions" | "errors" | "warnings", number>;

/** Adds an entry to the counts of a summary. */
export function count(counts: Counts, entry: PlannedEntry): void {
  counts.lines++;
  if (entry.type === "write" || entry.type === "put") counts.actions++;
  else if (entry.type === "issue" && entry.severity === "error") {
    counts.errors++;
  } else if (entry.type === "issue") counts.warnings++;
}

function lineOf(entry: Entry): string {
  return jsonText(entry) + "\n";
}
