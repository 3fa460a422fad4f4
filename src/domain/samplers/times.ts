// Dates, times of day and instants: ranges that are counted by rank, so that a draw and a unique key both pick a rank, and moments that
// come after another field of the row. No clock, no Date objects.
import { FIRST_DAY, LAST_DAY, parseDate, parseDateTime, parseTime, SECONDS_PER_DAY } from '../calendar.ts';
import { RowFailure } from '../errors.ts';
import type { GeneratorOf } from '../generator.ts';
import type { Field } from '../schema.ts';
import { drawOf, valueStream } from './draws.ts';
import { DateNames, instantWriter, LAST_SECOND, readMoment, timeText } from './moments.ts';
import { unfit } from './ranges.ts';
import type { Sampler, SamplerContext } from './sampler.ts';

/** A finite row of texts, in ascending order. */
export interface TextRange {
  readonly size: number;
  at(rank: number): string;
}

const OPENING_SECOND = 9 * 3600;
const BUSINESS_SECONDS = 8 * 3600;
/** 1969-12-29, the Monday that business days are counted from. */
const A_MONDAY = -3;

/** Draws from a date, time or datetime range, each text alike. */
export function makeMoment(generator: GeneratorOf<'date' | 'time' | 'datetime'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const range = momentRange(generator, field);
  return (row) => range.at(stream.below(range.size, row.index, drawOf(row)));
}

/** All texts of a date, time or datetime generator. Thrown: InvalidInput, where an end is not one or no moment lies between them. */
export function momentRange(generator: GeneratorOf<'date' | 'time' | 'datetime'>, field: Field): TextRange {
  switch (generator.kind) {
    case 'date': {
      const [first, last] = endsOf(generator, field, parseDate, 'ISO dates such as 2026-01-31, years 1 to 9999');
      const names = new DateNames();
      return { size: last - first + 1, at: (rank) => names.of(first + rank) };
    }
    case 'time': {
      const [first, last] = endsOf(generator, field, timeOfDay, 'times of day such as 13:45:00');
      return { size: last - first + 1, at: (rank) => timeText(first + rank) };
    }
    case 'datetime': return instantRange(generator, field);
  }
}

/** A moment after another field's, by a drawn number of seconds (of whole days for a DATE); null where that is null. */
export function makeAfter(generator: GeneratorOf<'after'>, field: Field, context: SamplerContext): Sampler {
  const { minSeconds, maxSeconds } = generator;
  if (!(Number.isFinite(minSeconds) && Number.isFinite(maxSeconds) && minSeconds <= maxSeconds)) {
    throw unfit(field, `minSeconds and maxSeconds must be finite numbers, the smaller one first; got ${minSeconds} and ${maxSeconds}`, 'minSeconds');
  }
  const stream = valueStream(context);
  const seconds = wholeSteps(minSeconds, maxSeconds, 1);
  const days = wholeSteps(minSeconds, maxSeconds, SECONDS_PER_DAY);
  const names = new DateNames();
  const write = instantWriter();
  return (row) => {
    const base = row.read(generator.field);
    if (base === null) return null;
    const start = typeof base === 'string' ? momentOf(base) : null;
    if (start === null || (start.form === 'TIME' && (field.type === 'DATE' || field.type === 'DATETIME'))) throw new RowFailure(context.table, context.field, row.index, `${generator.field} should be a date or a time to come after; got ${JSON.stringify(base)}`);
    const draw = drawOf(row);
    if (start.form === 'TIME') return timeText(clamp(start.seconds + seconds.first + stream.below(seconds.size, row.index, draw), 0, SECONDS_PER_DAY - 1));
    if (field.type === 'DATE' || (field.type !== 'DATETIME' && start.form === 'DATE')) {
      const day = Math.floor(start.seconds / SECONDS_PER_DAY) + days.first + stream.below(days.size, row.index, draw);
      return names.of(clamp(day, FIRST_DAY, LAST_DAY));
    }
    return write(clamp(start.seconds + seconds.first + stream.below(seconds.size, row.index, draw), FIRST_DAY * SECONDS_PER_DAY, LAST_SECOND));
  };
}

interface Moment {
  readonly form: 'DATE' | 'TIME' | 'DATETIME';
  readonly seconds: number;
}

function momentOf(text: string): Moment | null {
  const seconds = readMoment(text) ?? parseInstant(text);
  if (seconds !== null) return { form: text.length === 10 ? 'DATE' : 'DATETIME', seconds };
  const time = timeOfDay(text);
  return time === null ? null : { form: 'TIME', seconds: time };
}

/** The whole steps between two counts of seconds; where none lies between, the first past the lower one. */
function wholeSteps(minSeconds: number, maxSeconds: number, stepSeconds: number): { first: number; size: number } {
  const first = Math.ceil(minSeconds / stepSeconds);
  return { first, size: Math.max(Math.floor(maxSeconds / stepSeconds) - first + 1, 1) };
}

function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

function instantRange(generator: GeneratorOf<'datetime'>, field: Field): TextRange {
  const [first, last] = endsOf(generator, field, parseInstant, 'ISO instants such as 2026-01-31T13:45:00Z, years 1 to 9999');
  const write = instantWriter();
  if (generator.businessHours !== true) {
    return { size: last - first + 1, at: (rank) => write(first + rank) };
  }
  const opening = businessSecondsBefore(first);
  const size = businessSecondsBefore(last + 1) - opening;
  if (size === 0) throw unfit(field, `no business hour (Monday to Friday, 9 to 17) lies between ${generator.from} and ${generator.to}; widen the range`);
  return { size, at: (rank) => write(businessInstant(opening + rank)) };
}

/** Seconds of business hours from A_MONDAY up to an instant, itself not counted. */
function businessSecondsBefore(seconds: number): number {
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  const week = Math.floor((day - A_MONDAY) / 7);
  const weekday = day - A_MONDAY - week * 7;
  const daysBefore = week * 5 + Math.min(weekday, 5);
  const today = weekday < 5 ? clamp(seconds - day * SECONDS_PER_DAY - OPENING_SECOND, 0, BUSINESS_SECONDS) : 0;
  return daysBefore * BUSINESS_SECONDS + today;
}

/** The instant that follows that many seconds of business hours since A_MONDAY. */
function businessInstant(businessSeconds: number): number {
  const businessDay = Math.floor(businessSeconds / BUSINESS_SECONDS);
  const week = Math.floor(businessDay / 5);
  const day = A_MONDAY + week * 7 + (businessDay - week * 5);
  return day * SECONDS_PER_DAY + OPENING_SECOND + (businessSeconds - businessDay * BUSINESS_SECONDS);
}

/** 24:00:00 belongs to the next day. */
function timeOfDay(text: string): number | null {
  const second = parseTime(text);
  return second === null || second >= SECONDS_PER_DAY ? null : second;
}

/** An offset may lead out of the years that we can write. */
function parseInstant(text: string): number | null {
  const seconds = parseDateTime(text);
  return seconds === null || seconds < FIRST_DAY * SECONDS_PER_DAY || seconds > LAST_SECOND ? null : seconds;
}

function endsOf(range: { readonly from: string; readonly to: string }, field: Field, parse: (text: string) => number | null, wanted: string): readonly [number, number] {
  const [first, last] = [parse(range.from), parse(range.to)];
  if (first === null || last === null) throw unfit(field, `the ends of the range must be ${wanted}; got ${JSON.stringify((first === null ? range.from : range.to).slice(0, 40))}`, first === null ? 'from' : 'to');
  if (first > last) throw unfit(field, `the range must start before it ends; got ${range.from} to ${range.to}`, 'from');
  return [first, last];
}
