import { DiskMap } from "../cache/disk_map.ts";
import { RealPaths } from "../io/real_path.ts";
import type { Digest } from "../io/digest.ts";
import type {
  FileState,
  PlannedEntry,
  PutAction,
  WaitsFor,
  WriteAction,
} from "../manifest/entries.ts";
import type { ObjectHeaders } from "../store/store.ts";
import { headersOf } from "../store/headers.ts";
import {
  type IssueIntent,
  problem,
  type PutIntent,
  type WriteIntent,
} from "./intent.ts";
import { hasErrors, type StepIntent, type Unit } from "./units.ts";

/**
 * Turns units into manifest entries: numbers the actions, says what each waits
 * for, and refuses to write one file in two ways.
 */
export class EntryBuilder implements Disposable {
  #lastId = 0;
  /** The write of each file so far as JSON, by its path without symbolic links. */
  readonly #writes = new DiskMap();
  readonly #realPaths = new RealPaths();
  /** The ID of the put of each object that others may point to. */
  readonly #putIds = new DiskMap();

  constructor(
    private readonly acl: ObjectHeaders["acl"],
    private readonly skipInvalid: boolean,
  ) {}

  async *build(unit: Unit): AsyncGenerator<PlannedEntry> {
    if (unit.about === "aggregate") {
      yield { type: "left_out", path: unit.path!, reason: "aggregate" };
      return;
    }
    const isInvalid = hasErrors(unit);
    const writeIds = new Map<string, number>();
    for (const intent of unit.intents) {
      if (intent.type === "issue") yield this.#issue(intent, unit);
      else if (isInvalid) continue;
      else if (intent.type === "write") yield* this.#write(intent, writeIds);
      else yield this.#put(intent, unit, writeIds);
    }
    if (isInvalid && this.skipInvalid && unit.path) {
      yield { type: "left_out", path: unit.path, reason: "invalid" };
    }
  }

  /** Gives up what is known of the plan. */
  [Symbol.dispose](): void {
    this.#writes[Symbol.dispose]();
    this.#putIds[Symbol.dispose]();
  }

  /** What concerns a single file is no error where that file is left out. */
  #issue(intent: StepIntent & IssueIntent, unit?: Unit): PlannedEntry {
    const isLeftOut = this.skipInvalid && unit?.path !== undefined;
    return {
      type: "issue",
      severity: isLeftOut ? "warning" : intent.severity,
      step: intent.step,
      subject: intent.subject,
      offset: intent.offset ?? null,
      message: intent.message,
    };
  }

  async *#write(
    intent: StepIntent & WriteIntent,
    writeIds: Map<string, number>,
  ): AsyncGenerator<PlannedEntry> {
    const target = this.#realPaths.of(intent.path);
    const content = contentName(intent);
    const json = this.#writes.get(target);
    if (json !== undefined) {
      const other: PlannedWrite = JSON.parse(json);
      // Two links to one file, such as a folder of meshes that structures share.
      writeIds.set(intent.path, other.id);
      if (other.content !== content) {
        yield this.#issue(collision(intent, other));
      }
      return;
    }
    const id = ++this.#lastId;
    const write: PlannedWrite = { id, path: intent.path, content };
    this.#writes.set(target, JSON.stringify(write));
    writeIds.set(intent.path, id);
    yield {
      type: "write",
      id,
      step: intent.step!,
      path: intent.path,
      op: intent.before ? "update" : "create",
      reason: intent.reason,
      before: stateBefore(intent.before),
      after: intent.after ? stateOf(intent.after) : null,
      content: intent.content,
      changes: intent.changes ?? [],
    };
    for await (const text of intent.text?.() ?? []) {
      yield { type: "text", of: id, text };
    }
  }

  #put(
    intent: StepIntent & PutIntent,
    unit: Unit,
    writeIds: ReadonlyMap<string, number>,
  ): PutAction {
    const id = this.#lastId + 1;
    const waitsFor = intent.op === "keep"
      ? []
      : this.#waitsFor(intent, writeIds);
    this.#lastId = id;
    if (unit.about !== "packing") this.#putIds.set(intent.key, `${id}`);
    const { contentType, cacheControl, acl } = headersOf(intent.key, this.acl);
    const parts = intent.content?.parts;
    return {
      type: "put",
      id,
      step: intent.step!,
      key: intent.key,
      source: intent.source,
      op: intent.op,
      reason: intent.reason,
      size: intent.content?.size ?? null,
      md5: intent.content?.md5 ?? null,
      ...parts && { part_size: parts.size, part_md5s: parts.md5s },
      content_type: contentType,
      cache_control: cacheControl,
      acl,
      remote: intent.remote,
      waits_for: waitsFor,
    };
  }

  #waitsFor(
    intent: PutIntent,
    writeIds: ReadonlyMap<string, number>,
  ): WaitsFor {
    if (intent.pointsTo === "everything before") {
      return this.#lastId === 0 ? [] : [[1, this.#lastId]];
    }
    const write = writeIds.get(intent.source);
    const puts = intent.pointsTo.flatMap((key) => this.#putIds.get(key) ?? [])
      .map(Number);
    return [...new Set([...(write ? [write] : []), ...puts])].sort((a, b) =>
      a - b
    );
  }
}

interface PlannedWrite {
  readonly id: number;
  readonly path: string;
  readonly content: string;
}

/** Equal for two writes that make the same bytes. */
function contentName({ after, content }: WriteIntent): string {
  return after?.md5 ?? JSON.stringify(content);
}

function collision(
  { path, step }: StepIntent & WriteIntent,
  other: PlannedWrite,
): StepIntent & IssueIntent {
  const issue = problem(
    path,
    `is the same file as "${other.path}", but is to be written differently: replace the link by a copy`,
  );
  return { ...issue, step };
}

function stateOf(digest: Digest): FileState {
  const { size, md5, parts } = digest;
  return { size, md5, ...parts && { part_size: parts.size } };
}

function stateBefore(
  before: WriteIntent["before"],
): WriteAction["before"] {
  if (before === undefined) return null;
  return "md5" in before ? stateOf(before) : { size: before.size };
}
