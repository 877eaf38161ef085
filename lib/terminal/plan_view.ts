import { basename } from "@std/path";
import type { Issue, PutAction } from "../manifest/entries.ts";
import type { StepName } from "../step_names.ts";
import { printable } from "./escape.ts";
import { groupText } from "./group_text.ts";
import { type Group, NAME_INDENT } from "./groups.ts";
import { opSymbol } from "./op_symbol.ts";
import type { PlanTally, StepTally } from "./plan_tally.ts";
import type { Style } from "./style.ts";
import { formatBytes, formatCount, formatNumber } from "./units.ts";

/** Said once, of all thumbnails that are to be drawn. */
const KNOWN_LATER = "content known after apply";

/** The column where what a step does begins. */
const INDENT = 22;

/** A plan for reading: what each step does, what is wrong, and the totals. */
export function planView(tally: PlanTally, style: Style): string[] {
  const lines = [...title(tally, style), ""];
  // What concerns no step concerns all: it comes first.
  const steps = [...tally.steps].sort(([a], [b]) =>
    Number(a !== null) - Number(b !== null)
  );
  for (const [step, stepTally] of steps) {
    lines.push(...stepLines(step, stepTally, style));
  }
  return [...lines, "", ...ending(tally, style)];
}

function title({ header }: PlanTally, { bold, yellow }: Style): string[] {
  if (!header) return [];
  const { target, config } = header;
  const host = new URL(target.endpoint ?? target.base_url).host;
  const to = `${config.output_name} → s3://${target.bucket} (${host})`;
  const lines = [`${bold("Release")} ${printable(to)}`];
  if (header.offline) {
    lines.push(
      yellow(
        "Offline: the bucket was not read, so every object is shown as new. This plan cannot be applied.",
      ),
    );
  }
  return lines;
}

function stepLines(
  step: StepName | null,
  tally: StepTally,
  style: Style,
): string[] {
  const lines = [
    ...writeLines(tally, style),
    ...putLines(tally, style),
    ...issueLines(tally, style),
  ];
  if (lines.length === 0) lines.push(style.dim("= nothing to do"));
  return lines.map((line, i) =>
    // Names are long: they have the whole width.
    line.startsWith(NAME_INDENT)
      ? line
      : (i === 0 ? (step ?? "release") : "").padEnd(INDENT) + line
  );
}

function writeLines(tally: StepTally, style: Style): string[] {
  if (tally.tables.length > 0) {
    return tally.tables.map(({ op, path, reason }) =>
      `${opSymbol(op, style)} ${printable(basename(path)).padEnd(38)} ${
        printable(reason)
      }`
    );
  }
  const { create, update } = tally.writes;
  const changes = [
    tally.urls > 0 && formatCount(tally.urls, "mesh URL"),
    tally.colors > 0 && formatCount(tally.colors, "color"),
  ].filter(Boolean).join(", ");
  if (changes !== "") {
    const files = formatCount(update, "file").padEnd(12);
    return [
      `${opSymbol("update", style)} ${files} ${changes}`,
      ...colorLines(tally, style),
    ];
  }
  // A thumbnail that is to be drawn is shown by its put.
  if (Object.values(tally.puts).some(({ unknown }) => unknown > 0)) return [];
  return ([["create", create], ["update", update]] as const)
    .filter(([, count]) => count > 0)
    .map(([op, count]) =>
      `${opSymbol(op, style)} ${formatCount(count, "local file")}`
    );
}

/** The changes of color that most files have. */
function colorLines({ colorChanges }: StepTally, { dim }: Style): string[] {
  const sorted = [...colorChanges].sort(([, a], [, b]) => b - a);
  const lines = sorted.slice(0, 4).map(([change, count]) =>
    dim(`  ${printable(change)}  in ${formatCount(count, "place")}`)
  );
  const rest = sorted.length - lines.length;
  if (rest > 0) {
    lines.push(dim(`  and ${formatCount(rest, "other color change")}`));
  }
  return lines;
}

function putLines(tally: StepTally, style: Style): string[] {
  return (["create", "update", "replace", "keep"] as const).flatMap((op) => {
    const { objects, bytes, unknown } = tally.puts[op];
    if (objects === 0) return [];
    const verb = op === "keep" ? "unchanged" : op;
    const what = `${opSymbol(op, style)} ${formatNumber(objects)} ${verb}`;
    const size = unknown > 0
      ? `(${KNOWN_LATER})`
      : op === "keep"
      ? ""
      : formatBytes(bytes);
    const plainLength = `+ ${formatNumber(objects)} ${verb}`.length;
    const line = size === ""
      ? what
      : what + " ".repeat(Math.max(2, 42 - plainLength - size.length)) + size;
    return [line, ...exampleLines(op, tally, style)];
  });
}

function exampleLines(
  op: PutAction["op"],
  tally: StepTally,
  { dim }: Style,
): string[] {
  const examples = tally.examples.filter((put) => put.op === op);
  if (examples.length === 0) return [];
  const lines = examples.map(({ key, reason }) => {
    const why = reason === KNOWN_LATER ? "" : `: ${reason}`;
    return NAME_INDENT + dim(printable(basename(key) + why));
  });
  const rest = tally.puts[op].objects - examples.length;
  return rest > 0
    ? [
      ...lines,
      NAME_INDENT + dim(`and ${formatNumber(rest)} more (--verbose shows all)`),
    ]
    : lines;
}

/** Errors first. */
function issueLines({ issues }: StepTally, style: Style): string[] {
  const groups = issues.list();
  const bySeverity = Map.groupBy(groups, ({ kind }) => kind);
  return [
    ...bySeverity.get("error") ?? [],
    ...bySeverity.get("warning") ?? [],
  ].flatMap((group) => groupLines(group, style));
}

function groupLines(
  group: Group<Issue["severity"]>,
  { red, yellow }: Style,
): string[] {
  const [symbol, paint] = group.kind === "error" ? ["? ", red] : ["  ", yellow];
  const [heading, ...subjects] = groupText(group);
  return [paint(symbol + heading), ...subjects];
}

function ending(tally: PlanTally, style: Style): string[] {
  const lines: string[] = [];
  if (tally.aggregates > 0) {
    lines.push(
      `Left out: ${
        formatCount(tally.aggregates, "aggregate")
      } of several seeds (…_all.simularium).`,
    );
  }
  if (tally.invalid > 0) {
    lines.push(
      style.yellow(
        `Left out: ${
          formatCount(tally.invalid, "invalid file")
        } (--skip-invalid).`,
      ),
    );
  }
  return [...lines, totals(tally, style)];
}

function totals(tally: PlanTally, { bold, red }: Style): string {
  if (tally.errors > 0) {
    return red(
      `${
        formatCount(tally.errors, "problem")
      }: this plan cannot be applied. Mend the files above, or leave them out with --skip-invalid.`,
    );
  }
  if (!tally.hasChanges) {
    return `${bold("Nothing to do:")} ${
      formatCount(tally.total("keep").objects, "object")
    } unchanged, all local files as they should be.`;
  }
  const [create, update, replace, keep] =
    (["create", "update", "replace", "keep"] as const)
      .map((op) => tally.total(op));
  const unknown = create!.unknown + update!.unknown + replace!.unknown;
  const bytes = create!.bytes + update!.bytes + replace!.bytes;
  return `${bold("Plan:")} ${
    formatCount(create!.objects, "object")
  } to create, ${formatNumber(update!.objects)} to update, ${
    formatNumber(replace!.objects)
  } to replace, ${formatNumber(keep!.objects)} unchanged; ${
    formatCount(tally.localWrites, "local file")
  } to write; ${formatBytes(bytes)}${
    unknown > 0 ? ` and ${formatCount(unknown, "thumbnail")}` : ""
  } to upload.`;
}
