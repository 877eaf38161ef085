import { createHash } from "node:crypto";
import { printable } from "../terminal/escape.ts";

/**
 * A value as JSON that may stand within a `<script>` of an HTML page: no `<`
 * can end it or begin a comment, and no text of it can hide or reorder others.
 */
export function embeddedJson(value: unknown): string {
  const json = JSON.stringify(
    value,
    (_key, part) => typeof part === "string" ? printable(part) : part,
  );
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

/** The source expression by which a Content-Security-Policy allows exactly this text (CSP 3 §2.3.1). */
export function cspHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
