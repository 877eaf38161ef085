import type { ApplyReport, Shortfall } from "../apply/report.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";
import { formatBytes, formatCount, formatNumber } from "./units.ts";

/** How many actions of one reason are named. */
const NAMED = 3;

/** How a run ended, in lines. */
export function reportView(report: ApplyReport, style: Style): string[] {
  return [
    ...groupsOf(report.shortfalls).flatMap((group) => groupView(group, style)),
    ...(report.stopped === undefined
      ? []
      : [style.red(`Stopped: ${printable(report.stopped)}`)]),
    totals(report, style),
    ...(report.complete ? [] : [
      "Not everything is in place. Run the same command again to go on where it stopped; what is stale needs a new plan.",
    ]),
  ];
}

interface Group {
  readonly is: Shortfall["outcome"]["is"];
  readonly reason: string;
  readonly subjects: string[];
}

function groupsOf(shortfalls: readonly Shortfall[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { subject, outcome: { is, reason } } of shortfalls) {
    const key = `${is} ${reason.replace(/"[^"]*"|\d+/g, "…")}`;
    const group = groups.get(key);
    if (group) group.subjects.push(subject);
    else groups.set(key, { is, reason, subjects: [subject] });
  }
  return [...groups.values()];
}

function groupView(
  { is, reason, subjects }: Group,
  { red, yellow }: Style,
): string[] {
  const paint = is === "not tried" ? yellow : red;
  const rest = subjects.length - NAMED;
  return [
    paint(`? ${formatNumber(subjects.length)} ${is}: ${printable(reason)}`),
    ...subjects.slice(0, NAMED).map((subject) => `    ${printable(subject)}`),
    ...(rest > 0 ? [`    and ${formatNumber(rest)} more`] : []),
  ];
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
