// Dates, times, instants and intervals: their arithmetic and functions, always in UTC. "Now" is the plan's reference instant.
import {
  SECONDS_PER_DAY, addInterval, civilOf, dayOfYear, daysInMonth, daysOf, formatDate, formatDateTime, formatTime, intervalSeconds, isoWeek, isoWeekday, multiplyInterval, parseDate,
  parseDateTime, parseTime, quarterOf, unitNamed,
} from '../calendar.ts';
import type { Interval } from '../calendar.ts';
import type { Value } from '../schema.ts';
import { asNumber, asTemporal, asText, at, constant, isInterval, strict } from './compiled.ts';
import type { Compiled, Kind, Run, SqlFunction } from './compiled.ts';
import { formatPattern } from './formats.ts';

type Temporal = 'date' | 'time' | 'datetime' | 'interval';

export function isTemporal(part: Compiled): part is Compiled & { readonly kind: Temporal } {
  return part.kind === 'date' || part.kind === 'time' || part.kind === 'datetime' || part.kind === 'interval';
}

function seconds(value: Value): number {
  return typeof value === 'string' ? (parseDateTime(value) ?? Number.NaN) : Number.NaN;
}

function days(value: Value): number {
  return typeof value === 'string' ? (parseDate(value) ?? Number.NaN) : Number.NaN;
}

const NO_TIME: Interval = { months: 0, days: 0, seconds: 0 };

function interval(value: Value): Interval {
  return isInterval(value) ? value : NO_TIME;
}

/** date + integer, anything + interval, and the other way round. */
export function temporalPlus(a: Compiled, b: Compiled): Compiled {
  if (!isTemporal(a) || (a.kind === 'interval' && isTemporal(b) && b.kind !== 'interval')) return temporalPlus(b, a);
  return shift(a, b, 1);
}

export function temporalMinus(a: Compiled, b: Compiled): Compiled {
  const kind = isTemporal(b) ? b.kind : b.kind === 'unknown' ? a.kind : 'integer';
  if (kind === 'integer' || kind === 'interval' || a.kind === 'interval') return shift(a, b, -1);
  if (a.kind === 'date' && kind === 'date') {
    return { kind: 'integer', run: strict(a.run, asTemporal(b, 'date'), (x, y) => days(x) - days(y)) };
  }
  if (a.kind === 'time' || kind === 'time') {
    const clock = (value: Value): number => (typeof value === 'string' ? (parseTime(value) ?? Number.NaN) : Number.NaN);
    return { kind: 'interval', run: strict(asTemporal(a, 'time'), asTemporal(b, 'time'), (x, y) => ({ months: 0, days: 0, seconds: clock(x) - clock(y) })) };
  }
  return {
    kind: 'interval',
    run: strict(asTemporal(a, 'datetime'), asTemporal(b, 'datetime'), (x, y) => {
      const difference = seconds(x) - seconds(y);
      const whole = Math.trunc(difference / SECONDS_PER_DAY);
      return { months: 0, days: whole + 0, seconds: difference - whole * SECONDS_PER_DAY };
    }),
  };
}

/** `a`, later (or earlier) by days or an interval. */
function shift(a: Compiled, b: Compiled, sign: 1 | -1): Compiled {
  if (a.kind === 'date' && (b.kind === 'integer' || b.kind === 'numeric')) {
    return { kind: 'date', run: strict(a.run, asNumber(b), (x, y) => formatDate(days(x) + sign * Math.trunc(Number(y)))) };
  }
  const by = asTemporal(b, 'interval');
  if (a.kind === 'interval') {
    return {
      kind: 'interval',
      run: strict(a.run, by, (x, y) => {
        const [p, q] = [interval(x), interval(y)];
        return { months: p.months + sign * q.months, days: p.days + sign * q.days, seconds: p.seconds + sign * q.seconds };
      }),
    };
  }
  if (a.kind === 'time') {
    return { kind: 'time', run: strict(a.run, by, (x, y) => formatTime((parseTime(String(x)) ?? 0) + sign * interval(y).seconds)) };
  }
  return { kind: 'datetime', run: strict(asTemporal(a, 'datetime'), by, (x, y) => formatDateTime(addInterval(seconds(x), interval(y), sign))) };
}

/** interval * number, number * interval, interval / number. */
export function temporalTimes(a: Compiled, b: Compiled, how: 'times' | 'over'): Compiled {
  const [length, factor] = a.kind === 'interval' ? [a, b] : [b, a];
  return {
    kind: 'interval',
    run: strict(asTemporal(length, 'interval'), asNumber(factor), (x, y) => {
      const by = how === 'times' ? Number(y) : 1 / Number(y);
      return Number.isFinite(by) ? multiplyInterval(interval(x), by) : null;
    }),
  };
}

function extractFrom(unit: string, atSeconds: number): number | null {
  const day = Math.floor(atSeconds / SECONDS_PER_DAY);
  const clock = atSeconds - day * SECONDS_PER_DAY;
  const { year, month, day: dayOfMonth } = civilOf(day);
  switch (unit) {
    case 'year': return year;
    case 'month': return month;
    case 'day': return dayOfMonth;
    case 'hour': return Math.floor(clock / 3600);
    case 'minute': return Math.floor(clock / 60) % 60;
    case 'second': return clock % 60;
    case 'epoch': return atSeconds;
    case 'dow': return isoWeekday(day) % 7;
    case 'isodow': return isoWeekday(day);
    case 'doy': return dayOfYear(day);
    case 'week': return isoWeek(day).week;
    case 'isoyear': return isoWeek(day).year;
    case 'quarter': return quarterOf(month);
    case 'decade': return Math.floor(year / 10);
    case 'century': return Math.ceil(year / 100);
    case 'millennium': return Math.ceil(year / 1000);
    default: return null;
  }
}

function extractFromInterval(unit: string, from: Interval): number | null {
  switch (unit) {
    case 'year': return Math.trunc(from.months / 12);
    case 'month': return from.months % 12;
    case 'day': return from.days;
    case 'hour': return Math.trunc(from.seconds / 3600);
    case 'minute': return Math.trunc(from.seconds / 60) % 60;
    case 'second': return from.seconds % 60;
    // A year counts 365.25 days in an epoch, as PostgreSQL has it; the rest of the months 30.
    case 'epoch': return Math.trunc(from.months / 12) * 365.25 * SECONDS_PER_DAY + (from.months % 12) * 30 * SECONDS_PER_DAY + from.days * SECONDS_PER_DAY + from.seconds;
    default: return null;
  }
}

/** What a date function sees of its argument, whatever it is written as. */
function pointOf(part: Compiled): Run {
  return isTemporal(part) && part.kind !== 'date' ? part.run : asTemporal(part, 'datetime');
}

function unitOf(value: Value): string {
  const word = String(value).toLowerCase();
  return unitNamed(word) ?? word;
}

const extract: SqlFunction = {
  minimum: 2,
  maximum: 2,
  build: (args) => ({
    kind: 'numeric',
    run: strict(asText(at(args, 0)), pointOf(at(args, 1)), (unit, value) => {
      if (isInterval(value)) return extractFromInterval(unitOf(unit), value);
      const instant = at(args, 1).kind === 'time' ? (parseTime(String(value)) ?? Number.NaN) : seconds(value);
      const result = extractFrom(unitOf(unit), instant);
      return result === null || Number.isNaN(result) ? null : result;
    }),
  }),
};

function truncated(unit: string, atSeconds: number): number | null {
  const day = Math.floor(atSeconds / SECONDS_PER_DAY);
  const { year, month } = civilOf(day);
  switch (unit) {
    case 'second': return atSeconds;
    case 'minute': return Math.floor(atSeconds / 60) * 60;
    case 'hour': return Math.floor(atSeconds / 3600) * 3600;
    case 'day': return day * SECONDS_PER_DAY;
    case 'week': return (day - isoWeekday(day) + 1) * SECONDS_PER_DAY;
    case 'month': return daysOf(year, month, 1) * SECONDS_PER_DAY;
    case 'quarter': return daysOf(year, quarterOf(month) * 3 - 2, 1) * SECONDS_PER_DAY;
    case 'year': return daysOf(year, 1, 1) * SECONDS_PER_DAY;
    case 'decade': return daysOf(Math.floor(year / 10) * 10, 1, 1) * SECONDS_PER_DAY;
    case 'century': return daysOf(Math.floor((year - 1) / 100) * 100 + 1, 1, 1) * SECONDS_PER_DAY;
    default: return null;
  }
}

const dateTrunc: SqlFunction = {
  minimum: 2,
  maximum: 2,
  build: (args) => ({
    kind: 'datetime',
    run: strict(asText(at(args, 0)), asTemporal(at(args, 1), 'datetime'), (unit, value) => {
      const result = truncated(unitOf(unit), seconds(value));
      return result === null ? null : formatDateTime(result);
    }),
  }),
};

/** Years, months and days between two instants, as age() counts them. */
function ageBetween(later: number, earlier: number): Interval {
  if (later < earlier) return multiplyInterval(ageBetween(earlier, later), -1);
  const from = civilOf(Math.floor(earlier / SECONDS_PER_DAY));
  const to = civilOf(Math.floor(later / SECONDS_PER_DAY));
  const clock = (value: number): number => value - Math.floor(value / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  let restSeconds = clock(later) - clock(earlier);
  let restDays = to.day - from.day;
  let months = (to.year - from.year) * 12 + to.month - from.month;
  if (restSeconds < 0) {
    restSeconds += SECONDS_PER_DAY;
    restDays -= 1;
  }
  if (restDays < 0) {
    restDays += daysInMonth(from.year, from.month);
    months -= 1;
  }
  return { months, days: restDays, seconds: restSeconds };
}

const age: SqlFunction = {
  minimum: 1,
  maximum: 2,
  build: (args, { nowSeconds }) => {
    const second = args[1];
    const today = formatDateTime(Math.floor(nowSeconds / SECONDS_PER_DAY) * SECONDS_PER_DAY);
    const [later, earlier] = second === undefined ? [constant('datetime', today), at(args, 0)] : [at(args, 0), second];
    return { kind: 'interval', run: strict(asTemporal(later, 'datetime'), asTemporal(earlier, 'datetime'), (x, y) => ageBetween(seconds(x), seconds(y))) };
  },
};

/** Numbers put together to a date or instant; null where there is no such day. */
function made(count: number, kind: Kind, make: (parts: readonly number[]) => Value): SqlFunction {
  return {
    minimum: count,
    maximum: count,
    build: (args) => {
      const runs = args.map(asNumber);
      return {
        kind,
        run: (read) => {
          const parts: number[] = [];
          for (const run of runs) {
            const value = run(read);
            if (value === null) return null;
            parts.push(value);
          }
          return make(parts);
        },
      };
    },
  };
}

function dayOfParts([year = 0, month = 0, day = 0]: readonly number[]): number {
  const valid = [year, month, day].every(Number.isInteger) && year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return valid ? daysOf(year, month, day) : Number.NaN;
}

function present(kind: 'date' | 'time' | 'datetime'): SqlFunction {
  return {
    minimum: 0,
    maximum: 1,
    build: (_args, { nowSeconds }) => {
      if (kind === 'date') return constant(kind, formatDate(Math.floor(nowSeconds / SECONDS_PER_DAY)));
      return constant(kind, kind === 'time' ? formatTime(nowSeconds) : formatDateTime(nowSeconds));
    },
  };
}

const toChar: SqlFunction = {
  minimum: 2,
  maximum: 2,
  build: (args) => {
    const part = at(args, 0);
    const point = isTemporal(part) ? (part.kind === 'time' ? part.run : pointOf(part)) : part.kind === 'unknown' ? part.run : asNumber(part);
    return { kind: 'text', run: strict(point, asText(at(args, 1)), (value, pattern) => formatPattern(value, String(pattern))) };
  },
};

const NOW = present('datetime');

export const TEMPORAL: Readonly<Record<string, SqlFunction>> = {
  extract,
  date_part: extract,
  date_trunc: dateTrunc,
  age,
  make_date: made(3, 'date', (parts) => formatDate(dayOfParts(parts))),
  make_timestamp: made(6, 'datetime', ([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]) =>
    formatDateTime(dayOfParts([year, month, day]) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + Math.floor(second))),
  make_time: made(3, 'time', ([hour = 0, minute = 0, second = 0]) => formatTime(hour * 3600 + minute * 60 + second)),
  to_timestamp: made(1, 'datetime', ([at1970 = 0]) => formatDateTime(Math.floor(at1970))),
  to_char: toChar,
  current_date: present('date'),
  current_time: present('time'),
  localtime: present('time'),
  now: NOW,
  current_timestamp: NOW,
  localtimestamp: NOW,
  transaction_timestamp: NOW,
  statement_timestamp: NOW,
  clock_timestamp: NOW,
  justify_days: {
    minimum: 1,
    maximum: 1,
    build: (args) => ({ kind: 'interval', run: strict(asTemporal(at(args, 0), 'interval'), () => true, (x) => justified(interval(x))) }),
  },
};

function justified(length: Interval): Interval {
  const total = intervalSeconds({ ...length, months: 0, seconds: 0 }) / SECONDS_PER_DAY;
  const months = Math.trunc(total / 30);
  return { months: length.months + months, days: total - months * 30, seconds: length.seconds };
}
