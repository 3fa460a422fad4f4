// The numbers that a generator and its field both allow. A range with decimal places is a grid of whole steps, so that no value is
// ever rounded over a bound. Samplers draw from these, unique keys count them (spaces.ts).
import { InvalidInput } from '../errors.ts';
import type { NumberRange } from '../generator.ts';
import { MAX_PLACES } from '../limits.ts';
import type { Field } from '../schema.ts';

export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** Whole steps of 10^-places, from `low` to `high`, both inclusive. */
export interface Grid {
  readonly low: number;
  readonly high: number;
  readonly places: number;
  /** Both ends are safe integers, so that every step between them is told apart. */
  readonly exact: boolean;
}

/** Thrown where a generator cannot serve its field; the remedy belongs into the message. `part`: which of the generator's properties is at fault. */
export function unfit(field: Field, message: string, ...part: readonly string[]): InvalidInput {
  return InvalidInput.at([field.name, 'generator', ...part], message);
}

/** What the field's type lets through: its own bounds and, for DECIMAL, its precision. */
export function boundsOf(range: NumberRange, field: Field): Bounds {
  if (!Number.isFinite(range.minimum) || !Number.isFinite(range.maximum) || range.minimum > range.maximum) {
    throw unfit(field, `the range needs two finite numbers, the smaller one first; got ${range.minimum} to ${range.maximum}`, 'minimum');
  }
  for (const [name, number] of [['mean', range.mean], ['deviation', range.deviation]] as const) {
    if (number !== undefined && !Number.isFinite(number)) throw unfit(field, `${name} must be a finite number; got ${number}`, name);
  }
  if (range.deviation !== undefined && range.deviation < 0) throw unfit(field, `deviation must be 0 or more; got ${range.deviation}`, 'deviation');
  const bounds = {
    minimum: Math.max(range.minimum, field.minimum ?? -Infinity),
    maximum: Math.min(range.maximum, field.maximum ?? Infinity),
  };
  if (bounds.minimum > bounds.maximum) {
    throw unfit(field, `no number from ${range.minimum} to ${range.maximum} fits the field, which takes ${field.minimum ?? 'any'} to ${field.maximum ?? 'any'}; let the two ranges meet`);
  }
  return bounds;
}

/** The whole numbers of a range; the ends may lie past 2^53. */
export function wholeBounds(range: NumberRange, field: Field): Bounds {
  const bounds = boundsOf(range, field);
  const limit = field.type === 'DECIMAL' ? mostSteps(field, 0) : Infinity;
  const whole = { minimum: Math.max(Math.ceil(bounds.minimum), -limit) + 0, maximum: Math.min(Math.floor(bounds.maximum), limit) + 0 };
  if (whole.minimum > whole.maximum) {
    throw unfit(field, `there is no whole number between ${bounds.minimum} and ${bounds.maximum} that the field can hold; widen the range`, 'minimum');
  }
  return whole;
}

/** The steps of a range with `places` digits after the point, never more than the field's scale. */
export function gridOf(range: NumberRange, places: number, field: Field): Grid {
  if (!Number.isInteger(places) || places < 0 || places > MAX_PLACES) {
    throw unfit(field, `places must be a whole number from 0 to ${MAX_PLACES}; got ${places}`, 'places');
  }
  const bounds = boundsOf(range, field);
  const kept = field.type === 'DECIMAL' ? Math.min(places, field.scale ?? places) : places;
  const limit = field.type === 'DECIMAL' ? mostSteps(field, kept) : Infinity;
  const low = Math.max(Math.ceil(stepsOf(bounds.minimum, kept)), -limit) + 0;
  const high = Math.min(Math.floor(stepsOf(bounds.maximum, kept)), limit) + 0;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw unfit(field, `numbers from ${bounds.minimum} to ${bounds.maximum} cannot be written with ${kept} decimal places; take fewer places or a smaller range`);
  }
  if (low > high) {
    throw unfit(field, `no number with ${kept} decimal places from ${bounds.minimum} to ${bounds.maximum} fits the field; widen the range or allow more places`);
  }
  return { low, high, places: kept, exact: Number.isSafeInteger(low) && Number.isSafeInteger(high) && high - low < Number.MAX_SAFE_INTEGER };
}

/** The greatest number of steps that a DECIMAL's precision can hold. */
function mostSteps(field: Field, places: number): number {
  if (field.precision === undefined) return Infinity;
  const power = 10 ** (field.precision - (field.scale ?? 0) + places);
  // Past 2^53 the number just below a power of ten cannot be told from it, so the next one down is taken.
  return power <= Number.MAX_SAFE_INTEGER ? Math.max(Math.ceil(power) - 1, 0) : power * (1 - Number.EPSILON);
}

/** value × 10^places, freed of the error that binary fractions bring: 0.29 is 29 hundredths, not 28.999999999999996. */
export function stepsOf(value: number, places: number): number {
  const scaled = value * 10 ** places;
  const nearest = Math.round(scaled);
  return Math.abs(scaled - nearest) <= Math.abs(scaled) * Number.EPSILON ? nearest : scaled;
}
