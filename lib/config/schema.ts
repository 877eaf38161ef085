import { z } from "zod";
import { otherPlace, repeatedRules, sharedPackings } from "./cross_checks.ts";
import {
  anyPath,
  color,
  expected,
  httpUrl,
  innerPath,
  name,
  toggle,
} from "./fields.ts";
import {
  LARGEST_THUMBNAIL,
  MOST_WORKERS,
  SMALLEST_THUMBNAIL,
} from "./limits.ts";

const structure = z.strictObject({
  structure_id: name()
    .describe(
      "Gene name of the structure, as in the folder of its meshes: SLC25A17",
    ),
  structure_name: z.string(expected("a name")).min(
    1,
    expected("a name that is not empty"),
  )
    .describe(
      "Name of the structure in the packings: entries and channels whose name contains it take its color",
    ),
  packing_id: name()
    .describe(
      "Name of the packing, as in the folder and file names of its results: peroxisome",
    ),
  color: color()
    .describe("Color of the structure: red, green and blue from 0 to 1"),
}, expected("a structure"));

const thumbnailSize = expected(
  `a whole number from ${SMALLEST_THUMBNAIL} to ${LARGEST_THUMBNAIL}`,
);

const fields = {
  $schema: z.string(expected("the path of a JSON Schema")).optional()
    .describe("JSON Schema for editors; has no effect on the release"),

  s3_bucket: name().default("cellpack-analysis-data")
    .describe("Bucket to publish to"),
  base_s3_url: httpUrl().overwrite((url) => url.endsWith("/") ? url : `${url}/`)
    .default("https://cellpack-analysis-data.s3.us-west-2.amazonaws.com/")
    .describe(
      "Public URL of the bucket: links are this followed by the key of an object",
    ),
  s3_endpoint: httpUrl().optional()
    .describe("Endpoint of an S3-compatible server; leave out for Amazon S3"),
  s3_region: name().optional()
    .describe("Region of the bucket; leave out to read it from base_s3_url"),
  s3_force_path_style: toggle().optional()
    .describe(
      "Whether the bucket is in the path of requests, not in the host name",
    ),
  s3_acl: z.enum(["public-read", "none"], expected('"public-read" or "none"'))
    .default("public-read")
    .describe(
      "ACL of published objects; none for buckets that are public by policy",
    ),

  dataset: name().default("8d_sphere_data")
    .describe("Folder of the dataset below packing_outputs"),
  condition: name().default("rules_shape")
    .describe("Condition, as in the file names of the packings"),
  experiment: name().default("norm_weights")
    .describe("Folder of the experiment below the dataset"),
  rules: z.array(name(), expected("a list of rules")).min(
    1,
    expected("at least one rule"),
  )
    .default([
      "random",
      "nucleus_gradient",
      "membrane_gradient",
      "apical_gradient",
    ])
    .describe("Packing rules to publish: folders below the experiment"),
  structures: z.array(structure, expected("a list of structures"))
    .min(1, expected("at least one structure"))
    .describe("Structures to publish"),
  base_channel_colors: z.object({
    nucleus: color().default([0.18, 0.32, 0.32]).describe(
      "Color of the nucleus",
    ),
    membrane: color().default([0.31, 0.19, 0.31]).describe(
      "Color of the membrane",
    ),
  }, expected("an object of channel names and colors")).catchall(color())
    .prefault({})
    .describe("Colors of channels other than the structure's, by name"),

  upload_meshes_to_s3: toggle().default(true)
    .describe("Whether to publish the meshes"),
  update_simularium_files: toggle().default(true)
    .describe("Whether to set mesh URLs and colors in the .simularium files"),
  upload_simularium_to_s3: toggle().default(true)
    .describe("Whether to publish the .simularium files"),
  generate_thumbnails: toggle().default(true)
    .describe("Whether to draw and publish thumbnails"),
  create_csv: toggle().default(true)
    .describe("Whether to write the CSV for BioFile Finder"),
  use_inverted_meshes: toggle().default(false)
    .describe(
      "Whether to publish membrane meshes inside out, so that viewers show what they hold",
    ),
  reinvert_meshes: toggle().default(false)
    .describe("Whether to invert meshes again that already are"),
  reupload_simularium_files: toggle().default(false)
    .describe("Whether to put .simularium files even if nothing changed"),
  reupload_thumbnails: toggle().default(false)
    .describe("Whether to put thumbnails even if nothing changed"),
  reupload_csv_files: toggle().default(false)
    .describe("Whether to put the CSVs even if nothing changed"),
  create_metadata_csv: toggle().default(true)
    .describe("Whether to write the CSV that describes the columns"),
  upload_csv_to_s3: toggle().default(false)
    .describe("Whether to publish the CSVs"),
  upload_metadata_csv: toggle().default(true)
    .describe(
      "Whether the CSV that describes the columns is published with the other",
    ),
  update_csv_stats: toggle().default(false)
    .describe(
      "Whether to refresh only the statistics columns of an existing CSV",
    ),
  dry_run: toggle().default(false)
    .describe("Whether apply stops after planning"),

  max_workers: z.int(expected(`a whole number from 1 to ${MOST_WORKERS}`))
    .min(1, expected(`a whole number from 1 to ${MOST_WORKERS}`))
    .max(MOST_WORKERS, expected(`a whole number from 1 to ${MOST_WORKERS}`))
    .default(8)
    .describe("Requests to S3 at a time"),
  output_name: name().default("cellpack_simularium")
    .describe("Folder of the outputs and start of the names of the CSVs"),
  pixel_size_um: z.number(expected("a number above 0")).positive(
    expected("a number above 0"),
  )
    .default(0.108)
    .describe("Size of a pixel of the figures in µm, for the scale bar"),
  thumbnail_size: z.int(thumbnailSize)
    .min(SMALLEST_THUMBNAIL, thumbnailSize)
    .max(LARGEST_THUMBNAIL, thumbnailSize)
    .default(512)
    .describe("Size of thumbnails: pixels of the longer edge"),
};

const DATA_DIR = "Directory of the packings and meshes";
const RESULTS_DIR = "Directory of the outputs";
const STRUCTURE_STATS =
  "Parquet or CSV file of the cell statistics; leave out for structure_stats.parquet or .csv in data_dir";

/** A config as it stands in its file. */
export const configSchema = schemaWith({
  data_dir: innerPath("--data_dir").default("data").describe(DATA_DIR),
  results_dir: innerPath("--results_dir").default("results").describe(
    RESULTS_DIR,
  ),
  structure_stats: innerPath().optional().describe(STRUCTURE_STATS),
});

/** A config with the flags of the command line over it: its paths may lead anywhere. */
export const effectiveConfigSchema = schemaWith({
  data_dir: anyPath().default("data"),
  results_dir: anyPath().default("results"),
  structure_stats: anyPath().optional(),
});

/** The keys of a config, and of each of its structures. */
export const CONFIG_KEYS: readonly string[] = Object.keys(
  configSchema.in.shape,
);
export const STRUCTURE_KEYS: readonly string[] = Object.keys(structure.shape);

/** The keys that hold paths. */
interface PathFields {
  data_dir: z.ZodDefault<z.ZodString>;
  results_dir: z.ZodDefault<z.ZodString>;
  structure_stats: z.ZodOptional<z.ZodString>;
}

function schemaWith(paths: PathFields) {
  return z.strictObject({ ...fields, ...paths }, expected("an object"))
    // Also when other keys are at fault, so that all problems come at once.
    .superRefine(checkTogether, { when: () => true })
    .transform(({ $schema: _, ...config }) => config);
}

function checkTogether(config: unknown, context: z.core.$RefinementCtx): void {
  if (typeof config !== "object" || config === null) return;
  const values = config as Record<string, unknown>;
  const good = (key: string): unknown =>
    context.issues.some(({ path }) => path?.[0] === key)
      ? undefined
      : values[key];

  const problems = [
    ...repeatedRules(values.rules),
    ...sharedPackings(values.structures),
    ...otherPlace(good("base_s3_url"), good("s3_bucket")),
  ];
  for (const problem of problems) {
    context.addIssue({ code: "custom", ...problem });
  }
}
