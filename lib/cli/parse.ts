import { parseArgs } from "@std/cli/parse-args";
import { closest } from "fastest-levenshtein";
import { ExpectedError } from "../errors.ts";
import { type Flag, HELP } from "./flags.ts";

/** The arguments of a command, checked against its flags. */
export interface Arguments {
  /** Values and switches that were given, by flag name. */
  readonly text: Readonly<Record<string, string>>;
  readonly switches: ReadonlySet<string>;
  readonly operands: readonly string[];
}

/**
 * Reads a command line.
 *
 * @param operands How many arguments without a flag are allowed.
 * @throws {ExpectedError} if it does not fit, with a suggestion.
 */
export function parseArguments(
  args: readonly string[],
  commandFlags: readonly Flag[],
  operands: number,
): Arguments {
  const flags = [...commandFlags, HELP];
  const known = flags.flatMap((flag) => [flag.name, ...flag.aliases ?? []]);
  const unknown: string[] = [];
  const parsed = parseArgs(args.map(withUnderscores), {
    string: ["_", ...namesOf(flags.filter(({ value }) => value))],
    boolean: namesOf(flags.filter(({ value }) => !value)),
    alias: Object.fromEntries(flags.map((flag) => [
      underscored(flag.name),
      [...flag.short ?? [], ...flag.aliases ?? []],
    ])),
    unknown: (arg) => {
      if (!arg.startsWith("-")) return true;
      unknown.push(arg);
      return false;
    },
  }) as Record<string, unknown> & { _: (string | number)[] };

  if (unknown.length > 0) {
    const given = args.find((arg) => withUnderscores(arg) === unknown[0]);
    throw unknownFlag(given ?? unknown[0]!, known);
  }
  if (parsed._.length > operands) {
    throw new ExpectedError(
      `Cannot use the argument "${parsed._[operands]}": ${
        operands === 0 ? "none is expected" : "one too many"
      }, see --help`,
    );
  }
  const text: Record<string, string> = {};
  const switches = new Set<string>();
  for (const flag of flags) {
    const value = parsed[underscored(flag.name)];
    if (!flag.value && value === true) switches.add(flag.name);
    if (!flag.value || value === undefined) continue;
    if (typeof value !== "string" || value === "") {
      throw new ExpectedError(
        `Cannot use --${flag.name}: expected one ${flag.value} behind it`,
      );
    }
    text[flag.name] = value;
  }
  return { text, switches, operands: parsed._.map(String) };
}

/**
 * Refuses flags that have no effect on a saved manifest, which is used as it was
 * planned.
 *
 * @param usable The names of those that have one.
 */
export function rejectFlags(
  { text, switches }: Arguments,
  manifest: string,
  usable: readonly string[],
): void {
  const given = [...Object.keys(text), ...switches];
  const useless = given.find((name) => !usable.includes(name));
  if (useless === undefined) return;
  throw new ExpectedError(
    `Cannot use --${useless} with "${manifest}": a saved manifest is used as it was planned; plan again with the flag`,
  );
}

function namesOf(flags: readonly Flag[]): string[] {
  return flags.map(({ name }) => underscored(name));
}

function underscored(name: string): string {
  return name.replaceAll("-", "_");
}

/** `--skip-invalid=x` and `--skip_invalid=x` are the same; values stay as they are. */
function withUnderscores(arg: string): string {
  return arg.replace(
    /^--([a-z][a-z_-]*)/i,
    (_, name) => "--" + underscored(name),
  );
}

function unknownFlag(arg: string, known: readonly string[]): ExpectedError {
  const name = arg.replace(/^-+/, "").replace(/=.*$/s, "");
  const nearest = name.length > 1 ? closest(name, [...known]) : undefined;
  return new ExpectedError(
    `Cannot use the flag "${arg}": it is unknown${
      nearest ? `, did you mean --${nearest}?` : "."
    } See --help`,
  );
}
