import { z } from "zod";
import type { Entry } from "./entries.ts";
import { STEP_NAMES } from "../step_names.ts";

/** The version of the manifest format that this release of the tool writes and reads. */
export const MANIFEST_FORMAT = 3;

const stepName = z.enum(STEP_NAMES);
const partMd5 = z.string().regex(/^[0-9a-f]{32}$/);
const md5 = z.string().regex(/^[0-9a-f]{32}(-[1-9]\d{0,4})?$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.int().nonnegative();
const id = z.int().positive();
const partSize = z.int().positive().optional();
const color = z.tuple([z.number(), z.number(), z.number()]).readonly();

const waitsFor = z.array(z.union([id, z.tuple([id, id])]));

const links = z.array(
  z.strictObject({ path: z.string(), leads_to: z.string() }),
)
  .optional();

const header = z.strictObject({
  type: z.literal("header"),
  format: z.literal(MANIFEST_FORMAT),
  tool: z.string(),
  created: z.iso.datetime(),
  config: z.record(z.string(), z.unknown()),
  config_sha256: sha256,
  target: z.strictObject({
    bucket: z.string(),
    region: z.string(),
    endpoint: z.string().nullable(),
    base_url: z.string(),
  }),
  steps: z.array(stepName),
  offline: z.boolean(),
  links,
});

const fileState = z.strictObject({ size: bytes, md5, part_size: partSize });

const splice = z.strictObject({
  offset: bytes,
  before: z.string(),
  after: z.string(),
});

const valueChange = z.strictObject({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string(),
});

const content = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("splices"), splices: z.array(splice) }),
  z.strictObject({
    kind: z.literal("inverted_mesh"),
    source: z.string(),
    source_md5: md5,
  }),
  z.strictObject({
    kind: z.literal("thumbnail"),
    figure: z.string(),
    figure_md5: md5,
    structure_name: z.string(),
    colors: z.strictObject({
      membrane: color,
      nucleus: color,
      structure: color,
    }),
    pixel_size_um: z.number(),
    thumbnail_size: z.int().positive(),
    fingerprint: z.string(),
  }),
  z.strictObject({ kind: z.literal("text") }),
]);

const write = z.strictObject({
  type: z.literal("write"),
  id,
  step: stepName,
  path: z.string(),
  op: z.enum(["create", "update"]),
  reason: z.string(),
  before: z.union([fileState, z.strictObject({ size: bytes })]).nullable(),
  after: fileState.nullable(),
  content,
  changes: z.array(valueChange),
  links,
});

const text = z.strictObject({
  type: z.literal("text"),
  of: id,
  text: z.string(),
});

const put = z.strictObject({
  type: z.literal("put"),
  id,
  step: stepName,
  key: z.string(),
  source: z.string(),
  op: z.enum(["create", "update", "replace", "keep"]),
  reason: z.string(),
  size: bytes.nullable(),
  md5: md5.nullable(),
  part_size: partSize,
  part_md5s: z.array(partMd5).optional(),
  content_type: z.string(),
  cache_control: z.string(),
  acl: z.enum(["public-read", "none"]),
  remote: z.strictObject({ etag: z.string(), size: bytes }).nullable(),
  waits_for: waitsFor,
  links,
});

const issue = z.strictObject({
  type: z.literal("issue"),
  severity: z.enum(["error", "warning"]),
  step: stepName.nullable(),
  subject: z.string(),
  offset: bytes.nullable(),
  message: z.string(),
});

const leftOut = z.strictObject({
  type: z.literal("left_out"),
  path: z.string(),
  reason: z.enum(["aggregate", "invalid"]),
});

const summary = z.strictObject({
  type: z.literal("summary"),
  lines: z.int().nonnegative(),
  actions: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  warnings: z.int().nonnegative(),
  sha256,
});

/** One line of a manifest. */
export const entrySchema: z.ZodType<Entry> = z.discriminatedUnion("type", [
  header,
  write,
  text,
  put,
  issue,
  leftOut,
  summary,
]);
