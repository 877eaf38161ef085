import { STEP_DESCRIPTIONS, STEP_NAMES } from "../step_names.ts";

/** A flag of the command line. */
export interface Flag {
  /** As written after `--`; `-` and `_` are the same. */
  readonly name: string;
  /** One letter after a single `-`. */
  readonly short?: string;
  /** Other spellings of the name. */
  readonly aliases?: readonly string[];
  /** What stands for its value in the help; absent for a switch. */
  readonly value?: string;
  readonly help: string;
}

const CONFIG: Flag = {
  name: "config",
  short: "c",
  aliases: ["config_file"],
  value: "FILE",
  help: "the release's config (default configs/data_release_config.json)",
};

const DIRECTORIES: Flag[] = [
  {
    name: "data_dir",
    value: "DIR",
    help: "where the dataset is, instead of the config's",
  },
  {
    name: "results_dir",
    value: "DIR",
    help: "where outputs go, instead of the config's",
  },
];

const MAX_WORKERS: Flag = {
  name: "max_workers",
  value: "N",
  help: "requests at a time, instead of the config's",
};

const YES: Flag = {
  name: "yes",
  short: "y",
  help: "apply without asking",
};

const VERBOSE: Flag = {
  name: "verbose",
  short: "v",
  help: "show every line of the plan",
};

const PLANNING: Flag[] = [
  {
    name: "check-headers",
    help: "compare content type, cache-control and ACL, too (slower)",
  },
  {
    name: "skip-invalid",
    help: "leave out the packings that have problems",
  },
  {
    name: "strict",
    help: "take what BioFile Finder or the viewer would trip over for errors",
  },
];

/** The flag that every command has. */
export const HELP: Flag = { name: "help", short: "h", help: "show this help" };

/** The flags that choose steps. */
export const STEP_CHOICES: readonly Flag[] = STEP_NAMES.map((name) => ({
  name,
  help: STEP_DESCRIPTIONS[name],
}));

/** The flags of `plan`, besides those that choose steps. */
export const PLAN_FLAGS: readonly Flag[] = [
  CONFIG,
  { name: "out", short: "o", value: "FILE", help: "save the manifest" },
  VERBOSE,
  { name: "json", help: "print the manifest instead of the diff" },
  {
    name: "html",
    value: "FILE",
    help: "write a page for review in the browser",
  },
  {
    name: "previews",
    help: "draw thumbnails that are to change into that page",
  },
  {
    name: "detailed-exitcode",
    help: "exit with 0: nothing to do, 2: changes, 1: error",
  },
  {
    name: "offline",
    help: "do not read the bucket: a look without credentials",
  },
  ...PLANNING,
  MAX_WORKERS,
  ...DIRECTORIES,
];

/** The flags of `apply`, besides those that choose steps. */
export const APPLY_FLAGS: readonly Flag[] = [
  CONFIG,
  YES,
  VERBOSE,
  { name: "json", help: "print events as JSON Lines instead of progress" },
  ...PLANNING,
  MAX_WORKERS,
  ...DIRECTORIES,
];

/** The flags of `verify`. */
export const VERIFY_FLAGS: readonly Flag[] = [
  CONFIG,
  {
    name: "public",
    help:
      "open the release as visitors do: CSVs, packings, meshes and thumbnails, without credentials",
  },
  { name: "json", help: "print the findings as JSON" },
  MAX_WORKERS,
  ...DIRECTORIES,
];

/** The flags of `doctor`. */
export const DOCTOR_FLAGS: readonly Flag[] = [
  CONFIG,
  { name: "json", help: "print the findings as JSON" },
  MAX_WORKERS,
  ...DIRECTORIES,
];
