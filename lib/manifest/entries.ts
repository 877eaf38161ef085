import type { StepName } from "../step_names.ts";

/** One line of a manifest. */
export type Entry =
  | Header
  | WriteAction
  | TextPiece
  | PutAction
  | Issue
  | LeftOut
  | Summary;

/** What a planner yields: a manifest without its last line. */
export type PlannedEntry = Exclude<Entry, Summary>;

/** Something to be carried out. */
export type Action = WriteAction | PutAction;

/** The first line: what was planned, when, and for which bucket. */
export interface Header {
  /** Always `header`. */
  readonly type: "header";
  /** The version of the format. */
  readonly format: 3;
  /** Name and version of the tool. */
  readonly tool: string;
  /** When the plan was begun, as in ISO 8601. */
  readonly created: string;
  /** The config, with every default filled in. */
  readonly config: Readonly<Record<string, unknown>>;
  /** SHA-256 of `config` as compact JSON, in hex. */
  readonly config_sha256: string;
  /** Where objects are put. */
  readonly target: {
    readonly bucket: string;
    readonly region: string;
    /** `null` for Amazon S3. */
    readonly endpoint: string | null;
    /** Public URL in front of every key. */
    readonly base_url: string;
  };
  /** The steps, in the order in which they run. */
  readonly steps: readonly StepName[];
  /** Whether the bucket was left unread; such a plan cannot be applied. */
  readonly offline: boolean;
  /** On the way to the outputs; absent where there are none. */
  readonly links?: readonly Link[];
}

/**
 * A symbolic link that the plan went through: a directory or file below
 * `data_dir` or `results_dir`, or one of these two. A manifest is not applied
 * where such a link is gone, leads elsewhere, or has appeared since.
 */
export interface Link {
  /** Spelled like the paths below it. */
  readonly path: string;
  /**
   * The path without symbolic links that it stands for: relative where it is
   * below the working directory and `path` is relative.
   */
  readonly leads_to: string;
}

/** What a file holds. */
export interface FileState {
  /** Bytes. */
  readonly size: number;
  /** As {@linkcode PutAction.md5}. */
  readonly md5: string;
  /** As {@linkcode PutAction.part_size}. */
  readonly part_size?: number;
}

/** A local file to be written as a whole. */
export interface WriteAction {
  /** Always `write`. */
  readonly type: "write";
  /** Counts all actions, from 1. */
  readonly id: number;
  /** The step that asks for it. */
  readonly step: StepName;
  /** Relative to the working directory, or absolute. */
  readonly path: string;
  /** Whether the file is new. */
  readonly op: "create" | "update";
  /** Why, in words. */
  readonly reason: string;
  /**
   * `null` if there is no such file. Of one that is edited only the size is
   * told: what the splices replace, and what comes of it, tell the rest.
   */
  readonly before: FileState | Pick<FileState, "size"> | null;
  /** `null` where it is known only after apply. */
  readonly after: FileState | null;
  /** How the new content comes about. */
  readonly content: Content;
  /** What changes inside the file, as far as it can be told. */
  readonly changes: readonly RecordedChange[];
  /** On the way to the file and to what it is made from; absent where there are none. */
  readonly links?: readonly Link[];
}

/** A value that changes inside a file. */
export interface RecordedChange {
  /** Such as `typeMapping.2.geometry.color`. */
  readonly path: string;
  /** `null` where the value is missing. */
  readonly before: string | null;
  /** The value to be. */
  readonly after: string;
}

/** How the new content of a file comes about. */
export type Content =
  | SplicedContent
  | InvertedMeshContent
  | ThumbnailContent
  | TextContent;

/** The content that the file has, with some bytes replaced. */
export interface SplicedContent {
  /** Always `splices`. */
  readonly kind: "splices";
  /**
   * In ascending order; `offset` in bytes of the old content, `before` what
   * stands there, `after` what takes its place.
   */
  readonly splices: readonly {
    readonly offset: number;
    readonly before: string;
    readonly after: string;
  }[];
}

/** A mesh turned inside out. */
export interface InvertedMeshContent {
  /** Always `inverted_mesh`. */
  readonly kind: "inverted_mesh";
  /** Path of the mesh. */
  readonly source: string;
  /** In lower-case hex. */
  readonly source_md5: string;
}

/** A picture drawn of a figure. */
export interface ThumbnailContent {
  /** Always `thumbnail`. */
  readonly kind: "thumbnail";
  /** Path of the figure (OME-TIFF). */
  readonly figure: string;
  /** In lower-case hex. */
  readonly figure_md5: string;
  /** The name that the channel of the structure contains. */
  readonly structure_name: string;
  /** Of the channels: red, green and blue from 0 to 1. */
  readonly colors: {
    readonly membrane: readonly [number, number, number];
    readonly nucleus: readonly [number, number, number];
    readonly structure: readonly [number, number, number];
  };
  /** In µm. */
  readonly pixel_size_um: number;
  /** Pixels of the longer edge. */
  readonly thumbnail_size: number;
  /** Of all this; the picture records it. */
  readonly fingerprint: string;
}

/** The `text` entries that follow, joined. */
export interface TextContent {
  /** Always `text`. */
  readonly kind: "text";
}

/** A piece of the content of the `write` before it, whose content is `text`. */
export interface TextPiece {
  /** Always `text`. */
  readonly type: "text";
  /** The ID of the `write`. */
  readonly of: number;
  /** The piece. */
  readonly text: string;
}

/** An object to be put, or found to be in place. */
export interface PutAction {
  /** Always `put`. */
  readonly type: "put";
  /** Counts all actions, from 1. */
  readonly id: number;
  /** The step that asks for it. */
  readonly step: StepName;
  /** The object key. */
  readonly key: string;
  /** Path of the file to put. */
  readonly source: string;
  /** What becomes of the object. */
  readonly op: "create" | "update" | "replace" | "keep";
  /** Why, in words. */
  readonly reason: string;
  /** Bytes; `null` where the content is known only after apply. */
  readonly size: number | null;
  /**
   * In lower-case hex; `null` where the content is known only after apply. Of
   * content that goes up in parts it is what S3 makes an ETag of: the MD5 of the
   * parts' MD5s, then `-` and the number of parts.
   */
  readonly md5: string | null;
  /** Bytes of each part but the last; absent where the content goes up as a whole. */
  readonly part_size?: number;
  /** The MD5 of each part, in lower-case hex; with `part_size`. */
  readonly part_md5s?: readonly string[];
  /** The Content-Type to publish with. */
  readonly content_type: string;
  /** The Cache-Control to publish with. */
  readonly cache_control: string;
  /** The canned ACL to publish with, if any. */
  readonly acl: "public-read" | "none";
  /** The object as the plan found it, `null` if there was none. */
  readonly remote: { readonly etag: string; readonly size: number } | null;
  /** Which actions have to be in place before. */
  readonly waits_for: WaitsFor;
  /** On the way to the source; absent where there are none. */
  readonly links?: readonly Link[];
}

/** Actions by their ID, and ranges of actions by their first and last ID. */
export type WaitsFor = readonly (number | readonly [number, number])[];

/** Something that keeps the plan from being applied, or that a reader should know. */
export interface Issue {
  /** Always `issue`. */
  readonly type: "issue";
  /** A plan with errors cannot be applied. */
  readonly severity: "error" | "warning";
  /** The step that found it, if one did. */
  readonly step: StepName | null;
  /** The path or the key that it is about. */
  readonly subject: string;
  /** Where in the file, in bytes. */
  readonly offset: number | null;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** A file that is no packing, or that `--skip-invalid` leaves out. */
export interface LeftOut {
  /** Always `left_out`. */
  readonly type: "left_out";
  /** The file. */
  readonly path: string;
  /** Why it is left out. */
  readonly reason: "aggregate" | "invalid";
}

/** The last line: proves that the manifest is complete and unchanged. */
export interface Summary {
  /** Always `summary`. */
  readonly type: "summary";
  /** Lines before this one. */
  readonly lines: number;
  /** Actions, those that keep an object included. */
  readonly actions: number;
  /** Issues that keep the plan from being applied. */
  readonly errors: number;
  /** Other issues. */
  readonly warnings: number;
  /** Of all lines before this one, line ends included, in hex. */
  readonly sha256: string;
}
