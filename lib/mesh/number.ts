/**
 * The decimal number that a range of bytes spells (`-0.5`, `1e-3`, `.5`, `5.`),
 * or NaN where it spells none. Off by a few units in the last place at most.
 */
export function parseDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let at = start;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;

  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  for (let inFraction = false; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (inFraction) exponent--;
    } else if (bytes[at] === POINT && !inFraction) {
      inFraction = true;
    } else break;
  }
  if (digits === 0) return NaN;
  if (at < end) {
    if ((bytes[at]! | LOWER_CASE) !== LETTER_E) return NaN;
    exponent += parseInteger(bytes, at + 1, end);
  }

  const value = exponent < 0
    ? mantissa / powerOfTen(-exponent)
    : mantissa * powerOfTen(exponent);
  return sign === MINUS ? -value : value;
}

/** The integer that a range of bytes spells, or NaN where it spells none. */
export function parseInteger(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let at = start;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  if (at >= end) return NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return sign === MINUS ? -value : value;
}

/** The powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

function powerOfTen(exponent: number): number {
  return POWERS[exponent] ?? 10 ** exponent;
}

export const MINUS = 0x2d;
export const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;
const LOWER_CASE = 0x20;
