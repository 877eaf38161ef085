import type { Step } from "../plan/step.ts";
import { STEP_DESCRIPTIONS } from "../step_names.ts";
import { print } from "../terminal/output.ts";
import { APPLY_FLAGS } from "./flags.ts";
import { type Help, helpView } from "./help.ts";
import { type ExitCode, runMain } from "./main.ts";
import { parseArguments } from "./parse.ts";

/**
 * The command line of a step's own module: plans and applies that step alone.
 * It asks on a terminal; elsewhere it goes ahead, since it was called for that.
 */
export async function runStep(step: Step): Promise<void> {
  await runMain(async (): Promise<ExitCode> => {
    const args = parseArguments(Deno.args, APPLY_FLAGS, 0);
    if (args.switches.has("help")) {
      print(helpView(helpOf(step)));
      return 0;
    }
    const { applyCommand } = await import("./apply_command.ts");
    return await applyCommand(
      { ...args, switches: new Set([...args.switches, step.name]) },
      [step],
      { withoutTerminal: "go ahead" },
    );
  });
}

function helpOf({ name }: Step): Help {
  const command = `deno run -A steps/${name}.ts`;
  return {
    usage: `${command} [FLAGS]`,
    summary: `Plans and applies one step: ${STEP_DESCRIPTIONS[name]}.`,
    flags: APPLY_FLAGS,
    stepFlags: [],
    examples: [
      [
        `${command} --config configs/data_release_config.json`,
        "Plan, and ask on a terminal",
      ],
      [`${command} --yes`, "The default config, without asking"],
    ],
  };
}
