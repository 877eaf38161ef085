import { fileURLToPath } from "node:url";

/** The tool as a process of its own, while it applies a manifest. */
export interface ToolRun {
  /** Does nothing if it has ended already. */
  signal(signal: Deno.Signal): void;
  /** Waits until standard error says something; rejects if it ends before. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Ending>;
}

export interface Ending {
  /** The exit code; 128 and more for the signal that ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = fileURLToPath(new URL("../../mod.ts", import.meta.url));

/** Starts `apply MANIFEST`, with credentials from the environment of the tests. */
export function startApply(manifest: string, ...flags: string[]): ToolRun {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", MAIN, "apply", manifest, ...flags],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Listener(process.stderr);
  return {
    signal(signal) {
      try {
        process.kill(signal);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    },
    says: (text) => stderr.hears(text),
    ended: endingOf(process, stderr),
  };
}

/** Applies a manifest and waits for the end. */
export async function runApply(
  manifest: string,
  ...flags: string[]
): Promise<Ending> {
  return await startApply(manifest, ...flags).ended;
}

async function endingOf(
  process: Deno.ChildProcess,
  stderr: Listener,
): Promise<Ending> {
  const [{ code }, stdout] = await Promise.all([
    process.status,
    new Response(process.stdout).text(),
    stderr.ended,
  ]);
  return { code, stdout, stderr: stderr.text };
}

/** Reads a stream to its end, and tells when a text has come. */
class Listener {
  text = "";
  readonly ended: Promise<void>;
  readonly #waiting = new Set<() => void>();

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.ended = this.#read(stream);
  }

  async hears(text: string): Promise<void> {
    while (!this.text.includes(text)) {
      const more = new Promise<void>((resolve) => this.#waiting.add(resolve));
      const hasEnded = this.ended.then(() => {
        if (!this.text.includes(text)) {
          throw new Error(`It ended without "${text}": ${this.text}`);
        }
      });
      await Promise.race([more, hasEnded]);
    }
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      this.text += chunk;
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    }
  }
}
