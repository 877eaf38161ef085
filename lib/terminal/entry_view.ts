import type { PlannedEntry } from "../manifest/entries.ts";
import { printable } from "./escape.ts";
import { sentence } from "./group_text.ts";
import { issueSubject } from "./issue_text.ts";
import { opSymbol } from "./op_symbol.ts";
import type { Style } from "./style.ts";
import { formatBytes } from "./units.ts";

/** One entry of a plan as `--verbose` shows it, in a line or a few. */
export function entryView(entry: PlannedEntry, style: Style): string[] {
  switch (entry.type) {
    case "put": {
      const size = entry.size === null
        ? "known after apply"
        : formatBytes(entry.size);
      return [
        `${opSymbol(entry.op, style)} ${entry.step}  ${printable(entry.key)}  ${
          style.dim(`${size}, ${printable(entry.reason)}`)
        }`,
      ];
    }
    case "write":
      return [
        `${opSymbol(entry.op, style)} ${entry.step}  ${
          printable(entry.path)
        }  ${style.dim(printable(entry.reason))}`,
        ...entry.changes.map(({ path, before, after }) =>
          `    ${printable(path)} ${
            before === null ? "(none)" : printable(JSON.stringify(before))
          } → ${printable(JSON.stringify(after))}`
        ),
      ];
    case "left_out":
      return [
        style.dim(`- ${printable(entry.path)}  left out: ${entry.reason}`),
      ];
    case "issue":
      return [
        `${
          entry.severity === "error"
            ? style.red("? ")
            : style.yellow("  warning  ")
        }${printable(sentence(issueSubject(entry), entry.message))}`,
      ];
    case "header":
    case "text":
      return [];
  }
}
