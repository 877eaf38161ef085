import { outputOf } from "./child.ts";
import type { UploadJob, UploadResult } from "./upload_child.ts";
import { projectPath } from "../fixture/command_line.ts";

/** Puts files, in a process of its own. */
export async function uploadInChild(job: UploadJob): Promise<UploadResult> {
  const module = projectPath("tests/bench/upload_child.ts");
  const args = ["run", "-A", "--no-check", module, JSON.stringify(job)];
  return JSON.parse(await outputOf(Deno.execPath(), args));
}
