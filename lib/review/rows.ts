import type { Config } from "../config/config.ts";
import type {
  Content,
  Entry,
  Issue,
  PutAction,
  WriteAction,
} from "../manifest/entries.ts";
import { namedChanges } from "./changes.ts";
import type { Row, RowAction, RowChange, RowIssue } from "./data.ts";
import { type Place, Places } from "./place.ts";

/** The entries about one packing stand together, but for one about its figure or so. */
const OPEN_ROWS = 4;

/** A thumbnail as the plan knows it. */
export interface Thumbnail {
  readonly path: string;
  /** How it is to be drawn; absent if it stays as it is. */
  readonly drawing?: Extract<Content, { kind: "thumbnail" }>;
}

/** A row whose pictures are still to be fetched. */
export interface BareRow extends Omit<Row, "pictures"> {
  readonly thumbnail?: Thumbnail;
}

/** A row that further entries add to. */
interface OpenRow extends Place {
  readonly actions: RowAction[];
  readonly changes: RowChange[];
  readonly issues: RowIssue[];
  leftOut: boolean;
  thumbnail?: Thumbnail;
}

/** Brings together what a plan says of one packing, mesh or file. Memory does not grow. */
export class RowBuilder {
  readonly #places: Places;
  /** In the order of their first entries. */
  readonly #open = new Map<string, OpenRow>();

  constructor(private readonly config: Config) {
    this.#places = new Places(config);
  }

  /** Takes an entry. @returns The rows that are complete by now. */
  add(entry: Entry): BareRow[] {
    switch (entry.type) {
      case "write":
        this.#write(this.#row(entry.path), entry);
        break;
      case "put":
        this.#put(this.#row(entry.key), entry);
        break;
      case "issue":
        this.#issue(this.#row(entry.subject), entry);
        break;
      case "left_out":
        // Aggregates are no packings: the totals count them.
        if (entry.reason === "invalid") this.#row(entry.path).leftOut = true;
    }
    return this.#close(OPEN_ROWS);
  }

  /** @returns The rows that were still open. */
  end(): BareRow[] {
    return this.#close(0);
  }

  #row(pathOrKey: string): OpenRow {
    const place = this.#places.of(pathOrKey);
    let row = this.#open.get(place.id);
    if (!row) {
      row = { ...place, actions: [], changes: [], issues: [], leftOut: false };
      this.#open.set(place.id, row);
    }
    return row;
  }

  #write(row: OpenRow, { content, changes, ...write }: WriteAction): void {
    row.actions.push({
      step: write.step,
      kind: "file",
      op: write.op,
      reason: write.reason,
      place: write.path,
      before: write.before?.size ?? null,
      after: write.after?.size ?? null,
    });
    const structure = this.config.structures[row.structure ?? -1];
    row.changes.push(...namedChanges(changes, this.config, structure));
    if (content.kind === "thumbnail") {
      row.thumbnail = { path: write.path, drawing: content };
    }
  }

  #put(row: OpenRow, put: PutAction): void {
    row.actions.push({
      step: put.step,
      kind: "object",
      op: put.op,
      reason: put.reason,
      place: put.key,
      before: put.remote?.size ?? null,
      after: put.size,
    });
    if (put.step === "upload_thumbnails") {
      row.thumbnail ??= { path: put.source };
    }
  }

  #issue(row: OpenRow, { severity, step, offset, message }: Issue): void {
    const place = offset === null ? "" : ` (byte ${offset})`;
    row.issues.push({ severity, step, message: message + place });
  }

  #close(keep: number): BareRow[] {
    const closed: BareRow[] = [];
    for (const [id, row] of this.#open) {
      if (this.#open.size <= keep) break;
      this.#open.delete(id);
      closed.push(row);
    }
    return closed;
  }
}
