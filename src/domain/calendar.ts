// Days, times and intervals as numbers and back, in the proleptic Gregorian calendar, always UTC. Never asks the clock.
// Dates are written `2026-01-31`, times `13:45:00`, instants `2026-01-31T13:45:00Z`: whole seconds, years 1 to 9999.

export const SECONDS_PER_DAY = 86_400;

/** As SQL has it: months and days are no fixed number of seconds. */
export type Interval = { readonly months: number; readonly days: number; readonly seconds: number };

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01. Months out of 1..12 and days out of the month carry over. */
export function daysOf(year: number, month: number, day: number): number {
  const carried = year * 12 + month - 1;
  const y = Math.floor(carried / 12);
  const m = carried - y * 12 + 1;
  // Howard Hinnant's days_from_civil: years begin in March, so that the leap day is the last.
  const shifted = m <= 2 ? y - 1 : y;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** The date of a day since 1970-01-01. */
export function civilOf(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}

export function daysInMonth(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** The first and last day that four digits of a year can write, since 1970-01-01. */
export const FIRST_DAY = daysOf(1, 1, 1);
export const LAST_DAY = daysOf(9999, 12, 31);

/** Monday is 1, Sunday 7. */
export function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The ISO year and week of a day: week 1 holds the year's first Thursday. */
export function isoWeek(day: number): { readonly year: number; readonly week: number } {
  const thursday = day - isoWeekday(day) + 4;
  const { year } = civilOf(thursday);
  return { year, week: Math.floor((thursday - daysOf(year, 1, 1)) / 7) + 1 };
}

/** 1 to 4, of a month from 1 to 12. */
export function quarterOf(month: number): number {
  return Math.floor((month - 1) / 3) + 1;
}

/** The day's number in its year, from 1. */
export function dayOfYear(day: number): number {
  return day - daysOf(civilOf(day).year, 1, 1) + 1;
}

export function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** `2026-01-31` of days since 1970; null outside the years 1 to 9999. */
export function formatDate(days: number): string | null {
  if (!(days >= FIRST_DAY && days <= LAST_DAY)) return null;
  const { year, month, day } = civilOf(days);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `13:45:00` of seconds since midnight, wrapped to one day. */
export function formatTime(seconds: number): string {
  const within = ((Math.floor(seconds) % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY;
  return `${two(Math.floor(within / 3600))}:${two(Math.floor(within / 60) % 60)}:${two(within % 60)}`;
}

/** `2026-01-31T13:45:00Z` of seconds since 1970; null outside the years 1 to 9999. */
export function formatDateTime(seconds: number): string | null {
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const date = formatDate(days);
  return date === null ? null : `${date}T${formatTime(seconds - days * SECONDS_PER_DAY)}Z`;
}

/** An instant as PostgreSQL's text of a timestamp. */
export function formatDateTimeText(value: string): string {
  return value.replace('T', ' ').replace(/Z$/, '');
}

const DATE = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?=[T\s]|$)/;
const COMPACT_DATE = /^\s*(\d{4})(\d{2})(\d{2})\s*$/;
const TIME = /^\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?\s*$/i;

/** Days since 1970 of text that begins with an ISO date; null where there is none, or no such day. */
export function parseDate(text: string): number | null {
  const match = DATE.exec(text) ?? COMPACT_DATE.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return daysOf(year, month, day);
}

/** Seconds since midnight, and the zone's offset in seconds. */
function parseClock(text: string): { readonly seconds: number; readonly offsetSeconds: number } | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 24 || minutes > 59 || seconds > 59) return null;
  const zone = /([+-])(\d{1,2}):?(\d{2})?/.exec(match[4] ?? '');
  const offset = zone === null ? 0 : (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) * 60 * (zone[1] === '-' ? -1 : 1);
  return { seconds: hours * 3600 + minutes * 60 + seconds, offsetSeconds: offset };
}

/** Seconds since midnight of `13:45[:00]`, or of an instant's time. */
export function parseTime(text: string): number | null {
  const instant = DATE.exec(text);
  return parseClock(instant === null ? text : text.slice(instant[0].length).replace(/^T/i, ''))?.seconds ?? null;
}

/** Seconds since 1970 UTC of an ISO date or instant; fractions are dropped. */
export function parseDateTime(text: string): number | null {
  const days = parseDate(text);
  if (days === null) return null;
  const rest = text.replace(DATE, '').replace(/^T/i, '').trim();
  if (rest === '' || COMPACT_DATE.test(text)) return days * SECONDS_PER_DAY;
  const clock = parseClock(rest);
  return clock === null ? null : days * SECONDS_PER_DAY + clock.seconds - clock.offsetSeconds;
}

/** Months or years later, on the month's last day where it has no such day (as SQL does), then days and seconds. */
export function addInterval(seconds: number, interval: Interval, sign: 1 | -1 = 1): number {
  let days = Math.floor(seconds / SECONDS_PER_DAY);
  const clock = seconds - days * SECONDS_PER_DAY;
  if (interval.months !== 0) {
    const { year, month, day } = civilOf(days);
    const first = daysOf(year, month + sign * interval.months, 1);
    const target = civilOf(first);
    days = first + Math.min(day, daysInMonth(target.year, target.month)) - 1;
  }
  return (days + sign * interval.days) * SECONDS_PER_DAY + clock + sign * interval.seconds;
}

/** Length for comparing: a month is 30 days, as SQL compares them. */
export function intervalSeconds(interval: Interval): number {
  return (interval.months * 30 + interval.days) * SECONDS_PER_DAY + interval.seconds;
}

const SECOND: Interval = { months: 0, days: 0, seconds: 1 };
const UNITS: Readonly<Record<string, Interval>> = {
  second: SECOND,
  minute: { months: 0, days: 0, seconds: 60 },
  hour: { months: 0, days: 0, seconds: 3600 },
  day: { months: 0, days: 1, seconds: 0 },
  week: { months: 0, days: 7, seconds: 0 },
  month: { months: 1, days: 0, seconds: 0 },
  year: { months: 12, days: 0, seconds: 0 },
  decade: { months: 120, days: 0, seconds: 0 },
  century: { months: 1200, days: 0, seconds: 0 },
};
const UNIT_ALIASES: Readonly<Record<string, string>> = {
  s: 'second', sec: 'second', secs: 'second', m: 'minute', min: 'minute', mins: 'minute', h: 'hour', hr: 'hour', hrs: 'hour', d: 'day', w: 'week',
  mon: 'month', mons: 'month', y: 'year', yr: 'year', yrs: 'year', centuries: 'century',
};

/** The unit of time by that name, in the singular or plural; undefined where there is none. */
export function unitNamed(word: string): string | undefined {
  const lower = word.toLowerCase();
  const name = UNIT_ALIASES[lower] ?? (Object.hasOwn(UNITS, lower) ? lower : lower.replace(/s$/, ''));
  return Object.hasOwn(UNITS, name) ? name : undefined;
}

/** Reads `1 year 2 mons -3 days 04:05:06`, `90 minutes`, `5` (of `unit`); null where it is no interval. */
export function parseInterval(text: string, unit = 'second'): Interval | null {
  const negative = / ago\s*$/i.test(text) ? -1 : 1;
  const words = text.replace(/ ago\s*$/i, '').trim().slice(0, 200).replace(/([\d.])([a-z])/gi, '$1 $2').split(/\s+/);
  let total: Interval = { months: 0, days: 0, seconds: 0 };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const clock = /^([+-]?)(\d{1,6}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(word);
    if (clock !== null) {
      const seconds = Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4] ?? 0);
      total = addScaled(total, SECOND, clock[1] === '-' ? -seconds : seconds);
      continue;
    }
    const last = i + 1 >= words.length;
    const name = last ? unit : unitNamed(words[++i] ?? '');
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word) || name === undefined) return null;
    total = addScaled(total, UNITS[name] ?? SECOND, Number(word));
  }
  return multiplyInterval(total, negative);
}

function addScaled(total: Interval, unit: Interval, count: number): Interval {
  const scaled = multiplyInterval(unit, count);
  return { months: total.months + scaled.months, days: total.days + scaled.days, seconds: total.seconds + scaled.seconds };
}

/** Fractions of months become days, fractions of days seconds, as SQL does. */
export function multiplyInterval(interval: Interval, factor: number): Interval {
  const months = interval.months * factor;
  const wholeMonths = Math.trunc(months);
  const days = interval.days * factor + Number(((months - wholeMonths) * 30).toPrecision(12));
  const wholeDays = Math.trunc(days);
  const seconds = interval.seconds * factor + Number(((days - wholeDays) * SECONDS_PER_DAY).toPrecision(12));
  return { months: wholeMonths + 0, days: wholeDays + 0, seconds: seconds + 0 };
}

/** An interval as PostgreSQL writes it: `1 year 2 mons 3 days 04:05:06`. */
export function formatInterval(interval: Interval): string {
  const parts: string[] = [];
  const count = (value: number, unit: string): void => {
    if (value !== 0) parts.push(`${value} ${unit}${value === 1 ? '' : 's'}`);
  };
  count(Math.trunc(interval.months / 12), 'year');
  count(interval.months % 12, 'mon');
  count(interval.days, 'day');
  if (interval.seconds !== 0 || parts.length === 0) {
    const seconds = Math.floor(Math.abs(interval.seconds));
    parts.push(`${interval.seconds < 0 ? '-' : ''}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`);
  }
  return parts.join(' ');
}
