import type { PlainError } from "../plain_error.ts";

/** What a worker answers to a job. */
export type Outcome =
  | { readonly png: Uint8Array<ArrayBuffer>; readonly error?: undefined }
  | { readonly error: PlainError };
