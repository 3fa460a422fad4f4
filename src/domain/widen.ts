// Makes room in keys: a generator that we chose for looks (years of our time, country codes, line numbers) is widened to what its type and
// CHECKs hold, as far as the count of rows needs it. One that the user gave stays as it is.
import { formatDate, formatDateTime, parseDate, parseDateTime } from './calendar.ts';
import { analyseChecks, type CheckAnalysis, type FieldBounds } from './checks.ts';
import { fieldsOf } from './expression.ts';
import type { Generator, GeneratorOf } from './generator.ts';
import { allowedSpace } from './keys/allowed.ts';
import { fieldOf } from './keys/anchors.ts';
import type { KeyShape } from './keys/shape.ts';
import type { PlannedTable } from './plan.ts';
import { roundTo } from './rounding.ts';
import type { Field } from './schema.ts';

/** Characters of a text that has room for a mark of its own behind some of its words. */
const MARKED_LENGTH = 12;
const ALPHABETS = ['[A-Z]', '[A-Z0-9]', '[A-Za-z0-9]'] as const;

export interface Widened {
  readonly table: PlannedTable;
  /** The fields whose generators are others now. */
  readonly fields: readonly string[];
}

/** The table with more room in its keys, of which one holds `capacity` rows; null where there is none to be made. `key`: the one, where it takes a look at the rows to tell. */
export function widenKeys(table: PlannedTable, shape: KeyShape, { capacity, key: tightest }: { readonly capacity: number; readonly key: readonly string[] | null }): Widened | null {
  const found = new Map<string, Generator>();
  const checks = analyseChecks(table);
  for (const key of shape.uniqueKeys) {
    let factor = table.rows / Math.min(key.size, key.fields === tightest ? capacity : Infinity);
    for (const axis of key.axes.toSorted((a, b) => b.size - a.size)) {
      if (axis.kind === 'field' && factor > 1 && Number.isFinite(factor) && !found.has(axis.field)) factor /= widen(fieldOf(table, axis.field), (size) => Math.ceil(size * factor));
    }
  }
  for (const field of table.fields) if (field.generator?.kind === 'sequence' && field.identity === undefined) widen(field, () => table.rows);

  /** How many times more values the field has now. Of a sieve's values as many more are let through, or another round makes up for them. */
  function widen(field: Field, target: (size: number) => number): number {
    const { generator, name } = field;
    const sizeOf = (one: Generator): number => allowedSpace(one, field, checks.bounds.get(name))?.size ?? Infinity;
    const size = generator === undefined ? 0 : sizeOf(generator);
    const wider = field.chosen !== true || generator === undefined ? null : widerGenerator({ ...field, generator }, checks, target(size));
    const grown = wider === null ? size : sizeOf(wider);
    if (wider === null || grown <= size) return 1;
    found.set(name, wider);
    return grown / size;
  }
  const fields = table.fields.map((field) => ({ ...field, ...(found.has(field.name) ? { generator: found.get(field.name) as Generator } : {}) })); // has it
  return found.size === 0 ? null : { table: { ...table, fields }, fields: [...found.keys()] };
}

type Chosen = Field & { readonly generator: Generator };

/** A generator of at least so many values, or of as many as type and CHECKs hold; null for a kind that cannot grow. */
function widerGenerator(field: Chosen, checks: CheckAnalysis, target: number): Generator | null {
  const { generator } = field;
  const bounds = checks.bounds.get(field.name) ?? {};
  switch (generator.kind) {
    case 'sequence': return { ...generator, start: stretched({ minimum: generator.start, maximum: generator.start }, numberLimits(field, bounds, 0), { steps: target, unit: generator.step }).minimum };
    case 'integer': return { kind: 'integer', ...stretched(generator, numberLimits(field, bounds, 0), { steps: target, unit: 1 }) };
    case 'decimal': return { kind: 'decimal', places: generator.places, ...widerNumbers(generator, generator.places, { field, bounds, target }) };
    case 'float': return generator.places === undefined ? null : { kind: 'float', places: generator.places, ...widerNumbers(generator, generator.places, { field, bounds, target }) };
    case 'date': return field.type === 'DATE' ? { ...generator, ...widerMoments(generator, bounds, { target, parse: parseDate, format: formatDate, ends: ['0001-01-01', '9999-12-31'] }) } : null;
    case 'datetime': return field.type === 'DATETIME' ? { kind: 'datetime', ...widerMoments(generator, bounds, { target, parse: parseDateTime, format: formatDateTime, ends: ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'] }) } : null;
    case 'time': return { ...generator, from: typeof bounds.minimum === 'string' ? bounds.minimum : '00:00:00', to: typeof bounds.maximum === 'string' ? bounds.maximum : '23:59:59' };
    case 'category': case 'pattern': case 'semantic': return takesAnyText(field, checks) ? widerText(field, bounds, target) : null;
    default: return null;
  }
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** The range with so many steps in it, as far as the limits go: first upwards, then downwards. */
function stretched({ minimum }: Range, limits: Range, { steps, unit }: { readonly steps: number; readonly unit: number }): Range {
  const maximum = Math.min(limits.maximum, minimum + (steps - 1) * unit);
  return { minimum: Math.max(limits.minimum, Math.min(minimum, maximum - (steps - 1) * unit)), maximum };
}

function numberLimits({ minimum = -Infinity, maximum = Infinity, precision, scale = 0 }: Field, bounds: FieldBounds, places: number): Range {
  const most = precision === undefined ? Number.MAX_SAFE_INTEGER / 10 ** places : 10 ** (precision - scale) - 10 ** -places;
  return {
    minimum: Math.max(minimum, -most, typeof bounds.minimum === 'number' ? bounds.minimum : -Infinity),
    maximum: Math.min(maximum, most, typeof bounds.maximum === 'number' ? bounds.maximum : Infinity),
  };
}

function widerNumbers(generator: GeneratorOf<'decimal' | 'float'>, places: number, { field, bounds, target }: { readonly field: Field; readonly bounds: FieldBounds; readonly target: number }): Range {
  const kept = Math.min(places, field.scale ?? places);
  const { minimum, maximum } = stretched(generator, numberLimits(field, bounds, kept), { steps: target, unit: 10 ** -kept });
  return { minimum: roundTo(minimum, kept), maximum: roundTo(maximum, kept) };
}

interface Calendar {
  readonly target: number;
  readonly parse: (text: string) => number | null;
  readonly format: (count: number) => string | null;
  readonly ends: readonly [first: string, last: string];
}

/** Back into the past first: what is recorded has happened. */
function widerMoments({ from, to }: { readonly from: string; readonly to: string }, bounds: FieldBounds, { target, parse, format, ends }: Calendar): { readonly from: string; readonly to: string } {
  const at = (text: string): number => parse(text) ?? 0;
  const least = at(typeof bounds.minimum === 'string' ? bounds.minimum : ends[0]);
  const most = at(typeof bounds.maximum === 'string' ? bounds.maximum : ends[1]);
  const first = Math.max(least, Math.min(at(from), at(to) - target + 1));
  const last = Math.min(most, Math.max(at(to), first + target - 1));
  return { from: format(first) ?? from, to: format(last) ?? to };
}

/** Whether nothing but a length is asked of a text. */
function takesAnyText({ name, type, values }: Field, { bounds, residual }: CheckAnalysis): boolean {
  const { values: allowed, pattern, minimum, maximum } = bounds.get(name) ?? {};
  if (values !== undefined || allowed !== undefined || pattern !== undefined || minimum !== undefined || maximum !== undefined) return false;
  return (type === 'STRING' || type === 'TEXT') && residual.every((check) => !fieldsOf(check.condition).has(name));
}

/** Short texts are made of letters, then of letters and digits; longer ones keep their words, with a mark of the row behind them. */
function widerText({ generator, maxLength = Infinity }: Chosen, bounds: FieldBounds, target: number): Generator {
  const length = Math.min(maxLength, bounds.maxLength ?? Infinity);
  // A condition without cases has no space that could be counted: its text is then told apart by a mark.
  if (length >= MARKED_LENGTH) return { kind: 'conditional', cases: [], otherwise: generator };
  const size = (alphabet: (typeof ALPHABETS)[number]): number => { const letters = { '[A-Z]': 26, '[A-Z0-9]': 36, '[A-Za-z0-9]': 62 }[alphabet]; return letters ** length; };
  return { kind: 'pattern', regex: `${ALPHABETS.find((alphabet) => size(alphabet) >= target) ?? '[A-Za-z0-9]'}{${length}}` };
}
