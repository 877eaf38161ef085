import type { VerifyReport } from "../verify/verify.ts";
import { printable } from "./escape.ts";
import { type Group, Groups, subjectLines } from "./groups.ts";
import type { Style } from "./style.ts";
import { formatBytes, formatCount, formatNumber } from "./units.ts";

/** What a verification found, in lines. */
export function verifyView(
  { objects, bytes, discrepancies }: VerifyReport,
  style: Style,
): string[] {
  const { bold, green, red } = style;
  if (discrepancies.length === 0) {
    return [
      `${bold(green("Verified:"))} ${
        formatCount(objects, "object")
      } in the bucket, ${formatBytes(bytes)}, all as planned.`,
    ];
  }
  const groups = new Groups<"discrepancy">();
  for (const { subject, message } of discrepancies) {
    groups.add("discrepancy", subject, message);
  }
  return [
    ...groups.list().flatMap((group) => groupView(group, style)),
    `${bold(red("Not verified:"))} ${
      formatCount(discrepancies.length, "discrepancy", "discrepancies")
    } in ${formatCount(objects, "object")}.`,
  ];
}

function groupView(
  group: Group<"discrepancy">,
  { red }: Style,
): string[] {
  const { count, message, subjects } = group;
  return count === 1 ? [red("? ") + printable(`${subjects[0]}: ${message}`)] : [
    red("? ") + printable(`${formatNumber(count)} times: ${message}`),
    ...subjectLines(group),
  ];
}
