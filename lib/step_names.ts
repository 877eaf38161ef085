/** The name of a step: its module's file name and its flag. */
export type StepName =
  | "upload_meshes"
  | "update_simularium"
  | "upload_simularium"
  | "upload_thumbnails"
  | "create_csv"
  | "update_csv_stats";

/** What each step does, in the order in which the steps run. */
export const STEP_DESCRIPTIONS: Readonly<Record<StepName, string>> = {
  upload_meshes: "put the meshes of every structure",
  update_simularium:
    "set mesh URLs and colors in the .simularium files (local)",
  upload_simularium: "put the .simularium files",
  upload_thumbnails: "draw thumbnails of the figures and put them",
  create_csv: "list the packings in a CSV for BioFile Finder",
  update_csv_stats: "refresh only the statistics columns of the paths CSV",
};

/** The steps in the order in which they run. */
export const STEP_NAMES: readonly StepName[] = Object.keys(
  STEP_DESCRIPTIONS,
) as StepName[];
