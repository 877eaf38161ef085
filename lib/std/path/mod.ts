/**
 * The part of `@std/path` that this project uses, over `node:path` and
 * `node:url`, for networks that do not reach JSR (see `links` in the root
 * `deno.json`).
 *
 * @module
 */
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

export {
  basename,
  dirname,
  extname,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  sep as SEPARATOR,
} from "node:path";
export { fileURLToPath as fromFileUrl } from "node:url";

/**
 * The `file:` URL of an absolute path.
 *
 * @throws {TypeError} if the path is relative.
 */
export function toFileUrl(path: string): URL {
  if (!isAbsolute(path)) {
    throw new TypeError(
      `Cannot make a URL of "${path}": the path must be absolute`,
    );
  }
  return pathToFileURL(path);
}
