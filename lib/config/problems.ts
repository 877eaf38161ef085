import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { pathText } from "./path_text.ts";
import { CONFIG_KEYS, STRUCTURE_KEYS } from "./schema.ts";

/** What is wrong with a config, one line each: `structures[1].color[2]: expected …`. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(issue.path, key))
      : [`${pathText(issue.path)}: ${issue.message}`]
  );
}

function unknownKey(parent: readonly PropertyKey[], key: string): string {
  const known = parent.length === 0 ? CONFIG_KEYS : STRUCTURE_KEYS;
  return `${pathText([...parent, key])}: unknown key, did you mean "${
    closest(key, [...known])
  }"?`;
}
