// The parts that a compiled expression is put together from: every part knows its kind, as PostgreSQL would type it, and
// how to compute itself from a row. A part never throws on data: what SQL would refuse at run time is null here.
import { formatDateTimeText, parseDate, parseDateTime, parseInterval, parseTime, formatInterval, formatDate, formatDateTime, formatTime } from '../calendar.ts';
import type { Interval } from '../calendar.ts';
import type { ReadField } from '../expression.ts';
import type { Value } from '../schema.ts';

/** What SQL would call the type. `unknown`: a bare string literal, or a field whose type was not told; it takes the other operand's type. */
export type Kind = 'integer' | 'numeric' | 'text' | 'boolean' | 'date' | 'time' | 'datetime' | 'interval' | 'json' | 'bytes' | 'unknown';

export type Run<Result extends Value = Value> = (read: ReadField) => Result;

export interface Compiled {
  readonly kind: Kind;
  readonly run: Run;
  /** Digits after the point, where they are known; text made of the number shows them all. */
  readonly scale?: number;
  /** The value as stored, before it was made a number: a DECIMAL's text. */
  readonly raw?: Run;
  /** The value itself, where it is a literal. */
  readonly literal?: Value;
}

export interface CompileContext {
  /** What "now" means, in seconds since 1970 UTC. */
  readonly nowSeconds: number;
}

/** Makes a call's part out of its arguments' parts. */
export type Build = (args: readonly Compiled[], context: CompileContext) => Compiled;

export interface SqlFunction {
  readonly minimum: number;
  readonly maximum: number;
  readonly build: Build;
}

/** Longest text that an expression may make, in UTF-16 units; longer ones are cut there. */
export const MAX_TEXT_LENGTH = 10_000;

export function cut(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text;
}

/** The argument at a place that the registry's arity has already made sure of. */
export function at(args: readonly Compiled[], index: number): Compiled {
  const arg = args[index];
  if (arg === undefined) throw new Error(`argument ${index} is missing, though arity was checked`);
  return arg;
}

export function constant(kind: Kind, value: Value): Compiled {
  return { kind, run: () => value, literal: value };
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?\s*$/i;

/** A number of any value that SQL would read as one; else null. */
export function toNumber(value: Value): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['t', 'true', 'y', 'yes', 'on', '1']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['f', 'false', 'n', 'no', 'off', '0']);

export function toBoolean(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return TRUE_WORDS.has(word) ? true : FALSE_WORDS.has(word) ? false : null;
}

/** A number in plain digits, never with an exponent. */
export function plainNumber(value: number, scale?: number): string {
  if (scale !== undefined) return value.toFixed(Math.min(scale, 100)).replace(/^-(0(?:\.0*)?)$/, '$1');
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}

/** Text of a value whose kind is not known better than by its looks. */
export function toText(value: Value): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

export function isInterval(value: Value): value is Interval {
  return typeof value === 'object' && value !== null && 'months' in value && 'seconds' in value;
}

/** What `compute` makes of two values; null where either is, and the second is not looked at where the first is. */
export function strict<X extends NonNullable<Value>, Y extends NonNullable<Value>, Result extends Value>(a: Run<X | null>, b: Run<Y | null>, compute: (x: X, y: Y) => Result): Run<Result | null> {
  return (read) => {
    const x = a(read);
    if (x === null) return null;
    const y = b(read);
    return y === null ? null : compute(x, y);
  };
}

/** A run that gives null for null, and else what `convert` makes of the value. */
function mapped<Result extends Value>(run: Run, convert: (value: Value) => Result | null): Run<Result | null> {
  return (read) => {
    const value = run(read);
    return value === null ? null : convert(value);
  };
}

export function asNumber(part: Compiled): Run<number | null> {
  return mapped(part.run, toNumber);
}

export function asBoolean(part: Compiled): Run<boolean | null> {
  return mapped(part.run, toBoolean);
}

export function asText(part: Compiled): Run<string | null> {
  const { kind, scale } = part;
  if (part.raw !== undefined) return mapped(part.raw, toText);
  if (kind === 'numeric' && scale !== undefined) return mapped(part.run, (value) => (typeof value === 'number' ? plainNumber(value, scale) : toText(value)));
  if (kind === 'datetime') return mapped(part.run, (value) => (typeof value === 'string' ? formatDateTimeText(value) : toText(value)));
  if (kind === 'interval') return mapped(part.run, (value) => (isInterval(value) ? formatInterval(value) : toText(value)));
  return mapped(part.run, toText);
}

/** Reads ISO dates, times, instants and intervals out of text; null where there is none in it. */
export function asTemporal(part: Compiled, kind: 'date' | 'time' | 'datetime' | 'interval'): Run {
  if (part.kind === kind) return part.run;
  const literal = part.literal;
  if (literal !== undefined) {
    const value = toTemporal(literal, kind);
    return () => value;
  }
  return mapped(part.run, (value) => toTemporal(value, kind));
}

/** The value as that kind: a date of an instant, an instant of a date (its midnight), anything of its text. */
function toTemporal(value: Value, kind: 'date' | 'time' | 'datetime' | 'interval'): Value {
  if (isInterval(value)) return kind === 'interval' ? value : null;
  if (typeof value !== 'string') return null;
  switch (kind) {
    case 'date': return ifKnown(parseDate(value), formatDate);
    case 'time': return ifKnown(parseTime(value), formatTime);
    case 'datetime': return ifKnown(parseDateTime(value), formatDateTime);
    case 'interval': return parseInterval(value);
    default: return kind satisfies never;
  }
}

function ifKnown<Item>(value: Item | null, then: (value: Item) => Value): Value {
  return value === null ? null : then(value);
}

/** A strict function of one text. */
export function ofText(kind: Kind, compute: (text: string) => Value): SqlFunction {
  return {
    minimum: 1,
    maximum: 1,
    build: (args) => ({ kind, run: mapped(asText(at(args, 0)), (value) => (typeof value === 'string' ? compute(value) : null)) }),
  };
}

/** A strict function of one number; what is not finite is null. */
export function ofNumber(compute: (value: number) => number, kind?: Kind): SqlFunction {
  return {
    minimum: 1,
    maximum: 1,
    build: (args) => {
      const part = at(args, 0);
      const run = asNumber(part);
      return {
        kind: kind ?? (part.kind === 'integer' ? 'integer' : 'numeric'),
        run: (read) => {
          const value = run(read);
          return value === null ? null : finite(compute(value));
        },
      };
    },
  };
}

export function finite(value: number): number | null {
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : null;
}
