import { ExpectedError } from "../errors.ts";
import { identify } from "../io/identity.ts";
import type { CheckedManifest } from "../manifest/check.ts";
import type { Action, Entry } from "../manifest/entries.ts";
import { readManifest } from "../manifest/read.ts";

/** An action, and the text that follows it, to be read before the next action. */
export interface ActionWithText {
  readonly action: Action;
  readonly text: AsyncIterable<string>;
}

/**
 * The actions of a manifest in their order.
 *
 * @throws {ExpectedError} before the first action, if the file is not the one that was checked.
 */
export async function* actionsOf(
  { path, identity }: Pick<CheckedManifest, "path" | "identity">,
): AsyncGenerator<ActionWithText> {
  const lines = readManifest(path);
  let next = await nextEntry(lines);
  if (identify(path)?.text !== identity) { // Now that it is open, it may be replaced.
    throw new ExpectedError(
      `Cannot apply "${path}": another manifest has been written there meanwhile, run again`,
    );
  }
  async function* textOf(id: number): AsyncGenerator<string> {
    while (next?.type === "text" && next.of === id) {
      yield next.text;
      next = await nextEntry(lines);
    }
  }
  while (next) {
    const entry: Entry = next;
    next = await nextEntry(lines);
    if (entry.type === "write" || entry.type === "put") {
      yield { action: entry, text: textOf(entry.id) };
    }
  }
}

async function nextEntry(
  lines: ReturnType<typeof readManifest>,
): Promise<Entry | undefined> {
  const { value } = await lines.next();
  return value?.entry;
}
