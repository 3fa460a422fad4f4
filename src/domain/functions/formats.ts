// to_char: PostgreSQL's templates for dates, times and numbers; the common patterns, English names. Pure text out.
import { SECONDS_PER_DAY, civilOf, dayOfYear, isoWeekday, parseDateTime, parseTime, quarterOf, two } from '../calendar.ts';
import type { CivilDate } from '../calendar.ts';
import { roundTo } from '../rounding.ts';
import type { Value } from '../schema.ts';
import { plainNumber } from './compiled.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DATE_TEMPLATE = /"([^"]*)"|FM|YYYY|YYY|YY|Y|MONTH|Month|month|MON|Mon|mon|MM|MI|DDD|DD|DAY|Day|day|DY|Dy|dy|D|HH24|HH12|HH|SSSS|SS|MS|US|AM|PM|am|pm|A\.M\.|P\.M\.|Q|WW|W|TZ|CC/g;
/** Longest template that is looked at. */
const MAX_TEMPLATE_LENGTH = 200;

/** A date, time, instant (ISO text) or number by a template; null where the value fits no template. */
export function formatPattern(value: Value, template: string): string | null {
  const pattern = template.slice(0, MAX_TEMPLATE_LENGTH);
  if (typeof value === 'number') return formatNumber(value, pattern);
  if (typeof value !== 'string') return null;
  const seconds = parseDateTime(value) ?? parseTime(value);
  return seconds === null ? null : formatInstant(seconds, pattern);
}

function recased(name: string, token: string): string {
  if (token === token.toUpperCase()) return name.toUpperCase();
  return token === token.toLowerCase() ? name.toLowerCase() : name;
}

function formatInstant(seconds: number, template: string): string {
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  const instant: Instant = { ...civilOf(day), days: day, clock: seconds - day * SECONDS_PER_DAY };
  let bare = false;
  return template.replace(DATE_TEMPLATE, (token: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    // FM takes the padding off the pattern that follows it, and off no other.
    const text = token === 'FM' ? '' : (nameIn(instant, token, { bare }) ?? numberIn(instant, token, { bare }) ?? token);
    bare = token === 'FM';
    return text;
  });
}

interface Instant extends CivilDate {
  /** Days since 1970. */
  readonly days: number;
  /** Seconds since midnight. */
  readonly clock: number;
}

interface Padding {
  /** Without zeros and blanks that fill it up. */
  readonly bare: boolean;
}

/** What a pattern shows in words, in the letters' case of the pattern; null where it shows none. */
function nameIn({ days, month, clock }: Instant, token: string, { bare }: Padding): string | null {
  const whole = (name: string): string => (bare ? recased(name, token) : recased(name, token).padEnd(9));
  const monthName = MONTHS[month - 1] ?? '';
  const weekdayName = WEEKDAYS[isoWeekday(days) % 7] ?? '';
  const isMorning = clock < SECONDS_PER_DAY / 2;
  switch (token.toUpperCase()) {
    case 'MONTH': return whole(monthName);
    case 'MON': return recased(monthName.slice(0, 3), token);
    case 'DAY': return whole(weekdayName);
    case 'DY': return recased(weekdayName.slice(0, 3), token);
    case 'AM': case 'PM': return recased(isMorning ? 'AM' : 'PM', token);
    case 'A.M.': case 'P.M.': return isMorning ? 'A.M.' : 'P.M.';
    case 'TZ': return 'UTC';
    default: return null;
  }
}

/** What a pattern shows in digits; null where it shows none. */
function numberIn({ days, year, month, day, clock }: Instant, token: string, { bare }: Padding): string | null {
  const padded = (value: number, width: number): string => (bare ? String(value) : String(value).padStart(width, '0'));
  const hour = Math.floor(clock / 3600);
  switch (token.toUpperCase()) {
    case 'YYYY': return padded(year, 4);
    case 'YYY': return padded(year % 1000, 3);
    case 'YY': return padded(year % 100, 2);
    case 'Y': return String(year % 10);
    case 'CC': return padded(Math.ceil(year / 100), 2);
    case 'Q': return String(quarterOf(month));
    case 'MM': return padded(month, 2);
    case 'WW': return two(Math.floor((dayOfYear(days) - 1) / 7) + 1);
    case 'W': return String(Math.floor((day - 1) / 7) + 1);
    case 'DDD': return padded(dayOfYear(days), 3);
    case 'DD': return padded(day, 2);
    case 'D': return String((isoWeekday(days) % 7) + 1);
    case 'HH24': return padded(hour, 2);
    case 'HH12': case 'HH': return padded(hour % 12 === 0 ? 12 : hour % 12, 2);
    case 'MI': return padded(Math.floor(clock / 60) % 60, 2);
    case 'SSSS': return String(clock);
    case 'SS': return padded(clock % 60, 2);
    case 'MS': return '000';
    case 'US': return '000000';
    default: return null;
  }
}

/** Templates of 9, 0, point, comma, FM and the currency sign; a number too long for one becomes `#`, as in PostgreSQL. */
function formatNumber(value: number, template: string): string {
  const bare = /FM/.test(template);
  const body = template.replace(/FM|TH|th/g, '').replace(/L/g, '$').replace(/D/g, '.').replace(/G/g, ',');
  const [wholeTemplate = '', ...fractions] = body.split('.');
  const fractionTemplate = fractions.join('');
  const places = (fractionTemplate.match(/[90]/g) ?? []).length;
  const [whole = '0', fraction = ''] = plainNumber(Math.abs(roundTo(value, places)), places).split('.');
  const slots = (wholeTemplate.match(/[90]/g) ?? []).length;
  const firstZero = wholeTemplate.replace(/[^90]/g, '').indexOf('0');
  const minimumDigits = firstZero === -1 ? (places > 0 ? 0 : 1) : slots - firstZero;
  const significant = whole === '0' && minimumDigits === 0 ? '' : whole;
  const overflow = significant.length > slots;
  const digits = significant.padStart(minimumDigits, '0').padStart(slots, ' ').split('');
  let used = 0;
  let seen = false;
  let text = '';
  for (const mark of wholeTemplate) {
    if (mark === '9' || mark === '0') {
      const digit = overflow ? '#' : (digits[used++] ?? '#');
      seen ||= digit !== ' ';
      text += digit;
    } else if (mark === ',') text += seen ? ',' : ' ';
    else if (mark !== 'S') text += mark;
  }
  const negative = value < 0 && /[1-9]/.test(whole + fraction);
  const tail = places === 0 ? '' : `.${overflow ? '#'.repeat(places) : bare ? fraction.replace(/0+$/, (zeros) => '0'.repeat(keptZeros(fractionTemplate, zeros.length))) : fraction}`;
  const signed = withSign(text, { negative, bare, always: wholeTemplate.includes('S') });
  return bare ? (signed + tail).replace(/^(-?)\s+/, '$1').trim() : signed + tail;
}

/** How many of the trailing zeros a bare template still asks for by its own `0`s. */
function keptZeros(fractionTemplate: string, zeros: number): number {
  const forced = fractionTemplate.lastIndexOf('0') + 1;
  return Math.max(0, forced - (fractionTemplate.length - zeros));
}

/** The digits with their sign before the first of them; `always`: a plus, too. */
function withSign(text: string, { negative, bare, always }: Padding & { readonly negative: boolean; readonly always: boolean }): string {
  const sign = negative ? '-' : always ? '+' : ' ';
  if (bare) return (negative || always ? sign : '') + text.trimStart();
  const blanks = /^ */.exec(text)?.[0].length ?? 0;
  return ' '.repeat(blanks) + sign + text.slice(blanks);
}
