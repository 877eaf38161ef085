import assert from "node:assert/strict";
import { describeIssues } from "../../lib/config/problems.ts";
import {
  configSchema,
  effectiveConfigSchema,
} from "../../lib/config/schema.ts";
import { configWith, LEAST } from "./valid.ts";

const [PEROXISOME] = LEAST.structures;

Deno.test("a config that only lists structures gets all defaults", () => {
  assert.deepEqual(configSchema.parse(LEAST), {
    s3_bucket: "cellpack-analysis-data",
    base_s3_url: "https://cellpack-analysis-data.s3.us-west-2.amazonaws.com/",
    s3_acl: "public-read",
    dataset: "8d_sphere_data",
    condition: "rules_shape",
    experiment: "norm_weights",
    rules: [
      "random",
      "nucleus_gradient",
      "membrane_gradient",
      "apical_gradient",
    ],
    structures: LEAST.structures,
    base_channel_colors: {
      nucleus: [0.18, 0.32, 0.32],
      membrane: [0.31, 0.19, 0.31],
    },
    upload_meshes_to_s3: true,
    update_simularium_files: true,
    upload_simularium_to_s3: true,
    generate_thumbnails: true,
    create_csv: true,
    use_inverted_meshes: false,
    reinvert_meshes: false,
    reupload_simularium_files: false,
    reupload_thumbnails: false,
    reupload_csv_files: false,
    create_metadata_csv: true,
    upload_csv_to_s3: false,
    upload_metadata_csv: true,
    update_csv_stats: false,
    dry_run: false,
    max_workers: 8,
    output_name: "cellpack_simularium",
    data_dir: "data",
    results_dir: "results",
    pixel_size_um: 0.108,
    thumbnail_size: 512,
  });
});

Deno.test("a config of the Python workflow is taken as it is", () => {
  const python = {
    s3_bucket: "my-bucket",
    base_s3_url: "https://my-bucket.s3.us-west-2.amazonaws.com/",
    dataset: "8d_sphere_data",
    condition: "rules_shape",
    experiment: "norm_weights",
    rules: ["random"],
    structures: [...LEAST.structures, {
      structure_id: "RAB5A",
      structure_name: "endosome",
      packing_id: "endosome",
      color: [1, 0, 0.5],
    }],
    base_channel_colors: { nucleus: [0, 0.5, 1], membrane: [1, 1, 1] },
    upload_meshes_to_s3: false,
    update_simularium_files: false,
    upload_simularium_to_s3: false,
    generate_thumbnails: false,
    create_csv: false,
    use_inverted_meshes: true,
    reinvert_meshes: true,
    reupload_simularium_files: true,
    reupload_thumbnails: true,
    reupload_csv_files: true,
    create_metadata_csv: false,
    upload_csv_to_s3: true,
    upload_metadata_csv: false,
    update_csv_stats: true,
    dry_run: true,
    max_workers: 16,
    output_name: "release",
    data_dir: "data",
    results_dir: "out/results",
    pixel_size_um: 0.2,
  };
  assert.deepEqual(configSchema.parse(python), {
    s3_acl: "public-read",
    thumbnail_size: 512,
    ...python,
  });
});

Deno.test("the keys for other servers are taken over", () => {
  const server = {
    s3_bucket: "test",
    base_s3_url: "http://127.0.0.1:8480/test/",
    s3_endpoint: "http://127.0.0.1:8480",
    s3_region: "default",
    s3_force_path_style: true,
    s3_acl: "none",
    structure_stats: "tables/stats.csv",
  };
  const config = configWith(server) as unknown as Record<string, unknown>;
  for (const [key, value] of Object.entries(server)) {
    assert.equal(config[key], value, key);
  }
});

Deno.test("$schema has no effect", () => {
  assert.deepEqual(
    configWith({ $schema: "./data_release_config.schema.json" }),
    configWith(),
  );
});

Deno.test("channel colors are put over the defaults", () => {
  assert.deepEqual(
    configWith({ base_channel_colors: { nucleus: [1, 0, 0], ER: [0, 0, 1] } })
      .base_channel_colors,
    {
      nucleus: [1, 0, 0],
      membrane: [0.31, 0.19, 0.31],
      ER: [0, 0, 1],
    },
  );
});

Deno.test("a slash is added to the public URL", () => {
  const { base_s3_url } = configWith({
    base_s3_url: "https://cdn.example.org/release",
  });
  assert.equal(base_s3_url, "https://cdn.example.org/release/");
});

Deno.test("the same structure may have two packings", () => {
  const structures = [PEROXISOME, {
    ...PEROXISOME,
    packing_id: "peroxisome_2",
  }];
  assert.equal(configWith({ structures }).structures.length, 2);
});

Deno.test("every value that fits is taken", () => {
  const table: [string, unknown[]][] = [
    ["dataset", ["8d", "..a", "a..b", "...", "a b", "µm", "-"]],
    ["max_workers", [1, 256]],
    ["pixel_size_um", [1e-6, 3]],
    ["thumbnail_size", [16, 4096]],
    ["data_dir", ["data", "./data", "a/b/", "..data", "a/..b", "."]],
    ["structure_stats", ["stats.parquet", "data/stats v2.csv"]],
    ["s3_endpoint", ["http://localhost:9000", "https://s3.example.org/"]],
    ["rules", [["random"], ["random", "Random"]]],
  ];
  for (const [key, values] of table) {
    for (const value of values) {
      assert.deepEqual(
        problems({ ...LEAST, [key]: value }),
        [],
        `${key}: ${value}`,
      );
    }
  }
});

Deno.test("every value that does not fit is refused, with its path", () => {
  const aName =
    'expected a name without "/", "\\" and control characters, other than "." and ".."';
  const aDirectory = "expected a relative path within the working directory";
  const workers = "max_workers: expected a whole number from 1 to 256";
  const thumbnailSize =
    "thumbnail_size: expected a whole number from 16 to 4096";
  const unit = "expected a number from 0 to 1";
  const table: [Record<string, unknown>, string][] = [
    [{ dataset: "" }, `dataset: ${aName}, got ""`],
    [{ dataset: "." }, `dataset: ${aName}, got "."`],
    [{ condition: ".." }, `condition: ${aName}, got ".."`],
    [{ experiment: "a/b" }, `experiment: ${aName}, got "a/b"`],
    [{ output_name: "a\\b" }, `output_name: ${aName}, got "a\\\\b"`],
    [{ s3_bucket: "a\0b" }, `s3_bucket: ${aName}, got "a\\u0000b"`],
    [{ s3_region: "a\nb" }, `s3_region: ${aName}, got "a\\nb"`],
    [{ dataset: 8 }, `dataset: ${aName}, got 8`],
    [{ dataset: null }, `dataset: ${aName}, got null`],
    [{ rules: ["random", "a/b"] }, `rules[1]: ${aName}, got "a/b"`],
    [{ rules: [] }, "rules: expected at least one rule, got a list of 0"],
    [{ rules: "random" }, 'rules: expected a list of rules, got "random"'],
    [{ rules: ["a", "b", "a"] }, "rules[2]: same rule as rules[0]"],
    [
      { data_dir: "/data" },
      `data_dir: ${aDirectory} (--data_dir takes a directory elsewhere), got "/data"`,
    ],
    [
      { results_dir: "a/../b" },
      `results_dir: ${aDirectory} (--results_dir takes a directory elsewhere), got "a/../b"`,
    ],
    [{ structure_stats: ".." }, `structure_stats: ${aDirectory}, got ".."`],
    [
      { structure_stats: "a\n/.." },
      `structure_stats: ${aDirectory}, got "a\\n/.."`,
    ],
    [
      { structure_stats: "a\\..\\b" },
      `structure_stats: ${aDirectory}, got "a\\\\..\\\\b"`,
    ],
    [
      { structure_stats: "C:\\data" },
      `structure_stats: ${aDirectory}, got "C:\\\\data"`,
    ],
    [
      { structure_stats: "\\data" },
      `structure_stats: ${aDirectory}, got "\\\\data"`,
    ],
    [
      { structure_stats: "a\0" },
      `structure_stats: ${aDirectory}, got "a\\u0000"`,
    ],
    [{ structure_stats: "" }, `structure_stats: ${aDirectory}, got ""`],
    [{ max_workers: 0 }, `${workers}, got 0`],
    [{ max_workers: 257 }, `${workers}, got 257`],
    [{ max_workers: 1.5 }, `${workers}, got 1.5`],
    [{ max_workers: "8" }, `${workers}, got "8"`],
    [{ pixel_size_um: 0 }, "pixel_size_um: expected a number above 0, got 0"],
    [
      { pixel_size_um: Infinity },
      "pixel_size_um: expected a number above 0, got Infinity",
    ],
    [{ thumbnail_size: 15 }, `${thumbnailSize}, got 15`],
    [{ thumbnail_size: 4097 }, `${thumbnailSize}, got 4097`],
    [{ thumbnail_size: 99.5 }, `${thumbnailSize}, got 99.5`],
    [{ create_csv: "yes" }, 'create_csv: expected true or false, got "yes"'],
    [
      { s3_acl: "private" },
      's3_acl: expected "public-read" or "none", got "private"',
    ],
    [
      { s3_endpoint: "localhost:9000" },
      's3_endpoint: expected an http:// or https:// URL, got "localhost:9000"',
    ],
    [
      { base_s3_url: "s3://bucket/" },
      'base_s3_url: expected an http:// or https:// URL, got "s3://bucket/"',
    ],
    [
      { base_s3_url: "https://a b/" },
      'base_s3_url: expected an http:// or https:// URL, got "https://a b/"',
    ],
    [
      { base_s3_url: "https://a.org/?x" },
      'base_s3_url: expected a URL without "?" and "#", got "https://a.org/?x"',
    ],
    [
      { base_s3_url: "https://a.org/?" },
      'base_s3_url: expected a URL without "?" and "#", got "https://a.org/?"',
    ],
    [
      { base_s3_url: "https://a.org/#x" },
      'base_s3_url: expected a URL without "?" and "#", got "https://a.org/#x"',
    ],
    [
      { s3_endpoint: "https://me:pw@a.org" },
      "s3_endpoint: expected a URL without user name and password",
    ],
    [
      { base_channel_colors: { nucleus: [0, 0, 2] } },
      `base_channel_colors.nucleus[2]: ${unit}, got 2`,
    ],
    [
      { base_channel_colors: { "my ER": [0, 0] } },
      'base_channel_colors["my ER"]: expected three numbers from 0 to 1, got a list of 2',
    ],
    [
      { structures: [] },
      "structures: expected at least one structure, got a list of 0",
    ],
    [
      { structures: undefined },
      "structures: missing, expected a list of structures",
    ],
    [
      { structures: ["peroxisome"] },
      'structures[0]: expected a structure, got "peroxisome"',
    ],
    [
      structureWith({ color: [0, 0, 1.5] }),
      `structures[1].color[2]: ${unit}, got 1.5`,
    ],
    [
      structureWith({ color: [0, 0, -0.1] }),
      `structures[1].color[2]: ${unit}, got -0.1`,
    ],
    [
      structureWith({ color: [0, "0", 0] }),
      `structures[1].color[1]: ${unit}, got "0"`,
    ],
    [
      structureWith({ color: "#ff0000" }),
      'structures[1].color: expected three numbers from 0 to 1, got "#ff0000"',
    ],
    [
      structureWith({ structure_id: "../x" }),
      `structures[1].structure_id: ${aName}, got "../x"`,
    ],
    [
      structureWith({ packing_id: undefined }),
      `structures[1].packing_id: missing, ${aName}`,
    ],
    [
      structureWith({ structure_name: "" }),
      'structures[1].structure_name: expected a name that is not empty, got ""',
    ],
    [
      { structures: [PEROXISOME, PEROXISOME] },
      "structures[1].packing_id: same as that of structures[0]: both would publish the same files",
    ],
  ];
  for (const [values, expected] of table) {
    assert.deepEqual(problems({ ...LEAST, ...values }), [expected]);
  }
});

Deno.test("an unknown key is refused with the nearest known one", () => {
  const table: [Record<string, unknown>, string][] = [
    [{ schema: "x" }, 'schema: unknown key, did you mean "$schema"?'],
    [
      { upload_mesh_to_s3: true },
      'upload_mesh_to_s3: unknown key, did you mean "upload_meshes_to_s3"?',
    ],
    [{ maxWorkers: 8 }, 'maxWorkers: unknown key, did you mean "max_workers"?'],
    [
      structureWith({ colour: [0, 0, 0] }),
      'structures[1].colour: unknown key, did you mean "color"?',
    ],
  ];
  for (const [values, expected] of table) {
    assert.deepEqual(problems({ ...LEAST, ...values }), [expected]);
  }
});

Deno.test("a URL of Amazon S3 must be that of the bucket", () => {
  const none: string[] = [];
  const other = [
    'base_s3_url: names the bucket "other", but s3_bucket is "my.bucket"',
  ];
  const table: [string, string[]][] = [
    ["https://my.bucket.s3.us-west-2.amazonaws.com/", none],
    ["https://my.bucket.s3.amazonaws.com", none],
    ["https://my.bucket.s3-eu-central-1.amazonaws.com", none],
    ["https://my.bucket.s3.dualstack.us-gov-west-1.amazonaws.com", none],
    ["https://s3.us-west-2.amazonaws.com/my.bucket/", none],
    ["https://s3.amazonaws.com/my.bucket", none],
    ["https://s3.dualstack.us-west-2.amazonaws.com/my.bucket/", none],
    ["https://cdn.example.org/other/", none],
    ["https://other.s3.us-west-2.amazonaws.com.example.org/", none],
    ["https://abc.execute-api.us-west-2.amazonaws.com/", none],
    ["http://127.0.0.1:8480/other/", none],
    ["https://other.s3.us-west-2.amazonaws.com/", other],
    ["https://other.s3.amazonaws.com/", other],
    ["https://other.s3-us-west-2.amazonaws.com/", other],
    ["https://other.s3.dualstack.us-west-2.amazonaws.com/", other],
    ["https://OTHER.S3.us-west-2.amazonaws.com/", other],
    ["https://s3.us-west-2.amazonaws.com/other/", other],
    ["https://s3-us-west-2.amazonaws.com/other", other],
    ["https://s3.us-west-2.amazonaws.com/", [
      'base_s3_url: names no bucket, but s3_bucket is "my.bucket"',
    ]],
    [
      "https://bucket.s3.us-west-2.amazonaws.com/my.bucket/",
      ['base_s3_url: names the bucket "bucket", but s3_bucket is "my.bucket"'],
    ],
    [
      "https://my.bucket.s3.us-west-2.amazonaws.com/v1/",
      ['base_s3_url: leads to "v1/", but objects are put at the top of the bucket'],
    ],
    [
      "https://s3.us-west-2.amazonaws.com/my.bucket/v1",
      ['base_s3_url: leads to "v1/", but objects are put at the top of the bucket'],
    ],
  ];
  for (const [base_s3_url, expected] of table) {
    assert.deepEqual(
      problems({ ...LEAST, s3_bucket: "my.bucket", base_s3_url }),
      expected,
      base_s3_url,
    );
  }
});

Deno.test("another bucket needs another public URL", () => {
  assert.deepEqual(problems({ ...LEAST, s3_bucket: "mine" }), [
    'base_s3_url: names the bucket "cellpack-analysis-data", but s3_bucket is "mine"',
  ]);
});

Deno.test("all problems come at once", () => {
  const found = problems({
    s3_bucket: "mine",
    rules: ["a", 1, "a"],
    structures: [PEROXISOME, { ...PEROXISOME, color: [0, 0, 1.5] }],
    max_workers: 0,
    dryrun: true,
  });
  assert.deepEqual(found.map((line) => line.split(": ")[0]).sort(), [
    "base_s3_url",
    "dryrun",
    "max_workers",
    "rules[1]",
    "rules[2]",
    "structures[1].color[2]",
    "structures[1].packing_id",
  ]);
});

Deno.test("a config that is no object is refused", () => {
  assert.deepEqual(problems([LEAST]), [
    "(top level): expected an object, got a list of 1",
  ]);
  assert.deepEqual(problems("x"), ['(top level): expected an object, got "x"']);
  assert.deepEqual(problems(null), [
    "(top level): expected an object, got null",
  ]);
});

Deno.test("with flags over it, a config may lead to any directory", () => {
  const paths = {
    data_dir: "/mnt/data",
    results_dir: "../out",
    structure_stats: "/mnt/stats.csv",
  };
  const config = { ...configWith(), ...paths };
  assert.deepEqual(effectiveConfigSchema.parse(config), config);
  assert.equal(
    effectiveConfigSchema.safeParse({ ...config, data_dir: "" }).success,
    false,
  );
  assert.equal(
    effectiveConfigSchema.safeParse({ ...config, dataset: "../x" }).success,
    false,
  );
});

function problems(config: unknown): string[] {
  return describeIssues(configSchema.safeParse(config).error?.issues ?? []);
}

/** A config whose second structure has these values. */
function structureWith(
  values: Record<string, unknown>,
): Record<string, unknown> {
  const second = { ...PEROXISOME, packing_id: "endosome", ...values };
  return { structures: [PEROXISOME, second] };
}
