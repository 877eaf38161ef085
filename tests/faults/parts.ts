import { createHash } from "node:crypto";
import type {
  Action,
  PlannedEntry,
  PutAction,
  WriteAction,
} from "../../lib/manifest/entries.ts";
import { readManifest } from "../../lib/manifest/read.ts";
import { seal } from "../../lib/manifest/seal.ts";
import { writeManifest } from "../../lib/manifest/write.ts";

/** What goes up in parts, in bytes. */
export interface PartsRule {
  readonly above: number;
  readonly partSize: number;
}

/** Lets files go up in parts that are small for that, before anything is applied. */
export async function cutIntoParts(
  manifest: string,
  rule: PartsRule,
): Promise<void> {
  const entries = await Array.fromAsync(readManifest(manifest));
  const writes = writesIn(entries.map(({ entry }) => entry as Action));
  const cut = entries
    .map(({ entry }) => entry)
    .filter((entry) => entry.type !== "summary")
    .map((entry) =>
      entry.type === "put" && (entry.size ?? 0) > rule.above
        ? inParts(entry, rule.partSize, writes)
        : entry
    );
  await writeManifest(manifest, seal(eachOf(cut)));
}

/**
 * The MD5s of what the puts in parts are to publish, by key, as long as nothing
 * is applied.
 */
export function wholeMd5s(actions: readonly Action[]): Map<string, string> {
  const writes = writesIn(actions);
  const md5s = new Map<string, string>();
  for (const action of actions) {
    if (action.type !== "put" || !action.part_md5s) continue;
    const [only, ...others] = action.part_md5s;
    md5s.set(
      action.key,
      others.length === 0 ? only! : md5Of(contentOf(action, writes)),
    );
  }
  return md5s;
}

function inParts(
  put: PutAction,
  partSize: number,
  writes: ReadonlyMap<string, WriteAction>,
): PutAction {
  const md5s: string[] = [];
  if (put.size! <= partSize) md5s.push(put.md5!);
  else {
    const content = contentOf(put, writes);
    for (let at = 0; at < content.length; at += partSize) {
      md5s.push(md5Of(content.subarray(at, at + partSize)));
    }
  }
  const md5 = `${md5Of(Uint8Array.fromHex(md5s.join("")))}-${md5s.length}`;
  return { ...put, md5, part_size: partSize, part_md5s: md5s };
}

function writesIn(actions: readonly Action[]): Map<string, WriteAction> {
  return new Map(
    actions.filter((action) => action.type === "write")
      .map((write) => [write.path, write]),
  );
}

/** A file with the splices of its write, if it has one. */
function contentOf(
  { source }: PutAction,
  writes: ReadonlyMap<string, WriteAction>,
): Uint8Array {
  const content = writes.get(source)?.content;
  let bytes: Uint8Array = Deno.readFileSync(source);
  if (content === undefined) return bytes;
  if (content.kind !== "splices") {
    throw new Error(`"${source}" is not edited, but made anew`);
  }
  const encoder = new TextEncoder();
  for (const { offset, before, after } of content.splices.toReversed()) {
    const end = offset + encoder.encode(before).length;
    const text = encoder.encode(after);
    const edited = new Uint8Array(bytes.length - (end - offset) + text.length);
    edited.set(bytes.subarray(0, offset));
    edited.set(text, offset);
    edited.set(bytes.subarray(end), offset + text.length);
    bytes = edited;
  }
  return bytes;
}

async function* eachOf(
  entries: readonly PlannedEntry[],
): AsyncGenerator<PlannedEntry> {
  yield* entries;
}

function md5Of(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}
