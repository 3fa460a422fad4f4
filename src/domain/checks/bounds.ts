// What a CHECK says about one field alone, and how several such sayings are put together.
import { SECONDS_PER_DAY, formatDate, formatDateTime, formatTime, parseDate, parseDateTime, parseTime } from '../calendar.ts';
import { toNumber } from '../functions/compiled.ts';
import { roundTo } from '../rounding.ts';
import type { Field, Value } from '../schema.ts';

export interface FieldBounds {
  /** Both inclusive: numbers, or ISO text for DATE, TIME and DATETIME. */
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  readonly values?: readonly Value[];
  readonly notNull?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression whose every string is right; other strings may be, too. */
  readonly pattern?: string;
}

/** Places after the point by which a strict bound is moved where the field says none: `> 0` begins at 0.01. */
const DEFAULT_PLACES = 2;

/** Both at once: the narrower bound of each kind. */
export function mergeBounds(a: FieldBounds | undefined, b: FieldBounds): FieldBounds {
  if (a === undefined) return b;
  const values = a.values === undefined ? b.values : b.values === undefined ? a.values : a.values.filter((value) => b.values?.includes(value));
  const pattern = a.pattern ?? b.pattern;
  return {
    ...pick('minimum', a.minimum, b.minimum, (x, y) => (x > y ? x : y)),
    ...pick('maximum', a.maximum, b.maximum, (x, y) => (x < y ? x : y)),
    ...pick('minLength', a.minLength, b.minLength, Math.max),
    ...pick('maxLength', a.maxLength, b.maxLength, Math.min),
    ...(values === undefined ? {} : { values }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(a.notNull === true || b.notNull === true ? { notNull: true } : {}),
  };
}

function pick<Name extends string, Item>(name: Name, a: Item | undefined, b: Item | undefined, join: (x: Item, y: Item) => Item): Partial<Record<Name, Item>> {
  const item = a === undefined ? b : b === undefined ? a : join(a, b);
  // A computed key widens to string in the types; it is `Name` by what is written here.
  return item === undefined ? {} : ({ [name]: item } as Partial<Record<Name, Item>>);
}

/** The bound that `field operator value` sets, made inclusive by the field's smallest step; null where the value is none of the field's. */
export function stepped(field: Pick<Field, 'type' | 'scale'>, operator: string, value: Value): FieldBounds | null {
  switch (field.type) {
    case 'INTEGER': case 'FLOAT': case 'DECIMAL': return steppedNumber(field, operator, toNumber(value));
    case 'DATE': return steppedDate(operator, value);
    case 'DATETIME': return steppedTime(operator, typeof value === 'string' ? parseDateTime(value) : null, formatDateTime);
    case 'TIME': return steppedTime(operator, typeof value === 'string' ? parseTime(value) : null, formatTime);
    default: return null;
  }
}

function steppedNumber(field: Pick<Field, 'type' | 'scale'>, operator: string, value: number | null): FieldBounds | null {
  if (value === null) return null;
  const places = field.type === 'INTEGER' ? 0 : (field.scale ?? DEFAULT_PLACES);
  const unit = 10 ** -places;
  const up = operator === '>' || operator === '>=';
  // The nearest value of the field's places on the right side of the bound.
  let bound = roundTo(value, places);
  if (up ? bound < value : bound > value) bound = roundTo(up ? bound + unit : bound - unit, places);
  const exact = bound === value;
  if (exact && (operator === '>' || operator === '<')) bound = roundTo(up ? bound + unit : bound - unit, places);
  if (field.type === 'FLOAT' && operator.endsWith('=')) bound = value;
  return up ? { minimum: bound + 0 } : { maximum: bound + 0 };
}

/** A date against an instant is its midnight against it. */
function steppedDate(operator: string, value: Value): FieldBounds | null {
  const seconds = typeof value === 'string' ? parseDateTime(value) : null;
  const day = typeof value === 'string' ? parseDate(value) : null;
  if (seconds === null || day === null) return null;
  const midnight = seconds % SECONDS_PER_DAY === 0;
  const low = operator === '>=' && midnight ? day : day + 1;
  const high = operator === '<' && midnight ? day - 1 : day;
  const text = formatDate(operator.startsWith('>') ? low : high);
  return text === null ? null : operator.startsWith('>') ? { minimum: text } : { maximum: text };
}

function steppedTime(operator: string, seconds: number | null, format: (seconds: number) => string | null): FieldBounds | null {
  if (seconds === null) return null;
  const text = format(operator === '>' ? seconds + 1 : operator === '<' ? seconds - 1 : seconds);
  if (text === null) return null;
  return operator.startsWith('>') ? { minimum: text } : { maximum: text };
}
