import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ExpectedError } from "../errors.ts";

/** A map of this many entries takes about 5 MB, and no file: most plans need no more. */
const IN_MEMORY = 10_000;

/**
 * A map of texts that takes the same memory however much it holds: a map of many
 * entries lies in a temporary file, which is gone when it is disposed of or the
 * process ends, however it ends.
 */
export class DiskMap implements Disposable {
  readonly #inMemory: number;
  #entries: Entries = new Map();

  /** @param inMemory How many entries are held in memory. */
  constructor(inMemory: number = IN_MEMORY) {
    this.#inMemory = inMemory;
  }

  get(key: string): string | undefined {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.get(key) !== undefined;
  }

  /** @throws {ExpectedError} if there is no room for a temporary file. */
  set(key: string, value: string): void {
    this.#entries.set(key, value);
    const entries = this.#entries;
    if (entries instanceof Map && entries.size > this.#inMemory) {
      this.#entries = new Table(entries);
    }
  }

  [Symbol.dispose](): void {
    if (this.#entries instanceof Table) this.#entries.close();
    this.#entries = new Map();
  }
}

interface Entries {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** KiB of a table that stay in memory. */
const CACHE_KIB = 4 * 1024;

/** Four times what SQLite takes by itself: keys are long, and a third less work in a flatter tree. */
const PAGE_BYTES = 2 ** 14;

/**
 * Entries in a database of their own. It needs no permission: the file is
 * SQLite's, has no name, and is neither synced nor ever rolled back.
 */
class Table implements Entries {
  // Only its TEMP tables leave memory once they outgrow the cache.
  readonly #database = new DatabaseSync(":memory:");
  readonly #select: StatementSync;
  readonly #insert: StatementSync;

  constructor(entries: Iterable<[key: string, value: string]>) {
    this.#database.exec(`
      PRAGMA temp_store = FILE;
      PRAGMA temp.page_size = ${PAGE_BYTES};
      PRAGMA temp.cache_size = -${CACHE_KIB};
      PRAGMA temp.journal_mode = OFF;
      CREATE TEMP TABLE entries (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) WITHOUT ROWID;
      BEGIN;
    `);
    this.#select = this.#database.prepare(
      "SELECT value FROM entries WHERE key = ?",
    );
    this.#insert = this.#database.prepare(
      "INSERT OR REPLACE INTO entries (key, value) VALUES (?, ?)",
    );
    for (const [key, value] of entries) this.set(key, value);
  }

  get(key: string): string | undefined {
    return this.#select.get(key)?.value as string | undefined;
  }

  set(key: string, value: string): void {
    try {
      this.#insert.run(key, value);
    } catch (error) {
      const { message } = error as Error;
      throw new ExpectedError(
        `Cannot keep track of so many objects in a temporary file: ${message}; free disk space, or set TMPDIR to a folder that has some`,
      );
    }
  }

  close(): void {
    this.#database.close();
  }
}
