import type { ObjectHead, PutCondition, PutRequest } from "./store.ts";

/** Whether a put may happen where the key's object has this ETag, or there is none. */
export function conditionHolds(
  condition: PutCondition,
  etag: string | undefined,
): boolean {
  return "ifMatch" in condition
    ? condition.ifMatch === etag
    : etag === undefined;
}

/** Whether an object is known to have the content that the request would put. */
export function hasContentOf(request: PutRequest, object: ObjectHead): boolean {
  const { size, md5 } = request;
  return object.size === size &&
    (object.etag === md5 || object.storedMd5 === md5);
}
