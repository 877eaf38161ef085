import project from "../../deno.json" with { type: "json" };
import { projectPath } from "../fixture/command_line.ts";
import { timeMs } from "./measure.ts";

/** How a child process is run. */
export interface ChildOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end.
 *
 * @returns The time of the whole process, in ms.
 * @throws {Error} with what it printed, if it fails.
 */
export async function timeCommand(
  command: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<number> {
  return await timeMs(() => outputOf(command, args, options));
}

/** The time of `mod.ts` with arguments, as a task starts it, in ms. */
export function timeTool(
  args: readonly string[],
  options: ChildOptions = {},
): Promise<number> {
  return timeCommand(Deno.execPath(), toolArguments(args), options);
}

/** The arguments of `deno` that run `mod.ts`. */
export function toolArguments(args: readonly string[]): string[] {
  return moduleArguments(projectPath("mod.ts"), args);
}

/** The arguments of `deno` that run a module with the task `plan`'s flags of V8. */
export function moduleArguments(
  module: string,
  args: readonly string[],
): string[] {
  const v8Flags = project.tasks.plan.match(/--v8-flags=\S+/) ?? [];
  return ["run", "-A", ...v8Flags, module, ...args];
}

/**
 * What a command prints on standard output.
 *
 * @throws {Error} with what it printed, if it fails.
 */
export async function outputOf(
  command: string,
  args: readonly string[],
  { cwd, env }: ChildOptions = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    env,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(
    `Cannot measure "${command} ${args.join(" ")}": it failed\n` +
      decoder.decode(stdout) + decoder.decode(stderr),
  );
}

/** Whether there is such a program on the PATH, and runs. */
export async function isInstalled(program: string): Promise<boolean> {
  try {
    const version = new Deno.Command(program, { args: ["--version"] });
    return (await version.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
