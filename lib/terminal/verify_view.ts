import type { VerifyReport } from "../verify/verify.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";
import { formatBytes, formatCount, formatNumber } from "./units.ts";

/** How many discrepancies are shown. */
const SHOWN = 20;

/** What a verification found, in lines. */
export function discrepancyView(
  { objects, bytes, discrepancies }: VerifyReport,
  { bold, green, red }: Style,
): string[] {
  if (discrepancies.length === 0) {
    return [
      `${bold(green("Verified:"))} ${
        formatCount(objects, "object")
      } in the bucket, ${formatBytes(bytes)}, all as planned.`,
    ];
  }
  const rest = discrepancies.length - SHOWN;
  return [
    ...discrepancies.slice(0, SHOWN).map(({ subject, message }) =>
      `${red("?")} ${printable(subject)} ${printable(message)}`
    ),
    ...(rest > 0 ? [`  and ${formatNumber(rest)} more`] : []),
    `${bold(red("Not verified:"))} ${
      formatCount(discrepancies.length, "discrepancy", "discrepancies")
    } in ${formatCount(objects, "object")}.`,
  ];
}
