import type { Config } from "../config/config.ts";
import { outputDir } from "../dataset/layout.ts";

/** A file for a manifest that is needed during one run only. */
export interface TemporaryManifest extends AsyncDisposable {
  /** Where it is. */
  readonly path: string;
}

/** Makes the file, among the outputs: commands may not need to write elsewhere. */
export async function temporaryManifest(
  config: Config,
): Promise<TemporaryManifest> {
  const dir = outputDir(config);
  await Deno.mkdir(dir, { recursive: true });
  const path = await Deno.makeTempFile({
    dir,
    prefix: ".",
    suffix: ".manifest.jsonl",
  });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}
