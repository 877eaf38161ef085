import { digits } from "./measure.ts";

/** The machine in one line each: nothing that tells whose it is. */
export async function describeMachine(): Promise<string[]> {
  const { total } = Deno.systemMemoryInfo();
  return [
    `${navigator.hardwareConcurrency} cores, ${await cpuModel()}`,
    `${digits(total / 2 ** 30)} GiB of memory, ${Deno.build.os}`,
    `Deno ${Deno.version.deno}`,
    `${new Date().toISOString().slice(0, 10)}, load at the start ${
      Deno.loadavg()[0]!.toFixed(1)
    }`,
  ];
}

async function cpuModel(): Promise<string> {
  const text = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  return text.match(/^model name\s*: (.*)$/m)?.[1] ?? Deno.build.arch;
}
