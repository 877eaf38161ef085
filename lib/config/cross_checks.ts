import { parseAmazonUrl } from "./amazon_url.ts";

/** Something wrong with the value at a path. */
export interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

// Both sides of a check may be of any type here: what else is wrong with them
// is reported along with these.

/** Rules that are listed more than once. */
export function* repeatedRules(rules: unknown): Iterable<Problem> {
  if (!Array.isArray(rules)) return;
  for (const [index, rule] of rules.entries()) {
    const first = rules.indexOf(rule);
    if (first < index) {
      yield { path: ["rules", index], message: `same rule as rules[${first}]` };
    }
  }
}

/** Structures with one packing: both would publish the same files. */
export function* sharedPackings(structures: unknown): Iterable<Problem> {
  if (!Array.isArray(structures)) return;
  const seen = new Map<string, number>();
  for (const [index, structure] of structures.entries()) {
    const id = structure?.packing_id;
    if (typeof id !== "string") continue;
    const first = seen.get(id);
    seen.set(id, first ?? index);
    if (first !== undefined) {
      const path = ["structures", index, "packing_id"];
      const message =
        `same as that of structures[${first}]: both would publish the same files`;
      yield { path, message };
    }
  }
}

/** A public URL of Amazon S3 under which the bucket's objects cannot be. */
export function* otherPlace(
  baseUrl: unknown,
  bucket: unknown,
): Iterable<Problem> {
  if (typeof baseUrl !== "string" || typeof bucket !== "string") return;
  const amazon = parseAmazonUrl(baseUrl);
  if (!amazon) return;
  const path = ["base_s3_url"];
  if (amazon.bucket !== bucket) {
    const named = amazon.bucket === undefined
      ? "no bucket"
      : `the bucket "${amazon.bucket}"`;
    yield { path, message: `names ${named}, but s3_bucket is "${bucket}"` };
  } else if (amazon.prefix !== "") {
    const message =
      `leads to "${amazon.prefix}", but objects are put at the top of the bucket`;
    yield { path, message };
  }
}
