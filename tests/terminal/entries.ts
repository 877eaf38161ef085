import type {
  Header,
  Issue,
  PutAction,
  WriteAction,
} from "../../lib/manifest/entries.ts";

/** The header of a manifest, of which views read the target, the name and the steps. */
export function header(overrides: Partial<Header> = {}): Header {
  return {
    type: "header",
    format: 3,
    tool: "test",
    created: "2026-01-01T00:00:00.000Z",
    config: { output_name: "cells" },
    config_sha256: "0".repeat(64),
    target: {
      bucket: "bucket",
      region: "us-west-2",
      endpoint: null,
      base_url: "https://bucket.s3.us-west-2.amazonaws.com/",
    },
    steps: [],
    offline: false,
    ...overrides,
  };
}

/** The put of a mesh of 1,000 bytes. */
export function put(overrides: Partial<PutAction> = {}): PutAction {
  return {
    type: "put",
    id: 1,
    step: "upload_meshes",
    key: "structure_data/A/meshes/mem_mesh_1.obj",
    source: "data/structure_data/A/meshes/mem_mesh_1.obj",
    op: "create",
    reason: "not in the bucket",
    size: 1000,
    md5: "0".repeat(32),
    content_type: "model/obj",
    cache_control: "no-cache",
    acl: "none",
    remote: null,
    waits_for: [],
    ...overrides,
  };
}

/** The update of a packing, which changes a URL and a color. */
export function write(overrides: Partial<WriteAction> = {}): WriteAction {
  return {
    type: "write",
    id: 1,
    step: "update_simularium",
    path: "data/results_1.simularium",
    op: "update",
    reason: "1 mesh URL, 1 color",
    before: null,
    after: null,
    content: { kind: "splices", splices: [] },
    changes: [
      {
        path: "typeMapping.0.geometry.url",
        before: "mem_mesh_1.obj",
        after: "https://x/mem_mesh_1.obj",
      },
      {
        path: "typeMapping.0.geometry.color",
        before: null,
        after: "#1fff1f",
      },
    ],
    ...overrides,
  };
}

/** An error about a packing. */
export function issue(overrides: Partial<Issue> = {}): Issue {
  return {
    type: "issue",
    severity: "error",
    step: "update_simularium",
    subject: "data/results_1.simularium",
    offset: null,
    message: "is not JSON",
    ...overrides,
  };
}
