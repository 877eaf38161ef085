import assert from "node:assert/strict";
import {
  configJsonSchema,
  configJsonSchemaText,
} from "../../lib/config/json_schema.ts";
import { CONFIG_KEYS } from "../../lib/config/schema.ts";

interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly required?: string[];
  readonly additionalProperties?: unknown;
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
}

Deno.test("the shipped JSON Schema is that of the config", async () => {
  assert.equal(
    await Deno.readTextFile(
      new URL("../../configs/data_release_config.schema.json", import.meta.url),
    ),
    configJsonSchemaText(),
    "make it anew: deno run --allow-read --allow-write lib/config/json_schema.ts",
  );
});

Deno.test("the JSON Schema has every key, and only structures are required", () => {
  const schema = configJsonSchema() as JsonSchema;
  assert.deepEqual(Object.keys(schema.properties!), CONFIG_KEYS);
  assert.deepEqual(schema.required, ["structures"]);
  assert.equal(schema.additionalProperties, false);
  const structure = schema.properties!.structures!.items!;
  assert.equal(structure.additionalProperties, false);
  assert.deepEqual(structure.required, [
    "structure_id",
    "structure_name",
    "packing_id",
    "color",
  ]);
});

Deno.test("the JSON Schema explains every key", () => {
  const { properties } = configJsonSchema() as JsonSchema;
  const explained = {
    ...properties,
    ...properties!.structures!.items!.properties,
  };
  for (const [key, { description }] of Object.entries(explained)) {
    assert(description, key);
  }
});
