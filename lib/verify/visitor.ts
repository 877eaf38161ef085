import { parse } from "@std/csv/parse";
import { mapConcurrent } from "../concurrency.ts";
import type { Config } from "../config/config.ts";
import { publicUrl } from "../dataset/public_url.ts";
import type { LinkedKeys } from "../dataset/reader_links.ts";
import { FormatError } from "../errors.ts";
import { targetWarning } from "../release_check/target.ts";
import { simulariumWarnings } from "../release_check/simularium.ts";
import { warningMessage } from "../release_check/warning.ts";
import { readSimularium } from "../simularium/read.ts";
import type { Discrepancy } from "./verify.ts";
import { MESH, PACKING, TABLE, THUMBNAIL, type VisitKind } from "./kinds.ts";
import { visit, whyUnreadable } from "./visit.ts";

/** Packings that are opened unless told otherwise. */
const SAMPLE = 10;

/** Packings that are opened at a time: a visitor opens one, but we wait for all. */
const AT_A_TIME = 4;

/** What to open. */
export interface VisitRequest {
  readonly config: Pick<Config, "base_s3_url">;
  /** Keys of the CSVs that are published. */
  readonly tables: Pick<LinkedKeys, "paths" | "metadata">;
  /** Keys of the published packings; asked for where no CSV lists them. */
  readonly packings: Iterable<string> | AsyncIterable<string>;
  /** How many packings to open, spread over all. */
  readonly sample?: number;
  readonly signal?: AbortSignal;
}

/** How many files a visitor opened. */
export interface VisitedFiles {
  /** CSVs, as BioFile Finder. */
  readonly tables: number;
  /** `.simularium` files, as the viewer. */
  readonly packings: number;
  /** Those that the packings show, each once. */
  readonly meshes: number;
  /** Those that the CSV lists for the packings. */
  readonly thumbnails: number;
}

/** What a visitor met with. */
export interface VisitReport {
  /** Files that opened. */
  readonly opened: VisitedFiles;
  /** Files that did not, or not as they should. */
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Opens a release as its readers do, from the web and without credentials: the
 * CSVs as BioFile Finder, then a sample of packings as the Simularium viewer,
 * with their meshes and thumbnails.
 *
 * @throws The signal's reason, if it aborts.
 */
export async function visitRelease(
  request: VisitRequest,
): Promise<VisitReport> {
  const { config, tables, sample = SAMPLE, signal } = request;
  const visitor = new Visitor(config.base_s3_url, signal);
  const warning = targetWarning(config);
  if (warning) visitor.report(config.base_s3_url, warningMessage(warning));
  if (tables.metadata !== undefined) {
    await visitor.openMetadata(tables.metadata);
  }
  const rows = tables.paths === undefined
    ? await visitor.rowsOf(request.packings)
    : await visitor.openPaths(tables.paths);
  const visits = mapConcurrent(
    spread(rows, sample),
    AT_A_TIME,
    (row) => visitor.openRow(row),
  );
  for await (const _ of visits);
  return { opened: visitor.opened, discrepancies: visitor.discrepancies };
}

/** A row of the paths CSV, as far as it points to files. */
type Row = Readonly<Record<string, string | undefined>>;

class Visitor {
  readonly opened = { tables: 0, packings: 0, meshes: 0, thumbnails: 0 };
  readonly discrepancies: Discrepancy[] = [];
  /** Packings of one cell share their meshes. */
  readonly #meshes = new Map<string, Promise<void>>();

  constructor(
    private readonly baseUrl: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  report(subject: string, message: string): void {
    this.discrepancies.push({ subject, message });
  }

  async openMetadata(key: string): Promise<void> {
    await this.#openTable(key, ["Column Name", "Description", "Type"]);
  }

  /** @returns Its rows; none if it does not open. */
  openPaths(key: string): Promise<Row[]> {
    return this.#openTable(key, ["File Path"]);
  }

  /** Without a CSV, visitors come by links to single packings. */
  async rowsOf(keys: VisitRequest["packings"]): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const key of keys) {
      rows.push({ "File Path": publicUrl(this.baseUrl, key) });
    }
    return rows;
  }

  /** Opens a packing with its meshes, and its thumbnail. */
  async openRow(row: Row): Promise<void> {
    const { "File Path": packing, "Thumbnail": thumbnail } = row;
    if (packing) await this.#openPacking(packing);
    if (thumbnail) await this.#openThumbnail(thumbnail);
  }

  #openTable(key: string, columns: readonly string[]): Promise<Row[]> {
    const url = publicUrl(this.baseUrl, key);
    return this.#open(url, TABLE, async (body) => {
      const text = new TextDecoder().decode(await bytesOf(body));
      const [header = [], ...lines] = parse(text);
      const missing = columns.filter((column) => !header.includes(column));
      if (missing.length > 0) {
        throw new FormatError(
          `it has no column "${missing.join('", "')}"`,
        );
      }
      this.opened.tables++;
      return lines.map((line) =>
        Object.fromEntries(header.map((column, i) => [column, line[i]]))
      );
    }, []);
  }

  async #openPacking(url: string): Promise<void> {
    const meshes = await this.#open(url, PACKING, async (body) => {
      const { summary } = await readSimularium(body, () => ({}));
      for (const warning of simulariumWarnings(url, summary)) {
        this.report(url, warningMessage(warning));
      }
      this.opened.packings++;
      return summary.entries
        .filter(({ displayType }) => displayType === "OBJ")
        .map((entry) => entry.url);
    }, []);
    for (const mesh of meshes) {
      if (mesh === undefined || !URL.canParse(mesh)) {
        this.report(url, `shows the mesh "${mesh ?? ""}", which is no URL`);
        continue;
      }
      const known = this.#meshes.get(mesh);
      if (!known) this.#meshes.set(mesh, this.#openMesh(mesh));
      await this.#meshes.get(mesh);
    }
  }

  #openMesh(url: string): Promise<void> {
    return this.#open(url, MESH, async (body) => {
      await bytesOf(body);
      this.opened.meshes++;
    }, undefined);
  }

  #openThumbnail(url: string): Promise<void> {
    return this.#open(url, THUMBNAIL, async (body) => {
      const bytes = await bytesOf(body);
      if (!PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) {
        throw new FormatError("it is no PNG image");
      }
      this.opened.thumbnails++;
    }, undefined);
  }

  /** Reports what keeps a file from being opened; `otherwise` is the result then. */
  async #open<T>(
    url: string,
    kind: VisitKind,
    read: (body: AsyncIterable<Uint8Array>) => Promise<T>,
    otherwise: T,
  ): Promise<T> {
    const visited = await visit(url, { ...kind, signal: this.signal });
    if (visited.reason !== undefined) {
      this.report(url, visited.reason);
      return otherwise;
    }
    try {
      return await read(visited.body);
    } catch (error) {
      this.signal?.throwIfAborted();
      this.report(url, whyUnreadable(error));
      return otherwise;
    }
  }
}

/** PNG specification (W3C, third edition) §5.2. */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** At most `count` of the items, evenly spread, the first among them. */
export function spread<T>(items: readonly T[], count: number): T[] {
  const taken = Math.min(count, items.length);
  return Array.from(
    { length: taken },
    (_, i) => items[Math.floor(i * items.length / taken)]!,
  );
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(
    await new Blob(await Array.fromAsync(body) as BlobPart[]).arrayBuffer(),
  );
}
