// Whether a generator can do its work for its field: here what its surroundings say (its kind, its size, the fields that it reads), and what
// its own numbers and texts say where they are used: by making its sampler. Says nothing of counts, which are the plan's.
import { InvalidInput, type InputIssue } from '../errors.ts';
import { fieldsOf } from '../expression.ts';
import { SEMANTICS, type Generator, type GeneratorKind, type GeneratorOf } from '../generator.ts';
import { MAX_CHOICES, MAX_GENERATOR_DEPTH, MAX_JSON_VALUES } from '../limits.ts';
import { DEFAULT_LOCALE } from '../plan.ts';
import { makeSampler } from '../samplers/make.ts';
import type { DataSchema, Field, FieldType, Table } from '../schema.ts';

interface Place {
  readonly table: Table;
  readonly field: Field;
  readonly schema: DataSchema;
  readonly path: readonly string[];
  /** What messages begin with. */
  readonly subject: string;
}

const ANY_INSTANT = '2000-01-01T00:00:00Z';

/** Kinds that decide by themselves what type they give: good for every field. */
const FREE: readonly GeneratorKind[] = ['category', 'subcategory', 'expression', 'conditional', 'mixture', 'constant', 'learned', 'reference', 'semantic'];
const NUMBERS: readonly GeneratorKind[] = ['sequence', 'integer', 'float', 'decimal', ...FREE];
const TEXTS: readonly GeneratorKind[] = ['sequence', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'date', 'time', 'datetime', 'after', 'pattern', 'bytes', ...FREE];
const KINDS_FOR: Readonly<Record<FieldType, readonly GeneratorKind[]>> = {
  STRING: TEXTS,
  TEXT: TEXTS,
  INTEGER: NUMBERS,
  FLOAT: NUMBERS,
  DECIMAL: NUMBERS,
  BOOLEAN: ['boolean', ...FREE],
  DATE: ['date', 'datetime', 'after', ...FREE],
  TIME: ['time', 'datetime', ...FREE],
  DATETIME: ['date', 'datetime', 'after', ...FREE],
  UUID: ['uuid', 'pattern', ...FREE],
  JSON: ['object', 'array', ...TEXTS],
  BINARY: ['bytes', 'pattern', ...FREE],
};

/** What is wrong with a field's generator. */
export function generatorIssues(generator: Generator, place: Place): readonly InputIssue[] {
  if (!KINDS_FOR[place.field.type].includes(generator.kind)) {
    return [told(place, `a generator of kind ${generator.kind} gives no values of type ${place.field.type}; expected one of ${KINDS_FOR[place.field.type].join(', ')}`)];
  }
  const issues = new GeneratorCheck(place).check(generator, 0);
  return issues.length > 0 || generator.kind === 'reference' ? issues : unfitIssues(generator, place);
}

/** What the maker of values itself would refuse: values that the field cannot hold, a locale that is not there. */
function unfitIssues(generator: Generator, place: Place): readonly InputIssue[] {
  const { table, field } = place;
  try {
    makeSampler(generator, field, { seed: 0, table: table.name, field: field.name, reference: ANY_INSTANT, locale: DEFAULT_LOCALE });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.issues.map(({ path: [, , ...part], message }) => told(place, message, ...part)); // its paths begin with the field and `generator`
  }
}

function told({ path, subject }: Place, message: string, ...more: readonly string[]): InputIssue {
  return { path: [...path, ...more], message: `${subject} ${message}` };
}

/** Most values that one value is made of: arrays in arrays multiply. */
export function valuesOf(generator: Generator): number {
  switch (generator.kind) {
    case 'object': return generator.fields.reduce((sum, part) => sum + valuesOf(part.generator), 1);
    case 'array': return 1 + Math.max(generator.maximum, 0) * Math.max(...[generator.items, ...(generator.first ?? [])].map(valuesOf));
    case 'mixture': return Math.max(1, ...generator.parts.map((part) => valuesOf(part.generator)));
    default: return 1;
  }
}

class GeneratorCheck {
  readonly #place: Place;
  readonly #issues: InputIssue[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  check(generator: Generator, depth: number): readonly InputIssue[] {
    if (depth > MAX_GENERATOR_DEPTH) this.#tell(`generators stand more than ${MAX_GENERATOR_DEPTH} deep in one another; make fields of their own of the inner ones`);
    else this.#kind(generator, depth);
    if (depth === 0 && valuesOf(generator) > MAX_JSON_VALUES) this.#tell(`expected at most ${MAX_JSON_VALUES} values in one JSON value, got up to ${valuesOf(generator)}; give its arrays fewer items`);
    return this.#issues;
  }

  #tell(message: string, ...more: readonly string[]): void {
    this.#issues.push(told(this.#place, message, ...more));
  }

  #kind(generator: Generator, depth: number): void {
    switch (generator.kind) {
      case 'uuid': case 'constant': case 'sequence': case 'float': case 'date': case 'time': case 'datetime': case 'pattern': case 'bytes': return;
      case 'integer': case 'decimal': return this.#wholeSteps(generator);
      case 'boolean': return this.#share('share of true', generator.share);
      case 'category': return this.#choices([generator.values]);
      case 'subcategory':
        this.#reads([generator.field]);
        if (generator.groups.length === 0) this.#tell('the subcategory has no groups: give it at least one', 'groups');
        return this.#choices(generator.groups.map(({ values }) => values));
      case 'after': return this.#after(generator);
      case 'semantic':
        if (!SEMANTICS.includes(generator.of)) this.#tell(`${String(generator.of)} is no kind of value that is known; expected one of ${SEMANTICS.join(', ')}`, 'of');
        return;
      case 'learned': return this.#share('share of null', generator.missing);
      case 'expression': return this.#reads(fieldsOf(generator.expression));
      case 'conditional': return this.#conditional(generator, depth);
      case 'object':
        if (generator.fields.length === 0) this.#tell('the object has no fields: give it at least one', 'fields');
        for (const part of generator.fields) {
          if (part.share !== undefined) this.#share('share of objects that have the field', part.share);
          this.check(part.generator, depth + 1);
        }
        return;
      case 'array':
        for (const part of [generator.items, ...(generator.first ?? [])]) this.check(part, depth + 1);
        return;
      case 'mixture':
        for (const part of generator.parts) this.check(part.generator, depth + 1);
        return;
      case 'reference':
        if (depth > 0) this.#tell('a reference stands alone: expected none inside another generator; make a field of its own of it');
        return this.#reference(generator);
      default: return generator satisfies never;
    }
  }

  /** Samplers count past 2^53, for columns that hold as much; a bound that someone writes has lost digits there. */
  #wholeSteps({ minimum, maximum }: GeneratorOf<'integer' | 'decimal'>): void {
    if (Math.max(Math.abs(minimum), Math.abs(maximum)) > Number.MAX_SAFE_INTEGER) this.#tell(`expected bounds inside ±${Number.MAX_SAFE_INTEGER}`, 'maximum');
  }

  #share(what: string, share: number): void {
    if (!(share >= 0 && share <= 1)) this.#tell(`expected a ${what} from 0 to 1, got ${share}`, 'share');
  }

  #choices(groups: readonly GeneratorOf<'category'>['values'][]): void {
    const count = groups.reduce((sum, group) => sum + group.length, 0);
    if (count > MAX_CHOICES) this.#tell(`expected at most ${MAX_CHOICES} values to choose from, got ${count}`, 'values');
  }

  #after({ field: name }: GeneratorOf<'after'>): void {
    this.#reads([name]);
    const base = this.#place.table.fields.find((field) => field.name === name);
    if (base !== undefined && base.type !== 'DATE' && base.type !== 'DATETIME') this.#tell(`it comes after ${name}, which is ${base.type}; expected a DATE or DATETIME`, 'field');
  }

  #conditional({ cases, otherwise }: GeneratorOf<'conditional'>, depth: number): void {
    if (cases.length === 0) this.#tell('the conditional has no cases: give it at least one', 'cases');
    for (const { condition, then } of cases) {
      this.#reads(fieldsOf(condition));
      this.check(then, depth + 1);
    }
    if (otherwise !== undefined) this.check(otherwise, depth + 1);
  }

  #reference({ table: name, field, skew }: GeneratorOf<'reference'>): void {
    const { table } = this.#place;
    if (!(skew >= 0 && skew <= 1)) this.#tell(`expected a skew from 0 to 1, got ${skew}`, 'skew');
    const isPlanned = table.foreignKeys.some((key) => key.table === name && key.fields.some((own, index) => own === this.#place.field.name && key.references[index] === field));
    if (!isPlanned) this.#tell(`it refers to ${name}.${field}, but no foreign key of the table leads from it there; add one`, 'table');
  }

  /** Every field that is read must be there, in the same table. */
  #reads(names: Iterable<string>): void {
    const known = new Set(this.#place.table.fields.map(({ name }) => name));
    for (const name of names) {
      if (!known.has(name)) this.#tell(`it reads ${JSON.stringify(name.slice(0, 80))}, which is no field of table ${this.#place.table.name}: it has ${[...known].slice(0, 20).join(', ')}`);
    }
  }
}
