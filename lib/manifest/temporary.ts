import { join } from "@std/path";
import type { Config } from "../config/config.ts";
import { outputDir } from "../dataset/layout.ts";
import { exists } from "../io/exists.ts";

/** A file for a manifest that is needed during one run only. */
export interface TemporaryManifest extends AsyncDisposable {
  /** Where it is. */
  readonly path: string;
}

/** Names the file, among the outputs: commands may not need to write elsewhere. */
export async function temporaryManifest(
  config: Config,
): Promise<TemporaryManifest> {
  const dir = outputDir(config);
  await Deno.mkdir(dir, { recursive: true });
  const path = join(dir, `.${crypto.randomUUID()}.manifest.jsonl`);
  return {
    path,
    async [Symbol.asyncDispose]() {
      if (exists(path)) await Deno.remove(path);
    },
  };
}
