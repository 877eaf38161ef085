import { DatabaseSync, type StatementSync } from "node:sqlite";
import { dirname } from "@std/path";
import { type FileIdentity, identify } from "../io/identity.ts";

/**
 * Remembers what was computed from the content of files, so that files which
 * stayed as they are need not be read again. What it tells is used for planning
 * only: S3 checks what is published against its MD5.
 */
export interface FileCache extends Disposable {
  /**
   * What was computed from a file as it is now, or else computes it. The value
   * has to survive JSON.
   *
   * @param kind Tells apart what is computed of one file.
   * @param compute Is told the bytes of the file, 0 if there is none.
   */
  remember<T>(
    kind: string,
    path: string,
    compute: (size: number) => Promise<T>,
  ): Promise<T>;
}

/** Remembers nothing. */
export const NO_CACHE: FileCache = {
  remember: (_kind, path, compute) => compute(identify(path)?.size ?? 0),
  [Symbol.dispose]: () => {},
};

/**
 * Opens a cache that is kept in an SQLite database. Several processes may use
 * it at once, and none can damage it by dying. One that cannot be opened is
 * done without: it only saves time.
 *
 * @param now The time, in ms since 1970.
 */
export function openFileCache(
  path: string,
  now: () => number = Date.now,
): FileCache {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    return new SqliteCache(path, now);
  } catch {
    return NO_CACHE;
  }
}

/** With a number that is raised whenever something else is computed of a file. */
const TABLE = "files_4";

/** Rows are written this many at a time, which is far cheaper than one by one. */
const ROWS_AT_A_TIME = 1000;

/** How long a process waits for another one that is writing. */
const BUSY_MS = 2000;

interface Row {
  readonly key: string;
  readonly identity: string;
  readonly value: string;
}

class SqliteCache implements FileCache {
  readonly #database: DatabaseSync;
  readonly #isWal: boolean;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  #pending: Row[] = [];

  constructor(path: string, private readonly now: () => number) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    const mode = this.#database.prepare("PRAGMA journal_mode = WAL").get();
    this.#isWal = mode?.journal_mode === "wal";
    this.#database.exec(`
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS ${TABLE} (
        key TEXT PRIMARY KEY,
        identity TEXT NOT NULL,
        value TEXT NOT NULL
      );
    `);
    this.#dropOlderTables();
    this.#select = this.#database.prepare(
      `SELECT value FROM ${TABLE} WHERE key = ? AND identity = ?`,
    );
    this.#insert = this.#database.prepare(
      `INSERT OR REPLACE INTO ${TABLE} (key, identity, value) VALUES (?, ?, ?)`,
    );
    this.#beginReading();
  }

  async remember<T>(
    kind: string,
    path: string,
    compute: (size: number) => Promise<T>,
  ): Promise<T> {
    const before = identify(path);
    const key = `${kind} ${path}`;
    const known = before && this.#find(key, before);
    if (known !== undefined) return JSON.parse(known);

    const value = await compute(before?.size ?? 0);
    if (before && isSettled(before, identify(path), this.now())) {
      this.#add({ key, identity: before.text, value: JSON.stringify(value) });
    }
    return value;
  }

  [Symbol.dispose](): void {
    this.#flush();
    this.#database.close();
  }

  /** A damaged row, or a table that another version dropped, is as good as none. */
  #find(key: string, { text }: FileIdentity): string | undefined {
    try {
      return this.#select.get(key, text)?.value as string | undefined;
    } catch {
      return undefined;
    }
  }

  /** Those of older versions may be hundreds of megabytes that nobody reads. */
  #dropOlderTables(): void {
    const older = this.#database.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ?",
    );
    for (const { name } of older.all(TABLE)) {
      this.#database.exec(`DROP TABLE "${name}"`);
    }
  }

  #add(row: Row): void {
    this.#pending.push(row);
    if (this.#pending.length < ROWS_AT_A_TIME) return;
    this.#flush();
    this.#beginReading();
  }

  /**
   * Holds the lock that every row would else take for itself: 3 µs a row instead
   * of 8. With a WAL, it keeps nobody from writing.
   */
  #beginReading(): void {
    if (this.#isWal) this.#database.exec("BEGIN");
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    try {
      if (this.#database.isTransaction) this.#database.exec("COMMIT");
      this.#database.exec("BEGIN IMMEDIATE");
      for (const { key, identity, value } of this.#pending) {
        this.#insert.run(key, identity, value);
      }
      this.#database.exec("COMMIT");
    } catch {
      // A full disk, or another process that writes for long: the next run computes again.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
    }
    this.#pending = [];
  }
}

/** Times come in seconds at the coarsest: a change within one would not show. */
const TICK_MS = 2000;

/** Whether a file stayed the same while it was read, and would show if it changed now. */
function isSettled(
  before: FileIdentity,
  after: FileIdentity | undefined,
  nowMs: number,
): boolean {
  return before.text === after?.text && nowMs - before.changedMs > TICK_MS;
}
