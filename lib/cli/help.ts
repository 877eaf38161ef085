import { type Flag, HELP } from "./flags.ts";

/** What the help of a command says. */
export interface Help {
  /** The command line: `deno task plan [FLAGS]`. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Flags that choose steps. */
  readonly stepFlags: readonly Flag[];
  /** Real command lines, each with what it does. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
}

/** The help of a command in lines. */
export function helpView(help: Help): string[] {
  const steps = help.stepFlags.length === 0 ? [] : [
    "",
    "Steps (those named are the only ones that run; default: as the config says):",
    ...help.stepFlags.map(flagLine),
  ];
  return [
    help.summary,
    "",
    `Usage: ${help.usage}`,
    "",
    "Flags:",
    ...[...help.flags, HELP].map(flagLine),
    ...steps,
    "",
    "Examples:",
    ...help.examples.flatMap(([command, purpose], i) => [
      `  ${i + 1}. ${purpose}`,
      `     ${command}`,
    ]),
  ];
}

function flagLine({ name, short, value, help }: Flag): string {
  const spelling = `${short ? `-${short}, ` : "    "}--${name}${
    value ? ` ${value}` : ""
  }`;
  return `  ${spelling.padEnd(27)} ${help}`;
}
