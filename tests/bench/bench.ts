/**
 * `deno task bench`: measures what this project wants to be fast at, beside
 * what it cannot be faster than, prints a table for each, and writes them to
 * BENCHMARKS.md. Names of benchmarks as arguments run those alone, and write
 * nothing. Nothing fails because it is slow.
 */
import { print } from "../../lib/terminal/output.ts";
import { projectPath } from "../fixture/command_line.ts";
import { describeMachine } from "./machine.ts";
import { benchMultipart } from "./multipart_bench.ts";
import { benchRelease } from "./release_bench.ts";
import { type Section, sectionText } from "./section.ts";
import { benchScale } from "./scale_bench.ts";
import { benchSimularium } from "./simularium_bench.ts";
import { benchStartup } from "./startup_bench.ts";
import { benchThumbnails } from "./thumbnail_bench.ts";
import { benchUpload } from "./upload_bench.ts";

const BENCHMARKS: Record<string, () => Promise<Section>> = {
  startup: benchStartup,
  release: benchRelease,
  simularium: benchSimularium,
  thumbnails: benchThumbnails,
  upload: benchUpload,
  multipart: benchMultipart,
  scale: benchScale,
};

const machine = await describeMachine();
const chosen = Deno.args.length > 0 ? Deno.args : Object.keys(BENCHMARKS);
const texts: string[] = [];
for (const name of chosen) {
  const benchmark = BENCHMARKS[name];
  if (!benchmark) {
    throw new Error(
      `Cannot run "${name}": benchmarks are ${
        Object.keys(BENCHMARKS).join(", ")
      }`,
    );
  }
  const text = sectionText(await benchmark());
  texts.push(text);
  print([text]);
}
if (Deno.args.length === 0) {
  await Deno.writeTextFile(projectPath("BENCHMARKS.md"), page());
}

function page(): string {
  return [
    "# Benchmarks\n",
    "Written by `deno task bench`. Times are medians; what stands beside them was\n" +
    "measured in turns with them, in the same run: ratios hold where times drift.\n" +
    "The Python workflow's times were measured once, on a machine of this kind.\n",
    machine.map((line) => `- ${line}\n`).join(""),
    ...texts,
  ].join("\n");
}
