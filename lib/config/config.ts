/** A release, as its config file describes it, with every default filled in. */
export interface Config {
  /** Bucket to publish to. */
  readonly s3_bucket: string;
  /** Public URL of the bucket, with a final slash. */
  readonly base_s3_url: string;
  /** Endpoint of an S3-compatible server; absent for Amazon S3. */
  readonly s3_endpoint?: string;
  /** Region of the bucket; absent where `base_s3_url` tells it. */
  readonly s3_region?: string;
  /** Whether the bucket is in the path of requests, not in the host name. */
  readonly s3_force_path_style?: boolean;
  /** ACL of published objects. */
  readonly s3_acl: "public-read" | "none";

  /** Folder of the dataset below `packing_outputs`. */
  readonly dataset: string;
  /** Condition, as in the file names of the packings. */
  readonly condition: string;
  /** Folder of the experiment below the dataset. */
  readonly experiment: string;
  /** Packing rules to publish: folders below the experiment. */
  readonly rules: readonly string[];
  /** Structures to publish. */
  readonly structures: readonly Structure[];
  /** Colors of channels other than the structure's, by name. */
  readonly base_channel_colors: Readonly<Record<string, Color>> & {
    readonly nucleus: Color;
    readonly membrane: Color;
  };

  /** Whether the step `upload_meshes` runs. */
  readonly upload_meshes_to_s3: boolean;
  /** Whether the step `update_simularium` runs. */
  readonly update_simularium_files: boolean;
  /** Whether the step `upload_simularium` runs. */
  readonly upload_simularium_to_s3: boolean;
  /** Whether the step `upload_thumbnails` runs. */
  readonly generate_thumbnails: boolean;
  /** Whether the step `create_csv` runs. */
  readonly create_csv: boolean;
  /** Whether the step `update_csv_stats` runs. */
  readonly update_csv_stats: boolean;

  /** Whether membranes are published inside out. */
  readonly use_inverted_meshes: boolean;
  /** Whether meshes are inverted again that already are. */
  readonly reinvert_meshes: boolean;
  /** Whether `.simularium` files are put even if nothing changed. */
  readonly reupload_simularium_files: boolean;
  /** Whether thumbnails are put even if nothing changed. */
  readonly reupload_thumbnails: boolean;
  /** Whether CSVs are put even if nothing changed. */
  readonly reupload_csv_files: boolean;
  /** Whether the CSV that describes the columns is written. */
  readonly create_metadata_csv: boolean;
  /** Whether the CSVs are published. */
  readonly upload_csv_to_s3: boolean;
  /** Whether the CSV that describes the columns is published with the other. */
  readonly upload_metadata_csv: boolean;
  /** Whether apply stops after planning. */
  readonly dry_run: boolean;

  /** Requests to S3 at a time. */
  readonly max_workers: number;
  /** Folder of the outputs and start of the names of the CSVs. */
  readonly output_name: string;
  /** Directory of the packings and meshes. */
  readonly data_dir: string;
  /** Directory of the outputs. */
  readonly results_dir: string;
  /** File of the cell statistics, where it is not in its usual place. */
  readonly structure_stats?: string;
  /** Size of a pixel of the figures, in µm. */
  readonly pixel_size_um: number;
  /** Pixels of a thumbnail's longer edge. */
  readonly thumbnail_size: number;
}

/** A structure to publish. */
export interface Structure {
  /** Gene name, as in the folder of the meshes: `SLC25A17`. */
  readonly structure_id: string;
  /** Entries and channels whose name contains it take its color: `peroxisome`. */
  readonly structure_name: string;
  /** Name of the packing, as in folder and file names: `peroxisome`. */
  readonly packing_id: string;
  /** Color of the structure. */
  readonly color: Color;
}

/** Red, green and blue, from 0 to 1. */
export type Color = readonly [number, number, number];
