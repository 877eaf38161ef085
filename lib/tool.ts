import metadata from "../deno.json" with { type: "json" };

export const TOOL_VERSION: string = metadata.version;

/** The name and version of this tool, as manifests record it. */
export const TOOL = `${metadata.name} ${TOOL_VERSION}`;
