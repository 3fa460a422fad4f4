// What a plan says of every row, as questions that are asked of rows once they are made: by plain comparisons that share no code with what draws
// or writes the values. The first four metrics are those of SDMetrics' diagnostic (docs.sdv.dev/sdmetrics), where the plan stands in for the
// real data: its bounds, its categories, its keys. Keys are asked of all rows together, so they are repeats.ts's.
import { formatDate, formatDateTime, formatTime, parseDateTime, parseTime, SECONDS_PER_DAY } from '../calendar.ts';
import { compileExpression, fieldsOf } from '../expression.ts';
import type { Generator, GeneratorOf } from '../generator.ts';
import type { PlannedTable } from '../plan.ts';
import { roundTo } from '../rounding.ts';
import { chosenValues, valueKey } from '../samplers/categories.ts';
import { readMoment } from '../samplers/moments.ts';
import type { Field, FieldType, Value } from '../schema.ts';

export const VALIDITY_METRICS = ['BOUNDARY_ADHERENCE', 'CATEGORY_ADHERENCE', 'KEY_UNIQUENESS', 'REFERENTIAL_INTEGRITY', 'NOT_NULL', 'CHECK'] as const;
export type ValidityMetric = (typeof VALIDITY_METRICS)[number];

/** What is asked, and of which fields. */
export interface Asked {
  readonly metric: ValidityMetric;
  readonly fields: readonly string[];
  /** What they are to keep to, in words or SQL. */
  readonly rule: string;
}

/** A question to a single row. */
export interface Rule extends Asked {
  /** Null: there is nothing to ask of this row, for a null counts as met but where it is forbidden. `values` in field order. */
  holds(values: readonly Value[], row: number): boolean | null;
}

/** Both inclusive; in numbers, in seconds (moments), or in characters or bytes (lengths). */
interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** All that can be asked of one row of the table by itself. `reference`: what "now" means. */
export function rulesOf(table: PlannedTable, reference: string): readonly Rule[] {
  return [...table.fields.flatMap(fieldRules), ...checkRules(table, reference)];
}

function fieldRules(field: Field, position: number): readonly Rule[] {
  const rule = (metric: ValidityMetric, words: string, meets: (value: NonNullable<Value>) => boolean): Rule =>
    ({ metric, fields: [field.name], rule: words, holds: (values) => (values[position] == null ? null : meets(values[position])) });
  const rules: Rule[] = field.nullable ? [] : [{ metric: 'NOT_NULL', fields: [field.name], rule: 'NOT NULL', holds: (values) => values[position] != null }];
  const categories = categoriesOf(field);
  if (categories !== null) {
    const keys = new Set(categories.map(valueKey));
    return [...rules, rule('CATEGORY_ADHERENCE', `one of ${keys.size} values`, (value) => keys.has(valueKey(value)))];
  }
  const measure = measureOf(field.type);
  const bounds = measure === null ? null : boundsOf(field);
  if (measure === null || bounds === null) return rules;
  return [...rules, rule('BOUNDARY_ADHERENCE', wordsOf(bounds, field.type), (value) => {
    const size = measure(value);
    return size !== null && size >= bounds.minimum && size <= bounds.maximum;
  })];
}

function checkRules({ fields, checks, conditions = [] }: PlannedTable, reference: string): readonly Rule[] {
  const places = new Map(fields.map(({ name }, position) => [name, position]));
  const asked = [...checks.map((check) => ({ ...check, isMet: (outcome: Value) => outcome !== false })), ...conditions.flatMap((one) => (one.kind === 'where' ? [{ ...one, isMet: (outcome: Value) => outcome === true }] : []))];
  return asked.map(({ sql, condition, isMet }) => {
    const outcomeOf = compileExpression(condition, { reference });
    return { metric: 'CHECK', fields: [...fieldsOf(condition)], rule: sql, holds: (values) => isMet(outcomeOf((name) => values[places.get(name) ?? -1] ?? null)) };
  });
}

/** The only values that a field may have; null: they are not listed. */
export function categoriesOf(field: Field): readonly Value[] | null {
  if (field.type === 'JSON') return null;
  return field.values ?? (field.generator === undefined ? null : categoriesIn(field.generator, field));
}

function categoriesIn(generator: Generator, field: Field): readonly Value[] | null {
  switch (generator.kind) {
    case 'category': return valuesIn(generator.values, field);
    case 'subcategory': return generator.groups.flatMap((group) => valuesIn(group.values, field));
    case 'learned': return generator.values.of === 'labels' ? valuesIn(generator.values.labels, field) : null;
    case 'constant': return valuesIn([{ value: generator.value, weight: 1 }], field);
    case 'conditional': case 'mixture': {
      const branches = branchesOf(generator).map((branch) => categoriesIn(branch, field));
      return branches.includes(null) ? null : branches.flatMap((values) => values ?? []);
    }
    default: return null;
  }
}

/** What may make a value of it, one at a time. */
function branchesOf(generator: GeneratorOf<'conditional' | 'mixture'>): readonly Generator[] {
  if (generator.kind === 'mixture') return generator.parts.map((part) => part.generator);
  return [...generator.cases.map(({ then }) => then), ...(generator.otherwise === undefined ? [] : [generator.otherwise])];
}

function valuesIn(values: Parameters<typeof chosenValues>[0], field: Field): readonly Value[] {
  return chosenValues(values, field).map(({ value }) => value);
}

/** The number in a value that its bounds are about; null for types that have none. */
export function measureOf(type: FieldType): ((value: NonNullable<Value>) => number | null) | null {
  switch (type) {
    case 'INTEGER': case 'FLOAT': case 'DECIMAL': return Number;
    case 'DATE': case 'DATETIME': return (value) => readMoment(String(value));
    case 'TIME': return (value) => parseTime(String(value));
    case 'STRING': case 'TEXT': return (value) => charactersIn(String(value));
    case 'BINARY': return (value) => Buffer.from(String(value), 'base64').length;
    default: return null;
  }
}

/** Characters, not UTF-16 units, as SQL counts them: the second half of a pair is none. */
function charactersIn(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) count--;
  return count;
}

function boundsOf(field: Field): Bounds | null {
  const { minimum = -Infinity, maximum = Infinity, maxLength = Infinity } = field;
  const drawn = field.generator === undefined ? null : boundsIn(field.generator, field);
  const isLength = field.type === 'STRING' || field.type === 'TEXT' || field.type === 'BINARY';
  const bounds = isLength
    ? { minimum: 0, maximum: maxLength }
    : { minimum: Math.max(minimum, drawn?.minimum ?? -Infinity), maximum: Math.min(maximum, drawn?.maximum ?? Infinity) };
  return Number.isFinite(bounds.maximum) || (!isLength && Number.isFinite(bounds.minimum)) ? bounds : null;
}

/** What the generator keeps to, in the terms of measureOf; null: nothing. */
function boundsIn(generator: Generator, field: Field): Bounds | null {
  const { type } = field;
  switch (generator.kind) {
    case 'integer': case 'float': case 'decimal': return isNumber(type) ? generator : null;
    case 'date': return type === 'DATE' || type === 'DATETIME' ? moments(parseDateTime, generator) : null;
    case 'datetime': {
      const bounds = moments(parseDateTime, generator);
      if (type === 'DATETIME' || bounds === null) return type === 'DATETIME' ? bounds : null;
      // A DATE keeps the day alone, which begins before the first instant.
      return type === 'DATE' ? { ...bounds, minimum: Math.floor(bounds.minimum / SECONDS_PER_DAY) * SECONDS_PER_DAY } : null;
    }
    case 'time': return type === 'TIME' ? moments(parseTime, generator) : null;
    case 'learned': return generator.values.of === 'labels' ? boundsListed(generator, field) : boundsLearned(generator.values, type);
    case 'category': case 'subcategory': case 'constant': return boundsListed(generator, field);
    case 'conditional': case 'mixture': {
      const branches = branchesOf(generator).map((branch) => boundsIn(branch, field));
      return branches.includes(null) ? null : boundsAbout(branches.flatMap((branch) => (branch === null ? [] : [branch.minimum, branch.maximum])));
    }
    default: return null;
  }
}

function boundsListed(generator: Generator, field: Field): Bounds | null {
  const measure = measureOf(field.type);
  return boundsAbout((categoriesIn(generator, field) ?? []).flatMap((value) => (value === null ? [] : [measure?.(value) ?? Number.NaN])));
}

/** Null where there is nothing, or what cannot be measured. */
function boundsAbout(sizes: readonly number[]): Bounds | null {
  return sizes.length === 0 || sizes.some(Number.isNaN) ? null : { minimum: Math.min(...sizes), maximum: Math.max(...sizes) };
}

/** The first and the last value of the quantile function, as they are written. */
function boundsLearned(values: Exclude<GeneratorOf<'learned'>['values'], { of: 'labels' }>, type: FieldType): Bounds | null {
  if (isNumber(type) !== (values.of === 'numbers')) return null;
  const unit = type === 'DATE' ? SECONDS_PER_DAY : 1;
  const written = (value = Number.NaN): number => (values.of === 'numbers' ? roundTo(value, values.places) : Math.round(value / values.step) * values.step * unit);
  return { minimum: written(values.quantiles[0]), maximum: written(values.quantiles.at(-1)) };
}

function moments(parse: (text: string) => number | null, { from, to }: { readonly from: string; readonly to: string }): Bounds | null {
  const [minimum, maximum] = [parse(from), parse(to)];
  return minimum === null || maximum === null ? null : { minimum, maximum };
}

function isNumber(type: FieldType): boolean {
  return type === 'INTEGER' || type === 'FLOAT' || type === 'DECIMAL';
}

function wordsOf({ minimum, maximum }: Bounds, type: FieldType): string {
  if (type === 'STRING' || type === 'TEXT' || type === 'BINARY') return `at most ${maximum} ${type === 'BINARY' ? 'bytes' : 'characters'}`;
  return [...(Number.isFinite(minimum) ? [`>= ${boundText(minimum, type)}`] : []), ...(Number.isFinite(maximum) ? [`<= ${boundText(maximum, type)}`] : [])].join(' and ');
}

/** A bound as the values are. */
function boundText(bound: number, type: FieldType): number | string | null {
  switch (type) {
    case 'DATE': return formatDate(Math.floor(bound / SECONDS_PER_DAY));
    case 'TIME': return formatTime(bound);
    case 'DATETIME': return formatDateTime(bound);
    default: return bound;
  }
}
