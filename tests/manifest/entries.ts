import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import type {
  Header,
  PlannedEntry,
  PutAction,
  WriteAction,
} from "../../lib/manifest/entries.ts";
import { MANIFEST_FORMAT } from "../../lib/manifest/schema.ts";
import { sha256Hex } from "../../lib/manifest/sha256.ts";
import { demoConfig } from "../fixture/config.ts";

const MD5 = "0123456789abcdef0123456789abcdef";
/** Of three parts with that MD5; computed with Python's hashlib. */
const MD5_OF_PARTS = "1852b2d43eebfbf285c3cb38129804d4-3";

/** A header with a config of its own. */
export function header(
  config: Record<string, unknown> = {},
  changes: Partial<Header> = {},
): Header {
  const parsed = effectiveConfigSchema.parse(demoConfig(config));
  return {
    type: "header",
    format: MANIFEST_FORMAT,
    tool: "test 0",
    created: "2024-01-02T03:04:05.678Z",
    config: { ...parsed },
    config_sha256: sha256Hex(JSON.stringify(parsed)),
    target: {
      bucket: parsed.s3_bucket,
      region: "us-west-2",
      endpoint: parsed.s3_endpoint ?? null,
      base_url: parsed.base_s3_url,
    },
    steps: ["upload_meshes", "create_csv"],
    offline: false,
    ...changes,
  };
}

/** A put of a mesh. */
export function put(id: number, changes: Partial<PutAction> = {}): PutAction {
  return {
    type: "put",
    id,
    step: "upload_meshes",
    key: `structure_data/RAB5A/meshes/${id}.obj`,
    source: `data/structure_data/RAB5A/meshes/${id}.obj`,
    op: "create",
    reason: "not in the bucket",
    size: 10,
    md5: MD5,
    content_type: "model/obj",
    cache_control: "no-cache",
    acl: "public-read",
    remote: null,
    waits_for: [],
    ...changes,
  };
}

/** A put of 18 bytes in parts of 8. */
export function putInParts(
  id: number,
  changes: Partial<PutAction> = {},
): PutAction {
  return put(id, {
    size: 18,
    md5: MD5_OF_PARTS,
    part_size: 8,
    part_md5s: [MD5, MD5, MD5],
    ...changes,
  });
}

/** A write of a text, which must follow. */
export function write(
  id: number,
  changes: Partial<WriteAction> = {},
): WriteAction {
  return {
    type: "write",
    id,
    step: "create_csv",
    path: "results/data_release/cellpack_simularium/x.csv",
    op: "create",
    reason: "1 row",
    before: null,
    after: { size: 4, md5: MD5 },
    content: { kind: "text" },
    changes: [],
    ...changes,
  };
}

/** Every kind of entry. */
export const ENTRIES: readonly PlannedEntry[] = [
  header(),
  put(1),
  { type: "left_out", path: "data/x_all.simularium", reason: "aggregate" },
  {
    type: "issue",
    severity: "warning",
    step: null,
    subject: "data/ü µm.simularium",
    offset: 12,
    message: "has no figure",
  },
  put(2, { op: "keep", remote: { etag: MD5, size: 10 } }),
  write(3),
  { type: "text", of: 3, text: "µm\r\n" },
  { type: "text", of: 3, text: "日本\r\n" },
  put(4, {
    op: "update",
    size: 32,
    remote: { etag: "opaque", size: 9 },
    waits_for: [3, [1, 2]],
  }),
  write(5, {
    path: "data/structure_data/RAB5A/meshes/inverted/a.obj",
    content: {
      kind: "inverted_mesh",
      source: "data/structure_data/RAB5A/meshes/a.obj",
      source_md5: MD5,
    },
  }),
  write(6, {
    path: "results/t.png",
    after: null,
    content: {
      kind: "thumbnail",
      figure: "data/a.ome.tiff",
      figure_md5: MD5,
      structure_name: "peroxisome",
      colors: {
        membrane: [0, 0.5, 1],
        nucleus: [1, 1, 1],
        structure: [0.1, 0.2, 0.3],
      },
      pixel_size_um: 0.108,
      thumbnail_size: 512,
      fingerprint: "f",
    },
  }),
  put(7, { size: null, md5: null, source: "results/t.png", waits_for: [6] }),
  write(8, {
    path: "data/a.simularium",
    op: "update",
    before: { size: 9 },
    after: { size: 18, md5: MD5_OF_PARTS, part_size: 8 },
    content: {
      kind: "splices",
      splices: [{ offset: 3, before: "", after: '"#00ff00"' }],
    },
    changes: [{
      path: "typeMapping.0.geometry.color",
      before: null,
      after: "#00ff00",
    }],
  }),
  put(9, {
    op: "replace",
    remote: { etag: MD5, size: 10 },
    waits_for: [[1, 8]],
  }),
  putInParts(10),
];
