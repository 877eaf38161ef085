import { printable } from "../terminal/escape.ts";
import type { Style } from "../terminal/style.ts";
import { formatCount } from "../terminal/units.ts";
import type { DoctorReport } from "./doctor.ts";
import type { Finding, FindingGroup } from "./finding.ts";

/** What a check-up found, in lines: `✓` in order, `✗` to be mended, `?` unknown. */
export function doctorView(report: DoctorReport, style: Style): string[] {
  const findings = report.groups.flatMap(({ findings }) => findings);
  const width = Math.max(...findings.map(({ title }) => title.length)) + 2;
  return [
    ...report.groups.flatMap((group) => groupLines(group, width, style)),
    ending(findings, style),
  ];
}

function groupLines(
  { title, findings }: FindingGroup,
  width: number,
  style: Style,
): string[] {
  return [
    style.bold(title),
    ...findings.flatMap((finding) => findingLines(finding, width, style)),
    "",
  ];
}

function findingLines(
  { ok, title, detail = "", remedy }: Finding,
  width: number,
  style: Style,
): string[] {
  const indent = " ".repeat("  ✓ ".length + width);
  const line = `${title.padEnd(width)}${printable(detail)}`.trimEnd();
  return [
    `  ${symbol(ok, style)} ${line}`,
    ...ok === true || remedy === undefined
      ? []
      : remedy.split("\n").map((line) => indent + printable(line)),
  ];
}

function symbol(ok: Finding["ok"], { green, red, yellow }: Style): string {
  if (ok === "unknown") return yellow("?");
  return ok ? green("✓") : red("✗");
}

function ending(
  findings: readonly Finding[],
  { bold, green, red }: Style,
): string {
  const count = (wanted: Finding["ok"]) =>
    findings.filter(({ ok }) => ok === wanted).length;
  const wrong = count(false), unknown = count("unknown");
  const rest = unknown > 0 ? `, ${unknown} unknown` : "";
  return wrong > 0
    ? `${bold(red("Not ready:"))} ${
      formatCount(wrong, "thing")
    } to mend${rest}.`
    : `${bold(green("Ready:"))} ${
      formatCount(count(true), "check")
    } passed${rest}.`;
}
