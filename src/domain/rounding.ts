// Rounding as SQL's numeric rounds: by the decimal digits that a number is written with, halves away from zero. Binary
// fractions never show: 2.675 to two places is 2.68, though its double lies a little below.

/** The number with its point moved by `digits`: exact, since it goes by the written digits. */
function shifted(value: number, digits: number): number {
  const [mantissa, exponent] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent ?? 0) + digits}`);
}

/** `value` with so many digits after the point (negative: tens, hundreds), halves away from zero. */
export function roundTo(value: number, digits: number): number {
  if (digits >= 0 && Number.isInteger(value)) return value;
  const moved = shifted(Math.abs(value), digits);
  const rounded = shifted(Math.floor(moved) + (moved - Math.floor(moved) >= 0.5 ? 1 : 0), -digits);
  return value < 0 ? 0 - rounded : rounded;
}

/** `value` cut towards zero to so many digits after the point. */
export function truncateTo(value: number, digits: number): number {
  if (digits >= 0 && Number.isInteger(value)) return value;
  const cut = shifted(Math.floor(shifted(Math.abs(value), digits)), -digits);
  return value < 0 ? 0 - cut : cut;
}
