import { extname } from "@std/path";
import type { ObjectHeaders, ObjectStore } from "./store.ts";

const CONTENT_TYPES: Record<string, string> = {
  ".csv": "text/csv; charset=utf-8",
  ".obj": "model/obj",
  ".png": "image/png",
  ".simularium": "application/json",
};

/**
 * The headers that an object is published with. A release changes objects in
 * place, so browsers are to ask (`no-cache`) whether what they hold is current.
 */
export function headersOf(
  key: string,
  acl: ObjectHeaders["acl"],
): ObjectHeaders {
  return {
    contentType: CONTENT_TYPES[extname(key)] ?? "application/octet-stream",
    cacheControl: "no-cache",
    acl,
  };
}

/**
 * How the headers of an object differ from those wanted, in words; one or two
 * requests.
 *
 * @returns `undefined` if they do not differ.
 */
export async function headerDifference(
  store: Pick<ObjectStore, "head" | "isPublic">,
  key: string,
  wanted: ObjectHeaders,
): Promise<string | undefined> {
  const head = await store.head(key);
  if (head?.contentType !== wanted.contentType) {
    return `Content-Type "${
      head?.contentType ?? ""
    }" → "${wanted.contentType}"`;
  }
  if (head.cacheControl !== wanted.cacheControl) {
    return `Cache-Control "${
      head.cacheControl ?? ""
    }" → "${wanted.cacheControl}"`;
  }
  if (wanted.acl === "public-read" && !(await store.isPublic(key))) {
    return "ACL private → public-read";
  }
  return undefined;
}
