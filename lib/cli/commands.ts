import { closest } from "fastest-levenshtein";
import { ExpectedError } from "../errors.ts";
import type { Step } from "../plan/step.ts";
import { print } from "../terminal/output.ts";
import {
  APPLY_FLAGS,
  DOCTOR_FLAGS,
  PLAN_FLAGS,
  STEP_CHOICES,
  VERIFY_FLAGS,
} from "./flags.ts";
import { type Help, helpView } from "./help.ts";
import type { ExitCode } from "./main.ts";
import { type Arguments, parseArguments } from "./parse.ts";

/** A command of the tool. Its module is loaded when it runs. */
interface Command extends Help {
  /** How many arguments without a flag it takes. */
  readonly operands: number;
  run(args: Arguments, steps: readonly Step[]): Promise<ExitCode>;
}

const COMMANDS: Record<string, Command> = {
  plan: {
    usage: "deno task plan [FLAGS]",
    summary:
      "Shows every object and local file that a release would change, and why. Writes nothing.",
    flags: PLAN_FLAGS,
    stepFlags: STEP_CHOICES,
    operands: 0,
    examples: [
      ["deno task plan", "Review the release of the default config"],
      [
        "deno task plan -c configs/my_release.json --out my_release.jsonl",
        "Save a plan, to apply exactly this",
      ],
      [
        "deno task plan --upload_meshes --upload_thumbnails",
        "Plan two steps only",
      ],
      ["deno task plan --verbose | less", "Read every line"],
      [
        "deno task plan --detailed-exitcode",
        "Ask in a script whether anything would change",
      ],
      [
        "deno task plan --html review.html --previews",
        "Review in the browser, with the thumbnails to come",
      ],
      ["deno task plan --offline", "Look without credentials"],
      [
        "deno task plan --strict --out my_release.jsonl",
        "Save a plan only if readers will trip over nothing",
      ],
    ],
    run: async (args, steps) =>
      await (await import("./plan_command.ts")).planCommand(args, steps),
  },
  apply: {
    usage: "deno task apply [MANIFEST] [FLAGS]",
    summary:
      'Carries out a saved plan. Without one: plans, shows the plan and asks for the word "yes".',
    flags: APPLY_FLAGS,
    stepFlags: STEP_CHOICES,
    operands: 1,
    examples: [
      ["deno task apply", "Plan, review and apply the default config"],
      ["deno task apply my_release.jsonl", "Apply a plan that was saved"],
      ["deno task apply --create_csv --yes", "One step, without asking"],
      [
        "deno task apply -c configs/my_release.json --max_workers 32",
        "More requests at a time",
      ],
    ],
    run: async (args, steps) =>
      await (await import("./apply_command.ts")).applyCommand(args, steps),
  },
  verify: {
    usage: "deno task verify [MANIFEST] [FLAGS]",
    summary:
      "Compares every object in the bucket with a manifest, or with the local files, and checks that visitors can open what is published.",
    flags: VERIFY_FLAGS,
    stepFlags: [],
    operands: 1,
    examples: [
      ["deno task verify", "Check the release of the default config"],
      [
        "deno task verify my_release.jsonl",
        "Check what a saved plan published",
      ],
      [
        "deno task verify my_release.jsonl --public",
        "Open it as visitors do, from the web",
      ],
    ],
    run: async (args, steps) =>
      await (await import("./verify_command.ts")).verifyCommand(args, steps),
  },
  doctor: {
    usage: "deno task doctor [FLAGS]",
    summary:
      "Looks at everything that a release will need: credentials, bucket, permissions, CORS, clock, disk, dataset. Leaves nothing behind.",
    flags: DOCTOR_FLAGS,
    stepFlags: [],
    operands: 0,
    examples: [
      ["deno task doctor", "Check before the first release"],
      [
        "deno task doctor -c configs/my_release.json",
        "Check for a config of your own",
      ],
    ],
    run: async (args) =>
      await (await import("./doctor_command.ts")).doctorCommand(args),
  },
};

/** Runs the command that the arguments name. */
export async function runCommand(
  [name, ...rest]: readonly string[],
  loadSteps: () => Promise<readonly Step[]>,
): Promise<ExitCode> {
  const command = Object.hasOwn(COMMANDS, name ?? "")
    ? COMMANDS[name!]
    : undefined;
  if (!command) {
    if (name !== undefined && !["--help", "-h", "help"].includes(name)) {
      throw new ExpectedError(
        `Cannot run "${name}": no such command, did you mean "${
          closest(name, Object.keys(COMMANDS))
        }"? See --help`,
      );
    }
    print(overview());
    return name === undefined ? 1 : 0;
  }
  const allFlags = [...command.flags, ...command.stepFlags];
  const args = parseArguments(rest, allFlags, command.operands);
  if (args.switches.has("help")) {
    print(helpView(command));
    return 0;
  }
  return await command.run(args, await loadSteps());
}

function overview(): string[] {
  return [
    "Publishes virtual cells: plan, review, apply, verify.",
    "",
    ...Object.values(COMMANDS).flatMap(({ usage, summary }) => [
      `  ${usage}`,
      `      ${summary}`,
    ]),
    "",
    "Each command has --help. To see it work on a small dataset: deno task demo",
  ];
}
