/** What each step does, in the order in which the steps run. */
export const STEP_DESCRIPTIONS = {
  upload_meshes: "put the meshes of every structure",
  update_simularium:
    "set mesh URLs and colors in the .simularium files (local)",
  upload_simularium: "put the .simularium files",
  upload_thumbnails: "draw thumbnails of the figures and put them",
  create_csv: "list the packings in a CSV for BioFile Finder",
  update_csv_stats: "refresh only the statistics columns of the paths CSV",
} as const;

/** The name of a step: its module's file name and its flag. */
export type StepName = keyof typeof STEP_DESCRIPTIONS;

/** The steps in the order in which they run. */
export const STEP_NAMES = Object.keys(STEP_DESCRIPTIONS) as StepName[];
