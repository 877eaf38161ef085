/** The command line on a computer whose clock is `CLOCK_IS_WRONG_BY_MS` fast. */
const difference = Number(Deno.env.get("CLOCK_IS_WRONG_BY_MS"));
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...args: unknown[]) {
    super(...(args.length > 0 ? args : [RightDate.now() + difference]) as []);
  }

  static override now(): number {
    return RightDate.now() + difference;
  }
} as DateConstructor;

const { runMain } = await import("../../lib/cli/main.ts");
const { runCommand } = await import("../../lib/cli/commands.ts");
const { STEPS } = await import("../../steps/mod.ts");
await runMain(() => runCommand(Deno.args, () => Promise.resolve(STEPS)));
