import { projectPath } from "../fixture/command_line.ts";
import { testCredentials } from "../fixture/s3_server.ts";
import type { RawTarget } from "./raw_put.ts";

/** The server of `null_sink.ts`, in a process of its own. */
export interface Sink extends AsyncDisposable {
  readonly target: RawTarget;
}

/**
 * Starts it; it ends when disposed of. It takes any credentials.
 *
 * @param delayMs What it takes for each answer.
 */
export async function startSink(delayMs: number = 0): Promise<Sink> {
  if (!Deno.env.has("AWS_ACCESS_KEY_ID")) testCredentials();
  const program = projectPath("tests/bench/null_sink.ts");
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, `${delayMs}`],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = process.stdout.getReader();
  const { value } = await reader.read();
  const endpoint = new TextDecoder().decode(value).trim();
  return {
    target: { endpoint, bucket: "bench", region: "us-east-1" },
    async [Symbol.asyncDispose]() {
      process.kill();
      await reader.cancel();
      await process.status;
    },
  };
}
