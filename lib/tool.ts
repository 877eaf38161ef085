import metadata from "../deno.json" with { type: "json" };

/** The name and version of this tool, as manifests record it. */
export const TOOL = `${metadata.name} ${metadata.version}`;
