/**
 * Reads and hashes every file below a directory, many at a time, and does
 * nothing else: what a plan without a cache cannot be faster than.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { mapConcurrent } from "../../../lib/concurrency.ts";
import { walkFiles } from "../../../lib/dataset/walk.ts";

const digests = mapConcurrent(
  walkFiles(Deno.args[0]!),
  16,
  async ({ path }) =>
    createHash("md5").update(await Deno.readFile(path)).digest(),
);
for await (const _ of digests);
