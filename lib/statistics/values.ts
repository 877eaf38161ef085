import { roundDecimal } from "./decimal.ts";

/** A cell ID as text, or `undefined` if the value is neither text nor an integer. */
export function readCellId(value: unknown): string | undefined {
  if (typeof value === "bigint" || Number.isInteger(value)) return `${value}`;
  if (typeof value !== "string" || value === "") return undefined;
  // Integers in a column that once had gaps are written as floats.
  return value.replace(/^(\d+)\.0$/, "$1");
}

/**
 * A statistic as it is printed: empty where it is missing or NaN, `undefined`
 * if the value is no finite number.
 */
export function readStatistic(
  value: unknown,
  decimals: number,
): string | undefined {
  if (isMissing(value)) return "";
  const number = isNumeric(value) ? Number(value) : NaN;
  return Number.isFinite(number) ? roundDecimal(number, decimals) : undefined;
}

/** JavaScript also takes `0x1f` for a number. */
function isNumeric(value: unknown): boolean {
  return typeof value === "string"
    ? /^\s*[-+]?[\d.]+(?:e[-+]?\d+)?\s*$/i.test(value)
    : typeof value === "number" || typeof value === "bigint";
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || Number.isNaN(value) ||
    (typeof value === "string" && /^\s*(nan)?\s*$/i.test(value));
}
