import { parseArgs } from "node:util";

/** An option as it stands among the arguments, or an argument that is none. */
export interface Token {
  /** Where in the arguments. */
  readonly index: number;
  /** Without hyphens; absent if the argument is no option. */
  readonly name?: string;
  /** What follows `=`. */
  readonly value?: string;
  /** Whether the option starts with two hyphens. */
  readonly isLong: boolean;
}

/** `-n5`, `-n=5`, `-o/path`: a short option with its value. */
const ATTACHED_VALUE =
  /^-([A-Za-z])(?:=|(?=\W|-?\d+(?:\.\d*)?(?:e-?\d+)?$))(.+)$/s;

/** The tokens of arguments without `--`; a group such as `-abc` gives three. */
export function tokensOf(args: readonly string[]): Token[] {
  const { tokens } = parseArgs({
    args: args.map((arg) => arg.replace(ATTACHED_VALUE, "--$1=$2")),
    strict: false,
    tokens: true,
  });
  return tokens.map((token) =>
    token.kind === "option"
      ? {
        index: token.index,
        name: token.name,
        value: token.value,
        isLong: args[token.index]!.startsWith("--"),
      }
      : { index: token.index, isLong: false }
  );
}
