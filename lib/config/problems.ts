import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { CONFIG_KEYS, STRUCTURE_KEYS } from "./schema.ts";

/** What is wrong with a config, one line each: `structures[1].color[2]: expected …`. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(issue.path, key))
      : [`${pathText(issue.path)}: ${issue.message}`]
  );
}

/** A path into JSON, as in JavaScript. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "(top level)";
  return path.map((key, index) => {
    if (typeof key === "number") return `[${key}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(String(key))) {
      return `[${JSON.stringify(String(key))}]`;
    }
    return index === 0 ? String(key) : `.${String(key)}`;
  }).join("");
}

function unknownKey(parent: readonly PropertyKey[], key: string): string {
  const known = (parent.length === 0 ? CONFIG_KEYS : STRUCTURE_KEYS)
    .filter((each) => each !== "$schema");
  return `${pathText([...parent, key])}: unknown key, did you mean "${
    closest(key, known)
  }"?`;
}
