/** Where the Simularium viewer runs, as browsers name it in `Origin`. */
export const SIMULARIUM_ORIGIN = "https://simularium.allencell.org";

/** Where BioFile Finder runs. */
export const BIOFILE_FINDER_ORIGIN = "https://bff.allencell.org";

/** The origins from which visitors read a release. */
export const READER_ORIGINS: readonly string[] = [
  SIMULARIUM_ORIGIN,
  BIOFILE_FINDER_ORIGIN,
];
