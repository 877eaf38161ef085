import { Buffer } from "node:buffer";
import { mapConcurrent } from "../concurrency.ts";
import type { Config } from "../config/config.ts";
import { effectiveConfigSchema } from "../config/schema.ts";
import type { Entry, Header, Summary } from "../manifest/entries.ts";
import type { Head, Picture, Review, Row } from "./data.ts";
import { embeddedJson } from "./embed.ts";
import { Pictures } from "./pictures.ts";
import { type BareRow, RowBuilder } from "./rows.ts";
import { StepReviews } from "./steps.ts";
import { TableReviews } from "./tables.ts";
import { PAGE_END, PAGE_START } from "./template.ts";

/** What a review page shows besides the plan itself. */
export interface ReviewOptions {
  /** Draw the thumbnails that applying the plan would draw, into the page only. */
  readonly previews?: boolean;
  /** How many bytes of pictures the page may hold; by default 64 MB. */
  readonly pictureBytes?: number;
}

/** A browser opens a page of this size with ease. */
const PICTURE_BYTES = 64e6;
/** Packings whose pictures are read or drawn at a time. */
const ROWS_AT_A_TIME = 16;
/** Characters of a block of rows or pictures: blocks are read one by one. */
const BLOCK_LENGTH = 2 ** 18;

/**
 * The review page of a plan, in pieces, as the plan's entries go by. Memory does
 * not grow with the number of packings.
 */
export async function* reviewPage(
  entries: AsyncIterable<Entry>,
  { previews = false, pictureBytes = PICTURE_BYTES }: ReviewOptions = {},
): AsyncGenerator<string> {
  using pictures = new Pictures(previews, pictureBytes);
  const plan = new PlanReader();
  const blocks = new Blocks();
  const pictured = mapConcurrent(
    plan.rows(entries),
    ROWS_AT_A_TIME,
    async (row) => ({
      row,
      pictures: row.thumbnail ? await pictures.of(row.thumbnail) : [],
    }),
  );

  yield PAGE_START;
  for await (const { row: { thumbnail: _, ...row }, pictures } of pictured) {
    const placed = pictures.map(({ is, png, fault }): Picture => ({
      is,
      at: png ? blocks.addPicture(png) : null,
      fault,
    }));
    blocks.addRow({ ...row, pictures: placed });
    yield* blocks.full();
  }
  yield* blocks.rest();
  yield block("review", embeddedJson(plan.review(pictures.leftOut)));
  yield PAGE_END;
}

/** Reads a plan once, for all that the page tells of it. */
class PlanReader {
  readonly #steps = new StepReviews();
  readonly #tables = new TableReviews();
  #head: Head | null = null;
  #summary: Summary | null = null;

  async *rows(entries: AsyncIterable<Entry>): AsyncGenerator<BareRow> {
    let rows: RowBuilder | undefined;
    for await (const entry of entries) {
      if (entry.type === "header") {
        const config = effectiveConfigSchema.parse(entry.config);
        this.#head = headOf(entry, config);
        rows = new RowBuilder(config);
      }
      if (entry.type === "summary") this.#summary = entry;
      else this.#steps.add(entry);
      await this.#tables.add(entry);
      for (const row of rows?.add(entry) ?? []) yield this.#counted(row);
    }
    await this.#tables.end();
    for (const row of rows?.end() ?? []) yield this.#counted(row);
  }

  /** What is known once all rows are read. */
  review(picturesLeftOut: number): Review {
    const { tally } = this.#steps;
    return {
      head: this.#head,
      summary: this.#summary,
      objects: {
        create: tally.total("create"),
        update: tally.total("update"),
        replace: tally.total("replace"),
        keep: tally.total("keep"),
      },
      files: tally.localWrites,
      hasChanges: tally.hasChanges,
      aggregates: tally.aggregates,
      invalid: tally.invalid,
      steps: this.#steps.list(),
      issues: this.#steps.issues(),
      tables: this.#tables.list,
      picturesLeftOut,
    };
  }

  #counted(row: BareRow): BareRow {
    this.#steps.addChanges(row.changes);
    return row;
  }
}

function headOf(
  { target, created, tool, offline }: Header,
  { output_name, structures, rules }: Config,
): Head {
  return {
    release: output_name,
    bucket: target.bucket,
    host: new URL(target.endpoint ?? target.base_url).host,
    created,
    tool,
    offline,
    structures: structures.map((structure) => ({
      id: structure.structure_id,
      name: structure.structure_name,
      packing: structure.packing_id,
    })),
    rules,
  };
}

/** Gathers rows and pictures into blocks, which the page reads when it needs them. */
class Blocks {
  #rows: string[] = [];
  #rowsLength = 0;
  #pictures: string[] = [];
  #picturesLength = 0;
  #pictureBlocks = 0;

  addRow(row: Row): void {
    const json = embeddedJson(row);
    this.#rows.push(json);
    this.#rowsLength += json.length;
  }

  /** @returns Where the picture is: block and line. */
  addPicture(png: Uint8Array): [number, number] {
    const { buffer, byteOffset, length } = png;
    const text = Buffer.from(buffer, byteOffset, length).toString("base64");
    this.#picturesLength += text.length;
    return [this.#pictureBlocks, this.#pictures.push(text) - 1];
  }

  /** The blocks that are full. */
  *full(): Generator<string> {
    if (this.#picturesLength >= BLOCK_LENGTH) yield this.#takePictures();
    if (this.#rowsLength >= BLOCK_LENGTH) yield this.#takeRows();
  }

  /** The last blocks. */
  *rest(): Generator<string> {
    if (this.#pictures.length > 0) yield this.#takePictures();
    if (this.#rows.length > 0) yield this.#takeRows();
  }

  #takeRows(): string {
    const text = block("rows", `[${this.#rows.join(",\n")}]`);
    this.#rows = [];
    this.#rowsLength = 0;
    return text;
  }

  #takePictures(): string {
    const text = block("pictures", this.#pictures.join("\n"));
    this.#pictures = [];
    this.#picturesLength = 0;
    this.#pictureBlocks++;
    return text;
  }
}

/** A block of data, which a browser neither runs nor shows. */
function block(kind: string, text: string): string {
  return `<script type="application/json" data-block="${kind}">${text}</script>\n`;
}
