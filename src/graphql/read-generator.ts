// From GeneratorInput, as GraphQL hands it over, to a GeneratorDraft. Only maps; whether bounds, names and expressions make sense is
// the domain's to say (import/definition.ts, validate.ts).
import { InvalidInput } from '../domain/errors.ts';
import type { Distribution, Semantic } from '../domain/generator.ts';
import type { GeneratorDraft } from '../domain/import/draft.ts';
import type { Value } from '../domain/schema.ts';
import { KIND_DEFAULTS } from './kinds.ts';

type Maybe<T> = T | null | undefined;
interface NumberShape {
  minimum: number;
  maximum: number;
  distribution?: Maybe<Distribution>;
  mean?: Maybe<number>;
  deviation?: Maybe<number>;
}

interface WeightedShape {
  value?: Maybe<Value>;
  weight?: Maybe<number>;
}

/** One member of it is set, as @oneOf sees to. Written out, because the type contains itself. */
export interface GeneratorInputShape {
  sequence?: Maybe<{ start?: Maybe<number>; step?: Maybe<number>; prefix?: Maybe<string>; width?: Maybe<number> }>;
  uuid?: Maybe<boolean>;
  integer?: Maybe<NumberShape>;
  float?: Maybe<NumberShape & { places?: Maybe<number> }>;
  decimal?: Maybe<NumberShape & { places?: Maybe<number> }>;
  boolean?: Maybe<{ share?: Maybe<number> }>;
  category?: Maybe<{ values: WeightedShape[] }>;
  subcategory?: Maybe<{ field: string; groups: { when?: Maybe<Value>; values: WeightedShape[] }[] }>;
  date?: Maybe<{ from: string; to: string }>;
  time?: Maybe<{ from?: Maybe<string>; to?: Maybe<string> }>;
  datetime?: Maybe<{ from: string; to: string; businessHours?: Maybe<boolean> }>;
  after?: Maybe<{ field: string; minSeconds?: Maybe<number>; maxSeconds: number }>;
  pattern?: Maybe<{ regex: string }>;
  semantic?: Maybe<{ of: Semantic; locale?: Maybe<string>; role?: Maybe<string> }>;
  expression?: Maybe<{ sql: string }>;
  conditional?: Maybe<{ cases: { when: string; then: GeneratorInputShape }[]; otherwise?: Maybe<GeneratorInputShape> }>;
  constant?: Maybe<{ value?: Maybe<Value> }>;
  bytes?: Maybe<{ minimum: number; maximum: number }>;
  object?: Maybe<{ fields: { name: string; generator: GeneratorInputShape; share?: Maybe<number> }[] }>;
  array?: Maybe<{ items: GeneratorInputShape; first?: Maybe<GeneratorInputShape[]>; minimum: number; maximum: number; unique?: Maybe<boolean> }>;
  mixture?: Maybe<{ parts: { generator: GeneratorInputShape; weight?: Maybe<number> }[]; role?: Maybe<string> }>;
  reference?: Maybe<{ table: string; field: string; skew?: Maybe<number> }>;
}

/**
 * The same in the domain's words.
 * @throws InvalidInput where no kind is chosen (`uuid: false`).
 */
export function readGenerator(input: GeneratorInputShape): GeneratorDraft {
  return readNumbers(input) ?? readChoices(input) ?? readTimes(input) ?? readTexts(input) ?? readNested(input) ?? noKind();
}

function readNumbers(input: GeneratorInputShape): GeneratorDraft | undefined {
  if (input.sequence != null) {
    const { start, step, prefix, width } = input.sequence;
    return { kind: 'sequence', start: start ?? KIND_DEFAULTS.start, step: step ?? KIND_DEFAULTS.step, ...given({ prefix, width }) };
  }
  if (input.integer != null) return { kind: 'integer', ...readRange(input.integer) };
  if (input.float != null) return { kind: 'float', ...readRange(input.float), ...given({ places: input.float.places }) };
  if (input.decimal != null) return { kind: 'decimal', ...readRange(input.decimal), places: input.decimal.places ?? KIND_DEFAULTS.places };
  if (input.bytes != null) return { kind: 'bytes', minimum: input.bytes.minimum, maximum: input.bytes.maximum };
  return undefined;
}

function readChoices(input: GeneratorInputShape): GeneratorDraft | undefined {
  if (input.uuid === true) return { kind: 'uuid' };
  if (input.boolean != null) return { kind: 'boolean', share: input.boolean.share ?? KIND_DEFAULTS.share };
  if (input.category != null) return { kind: 'category', values: input.category.values.map(readWeighted) };
  if (input.subcategory != null) {
    const groups = input.subcategory.groups.map((group) => ({ when: group.when ?? null, values: group.values.map(readWeighted) }));
    return { kind: 'subcategory', field: input.subcategory.field, groups };
  }
  if (input.constant != null) return { kind: 'constant', value: input.constant.value ?? null };
  if (input.reference != null) {
    return { kind: 'reference', table: input.reference.table, field: input.reference.field, skew: input.reference.skew ?? KIND_DEFAULTS.skew };
  }
  return undefined;
}

function readTimes(input: GeneratorInputShape): GeneratorDraft | undefined {
  if (input.date != null) return { kind: 'date', from: input.date.from, to: input.date.to };
  if (input.time != null) return { kind: 'time', from: input.time.from ?? KIND_DEFAULTS.fromTime, to: input.time.to ?? KIND_DEFAULTS.toTime };
  if (input.datetime != null) {
    const { from, to, businessHours } = input.datetime;
    return { kind: 'datetime', from, to, ...given({ businessHours }) };
  }
  if (input.after != null) {
    return { kind: 'after', field: input.after.field, minSeconds: input.after.minSeconds ?? KIND_DEFAULTS.minSeconds, maxSeconds: input.after.maxSeconds };
  }
  return undefined;
}

function readTexts(input: GeneratorInputShape): GeneratorDraft | undefined {
  if (input.pattern != null) return { kind: 'pattern', regex: input.pattern.regex };
  if (input.semantic != null) {
    const { of, locale, role } = input.semantic;
    return { kind: 'semantic', of, ...given({ locale, role }) };
  }
  if (input.expression != null) return { kind: 'expression', sql: input.expression.sql };
  return undefined;
}

function readNested(input: GeneratorInputShape): GeneratorDraft | undefined {
  if (input.conditional != null) {
    const { cases, otherwise } = input.conditional;
    return {
      kind: 'conditional',
      cases: cases.map((branch) => ({ when: branch.when, then: readGenerator(branch.then) })),
      ...(otherwise == null ? {} : { otherwise: readGenerator(otherwise) }),
    };
  }
  if (input.object != null) {
    return { kind: 'object', fields: input.object.fields.map((field) => ({ name: field.name, generator: readGenerator(field.generator), ...given({ share: field.share }) })) };
  }
  if (input.array != null) {
    const { items, first, minimum, maximum, unique } = input.array;
    return { kind: 'array', items: readGenerator(items), ...given({ first: first?.map(readGenerator) }), minimum, maximum, unique: unique ?? KIND_DEFAULTS.unique };
  }
  if (input.mixture != null) {
    const { parts, role } = input.mixture;
    return { kind: 'mixture', parts: parts.map(({ generator, weight }) => ({ generator: readGenerator(generator), weight: weight ?? KIND_DEFAULTS.weight })), ...given({ role }) };
  }
  return undefined;
}

function noKind(): never {
  throw InvalidInput.at(['generator'], 'expected a kind of generator; `uuid` is chosen by `uuid: true`, and left out otherwise');
}

function readRange({ minimum, maximum, distribution, mean, deviation }: NumberShape) {
  return { minimum, maximum, ...given({ distribution, mean, deviation }) };
}

function readWeighted(item: WeightedShape) {
  return { value: item.value ?? null, weight: item.weight ?? KIND_DEFAULTS.weight };
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Only the members that were given: null and left out are the same to a caller. */
export function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as Given<T>; // fromEntries forgets its keys
}
