/** A rule of a bucket that lets web pages of other origins read; spelled as in S3's JSON. */
export interface CorsRule {
  readonly AllowedOrigins?: readonly string[];
  readonly AllowedMethods?: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAgeSeconds?: number;
  readonly ID?: string;
}

/** What the readers of a release need. */
export const READERS_RULE: CorsRule = {
  AllowedOrigins: ["*"],
  AllowedMethods: ["GET", "HEAD"],
  AllowedHeaders: ["*"],
  ExposeHeaders: ["ETag", "Content-Length", "Content-Range"],
  MaxAgeSeconds: 3000,
};

/** Whether a page of this origin may GET objects. */
export function allowsGet(
  rules: readonly CorsRule[],
  origin: string,
): boolean {
  return rules.some(({ AllowedOrigins = [], AllowedMethods = [] }) =>
    AllowedMethods.includes("GET") &&
    AllowedOrigins.some((pattern) => matches(pattern, origin))
  );
}

/** S3 allows one `*` in an origin, for any characters. */
function matches(pattern: string, origin: string): boolean {
  const [start = "", end] = pattern.split("*");
  return end === undefined
    ? pattern === origin
    : origin.length >= start.length + end.length &&
      origin.startsWith(start) && origin.endsWith(end);
}
