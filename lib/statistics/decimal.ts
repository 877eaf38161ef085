/**
 * A finite number rounded to at most `decimals` digits after the point, half
 * away from zero, without trailing zeros: with two, `12.345` is `12.35` and
 * `12.50` is `12.5`.
 *
 * The decimal digits are what is rounded, not the binary value below them:
 * 1.005 gives 1.01 though its double is slightly less. A double beyond 2⁵³ has
 * no digits after the point.
 */
export function roundDecimal(value: number, decimals: number): string {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return String(value);
  const rounded = shift(
    Math.round(shift(Math.abs(value), decimals)),
    -decimals,
  );
  return rounded === 0 ? "0" : String(Math.sign(value) * rounded);
}

/** Moves the decimal point of the shortest spelling, which no product does exactly. */
function shift(value: number, places: number): number {
  const [digits, exponent = "0"] = String(value).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}
