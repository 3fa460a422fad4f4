// Which numbers a place of a JSON Schema lets through: the narrowest of all its bounds, and the usual ones where it has none.
import type { Merged } from './merged.ts';

/** Numbers from a bound on, where there is none on the other side. */
const USUAL_WIDTH = 100;
/** Of a number that must be a multiple of another, so many values are drawn from. */
const MAX_MULTIPLES = 1_000;

/** Numbers that a place allows; null: there are none. */
export interface NumberBounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly isBounded: boolean;
}

/** The numbers that the bounds let through, within the usual ones where they are open. */
export function numberBounds(merged: Merged, type: 'integer' | 'number'): NumberBounds | null {
  const { minimum: low, maximum: high } = widest(merged);
  const isBounded = low > -Infinity || high < Infinity;
  const [minimum, maximum] = [low > -Infinity ? low : Math.min(0, high - USUAL_WIDTH), high < Infinity ? high : Math.max(USUAL_WIDTH, low + USUAL_WIDTH)];
  const [first, last] = [greatest(merged, 'exclusiveMinimum', -Infinity), smallest(merged, 'exclusiveMaximum')];
  if (type === 'integer') {
    const whole = { minimum: Math.max(Math.ceil(first >= minimum ? Math.floor(minimum) + 1 : minimum), -Number.MAX_SAFE_INTEGER), maximum: Math.min(Math.floor(last <= maximum ? Math.ceil(maximum) - 1 : maximum), Number.MAX_SAFE_INTEGER) };
    return whole.minimum > whole.maximum ? null : { ...whole, isBounded };
  }
  // What is left out at an end is a hundredth, or less where there is less between.
  const margin = Math.min(0.01, (maximum - minimum) / 1_000);
  const [from, to] = [first >= minimum ? minimum + margin : minimum, last <= maximum ? maximum - margin : maximum];
  return from > to || (first >= minimum && from === minimum) || (last <= maximum && to === maximum) ? null : { minimum: from, maximum: to, isBounded };
}

/** The bounds that are written, exclusive ones as if they were not. */
export function widest(merged: Merged): { readonly minimum: number; readonly maximum: number } {
  return {
    minimum: Math.max(greatest(merged, 'minimum', -Infinity), greatest(merged, 'exclusiveMinimum', -Infinity)),
    maximum: Math.min(smallest(merged, 'maximum'), smallest(merged, 'exclusiveMaximum')),
  };
}

/** Of draft 4's `exclusiveMinimum: true` the bound is `minimum`. */
function numbersOf({ parts }: Merged, keyword: string): readonly number[] {
  return parts.flatMap(({ schema }) => {
    const value = schema[keyword] === true ? schema[keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum'] : schema[keyword];
    return typeof value === 'number' ? [value] : [];
  });
}

/** What numbers must be multiples of. */
export function stepsOf(merged: Merged): readonly number[] {
  return numbersOf(merged, 'multipleOf').filter((step) => step !== 0);
}

/** The narrowest of what all places say by a keyword. */
export function greatest(merged: Merged, keyword: string, otherwise: number): number {
  return Math.max(otherwise, ...numbersOf(merged, keyword));
}

/** The same of an upper bound; Infinity where there is none. */
export function smallest(merged: Merged, keyword: string): number {
  return Math.min(Infinity, ...numbersOf(merged, keyword));
}

/** Digits that a double holds for sure. */
const SURE_DIGITS = 15;

/** Multiples of all the steps, spread over the range; those alone that a division in doubles finds whole, as validators do, and that are as short as the step: of 0.05 neither 0.35 nor 0.35000000000000003. */
export function multiples({ minimum, maximum }: NumberBounds, steps: readonly number[], type: 'integer' | 'number'): readonly number[] {
  const step = Math.max(...steps.map(Math.abs));
  const [first, last] = [Math.ceil(minimum / step), Math.floor(maximum / step)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / MAX_MULTIPLES));
  const short = (value: number): number => Number(value.toPrecision(SURE_DIGITS));
  const found: number[] = [];
  for (let count = first; count <= last && found.length < MAX_MULTIPLES; count += stride) {
    const value = (short(step) === step ? short(count * step) : count * step) + 0;
    if (value >= minimum && value <= maximum && steps.every((one) => Number.isInteger(value / one)) && (type === 'number' || Number.isSafeInteger(value))) found.push(value);
  }
  return found;
}
