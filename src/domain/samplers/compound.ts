// Generators that are made of others: the first condition that is true decides, an object has a value for each of its names, a mixture draws one, and an
// expression reads the row. Cycles among fields were refused before (validate.ts); a cursor would see them too.
import { InvalidInput } from '../errors.ts';
import { compileExpression } from '../expression.ts';
import { fitTo } from '../fit.ts';
import type { Generator, GeneratorOf } from '../generator.ts';
import { Stream } from '../random.ts';
import type { Field, FieldType, Value } from '../schema.ts';
import { drawOf, valueStream } from './draws.ts';
import { unfit } from './ranges.ts';
import type { Cursor, Sampler, SamplerContext } from './sampler.ts';
import { WeightedIndex } from './weights.ts';

/** Makes a part; makeSampler itself, handed in because the files would else import each other. */
export type MakePart = (generator: Generator, field: Field, context: SamplerContext) => Sampler;

/** The type of a part of an object that no field gives a type to. Kinds left out are whatever they are. */
export const TYPE_OF_KIND: Partial<Readonly<Record<Generator['kind'], FieldType>>> = {
  sequence: 'INTEGER', uuid: 'UUID', integer: 'INTEGER', float: 'FLOAT', decimal: 'DECIMAL', boolean: 'BOOLEAN', date: 'DATE', time: 'TIME', datetime: 'DATETIME',
  pattern: 'TEXT', semantic: 'TEXT', bytes: 'BINARY',
};

/** The expression's value over the row, made to fit the field. */
export function makeExpression(generator: GeneratorOf<'expression'>, field: Field, context: SamplerContext): Sampler {
  const compute = InvalidInput.within([field.name, 'generator', 'sql'], () => compileExpression(generator.expression, { reference: context.reference }));
  return (row) => {
    const value = compute((name) => row.read(name));
    return value === null ? null : fitTo(field, value);
  };
}

/** The first case whose condition is true; none: otherwise, or null. */
export function makeConditional(generator: GeneratorOf<'conditional'>, field: Field, context: SamplerContext, makePart: MakePart): Sampler {
  const cases = generator.cases.map(({ condition, then }, index) => ({
    holds: InvalidInput.within([field.name, 'generator', 'when'], () => compileExpression(condition, { reference: context.reference })),
    make: makePart(then, field, part(context, `case ${index + 1}`)),
  }));
  const otherwise = generator.otherwise === undefined ? null : makePart(generator.otherwise, field, part(context, 'otherwise'));
  return (row) => {
    const read = (name: string): Value => row.read(name);
    for (const { holds, make } of cases) if (holds(read) === true) return make(row);
    return otherwise === null ? null : otherwise(row);
  };
}

/** A JSON object with these names, in this order. */
export function makeObject(generator: GeneratorOf<'object'>, context: SamplerContext, makePart: MakePart): Sampler {
  const parts = generator.fields.map(({ name, generator: inner, share = 1 }) => {
    const present = Stream.of(context.seed, context.table, `${context.field}.${name}`, 'present');
    return {
      name,
      make: makePart(inner, partField(name, inner), part(context, name)),
      isPresent: (row: Cursor): boolean => share === 1 || present.unit(row.index, drawOf(row)) < share,
    };
  });
  // fromEntries defines names: one called __proto__ is a name like any other.
  return (row) => Object.fromEntries(parts.filter(({ isPresent }) => isPresent(row)).map(({ name, make }) => [name, make(row)]));
}

/** By one of its parts; by the same in all mixtures of a role, whatever CHECKs send back. Thrown: InvalidInput, where none has a chance. */
export function makeMixture(generator: GeneratorOf<'mixture'>, field: Field, context: SamplerContext, makePart: MakePart): Sampler {
  const wrong = generator.parts.find(({ weight }) => !(weight >= 0 && weight < Infinity));
  if (wrong !== undefined) throw unfit(field, `the weight of a part must be a finite number, 0 or more; got ${wrong.weight}`, 'parts');
  const chosen = generator.parts.filter(({ weight }) => weight > 0);
  if (chosen.length === 0) throw unfit(field, 'the mixture has no part with a weight above 0; give it at least one', 'parts');
  const { role } = generator;
  const stream = role === undefined ? valueStream(context) : Stream.of(context.seed, context.table, role, 'part');
  const index = new WeightedIndex(chosen.map(({ weight }) => weight));
  const makers = chosen.map(({ generator: inner }, number) => makePart(inner, field.type === 'JSON' ? partField(field.name, inner) : field, part(context, `part ${number + 1}`)));
  return (row) => makers[index.at(stream.fine(row.index, role === undefined ? drawOf(row) : 0))]?.(row) ?? null; // at() stays inside the list
}

/** The field that a part of a JSON value is made for: whatever its generator gives. */
export function partField(name: string, generator: Generator): Field {
  return { name, type: TYPE_OF_KIND[generator.kind] ?? 'JSON', nullable: true };
}

/** Parts draw from streams of their own, so that adding one leaves the others as they were. */
export function part(context: SamplerContext, name: string): SamplerContext {
  return { ...context, field: `${context.field}.${name}` };
}
