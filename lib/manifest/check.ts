import { createHash } from "node:crypto";
import { normalize } from "@std/path";
import { DiskMap } from "../cache/disk_map.ts";
import type { Config } from "../config/config.ts";
import { pathText } from "../config/path_text.ts";
import { effectiveConfigSchema } from "../config/schema.ts";
import { releasePrefixes } from "../dataset/layout.ts";
import { FormatError } from "../errors.ts";
import { identify } from "../io/identity.ts";
import { isWithin } from "../io/is_within.ts";
import { type ManifestLine, readManifest } from "./read.ts";
import { contradiction } from "./contradiction.ts";
import type { Action, Entry, Header, Summary, WaitsFor } from "./entries.ts";
import { LinkCheck } from "./links.ts";
import { pathsOf } from "./paths.ts";
import { count } from "./seal.ts";
import { sha256Hex } from "./sha256.ts";
import { targetOf } from "./target.ts";

/** What is known of a manifest that may be applied. */
export interface CheckedManifest {
  readonly path: string;
  /** Of the file that was checked; see {@linkcode identify}. */
  readonly identity: string | undefined;
  readonly header: Header;
  readonly config: Config;
  readonly summary: Summary;
  /** Objects to put, and their bytes as far as they are known. */
  readonly toPut: { readonly objects: number; readonly bytes: number };
  /** Local files to write. */
  readonly toWrite: number;
  /**
   * The first line whose files symbolic links have moved since the plan, and how:
   * such a manifest is not applied.
   */
  readonly moved?: string;
}

/**
 * Reads a whole manifest and makes sure that it is complete, unchanged and
 * harmless: every line well-formed, IDs in order, nothing waited for that comes
 * later, no path outside the directories of its config, the bucket and the keys
 * those of its config, nothing written or put twice, nothing that contradicts
 * itself.
 *
 * @throws {FormatError} that names the line at fault.
 */
export async function checkManifest(path: string): Promise<CheckedManifest> {
  const identity = identify(path)?.text;
  using check = new ManifestCheck();
  for await (const line of readManifest(path)) check.add(line);
  return { path, identity, ...check.end() };
}

class ManifestCheck implements Disposable {
  readonly #hash = createHash("sha256");
  readonly #counts = { lines: 0, actions: 0, errors: 0, warnings: 0 };
  readonly #toPut = { objects: 0, bytes: 0 };
  #toWrite = 0;
  #header: Header | undefined;
  #config: Config | undefined;
  #prefixes: readonly string[] = [];
  #links: LinkCheck | undefined;
  #moved: string | undefined;
  #summary: Summary | undefined;
  /** The IDs of the puts and writes so far, by their type and key or path. */
  readonly #results = new DiskMap();
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
    if (this.#moved) return;
    const problem = this.#links!.problemOf(entry);
    if (problem) this.#moved = `line ${number}: ${problem}: plan again`;
  }

  end(): Omit<CheckedManifest, "path" | "identity"> {
    if (!this.#header || !this.#config || !this.#summary) {
      throw new FormatError(
        this.#header
          ? "the summary line at the end is missing: the file is cut off"
          : "it is empty",
      );
    }
    return {
      header: this.#header,
      config: this.#config,
      summary: this.#summary,
      toPut: this.#toPut,
      toWrite: this.#toWrite,
      ...this.#moved !== undefined && { moved: this.#moved },
    };
  }

  [Symbol.dispose](): void {
    this.#results[Symbol.dispose]();
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
    const config = effectiveConfigSchema.safeParse(header.config);
    if (!config.success) {
      const { path, message } = config.error.issues[0]!;
      throw new FormatError(
        `the config cannot be used: ${pathText(path)}: ${message}`,
      );
    }
    if (sha256Hex(JSON.stringify(header.config)) !== header.config_sha256) {
      throw new FormatError("the config is not the one that was planned with");
    }
    rejectOtherTarget(header.target, targetOf(config.data));
    this.#header = header;
    this.#config = config.data;
    this.#prefixes = releasePrefixes(config.data);
    this.#links = new LinkCheck(config.data);
  }

  #addAction(action: Action): void {
    if (action.id !== this.#counts.actions + 1) {
      throw new FormatError(
        `has the ID ${action.id}, expected ${this.#counts.actions + 1}`,
      );
    }
    for (const path of pathsOf(action)) this.#rejectPathElsewhere(path);
    this.#rejectSecond(action);
    const problem = contradiction(action);
    if (problem) throw new FormatError(`action ${action.id} ${problem}`);
    if (action.type === "write") {
      this.#toWrite++;
      if (action.content.kind === "text") this.#textOf = action.id;
      return;
    }
    this.#rejectKeyElsewhere(action.key);
    rejectLaterIds(action.waits_for, action.id);
    if (action.op === "keep") return;
    this.#toPut.objects++;
    this.#toPut.bytes += action.size ?? 0;
  }

  #rejectPathElsewhere(path: string): void {
    const { data_dir, results_dir } = this.#config!;
    if (!isWithin(path, data_dir) && !isWithin(path, results_dir)) {
      throw new FormatError(
        `"${path}" is outside of "${data_dir}" and "${results_dir}"`,
      );
    }
    // Behind a link, ".." leads elsewhere than the names say.
    if (normalize(path) !== path) {
      throw new FormatError(`"${path}" is not normalized`);
    }
  }

  #rejectKeyElsewhere(key: string): void {
    const isPlain = !key.includes("\0") && normalize(key) === key;
    if (!isPlain || !this.#prefixes.some((prefix) => key.startsWith(prefix))) {
      throw new FormatError(`the key "${key}" is none of this release`);
    }
  }

  #rejectSecond(action: Action): void {
    const result = action.type === "put" ? action.key : action.path;
    const name = `${action.type} ${result}`;
    if (this.#results.has(name)) {
      throw new FormatError(
        `action ${action.id} is the second to ${action.type} "${result}"`,
      );
    }
    this.#results.set(name, `${action.id}`);
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
