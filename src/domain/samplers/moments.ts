// Reads and writes the moments that samplers make by the million, in one form only (schema.ts, Value) and without Date objects or regular
// expressions. Everything else about dates is calendar.ts's.
import { civilOf, daysOf, LAST_DAY, SECONDS_PER_DAY } from '../calendar.ts';

/** The last second of the last day, since 1970. */
export const LAST_SECOND = (LAST_DAY + 1) * SECONDS_PER_DAY - 1;

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
/** `HH:MM:` of every minute of a day. */
const MINUTES: readonly string[] = Array.from({ length: 1440 }, (_, n) => `${twoDigits(Math.floor(n / 60))}:${twoDigits(n % 60)}:`);
/** `SSZ` of every second of a minute. */
const SECONDS_IN_UTC: readonly string[] = TWO_DIGITS.slice(0, 60).map((digits) => `${digits}Z`);
/** Names of days that are kept, a power of two: 22 years in a row find theirs again. */
const KEPT_DAYS = 8_192;
const NO_DAY = 0x7fff_ffff;
const [DIGIT_ZERO, LETTER_T, LETTER_Z] = [0x30, 0x54, 0x5a];

/** `2026-01-31` of a day from FIRST_DAY to LAST_DAY. */
export function dateText(day: number): string {
  const civil = civilOf(day);
  const century = Math.floor(civil.year / 100);
  return `${twoDigits(century)}${twoDigits(civil.year - century * 100)}-${twoDigits(civil.month)}-${twoDigits(civil.day)}`;
}

/** `13:45:00` of a second of the day, 0 to 86,399. */
export function timeText(second: number): string {
  const minute = (second / 60) | 0;
  return (MINUTES[minute] ?? '') + twoDigits(second - minute * 60);
}

/** Seconds since 1970 of a DATE or DATETIME as we write them; null for any other text. */
export function readMoment(text: string): number | null {
  if (text.length !== 10 && !(text.length === 20 && text.charCodeAt(10) === LETTER_T && text.charCodeAt(19) === LETTER_Z)) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const date = digits(text, 8, 10);
  const second = text.length === 10 ? 0 : digits(text, 11, 13) * 3600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
  // NaN, for what is no number, meets none of these.
  if (!(year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= 31 && second < SECONDS_PER_DAY)) return null;
  return daysOf(year, month, date) * SECONDS_PER_DAY + second;
}

/** Writes days and instants, and keeps the names of the days, which come again and again. */
export class DateNames {
  readonly #suffix: string;
  readonly #days = new Int32Array(KEPT_DAYS).fill(NO_DAY);
  readonly #names: string[] = Array.from({ length: KEPT_DAYS }, () => '');

  /** Each day's name ends in `suffix`. */
  constructor(suffix = '') {
    this.#suffix = suffix;
  }

  /** `2026-01-31` of a day from FIRST_DAY to LAST_DAY. */
  of(day: number): string {
    const slot = day & (KEPT_DAYS - 1);
    if (this.#days[slot] !== day) {
      this.#days[slot] = day;
      this.#names[slot] = dateText(day) + this.#suffix;
    }
    return this.#names[slot] ?? '';
  }
}

/** Writes instants: `2026-01-31T13:45:00Z` of seconds since 1970, from FIRST_DAY to LAST_SECOND. */
export function instantWriter(): (seconds: number) => string {
  const names = new DateNames('T');
  return (seconds) => {
    const day = Math.floor(seconds / SECONDS_PER_DAY);
    const second = seconds - day * SECONDS_PER_DAY;
    const minute = (second / 60) | 0;
    // Two short texts first: V8 copies those, where a long one is only tied to the next and untied again by whoever reads it.
    return names.of(day) + ((MINUTES[minute] ?? '') + (SECONDS_IN_UTC[second - minute * 60] ?? ''));
  };
}

/** The number between two places of a text; NaN where there is anything but digits. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - DIGIT_ZERO;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function twoDigits(number: number): string {
  return TWO_DIGITS[number] ?? '';
}
