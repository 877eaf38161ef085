import { basename } from "@std/path";
import type { Issue } from "../manifest/entries.ts";
import { formatNumber } from "./units.ts";

/** What an issue is about: whoever has to mend a file needs its path, else the name says enough. */
export function issueSubject({ severity, subject, offset }: Issue): string {
  const place = offset === null ? "" : ` (byte ${formatNumber(offset)})`;
  return (severity === "error" ? subject : basename(subject)) + place;
}
