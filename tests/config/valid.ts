import type { Config } from "../../lib/config/config.ts";
import { configSchema } from "../../lib/config/schema.ts";

/** The least that a config must say. */
export const LEAST = {
  structures: [
    {
      structure_id: "SLC25A17",
      structure_name: "peroxisome",
      packing_id: "peroxisome",
      color: [0.2, 0.7, 0.1],
    },
  ],
};

/** A valid config with other values. */
export function configWith(values: Record<string, unknown> = {}): Config {
  return configSchema.parse({ ...LEAST, ...values });
}
