// Keeps chosen numbers and moments inside what the column allows: its type, its precision, its CHECKs, its keys.
import { parseDate, parseDateTime, parseTime } from '../calendar.ts';
import type { Generator, GeneratorOf } from '../generator.ts';
import type { Field } from '../schema.ts';
import type { Column } from './column.ts';

/** Unique numbers are drawn from a range at least this wide, where the column allows: a table of millions finds room. */
const UNIQUE_SPAN = 2_000_000_000;
/** A range of which CHECKs leave less than this share is moved, not cut: `price <= 5` is not "1 to 5 of 1 to 2000". */
const LEAST_SHARE = 0.05;

type NumberGenerator = GeneratorOf<'integer' | 'float' | 'decimal'>;

interface Limits {
  readonly minimum: number;
  readonly maximum: number;
}

/** What the type itself holds. */
function typeLimits({ minimum = -Infinity, maximum = Infinity, precision, scale = 0 }: Field): Limits {
  const most = precision === undefined ? Infinity : 10 ** (precision - scale) - 10 ** -scale;
  return { minimum: Math.max(minimum, -most), maximum: Math.min(maximum, most) };
}

/** What the CHECKs take. */
function checkLimits({ bounds }: Column): Limits {
  return {
    minimum: typeof bounds.minimum === 'number' ? bounds.minimum : -Infinity,
    maximum: typeof bounds.maximum === 'number' ? bounds.maximum : Infinity,
  };
}

function intersection(a: Limits, b: Limits): Limits {
  return { minimum: Math.max(a.minimum, b.minimum), maximum: Math.min(a.maximum, b.maximum) };
}

/** The range as CHECKs want it: cut to them, or moved into them where they leave little or nothing of it. */
function movedInto(limits: Limits, range: Limits): Limits {
  const width = range.maximum - range.minimum;
  const cut = intersection(range, limits);
  if (cut.maximum - cut.minimum >= width * LEAST_SHARE) return cut;
  if (Number.isFinite(limits.minimum) && Number.isFinite(limits.maximum)) return limits;
  if (Number.isFinite(limits.minimum)) return { minimum: limits.minimum, maximum: limits.minimum + width };
  if (Number.isFinite(limits.maximum)) return { minimum: limits.maximum - width, maximum: limits.maximum };
  return range;
}

/** The range moved and cut to what the column allows; its shape is kept where its middle still lies inside. */
export function fitRange(generator: NumberGenerator, column: Column): NumberGenerator {
  const limits = intersection(typeLimits(column.field), checkLimits(column));
  let range = intersection(movedInto(checkLimits(column), generator), limits);
  if (range.minimum > range.maximum) range = limits;
  if (column.key === 'alone' && range.maximum - range.minimum < UNIQUE_SPAN) {
    const minimum = Math.max(limits.minimum, Math.min(range.minimum, 1));
    range = { minimum, maximum: Math.min(limits.maximum, minimum + UNIQUE_SPAN) };
  }
  return reshaped(generator, range.minimum, range.maximum);
}

/** The generator over another range; mean and distribution go where they no longer fit it. */
function reshaped(generator: NumberGenerator, minimum: number, maximum: number): NumberGenerator {
  const { mean } = generator;
  const narrowed = maximum - minimum <= generator.maximum - generator.minimum;
  if (narrowed && (mean === undefined || (mean > minimum && mean < maximum))) return { ...generator, minimum, maximum };
  switch (generator.kind) {
    case 'integer': return { kind: 'integer', minimum, maximum };
    case 'float': return { kind: 'float', minimum, maximum, ...(generator.places === undefined ? {} : { places: generator.places }) };
    case 'decimal': return { kind: 'decimal', minimum, maximum, places: generator.places };
    default: return generator satisfies never;
  }
}

/** A span of dates, times or instants inside the bounds that CHECKs set. */
export function fitMoments(generator: GeneratorOf<'date' | 'time' | 'datetime'>, { bounds, key }: Column): Generator {
  const least = typeof bounds.minimum === 'string' ? bounds.minimum : undefined;
  const most = typeof bounds.maximum === 'string' ? bounds.maximum : undefined;
  let { from, to } = generator;
  if (key === 'alone' && generator.kind === 'date') [from, to] = [WIDE.from, WIDE.to];
  const compare = comparer(generator.kind);
  if (least !== undefined && compare(least, from) > 0) from = least;
  if (most !== undefined && compare(most, to) < 0) to = most;
  if (compare(from, to) > 0) {
    // The bounds lie wholly outside what we would have chosen: one end is theirs, the other follows.
    if (least !== undefined && most !== undefined) [from, to] = [least, most];
    else if (least !== undefined) [from, to] = [least, latest(generator.kind, least)];
    else if (most !== undefined) [from, to] = [earliest(generator.kind, most), most];
  }
  return { ...generator, from, to };
}

/** Days for a column whose every row has another one. */
const WIDE = { from: '1900-01-01', to: '2099-12-31' } as const;

function comparer(kind: 'date' | 'time' | 'datetime'): (a: string, b: string) => number {
  const read = { date: parseDate, time: parseTime, datetime: parseDateTime }[kind];
  return (a, b) => (read(a) ?? 0) - (read(b) ?? 0);
}

function latest(kind: 'date' | 'time' | 'datetime', from: string): string {
  return kind === 'time' ? '23:59:59' : shiftYear(from, 2);
}

function earliest(kind: 'date' | 'time' | 'datetime', to: string): string {
  return kind === 'time' ? '00:00:00' : shiftYear(to, -2);
}

/** The same text, some years on; 29 February becomes the 28th. */
function shiftYear(text: string, years: number): string {
  const year = Math.min(Math.max(Number(text.slice(0, 4)) + years, 1), 9999);
  return `${String(year).padStart(4, '0')}${text.slice(4).replace(/^-02-29/, '-02-28')}`;
}

/** The first number of a sequence: 1, or what the column's bounds make of it. */
export function sequenceStart(column: Column, field: Field): number {
  const { minimum } = intersection(typeLimits(field), checkLimits(column));
  return Math.max(1, Math.ceil(Number.isFinite(minimum) && field.type === 'INTEGER' ? minimum : 1));
}
