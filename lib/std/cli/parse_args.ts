/**
 * `parseArgs` of `@std/cli`, over the tokenizer of `node:util`, for networks
 * that do not reach JSR (see `links` in the root `deno.json`).
 *
 * @module
 */
import { tokensOf } from "./_tokens.ts";

type Names<T extends string> = T | readonly T[];
type AliasTable = Readonly<Record<string, string | readonly string[]>>;

/** Options for {@linkcode parseArgs}. */
export interface ParseOptions<
  Booleans extends string = string,
  Strings extends string = string,
  Collected extends string = string,
  Negatable extends string = string,
  Defaults extends Record<string, unknown> = Record<string, unknown>,
  Aliases extends AliasTable = AliasTable,
  DoubleDash extends boolean = boolean,
> {
  /** Whether what follows `--` goes to `result["--"]` instead of `result._`. */
  "--"?: DoubleDash;
  /** Other names of options. */
  alias?: Aliases;
  /** Options without a value, `false` if not given; `true`: all `--name` without `=`. */
  boolean?: boolean | Names<Booleans>;
  /** Values of options that are not given. */
  default?: Defaults;
  /** Whether everything after the first argument that is no option goes to `_`. */
  stopEarly?: boolean;
  /** Options whose value is kept as text; with `"_"`, the other arguments too. */
  string?: Names<Strings>;
  /** Options that may be repeated: their values become an array. */
  collect?: Names<Collected>;
  /** Options that `--no-` sets to `false`. */
  negatable?: Names<Negatable>;
  /** Called with what is not declared, which is left out if it returns `false`. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

type OrFalse<Key, Negatable> = Key extends Negatable ? false : never;

type Declared<
  Booleans extends string,
  Strings extends string,
  Collected extends string,
  Negatable extends string,
> =
  & { [Key in Exclude<Booleans, Collected>]: boolean }
  & { [Key in Extract<Booleans, Collected>]: boolean[] }
  & {
    [Key in Exclude<Strings, Collected | "_">]?:
      | string
      | OrFalse<Key, Negatable>;
  }
  & { [Key in Extract<Strings, Collected>]: string[] | OrFalse<Key, Negatable> }
  & {
    [Key in Exclude<Collected, Booleans | Strings>]:
      | unknown[]
      | OrFalse<Key, Negatable>;
  };

type WithDefaults<Values, Defaults> =
  & Omit<Values, keyof Defaults>
  & {
    [Key in keyof Defaults]: Key extends keyof Values
      ? Defaults[Key] | NonNullable<Values[Key]>
      : unknown;
  };

type NamesOf<Key, Aliases> = Key extends keyof Aliases
  ? Aliases[Key] extends infer Other ?
      | Key
      | (Other extends string ? Other
        : Other extends readonly (infer Each)[] ? Each
        : never)
  : never
  : Key;

type WithAliases<Values, Aliases> = {
  [Key in keyof Values as NamesOf<Key, Aliases> & PropertyKey]: Values[Key];
};

/** What {@linkcode parseArgs} returns. */
export type Args<
  Booleans extends string,
  Strings extends string,
  Collected extends string,
  Negatable extends string,
  Defaults,
  Aliases,
  DoubleDash,
> =
  & ([Booleans | Strings | Collected] extends [never]
    // deno-lint-ignore no-explicit-any
    ? Record<string, any>
    :
      & Record<string, unknown>
      & WithAliases<
        WithDefaults<
          Declared<Booleans, Strings, Collected, Negatable>,
          Defaults
        >,
        Aliases
      >)
  & { _: (string | number)[] }
  & (DoubleDash extends true ? { "--": string[] } : unknown);

/**
 * Reads command line arguments: `--name value`, `--name=value`, `--flag`,
 * `-f value`, `-f=value`, `-abc`. The last of a repeated option counts, numbers
 * become numbers unless the option is declared as `string`, and what belongs to
 * no option goes to `_`.
 *
 * @throws {TypeError} on names with a dot, which the original nests.
 */
export function parseArgs<
  const Booleans extends string = never,
  const Strings extends string = never,
  const Collected extends string = never,
  const Negatable extends string = never,
  Defaults extends Record<string, unknown> = Record<never, never>,
  const Aliases extends AliasTable = Record<never, never>,
  DoubleDash extends boolean = false,
>(
  args: string[],
  options?: ParseOptions<
    Booleans,
    Strings,
    Collected,
    Negatable,
    Defaults,
    Aliases,
    DoubleDash
  >,
): Args<Booleans, Strings, Collected, Negatable, Defaults, Aliases, DoubleDash>;
export function parseArgs(
  args: string[],
  options: ParseOptions = {},
): Record<string, unknown> {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const rest = args.slice(end + 1);

  const result = new Result(options);
  readOptions(args.slice(0, end), result);
  result.fillIn();
  return options["--"]
    ? { ...result.values, "--": rest }
    : { ...result.values, _: [...result.positional, ...rest] };
}

function readOptions(args: string[], result: Result): void {
  const tokens = tokensOf(args);
  for (let i = 0; i < tokens.length; i++) {
    const { index, name, value: inline, isLong } = tokens[i]!;
    const arg = args[index]!;
    if (name === undefined) {
      result.addPositional(arg);
      if (!result.options.stopEarly) continue;
      result.positional.push(...args.slice(index + 1));
      break;
    }

    // As in the original, `--no-name=value` is `--name=value`.
    const positive = isLong ? name.replace(/^no-(?=.)/s, "") : name;
    if (inline !== undefined) {
      result.add(
        positive,
        result.booleans.has(positive) ? inline !== "false" : inline,
        arg,
      );
      continue;
    }
    if (positive !== name && result.negatable.has(positive)) {
      result.add(positive, false, arg, { isCollected: false });
      continue;
    }

    const isBoolean = result.booleans.has(name) ||
      (isLong && result.options.boolean === true);
    const next = tokens[i + 1]?.name === undefined
      ? args[index + 1]
      : undefined;
    const takesNext = isBoolean
      ? next === "true" || next === "false"
      : next && !(isLong && next.startsWith("-"));
    if (takesNext) {
      result.add(name, isBoolean ? next === "true" : next!, arg);
      i++;
    } else {
      result.add(name, result.strings.has(name) ? "" : true, arg);
    }
  }
}

/** The values found so far, and what is declared about their names. */
class Result {
  readonly positional: (string | number)[] = [];
  readonly values: Record<string, unknown> = { _: this.positional };
  readonly booleans: Set<string>;
  readonly strings: Set<string>;
  readonly negatable: Set<string>;
  readonly #collected: Set<string>;
  readonly #aliases: Map<string, string[]>;

  constructor(readonly options: ParseOptions) {
    this.#aliases = otherNames(options.alias ?? {});
    const { boolean } = options;
    this.booleans = this.#declared(
      typeof boolean === "boolean" ? undefined : boolean,
    );
    this.strings = this.#declared(options.string);
    this.negatable = this.#declared(options.negatable);
    this.#collected = this.#declared(options.collect);
  }

  addPositional(arg: string): void {
    if (this.options.unknown?.(arg) === false) return;
    this.positional.push(this.strings.has("_") ? arg : numberOrText(arg));
  }

  add(
    name: string,
    value: string | boolean,
    arg: string,
    { isCollected = this.#collected.has(name) } = {},
  ): void {
    const isKnown = this.booleans.has(name) || this.strings.has(name) ||
      this.#aliases.has(name) ||
      (this.options.boolean === true && /^--[^=]+$/.test(arg));
    if (!isKnown && this.options.unknown?.(arg, name, value) === false) return;

    const typed = typeof value === "string" && !this.strings.has(name)
      ? numberOrText(value)
      : value;
    const before = this.values[name];
    this.#set(
      name,
      isCollected ? [...(Array.isArray(before) ? before : []), typed] : typed,
    );
  }

  /** Gives the options that were not found their defaults. */
  fillIn(): void {
    for (const [name, value] of Object.entries(this.options.default ?? {})) {
      this.#setIfAbsent(name, value);
    }
    for (const name of this.booleans) {
      this.#setIfAbsent(name, this.#collected.has(name) ? [] : false);
    }
    for (const name of this.strings) {
      if (this.#collected.has(name)) this.#setIfAbsent(name, []);
    }
  }

  #setIfAbsent(name: string, value: unknown): void {
    if (!Object.hasOwn(this.values, name)) this.#set(name, value);
  }

  #set(name: string, value: unknown): void {
    for (const key of [name, ...(this.#aliases.get(name) ?? [])]) {
      if (key.includes(".")) {
        throw new TypeError(
          `Cannot set option "${key}": names with a dot are not offered here`,
        );
      }
      this.values[key] = value;
    }
  }

  #declared(names: Names<string> = []): Set<string> {
    return new Set(
      list(names).flatMap((name) => [name, ...(this.#aliases.get(name) ?? [])]),
    );
  }
}

/** For every name that has others, what these are. */
function otherNames(table: AliasTable): Map<string, string[]> {
  const groups = Object.entries(table).map((
    [name, others],
  ) => [name, ...list(others)]);
  return new Map(
    groups.flatMap((group) =>
      group.map((name) =>
        [name, group.filter((other) => other !== name)] as const
      )
    ),
  );
}

function list(names: Names<string>): readonly string[] {
  return typeof names === "string" ? [names] : names;
}

function numberOrText(text: string): number | string {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}
