// deno-lint-ignore-file no-control-regex
import { z } from "zod";

/** The message for whatever is wrong with a value: what was expected, and what is there. */
export function expected(
  what: string,
): { error: (issue: { input?: unknown }) => string } {
  return {
    error: ({ input }) =>
      input === undefined
        ? `missing, expected ${what}`
        : `expected ${what}, got ${show(input)}`,
  };
}

/** A name that becomes one segment of paths and S3 keys. */
export function name(): z.ZodString {
  const message = expected(
    'a name without "/", "\\" and control characters, other than "." and ".."',
  );
  return z.string(message).regex(
    /^(?!\.{1,2}$)[^/\\\u0000-\u001f\u007f]+$/,
    message,
  );
}

/** A path that stays within the working directory. */
export function innerPath(flag?: string): z.ZodString {
  const elsewhere = flag ? ` (${flag} takes a directory elsewhere)` : "";
  const message = expected(
    `a relative path within the working directory${elsewhere}`,
  );
  return z.string(message).regex(
    /^(?![/\\]|[A-Za-z]:)(?!(?:[\s\S]*[/\\])?\.\.(?:[/\\]|$))[^\u0000]+$/,
    message,
  );
}

/** Any path that a file system takes. */
export function anyPath(): z.ZodString {
  const message = expected("a path");
  return z.string(message).regex(/^[^\u0000]+$/, message);
}

/** An http(s) URL to which something can be appended. */
export function httpUrl(): z.ZodString {
  const message = expected("an http:// or https:// URL");
  return z.string(message).superRefine((value, context) => {
    const problem = urlProblem(value);
    if (problem) context.addIssue({ code: "custom", message: problem });
  }).meta({ format: "uri" });
}

/** `true` or `false`. */
export function toggle(): z.ZodBoolean {
  return z.boolean(expected("true or false"));
}

/** Red, green and blue, from 0 to 1. */
export function color(): z.ZodTuple<
  [z.ZodNumber, z.ZodNumber, z.ZodNumber],
  null
> {
  const message = expected("a number from 0 to 1");
  const part = () => z.number(message).min(0, message).max(1, message);
  return z.tuple(
    [part(), part(), part()],
    expected("three numbers from 0 to 1"),
  );
}

function urlProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:\/\/\S+$/i.test(text)) {
    return `expected an http:// or https:// URL, got ${showUrl(text)}`;
  }
  if (url.username || url.password) {
    return "expected a URL without user name and password";
  }
  if (/[?#]/.test(text)) {
    return `expected a URL without "?" and "#", got ${showUrl(text)}`;
  }
}

/** Without what may be a password, or the signature of a presigned URL. */
function showUrl(text: string): string {
  return show(
    text.replace(/^(\w+:\/\/)?[^]*@/, "$1…@").replace(/=[^&#]+/g, "=…"),
  );
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
