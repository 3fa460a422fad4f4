// Generators that are made of others: the first condition that is true decides, an object has a value for each of its names, and an
// expression reads the row. Cycles among fields were refused before (validate.ts); a cursor would see them too.
import { InvalidInput } from '../errors.ts';
import { compileExpression } from '../expression.ts';
import { fitTo } from '../fit.ts';
import type { Generator, GeneratorOf } from '../generator.ts';
import type { Field, FieldType, Value } from '../schema.ts';
import type { Sampler, SamplerContext } from './sampler.ts';

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
  const parts = generator.fields.map(({ name, generator: inner }) => {
    const field: Field = { name, type: TYPE_OF_KIND[inner.kind] ?? 'JSON', nullable: true };
    return { name, make: makePart(inner, field, part(context, name)) };
  });
  // fromEntries defines names: one called __proto__ is a name like any other.
  return (row) => Object.fromEntries(parts.map(({ name, make }) => [name, make(row)]));
}

/** Parts draw from streams of their own, so that adding one leaves the others as they were. */
function part(context: SamplerContext, name: string): SamplerContext {
  return { ...context, field: `${context.field}.${name}` };
}
