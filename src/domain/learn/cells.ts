// What the text of a cell may mean: nothing, a number, a date. A column is of a kind only where all of its cells are.
import { daysInMonth, daysOf, parseDate, parseDateTime, parseTime, SECONDS_PER_DAY } from '../calendar.ts';

/** How tools write that nothing is there. */
const MISSING: ReadonlySet<string> = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', '\\n', '?']);

/** Whether a cell holds nothing, or a word for it. */
export function isMissing(cell: string): boolean {
  return cell.length <= 4 && MISSING.has(cell.trim().toLowerCase());
}

/** How a column's numbers are written. */
export type NumberStyle = 'point' | 'comma';

const NUMBER: Readonly<Record<NumberStyle, RegExp>> = {
  point: /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?(?:[eE][+-]?\d{1,3})?$/,
  comma: /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:,(\d+))?(?:[eE][+-]?\d{1,3})?$/,
};
/** Such digits are a code: as a number they would lose their zeros. */
const CODE_DIGITS = /^[+-]?0\d/;

/** The number and its places; null where the cell is none. */
export function numberOf(cell: string, style: NumberStyle): { readonly value: number; readonly places: number } | null {
  const text = cell.trim();
  const match = NUMBER[style].exec(text);
  if (match === null || !/\d/.test(text) || CODE_DIGITS.test(text)) return null;
  const plain = style === 'point' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.');
  const value = Number(plain);
  // A whole number past 2^53 would lose digits: it is an identifier.
  return Number.isFinite(value) && (match[1] !== undefined || Math.abs(value) <= Number.MAX_SAFE_INTEGER) ? { value, places: match[1]?.length ?? 0 } : null;
}

/** A way to write dates and times: counts of days (DATE) or seconds from its texts. */
export interface Layout {
  readonly name: string;
  readonly type: 'DATE' | 'TIME' | 'DATETIME';
  readonly read: (cell: string) => number | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
type Part = 'year' | 'month' | 'day';

/** A date in parts of a given order, and the time after it. */
function civil(name: string, pattern: RegExp, parts: readonly [Part, Part, Part]): readonly Layout[] {
  const day = (match: RegExpExecArray): number | null => {
    const part = (wanted: Part): string => match[parts.indexOf(wanted) + 1] ?? '';
    const [year, date] = [yearOf(part('year')), Number(part('day'))];
    const month = MONTHS.indexOf(part('month').slice(0, 3).toLowerCase()) + 1 || Number(part('month'));
    return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month) ? daysOf(year, month, date) : null;
  };
  const split = (cell: string): { readonly days: number; readonly rest: string } | null => {
    const match = pattern.exec(cell);
    const days = match === null ? null : day(match);
    return match === null || days === null ? null : { days, rest: cell.slice(match[0].length).replace(/^,? */, '') };
  };
  return [
    { name, type: 'DATE', read: (cell) => {
      const found = split(cell);
      return found?.rest === '' ? found.days : null;
    } },
    { name: `${name} with a time`, type: 'DATETIME', read: (cell) => {
      const found = split(cell);
      const seconds = found === null || found.rest === '' ? null : clockTime(found.rest);
      return found === null || seconds === null ? null : found.days * SECONDS_PER_DAY + seconds;
    } },
  ];
}

/** Of two digits, as POSIX has it: 69 is 1969, 68 is 2068. */
function yearOf(text: string): number {
  return text.length > 2 ? Number(text) : ((Number(text) + 31) % 100) + 1969;
}

/** Seconds of a time, which may be of twelve hours: 3:45 PM. */
function clockTime(text: string): number | null {
  const twelve = /^(\d{1,2})(:\d{2}(?::\d{2})?) ?([ap])\.?m\.?$/i.exec(text);
  if (twelve === null) return parseTime(text);
  const [, hour = '', rest = '', half = ''] = twelve;
  return Number(hour) >= 1 && Number(hour) <= 12 ? parseTime(`${(Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)}${rest}`) : null;
}

/** In the order in which they are tried: where a column fits several, the first is meant. */
export const LAYOUTS: readonly Layout[] = [
  { name: 'YYYY-MM-DD', type: 'DATE', read: (cell) => (/^\d{4}-\d{2}-\d{2}$/.test(cell) ? parseDate(cell) : null) },
  { name: 'ISO 8601', type: 'DATETIME', read: (cell) => (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(cell) ? parseDateTime(cell) : null) },
  { name: 'HH:MM', type: 'TIME', read: (cell) => (/^\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?$/i.test(cell) ? clockTime(cell) : null) },
  ...civil('YYYY/MM/DD', /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)/, ['year', 'month', 'day']),
  ...civil('MM/DD/YYYY', /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/, ['month', 'day', 'year']),
  ...civil('DD/MM/YYYY', /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/, ['day', 'month', 'year']),
  ...civil('MM/DD/YY', /^(\d{1,2})\/(\d{1,2})\/(\d{2})(?!\d)/, ['month', 'day', 'year']),
  ...civil('DD/MM/YY', /^(\d{1,2})\/(\d{1,2})\/(\d{2})(?!\d)/, ['day', 'month', 'year']),
  // With a point between them single digits are versions, 1.2.10.
  ...civil('DD.MM.YY', /^(\d{2})\.(\d{2})\.(\d{2})(?!\d)/, ['day', 'month', 'year']),
  ...civil('DD Mon YYYY', /^(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4}|\d{2})(?!\d)/, ['day', 'month', 'year']),
  ...civil('Mon DD, YYYY', /^([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})(?!\d)/, ['month', 'day', 'year']),
];
