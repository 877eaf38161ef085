import { ExpectedError, FormatError } from "../errors.ts";
import { type JsonText, parseJsonText } from "./json_text.ts";
import type { Config } from "./config.ts";
import { configSchema } from "./schema.ts";

/**
 * Reads and checks a config file.
 *
 * @throws {ExpectedError} that lists everything that is wrong with it.
 */
export async function loadConfig(path: string): Promise<Config> {
  const { value, repeatedKeys } = parse(await readText(path), path);
  const config = configSchema.safeParse(value);
  if (config.success && repeatedKeys.length === 0) return config.data;

  // Loaded only now: the search for similar keys costs as much as zod.
  const { describeIssues } = await import("./problems.ts");
  const issues = config.error?.issues ?? [];
  throw cannotUse(path, [...repeatedKeys, ...describeIssues(issues)]);
}

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw cannotUse(path, ["the text is not UTF-8"]);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new ExpectedError(
      `Cannot use config "${path}": there is no such file, name yours with --config or copy the example configs/data_release_config.json`,
    );
  }
}

function parse(text: string, path: string): JsonText {
  try {
    return parseJsonText(text);
  } catch (error) {
    if (error instanceof FormatError) throw cannotUse(path, [error.message]);
    throw error;
  }
}

function cannotUse(path: string, problems: readonly string[]): ExpectedError {
  const count = problems.length === 1
    ? "1 problem"
    : `${problems.length} problems`;
  return new ExpectedError(
    [`Cannot use config "${path}": ${count}`, ...problems].join("\n  "),
  );
}
