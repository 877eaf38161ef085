import { join } from "@std/path";
import { demoConfig } from "../fixture/config.ts";
import { makeDataset } from "../fixture/dataset.ts";
import { TINY } from "../fixture/release.ts";
import { testCredentials } from "../fixture/s3_server.ts";
import { timeCommand, timeTool, toolArguments } from "./child.ts";
import { duration, sideBySide, times } from "./measure.ts";
import type { Section } from "./section.ts";

const ROUNDS = 15;
const HELP_TARGET_MS = 150;

/** How long a command takes before it does anything. */
export async function benchStartup(): Promise<Section> {
  const folder = await Deno.makeTempDir({ prefix: "bench_startup_" });
  try {
    const empty = join(folder, "empty.ts");
    await Deno.writeTextFile(empty, "");
    await makeDataset(join(folder, "data"), TINY);
    const ms = await sideBySide({
      nothing: () => timeCommand(Deno.execPath(), ["run", "-A", empty]),
      help: () => timeTool(["plan", "--help"]),
      request: () => timeToFirstRequest(folder),
    }, ROUNDS);
    const besideNothing = (value: number) =>
      `${times(value / ms.nothing)} an empty program (${duration(ms.nothing)})`;
    return {
      title: "Start-up",
      rows: [{
        what: "`plan --help`, the whole process",
        target: `≤ ${duration(HELP_TARGET_MS)}`,
        measured: duration(ms.help),
        beside: besideNothing(ms.help),
        reached: ms.help <= HELP_TARGET_MS,
      }, {
        what: "`plan`, until its first request reaches the server",
        before: "1.6 s (imports)",
        measured: duration(ms.request),
        beside: besideNothing(ms.request),
      }],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** From the start of the process to the first connection, in ms. */
async function timeToFirstRequest(folder: string): Promise<number> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${listener.addr.port}`;
  const config = demoConfig({
    s3_bucket: "bench",
    s3_endpoint: endpoint,
    s3_region: "us-east-1",
    s3_force_path_style: true,
    base_s3_url: `${endpoint}/bench/`,
  });
  await Deno.writeTextFile(join(folder, "c.json"), JSON.stringify(config));
  const start = performance.now();
  const tool = new Deno.Command(Deno.execPath(), {
    args: toolArguments(["plan", "--config", "c.json"]),
    cwd: folder,
    env: Deno.env.has("AWS_ACCESS_KEY_ID") ? {} : testCredentials(),
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  using _connection = await listener.accept();
  const ms = performance.now() - start;
  tool.kill("SIGKILL");
  await tool.status;
  return ms;
}
