// Makes a generator into a function of the row. All that can be worked out beforehand is done here, once: what is left costs some
// tens of nanoseconds a value. Every value fits its field, whatever the generator says.
import { fitTo } from '../fit.ts';
import type { Generator, GeneratorKind } from '../generator.ts';
import type { Field, FieldType } from '../schema.ts';
import { makeSemantic } from '../vocabulary/semantic.ts';
import { makeArray } from './arrays.ts';
import { fittedOnce, makeCategory, makeSubcategory } from './categories.ts';
import { makeConditional, makeExpression, makeMixture, makeObject } from './compound.ts';
import { drawOf, valueStream } from './draws.ts';
import { makeLearned } from './learned.ts';
import { makeBytes, makeSequence, makeUuid } from './identifiers.ts';
import { makeDecimal, makeFloat, makeInteger } from './numbers.ts';
import { makePattern } from './pattern.ts';
import type { Sampler, SamplerContext } from './sampler.ts';
import { makeAfter, makeMoment } from './times.ts';

/** The types that a kind's values are right for as they come; every other type's are made to fit. `all`: the kind sees to it itself. */
const FITTING_TYPES: Readonly<Record<GeneratorKind, readonly FieldType[] | 'all'>> = {
  sequence: ['INTEGER', 'JSON'],
  uuid: ['UUID', 'JSON'],
  integer: ['INTEGER', 'JSON'],
  float: ['FLOAT', 'JSON'],
  decimal: ['DECIMAL', 'JSON'],
  boolean: ['BOOLEAN', 'JSON'],
  category: 'all',
  subcategory: 'all',
  date: ['DATE', 'JSON'],
  time: ['TIME', 'JSON'],
  datetime: ['DATETIME', 'JSON'],
  after: ['DATE', 'DATETIME', 'JSON'],
  pattern: ['STRING', 'TEXT', 'JSON'],
  semantic: ['STRING', 'TEXT', 'JSON'],
  expression: 'all',
  conditional: 'all',
  constant: 'all',
  bytes: ['BINARY', 'JSON'],
  object: ['JSON'],
  learned: 'all',
  array: ['JSON'],
  mixture: 'all',
  reference: 'all',
};

/**
 * The generator as a function of the row: the same plan, row and attempt give the same value, in whatever order rows are made.
 * Thrown: InvalidInput, where the generator contradicts itself or cannot serve the field. References are made by keys.ts.
 */
export function makeSampler(generator: Generator, field: Field, context: SamplerContext): Sampler {
  const make = makeKind(generator, field, context);
  const types = FITTING_TYPES[generator.kind];
  if (types === 'all' || types.includes(field.type)) return make;
  return (row) => {
    const value = make(row);
    return value === null ? null : fitTo(field, value);
  };
}

function makeKind(generator: Generator, field: Field, context: SamplerContext): Sampler {
  switch (generator.kind) {
    case 'sequence': return makeSequence(generator, field);
    case 'uuid': return makeUuid(context);
    case 'integer': return makeInteger(generator, field, context);
    case 'float': return makeFloat(generator, field, context);
    case 'decimal': return makeDecimal(generator, field, context);
    case 'boolean': return makeBoolean(generator.share, context);
    case 'category': return makeCategory(generator, field, context);
    case 'subcategory': return makeSubcategory(generator, field, context);
    case 'date': case 'time': case 'datetime': return makeMoment(generator, field, context);
    case 'after': return makeAfter(generator, field, context);
    case 'pattern': return makePattern(generator, field, context);
    case 'semantic': return makeSemantic(generator, field, context);
    case 'expression': return makeExpression(generator, field, context);
    case 'conditional': return makeConditional(generator, field, context, makeSampler);
    case 'constant': {
      const value = fittedOnce(field, generator.value);
      return () => value;
    }
    case 'bytes': return makeBytes(generator, field, context);
    case 'object': return makeObject(generator, context, makeSampler);
    case 'learned': return makeLearned(generator, field, context);
    case 'array': return makeArray(generator, field, context, makeSampler);
    case 'mixture': return makeMixture(generator, field, context, makeSampler);
    case 'reference': throw new Error(`${context.table}.${context.field} refers to ${generator.table}: its values come from that table's key, not from a sampler`);
    default: return generator satisfies never;
  }
}

function makeBoolean(share: number, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  return (row) => stream.unit(row.index, drawOf(row)) < share;
}
