import { runDoctor } from "../doctor/doctor.ts";
import { doctorView } from "../doctor/view.ts";
import { print } from "../terminal/output.ts";
import { styleFor } from "../terminal/style.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { ExitCode } from "./main.ts";
import type { Arguments } from "./parse.ts";
import { configOf } from "./prepare.ts";

/** `doctor`: looks at everything that a release will need, and says how to mend it. */
export async function doctorCommand(args: Arguments): Promise<ExitCode> {
  const config = await configOf(args);
  using interrupt = listenForInterrupt();
  const report = await runDoctor(config, { signal: interrupt.stop });
  print(
    args.switches.has("json")
      ? [JSON.stringify(report)]
      : doctorView(report, styleFor(Deno.stdout)),
  );
  return report.healthy ? 0 : 1;
}
