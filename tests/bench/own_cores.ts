import { outputOf } from "./child.ts";

/** The first core for a server, the second one for its clients. */
const SERVER_CORE = "0", CLIENT_CORE = "1";

/**
 * Gives a server on this machine a core of its own, as on one of its own, and
 * this process and its children another, until disposed of.
 *
 * @param pids The server's processes.
 * @throws {Error} if `taskset` cannot be run, or not on these processes.
 */
export async function separateCores(
  pids: readonly number[],
): Promise<AsyncDisposable> {
  const before = await Promise.all([...pids, Deno.pid].map(affinityOf));
  const moved = new AsyncDisposableStack();
  for (const { pid, cores } of before) {
    await pin(pid, pid === Deno.pid ? CLIENT_CORE : SERVER_CORE);
    moved.defer(() => pin(pid, cores));
  }
  return moved;
}

interface Affinity {
  readonly pid: number;
  /** Such as `0-3,7`. */
  readonly cores: string;
}

async function affinityOf(pid: number): Promise<Affinity> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return { pid, cores: status.match(/^Cpus_allowed_list:\s*(.+)$/m)![1]! };
}

/** Moves all threads of a process. */
async function pin(pid: number, cores: string): Promise<void> {
  await outputOf("taskset", ["-a", "-c", "-p", cores, `${pid}`]);
}
