// From when to when a series goes, from what a caller says of it: a start, an end, a number of days, or some of them.
import { parseDateTime, SECONDS_PER_DAY } from '../calendar.ts';
import { InvalidInput } from '../errors.ts';
import { REFERENCE_INSTANT } from '../plan.ts';
import { instantOfClock, isTimeZone } from './zone.ts';

/** Days of a series that nothing else is said of. */
export const DEFAULT_DAYS = 365;

/** Instants are milliseconds since 1970 UTC, as clients give them. */
export interface SpanRequest {
  readonly start?: number;
  /** The first moment that is not in the series. */
  readonly end?: number;
  /** Of 24 hours each. */
  readonly days?: number;
  readonly timeZone: string;
}

export interface Span {
  /** Seconds since 1970 UTC. */
  readonly start: number;
  readonly days: number;
}

/** The span; where nothing is said of its start or end, it ends as REFERENCE_INSTANT does by the clock of the place. Throws InvalidInput for one that makes no sense; how long it may be is planSeries's to say. */
export function spanOf({ start, end, days, timeZone }: SpanRequest): Span {
  if (start !== undefined && end !== undefined && days !== undefined) throw InvalidInput.at(['days'], '`start`, `end` and `days` are all given: leave one of them out');
  for (const [name, instant] of Object.entries({ start, end })) {
    if (instant !== undefined && instant % 1_000 !== 0) throw InvalidInput.at([name], `expected a whole second, got ${new Date(instant).toISOString()}`);
  }
  if (days !== undefined && !(days > 0)) throw InvalidInput.at(['days'], `expected more than 0 days, got ${days}: a series ends after it begins`);
  if (start !== undefined && end !== undefined) {
    if (end <= start) throw InvalidInput.at(['end'], `expected a moment after the start, ${new Date(start).toISOString()}, got ${new Date(end).toISOString()}`);
    return { start: start / 1_000, days: (end - start) / 1_000 / SECONDS_PER_DAY };
  }
  const length = days ?? DEFAULT_DAYS;
  return { start: start === undefined ? endOf(end, timeZone) - length * SECONDS_PER_DAY : start / 1_000, days: length };
}

function endOf(end: number | undefined, timeZone: string): number {
  if (end !== undefined) return end / 1_000;
  const reference = parseDateTime(REFERENCE_INSTANT) ?? 0; // it is one
  return isTimeZone(timeZone) ? instantOfClock(timeZone, reference) : reference; // what is no zone is planSeries's to refuse
}
