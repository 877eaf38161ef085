import { ExpectedError } from "../errors.ts";
import { MOST_WORKERS } from "./limits.ts";
import type { Config } from "./config.ts";

/** Values of command-line flags; what is not given stays as in the config. */
export interface Overrides {
  readonly max_workers?: string | number;
  /** Unlike in the config, any path. */
  readonly data_dir?: string;
  readonly results_dir?: string;
}

/**
 * A config with flags over it.
 *
 * @throws {ExpectedError} that names the flag whose value does not fit.
 */
export function withOverrides(config: Config, overrides: Overrides): Config {
  const { max_workers, data_dir, results_dir } = overrides;
  return {
    ...config,
    max_workers: max_workers === undefined
      ? config.max_workers
      : workers(max_workers),
    data_dir: data_dir === undefined
      ? config.data_dir
      : directory("--data_dir", data_dir),
    results_dir: results_dir === undefined
      ? config.results_dir
      : directory("--results_dir", results_dir),
  };
}

function workers(value: string | number): number {
  const number = /^\d+$/.test(String(value)) ? Number(value) : NaN;
  if (number >= 1 && number <= MOST_WORKERS) return number;
  throw new ExpectedError(
    `Cannot use --max_workers "${value}": expected a whole number from 1 to ${MOST_WORKERS}`,
  );
}

function directory(flag: string, path: string): string {
  if (path !== "" && !path.includes("\0")) return path;
  throw new ExpectedError(
    `Cannot use ${flag} ${JSON.stringify(path)}: expected a directory`,
  );
}
