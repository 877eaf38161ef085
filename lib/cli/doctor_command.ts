import type { Config } from "../config/config.ts";
import { type DoctorReport, runDoctor } from "../doctor/doctor.ts";
import { doctorView } from "../doctor/view.ts";
import { print, printJson } from "../terminal/output.ts";
import { openStatus } from "../terminal/status.ts";
import { styleFor } from "../terminal/style.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { ExitCode } from "./main.ts";
import type { Arguments } from "./parse.ts";
import { configOf } from "./prepare.ts";

/** `doctor`: looks at everything that a release will need, and says how to mend it. */
export async function doctorCommand(args: Arguments): Promise<ExitCode> {
  const config = await configOf(args);
  using interrupt = listenForInterrupt();
  const report = await examine(config, interrupt.stop);
  if (args.switches.has("json")) printJson(report);
  else print(doctorView(report, styleFor(Deno.stdout)));
  return report.healthy ? 0 : 1;
}

async function examine(
  config: Config,
  signal: AbortSignal,
): Promise<DoctorReport> {
  using _ = openStatus(() => "Asking the bucket, looking at the files");
  return await runDoctor(config, { signal });
}
