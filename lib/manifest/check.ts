import { createHash } from "node:crypto";
import type { Config } from "../config/config.ts";
import { effectiveConfigSchema } from "../config/schema.ts";
import { FormatError } from "../errors.ts";
import { isWithin } from "../io/is_within.ts";
import { type ManifestLine, readManifest } from "./read.ts";
import type { Action, Entry, Header, Summary, WaitsFor } from "./entries.ts";
import { count } from "./seal.ts";
import { sha256Hex } from "./sha256.ts";
import { targetOf } from "./target.ts";

/** What is known of a manifest that may be applied. */
export interface CheckedManifest {
  readonly path: string;
  readonly header: Header;
  readonly config: Config;
  readonly summary: Summary;
  /** Objects to put, and their bytes as far as they are known. */
  readonly toPut: { readonly objects: number; readonly bytes: number };
  /** Local files to write. */
  readonly toWrite: number;
}

/**
 * Reads a whole manifest and makes sure that it is complete, unchanged and
 * harmless: every line well-formed, IDs in order, nothing waited for that comes
 * later, no path outside the directories of its config, the bucket that of its
 * config.
 *
 * @throws {FormatError} that names the line at fault.
 */
export async function checkManifest(path: string): Promise<CheckedManifest> {
  const check = new ManifestCheck();
  for await (const line of readManifest(path)) check.add(line);
  return { path, ...check.end() };
}

class ManifestCheck {
  readonly #hash = createHash("sha256");
  readonly #counts = { lines: 0, actions: 0, errors: 0, warnings: 0 };
  readonly #toPut = { objects: 0, bytes: 0 };
  #toWrite = 0;
  #header: Header | undefined;
  #config: Config | undefined;
  #summary: Summary | undefined;
  /** The ID of the write whose text may follow. */
  #textOf: number | undefined;

  add({ number, line, entry }: ManifestLine): void {
    try {
      this.#addEntry(entry);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new FormatError(`line ${number}: ${error.message}`);
    }
    if (entry.type === "summary") return;
    this.#hash.update(line + "\n");
    count(this.#counts, entry);
  }

  end(): Omit<CheckedManifest, "path"> {
    if (!this.#header || !this.#config || !this.#summary) {
      throw new FormatError(
        "the summary line at the end is missing: the file is cut off",
      );
    }
    return {
      header: this.#header,
      config: this.#config,
      summary: this.#summary,
      toPut: this.#toPut,
      toWrite: this.#toWrite,
    };
  }

  #addEntry(entry: Entry): void {
    if (this.#summary) throw new FormatError("stands after the summary");
    if (entry.type !== "text") this.#textOf = undefined;
    if ((entry.type === "header") !== (this.#header === undefined)) {
      throw new FormatError("the header must be the first line, and only that");
    }
    switch (entry.type) {
      case "header":
        this.#addHeader(entry);
        break;
      case "write":
      case "put":
        this.#addAction(entry);
        break;
      case "text":
        if (entry.of !== this.#textOf) {
          throw new FormatError(
            `is text of action ${entry.of}, which is not the write before it`,
          );
        }
        break;
      case "summary":
        this.#addSummary(entry);
    }
  }

  #addHeader(header: Header): void {
    if (sha256Hex(JSON.stringify(header.config)) !== header.config_sha256) {
      throw new FormatError("the config is not the one that was planned with");
    }
    const config = effectiveConfigSchema.safeParse(header.config);
    if (!config.success) {
      const { path, message } = config.error.issues[0]!;
      throw new FormatError(
        `the config cannot be used: ${path.join(".")}: ${message}`,
      );
    }
    rejectOtherTarget(header.target, targetOf(config.data));
    this.#header = header;
    this.#config = config.data;
  }

  #addAction(action: Action): void {
    if (action.id !== this.#counts.actions + 1) {
      throw new FormatError(
        `has the ID ${action.id}, expected ${this.#counts.actions + 1}`,
      );
    }
    const { data_dir, results_dir } = this.#config!;
    for (const path of pathsOf(action)) {
      if (!isWithin(path, data_dir) && !isWithin(path, results_dir)) {
        throw new FormatError(
          `"${path}" is outside of "${data_dir}" and "${results_dir}"`,
        );
      }
    }
    if (action.type === "write") {
      this.#toWrite++;
      if (action.content.kind === "text") this.#textOf = action.id;
      return;
    }
    rejectLaterIds(action.waits_for, action.id);
    if (action.op === "keep") return;
    this.#toPut.objects++;
    this.#toPut.bytes += action.size ?? 0;
  }

  #addSummary(summary: Summary): void {
    for (const what of ["lines", "actions", "errors", "warnings"] as const) {
      if (summary[what] === this.#counts[what]) continue;
      throw new FormatError(
        `counts ${summary[what]} ${what}, the file has ${
          this.#counts[what]
        }: lines are missing or were changed`,
      );
    }
    if (summary.sha256 !== this.#hash.digest("hex")) {
      throw new FormatError(
        "the checksum is not that of the lines before: the file was changed",
      );
    }
    this.#summary = summary;
  }
}

function rejectOtherTarget(
  target: Header["target"],
  expected: Header["target"],
): void {
  for (const what of ["bucket", "region", "endpoint", "base_url"] as const) {
    if (target[what] === expected[what]) continue;
    throw new FormatError(
      `the target's ${what} is ${
        JSON.stringify(target[what])
      }, by the config it is ${JSON.stringify(expected[what])}`,
    );
  }
}

function pathsOf(action: Action): string[] {
  if (action.type === "put") return [action.source];
  switch (action.content.kind) {
    case "inverted_mesh":
      return [action.path, action.content.source];
    case "thumbnail":
      return [action.path, action.content.figure];
    case "splices":
    case "text":
      return [action.path];
  }
}

/** As each action waits only for earlier ones, there can be no cycle. */
function rejectLaterIds(waitsFor: WaitsFor, id: number): void {
  for (const each of waitsFor) {
    const [first, last] = typeof each === "number" ? [each, each] : each;
    if (first > last || last >= id) {
      throw new FormatError(
        `action ${id} waits for ${last}, which does not come before it`,
      );
    }
  }
}
