import type { PutAction } from "../manifest/entries.ts";
import type { Style } from "./style.ts";

/** The symbol of an operation: `+` create, `~` update, `!` replace, `=` keep. */
export function opSymbol(op: PutAction["op"], style: Style): string {
  switch (op) {
    case "create":
      return style.green("+");
    case "update":
      return style.yellow("~");
    case "replace":
      return style.magenta("!");
    case "keep":
      return style.dim("=");
  }
}
