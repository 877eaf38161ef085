import { z } from "zod";
import { configSchema } from "./schema.ts";

/** The JSON Schema (draft 2020-12) of config files, for editors. */
export function configJsonSchema(): object {
  return {
    ...z.toJSONSchema(configSchema, { io: "input", target: "draft-2020-12" }),
    title: "Config of a data release",
  };
}

/** The text of the file that ships beside the example configs. */
export function configJsonSchemaText(): string {
  return JSON.stringify(configJsonSchema(), null, 2) + "\n";
}

if (import.meta.main) {
  const file = new URL(
    "../../configs/data_release_config.schema.json",
    import.meta.url,
  );
  await Deno.writeTextFile(file, configJsonSchemaText());
}
