import { parse } from "@std/csv/parse";
import { mapConcurrent } from "../concurrency.ts";
import type { Config } from "../config/config.ts";
import { csvKey, metadataCsv, pathsCsv } from "../dataset/layout.ts";
import { publicUrl } from "../dataset/public_url.ts";
import {
  BIOFILE_FINDER_ORIGIN,
  SIMULARIUM_ORIGIN,
} from "../dataset/reader_origins.ts";
import { ExpectedError, FormatError } from "../errors.ts";
import { targetWarning } from "../release_check/target.ts";
import { simulariumWarnings } from "../release_check/simularium.ts";
import { warningMessage } from "../release_check/warning.ts";
import { readSimularium } from "../simularium/read.ts";
import type { Discrepancy } from "./verify.ts";
import { visit, type VisitOptions } from "./visit.ts";

/** Packings that are opened unless told otherwise. */
const SAMPLE = 10;

/** Packings that are opened at a time: a visitor opens one, but we wait for all. */
const AT_A_TIME = 4;

/** What to open. */
export interface VisitRequest {
  readonly config: Config;
  /** Keys of the published packings; asked for where no CSV is published. */
  readonly packings: Iterable<string> | AsyncIterable<string>;
  /** How many packings to open, spread over all. */
  readonly sample?: number;
  readonly signal?: AbortSignal;
}

/** What a visitor met with. */
export interface VisitReport {
  /** Files that opened. */
  readonly opened: {
    readonly tables: number;
    readonly packings: number;
    readonly meshes: number;
    readonly thumbnails: number;
  };
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
  const visitor = new Visitor(request.signal);
  const { config, sample = SAMPLE } = request;
  const warning = targetWarning(config);
  if (warning) visitor.report(config.base_s3_url, warningMessage(warning));
  const rows = config.upload_csv_to_s3
    ? await visitor.openTables(config)
    : await rowsOf(config, request.packings);
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

  constructor(readonly signal: AbortSignal | undefined) {}

  report(subject: string, message: string): void {
    this.discrepancies.push({ subject, message });
  }

  /** @returns The rows of the paths CSV; none if it does not open. */
  async openTables(config: Config): Promise<Row[]> {
    if (config.create_metadata_csv && config.upload_metadata_csv) {
      const url = publicUrl(
        config.base_s3_url,
        csvKey(config, metadataCsv(config)),
      );
      await this.#openTable(url, ["Column Name", "Description", "Type"]);
    }
    const url = publicUrl(config.base_s3_url, csvKey(config, pathsCsv(config)));
    return await this.#openTable(url, ["File Path"]);
  }

  /** Opens a packing with its meshes, and its thumbnail. */
  async openRow(row: Row): Promise<void> {
    const { "File Path": packing, "Thumbnail": thumbnail } = row;
    if (packing) await this.#openPacking(packing);
    if (thumbnail) await this.#openThumbnail(thumbnail);
  }

  #openTable(url: string, columns: readonly string[]): Promise<Row[]> {
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
    kind: Omit<VisitOptions, "signal">,
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

const TABLE = {
  origin: BIOFILE_FINDER_ORIGIN,
  needsCors: true,
  type: "text/csv",
};
const PACKING = {
  origin: SIMULARIUM_ORIGIN,
  needsCors: true,
  type: "application/json",
};
const MESH = { origin: SIMULARIUM_ORIGIN, needsCors: true, type: "model/obj" };
const THUMBNAIL = {
  origin: BIOFILE_FINDER_ORIGIN,
  needsCors: false,
  type: "image/png",
};

/** PNG specification (W3C, third edition) §5.2. */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Without a CSV, visitors come by links to single packings. */
async function rowsOf(
  { base_s3_url }: Config,
  keys: VisitRequest["packings"],
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const key of keys) {
    rows.push({ "File Path": publicUrl(base_s3_url, key) });
  }
  return rows;
}

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

/** @throws A bug. */
function whyUnreadable(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof ExpectedError) {
    return `a reader cannot read it: ${error.message}`;
  }
  if (error instanceof TypeError) { // What fetch throws when the connection ends.
    return `a visitor gets a part of it only: ${error.message}`;
  }
  throw error;
}
