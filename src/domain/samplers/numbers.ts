// Whole, floating and decimal numbers, spread between bounds. Decimals are strings with exact places; whole numbers past 2^53
// are strings too (schema.ts, Value). No value is ever outside of what generator and field both allow.
import type { GeneratorOf, NumberRange } from '../generator.ts';
import type { Stream } from '../random.ts';
import type { Field } from '../schema.ts';
import { drawOf, valueStream } from './draws.ts';
import { spreadOf } from './distribution.ts';
import { boundsOf, gridOf, wholeBounds, type Bounds, type Grid } from './ranges.ts';
import type { Cursor, Sampler, SamplerContext } from './sampler.ts';

/** Up to this many places, the digits after the point are kept in a table. */
const KEPT_PLACES = 3;
const WIDEST_FIXED = 1e21;

/** A whole number of the row. */
type Draw = (row: Cursor) => number;

/** Whole numbers; past 2^53 as strings. */
export function makeInteger(generator: GeneratorOf<'integer'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const bounds = wholeBounds(generator, field);
  if (Number.isSafeInteger(bounds.minimum) && Number.isSafeInteger(bounds.maximum) && bounds.maximum - bounds.minimum < Number.MAX_SAFE_INTEGER) {
    return wholeDraw(generator, bounds, 1, stream);
  }
  if ((generator.distribution ?? 'UNIFORM') !== 'UNIFORM') return hugeSpread(generator, bounds, stream);
  const draw = hugeUniform(bounds, stream);
  return (row) => plainInteger(draw(row));
}

/** Floating numbers, on the grid of their places where it has any. */
export function makeFloat(generator: GeneratorOf<'float'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  if (generator.places !== undefined) {
    const grid = gridOf(generator, generator.places, field);
    const scale = 10 ** grid.places;
    if (grid.exact) {
      const draw = wholeDraw(generator, { minimum: grid.low, maximum: grid.high }, scale, stream);
      return (row) => draw(row) / scale;
    }
  }
  const spread = spreadOf({ ...generator, ...boundsOf(generator, field) });
  return (row) => spread(stream.fine(row.index, drawOf(row))) + 0;
}

/** Decimals as strings: the field's scale, or else the generator's places, are written in full. */
export function makeDecimal(generator: GeneratorOf<'decimal'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const grid = gridOf(generator, generator.places, field);
  const written = writtenPlaces(generator.places, field);
  if (!grid.exact) {
    if ((generator.distribution ?? 'UNIFORM') !== 'UNIFORM') return wideDecimal(generator, grid, written, stream);
    const draw = hugeUniform({ minimum: grid.low, maximum: grid.high }, stream);
    return (row) => wideSteps(draw(row), grid.places, written);
  }
  const draw = wholeDraw(generator, { minimum: grid.low, maximum: grid.high }, 10 ** grid.places, stream);
  const write = stepWriter(grid.places, written);
  return (row) => write(draw(row));
}

/** The digits after the point that a DECIMAL is written with. */
export function writtenPlaces(places: number, field: Field): number {
  return field.type === 'DECIMAL' ? (field.scale ?? places) : places;
}

/** Writes a number of steps of 10^-places as a decimal with `written` places: 1234 steps of 2 places are `12.34`. */
export function stepWriter(places: number, written: number): (steps: number) => string {
  const zeros = '0'.repeat(Math.max(written - places, 0));
  if (places === 0) return zeros === '' ? String : (steps) => `${steps}.${zeros}`;
  const scale = 10 ** places;
  const fraction = (rest: number): string => `.${String(rest).padStart(places, '0')}${zeros}`;
  const kept = places <= KEPT_PLACES ? Array.from({ length: scale }, (_, rest) => fraction(rest)) : null;
  return (steps) => {
    const size = steps < 0 ? -steps : steps;
    const whole = Math.floor(size / scale);
    const rest = size - whole * scale;
    const text = whole + (kept?.[rest] ?? fraction(rest));
    return steps < 0 ? `-${text}` : text;
  };
}

/** The same for any number of steps, digit for digit. */
export function wideSteps(steps: bigint, places: number, written: number): string {
  const digits = String(steps < 0n ? -steps : steps).padStart(places + 1, '0');
  const point = digits.length - places;
  const fraction = digits.slice(point).padEnd(written, '0');
  return `${steps < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Steps between bounds that are safe integers; the range's mean and deviation are in units of `scale` steps. */
function wholeDraw(range: NumberRange, bounds: Bounds, scale: number, stream: Stream): Draw {
  const { minimum, maximum } = bounds;
  if ((range.distribution ?? 'UNIFORM') === 'UNIFORM') {
    const size = maximum - minimum + 1;
    return (row) => minimum + stream.below(size, row.index, drawOf(row));
  }
  const spread = range.distribution === 'POISSON'
    ? spreadOf({ ...range, minimum: minimum / scale, maximum: maximum / scale })
    // Half a step more at either end: the end steps get as much of the bell as the others.
    : spreadOf(range.distribution === 'NORMAL'
      ? { ...range, minimum: (minimum - 0.5) / scale, maximum: (maximum + 0.5) / scale }
      : { ...range, minimum: minimum / scale, maximum: maximum / scale });
  return (row) => {
    const steps = Math.round(spread(stream.fine(row.index, drawOf(row))) * scale) + 0;
    return steps < minimum ? minimum : steps > maximum ? maximum : steps;
  };
}

/** Every whole number between bounds far apart, each alike. */
function hugeUniform(bounds: Bounds, stream: Stream): (row: Cursor) => bigint {
  const [low, high] = exactEnds(bounds);
  const size = high - low + 1n;
  return (row) => {
    const number = drawOf(row);
    const word = (n: number): bigint => BigInt(stream.bits(row.index, number + n));
    const bits = (word(0) << 64n) | (word(1) << 32n) | word(2);
    return low + ((bits * size) >> 96n);
  };
}

function hugeSpread(range: NumberRange, bounds: Bounds, stream: Stream): Sampler {
  const [low, high] = exactEnds(bounds);
  const spread = spreadOf({ ...range, ...bounds });
  return (row) => {
    const value = BigInt(Math.round(spread(stream.fine(row.index, drawOf(row)))));
    return plainInteger(value < low ? low : value > high ? high : value);
  };
}

/** An upper end past 2^53 may have been rounded up (2^63 - 1 becomes 2^63), so the whole number below it is taken. */
export function exactEnds(bounds: Bounds): readonly [low: bigint, high: bigint] {
  const low = BigInt(bounds.minimum);
  const high = BigInt(bounds.maximum) - (bounds.maximum > Number.MAX_SAFE_INTEGER ? 1n : 0n);
  return [low, high < low ? low : high];
}

/** A whole number as it leaves us: a string where a double would lose digits. */
export function plainInteger(value: bigint): number | string {
  return value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n ? Number(value) : String(value);
}

/** Decimals with more digits than a double tells apart: the double's own digits, and zeros. */
function wideDecimal(range: NumberRange, grid: Grid, written: number, stream: Stream): Sampler {
  const scale = 10 ** grid.places;
  const spread = spreadOf({ ...range, minimum: grid.low / scale, maximum: grid.high / scale });
  const zeros = '0'.repeat(Math.max(written - grid.places, 0));
  return (row) => {
    const value = spread(stream.fine(row.index, drawOf(row)));
    const digits = Math.abs(value) < WIDEST_FIXED
      ? value.toFixed(grid.places)
      : BigInt(value) + (grid.places > 0 ? `.${'0'.repeat(grid.places)}` : '');
    const text = Number(digits) === 0 ? digits.replace('-', '') : digits;
    return text + (grid.places === 0 && zeros !== '' ? `.${zeros}` : zeros);
  };
}
