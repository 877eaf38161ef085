import type { ApplyReport, Shortfall } from "../apply/report.ts";
import { printable } from "./escape.ts";
import { type Group, Groups, subjectLines } from "./groups.ts";
import type { Style } from "./style.ts";
import { formatBytes, formatCount, formatNumber } from "./units.ts";

/** How a run ended, in lines. */
export function reportView(report: ApplyReport, style: Style): string[] {
  const groups = new Groups<Shortfall["outcome"]["is"]>();
  for (const { subject, outcome: { is, reason } } of report.shortfalls) {
    groups.add(is, subject, reason);
  }
  return [
    ...groups.list().sort(causesFirst).flatMap((group) =>
      groupView(group, style)
    ),
    ...stopLines(report, style),
    totals(report, style),
    ...(report.complete ? [] : [
      "Not everything is in place. Run the same command again to go on where it stopped; what is stale needs a new plan.",
    ]),
  ];
}

type Shortfalls = Group<Shortfall["outcome"]["is"]>;

/** What was not tried for want of others comes after them. */
function causesFirst(a: Shortfalls, b: Shortfalls): number {
  const rank = ({ kind }: Shortfalls) => kind === "not tried" ? 1 : 0;
  return rank(a) - rank(b);
}

function groupView(
  group: Shortfalls,
  { red, yellow }: Style,
): string[] {
  const { kind, count, message } = group;
  const paint = kind === "not tried" ? yellow : red;
  return [
    paint(`? ${formatNumber(count)} ${kind}: ${printable(message)}`),
    ...subjectLines(group),
  ];
}

/** The reason is told once: an action that failed for it has told it already. */
function stopLines(
  { stopped, shortfalls }: ApplyReport,
  { red }: Style,
): string[] {
  const isTold = shortfalls.some(({ outcome }) => outcome.reason === stopped);
  return stopped === undefined || isTold
    ? []
    : [red(`Stopped: ${printable(stopped)}`)];
}

function totals(
  { counts, bytes, retries, complete }: ApplyReport,
  { bold, red, green }: Style,
): string {
  const parts = Object.entries(counts)
    .filter(([is, count]) => count > 0 || is === "done")
    .map(([is, count]) => `${formatNumber(count)} ${is}`);
  const start = complete ? green("Applied:") : red("Incomplete:");
  const ending = [
    `${formatBytes(bytes)} uploaded`,
    retries > 0 && formatCount(retries, "request") + " retried",
  ].filter(Boolean).join(", ");
  return `${bold(start)} ${parts.join(", ")}; ${ending}.`;
}
