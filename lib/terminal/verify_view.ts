import type { VerifyReport } from "../verify/verify.ts";
import { groupText } from "./group_text.ts";
import { Groups } from "./groups.ts";
import { linksView } from "./links_view.ts";
import type { Style } from "./style.ts";
import { formatBytes, formatCount } from "./units.ts";

/** What a verification found, in lines. */
export function verifyView(report: VerifyReport, style: Style): string[] {
  const { objects, bytes, discrepancies, links } = report;
  const { bold, green, red } = style;
  if (discrepancies.length === 0) {
    return [
      `${bold(green("Verified:"))} ${
        formatCount(objects, "object")
      } in the bucket, ${formatBytes(bytes)}, all as planned.`,
      ...visitLines(report, style),
      ...links ? linksView(links, style) : [],
    ];
  }
  const groups = new Groups<"discrepancy">();
  for (const { subject, message } of discrepancies) {
    groups.add("discrepancy", subject, message);
  }
  return [
    ...groups.list().flatMap((group) => {
      const [heading, ...subjects] = groupText(group);
      return [red("? ") + heading, ...subjects];
    }),
    ...visitLines(report, style),
    `${bold(red("Not verified:"))} ${
      formatCount(discrepancies.length, "discrepancy", "discrepancies")
    } in ${formatCount(objects, "object")}.`,
  ];
}

/** What visitors opened, where it was tried. */
function visitLines({ visited }: VerifyReport, { bold }: Style): string[] {
  if (!visited) return [];
  const { tables, packings, meshes, thumbnails } = visited;
  const opened = [
    formatCount(tables, "table"),
    formatCount(packings, "packing"),
    formatCount(meshes, "mesh", "meshes"),
  ].join(", ");
  return [
    `${bold("Visited:")} opened ${opened} and ${
      formatCount(thumbnails, "thumbnail")
    } from the web, without credentials.`,
  ];
}
