import { readManifest } from "../manifest/read.ts";
import type { Action, Entry } from "../manifest/entries.ts";

/** An action, and the text that follows it, to be read before the next action. */
export interface ActionWithText {
  readonly action: Action;
  readonly text: AsyncIterable<string>;
}

/** The actions of a manifest in their order. */
export async function* actionsOf(
  path: string,
): AsyncGenerator<ActionWithText> {
  const lines = readManifest(path);
  let next = await nextEntry(lines);
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
