/**
 * A value as JSON that cannot drive a terminal: JSON need not escape DEL, the
 * C1 controls and the marks of direction, but terminals heed them.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
