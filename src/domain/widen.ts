// Makes room in keys: a generator that we chose for looks (years of our time, country codes, line numbers) is widened to what its type and
// CHECKs hold, as far as the count of rows needs it. One that the user gave stays as it is.
import { formatDate, formatDateTime, parseDate, parseDateTime } from './calendar.ts';
import { analyseChecks, type CheckAnalysis, type FieldBounds } from './checks.ts';
import { fieldsOf } from './expression.ts';
import type { Generator, GeneratorOf } from './generator.ts';
import { allowedSpace } from './keys/allowed.ts';
import { fieldOf } from './keys/anchors.ts';
import type { KeyShape, UniqueKey } from './keys/shape.ts';
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

/** The table with more room in its keys, of which the tightest holds `capacity` rows; null where there is none to be made. */
export function widenKeys(table: PlannedTable, shape: KeyShape, capacity: number): Widened | null {
  const found = new Map<string, Generator>();
  const checks = analyseChecks(table);
  const productOf = ({ axes }: UniqueKey): number => axes.reduce((product, { size }) => product * size, 1);
  const tight = shape.uniqueKeys.filter((key) => productOf(key) < table.rows);
  for (const key of tight.length > 0 ? tight : shape.uniqueKeys) {
    let factor = table.rows / (tight.length > 0 ? productOf(key) : capacity);
    for (const axis of key.axes.toSorted((a, b) => b.size - a.size)) {
      if (axis.kind !== 'field' || factor <= 1 || !Number.isFinite(factor) || found.has(axis.field)) continue;
      const size = widen(fieldOf(table, axis.field), Math.ceil(axis.size * factor), axis.size);
      factor *= axis.size / size;
    }
  }
  for (const field of table.fields) if (field.generator?.kind === 'sequence' && field.identity === undefined) widen(field, table.rows, -1);

  function widen(field: Field, target: number, size: number): number {
    if (field.chosen !== true || field.generator === undefined) return size;
    const wider = widerGenerator({ ...field, generator: field.generator }, checks, target);
    const grown = wider === null ? size : (allowedSpace(wider, field, checks.bounds.get(field.name))?.size ?? Infinity);
    const before = size < 0 ? (allowedSpace(field.generator, field, checks.bounds.get(field.name))?.size ?? Infinity) : size;
    if (wider === null || grown <= before) return size;
    found.set(field.name, wider);
    return grown;
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
