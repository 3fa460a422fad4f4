// Dates, times and instants between two, part by part: months have their true lengths, and February its leap days. Parts that no bound
// touches share their rules, so the grammar of two centuries has some dozens of them.
import { daysInMonth } from '../calendar.ts';
import { oneOfTexts, type Entry, type Rules } from './gbnf.ts';

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
type Kind = 'date' | 'time' | 'datetime';

const DATE: readonly Part[] = ['year', 'month', 'day'];
const TIME: readonly Part[] = ['hour', 'minute', 'second'];
const PARTS: Readonly<Record<Kind, readonly Part[]>> = { date: DATE, time: TIME, datetime: [...DATE, ...TIME] };
/** What stands behind a part that another follows. */
const BEHIND: Readonly<Record<Part, string>> = { year: '-', month: '-', day: 'T', hour: ':', minute: ':', second: '' };
/** The months of any leap year and of any other are alike. */
const [A_LEAP_YEAR, ANOTHER_YEAR] = [2024, 2023];

/** Characters up to the last digit: an instant's Z is not among them. */
export const MOMENT_LENGTH: Readonly<Record<Kind, number>> = { date: 10, time: 8, datetime: 19 };

/** Every moment from one to another, both inclusive, without an instant's Z. */
export function calendarGrammar(rules: Rules, { kind, from, to }: { readonly kind: Kind; readonly from: string; readonly to: string }): string {
  return new Moments(rules, PARTS[kind]).from(0, { low: numbersIn(from), high: numbersIn(to), year: ANOTHER_YEAR, month: 1 });
}

/** What is known where a part begins. */
interface Known {
  /** The bounds, as long as all parts so far are at them; null: no longer bound. */
  readonly low: readonly number[] | null;
  readonly high: readonly number[] | null;
  /** A year that has the same days. */
  readonly year: number;
  readonly month: number;
}

class Moments {
  readonly #rules: Rules;
  readonly #parts: readonly Part[];
  /** Expressions for what follows a part that no bound touches any more. */
  readonly #free = new Map<string, string>();

  constructor(rules: Rules, parts: readonly Part[]) {
    this.#rules = rules;
    this.#parts = parts;
  }

  /** All parts from the one at `index` on. */
  from(index: number, known: Known): string {
    const part = this.#parts[index];
    if (part === undefined) return '';
    if (known.low !== null || known.high !== null) return this.#made(index, part, known);
    // Only a month asks for the year, and only a day for the month's length.
    const key = `${index} ${part === 'month' ? known.year : part === 'day' ? daysInMonth(known.year, known.month) : ''}`;
    const expression = this.#free.get(key) ?? this.#made(index, part, known);
    this.#free.set(key, expression);
    return expression;
  }

  #made(index: number, part: Part, known: Known): string {
    const [least, most] = rangeOf(part, known);
    const behind = index === this.#parts.length - 1 ? '' : BEHIND[part];
    const entries: Entry[] = [];
    for (let value = known.low?.[index] ?? least; value <= (known.high?.[index] ?? most); value++) {
      const next = {
        low: value === known.low?.[index] ? known.low : null,
        high: value === known.high?.[index] ? known.high : null,
        year: part === 'year' ? (daysInMonth(value, 2) === 29 ? A_LEAP_YEAR : ANOTHER_YEAR) : known.year,
        month: part === 'month' ? value : known.month,
      };
      entries.push([`${String(value).padStart(part === 'year' ? 4 : 2, '0')}${behind}`, this.from(index + 1, next)]);
    }
    return oneOfTexts(this.#rules, entries);
  }
}

function rangeOf(part: Part, { year, month }: Known): readonly [least: number, most: number] {
  switch (part) {
    case 'year': return [1, 9999];
    case 'month': return [1, 12];
    case 'day': return [1, daysInMonth(year, month)];
    case 'hour': return [0, 23];
    case 'minute': case 'second': return [0, 59];
    default: return part satisfies never;
  }
}

function numbersIn(text: string): readonly number[] {
  return text.match(/\d+/g)?.map(Number) ?? [];
}
