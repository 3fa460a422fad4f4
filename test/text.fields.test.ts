// What a model may write into a field: within what its generator says, and in the field's own form as it comes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fitTo } from '../src/domain/fit.ts';
import { SEMANTICS, type Generator } from '../src/domain/generator.ts';
import { valueKey } from '../src/domain/samplers/categories.ts';
import type { Field, FieldType } from '../src/domain/schema.ts';
import { valueSpace } from '../src/domain/spaces.ts';
import type { Constraint } from '../src/domain/text/constraint.ts';
import { constraintOf } from '../src/domain/text/field-constraint.ts';
import { problemWith } from '../src/domain/text/problem.ts';
import { writingOf } from '../src/domain/text/writing.ts';
import { picks, readAsWritten } from './support/constraints.ts';
import { Gbnf } from './support/gbnf.ts';
import { fieldOf, sampleOf } from './support/samples.ts';

function field(type: FieldType, generator: Generator | undefined, more: Partial<Field> = {}): Field {
  return fieldOf(type, { ...more, ...(generator === undefined ? {} : { generator }) });
}

const category = (...values: readonly (string | number | boolean | null)[]): Generator => ({ kind: 'category', values: values.map((value) => ({ value, weight: 1 })) });

/** Fields of every type, with what is to be written into them. */
const FIELDS: readonly (readonly [Field, Constraint])[] = [
  [field('INTEGER', { kind: 'integer', minimum: -5, maximum: 1e6 }, { minimum: 0, maximum: 32_767 }), { kind: 'integer', minimum: 0, maximum: 32_767 }],
  [field('INTEGER', { kind: 'integer', minimum: 0, maximum: 2 ** 63 }), { kind: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }],
  [field('INTEGER', { kind: 'float', minimum: 0.5, maximum: 9.5 }), { kind: 'integer', minimum: 1, maximum: 9 }],
  [field('FLOAT', { kind: 'float', minimum: 0, maximum: 1, places: 4 }), { kind: 'float', minimum: 0, maximum: 1, places: 4 }],
  [field('FLOAT', { kind: 'float', minimum: 0, maximum: 0.5 }), { kind: 'float', minimum: 0, maximum: 0.5, places: 3 }],
  [field('FLOAT', { kind: 'integer', minimum: 1, maximum: 5 }), { kind: 'float', minimum: 1, maximum: 5, places: 0 }],
  [field('DECIMAL', { kind: 'decimal', minimum: 0.01, maximum: 1e9, places: 2 }, { precision: 6, scale: 2 }), { kind: 'decimal', minimum: 0.01, maximum: 9999.99, places: 2 }],
  [field('DECIMAL', { kind: 'decimal', minimum: 0.01, maximum: 50, places: 2 }, { precision: 12, scale: 4 }), { kind: 'decimal', minimum: 0.01, maximum: 50, places: 2, written: 4 }],
  [field('DECIMAL', { kind: 'integer', minimum: 1, maximum: 5 }, { precision: 12, scale: 2 }), { kind: 'decimal', minimum: 1, maximum: 5, places: 0, written: 2 }],
  [field('BOOLEAN', { kind: 'boolean', share: 0.3 }), { kind: 'boolean' }],
  [field('BOOLEAN', category(true, false)), { kind: 'boolean' }],
  [field('STRING', category('new', 'old', null, 'new')), { kind: 'choice', values: ['new', 'old'] }],
  [field('DECIMAL', category(1, 2.5), { scale: 2 }), { kind: 'choice', values: ['1.00', '2.50'] }],
  [field('INTEGER', category(1, 2)), { kind: 'choice', values: [1, 2] }],
  [field('STRING', undefined, { values: ['a', 'b'] }), { kind: 'choice', values: ['a', 'b'] }],
  [field('DATE', { kind: 'date', from: '2024-02-29', to: '2025-01-01' }), { kind: 'date', from: '2024-02-29', to: '2025-01-01' }],
  [field('DATE', { kind: 'datetime', from: '2024-02-29T10:00:00Z', to: '2025-01-01T00:00:00Z' }), { kind: 'date', from: '2024-02-29', to: '2025-01-01' }],
  [field('TIME', { kind: 'time', from: '08:00', to: '17:30' }), { kind: 'time', from: '08:00:00', to: '17:30:00' }],
  [field('DATETIME', { kind: 'datetime', from: '2024-02-29', to: '2025-01-01T12:00:00+02:00' }), { kind: 'datetime', from: '2024-02-29T00:00:00Z', to: '2025-01-01T10:00:00Z' }],
  [field('STRING', { kind: 'date', from: '2024-02-29', to: '2025-01-01' }, { maxLength: 10 }), { kind: 'date', from: '2024-02-29', to: '2025-01-01' }],
  [field('STRING', { kind: 'pattern', regex: '[A-Z]{2}\\d*' }, { maxLength: 6 }), { kind: 'pattern', regex: '[A-Z]{2}\\d*', maxLength: 6 }],
  [field('STRING', { kind: 'semantic', of: 'FULL_NAME' }, { maxLength: 200 }), { kind: 'text', maxLength: 60 }],
  [field('STRING', { kind: 'semantic', of: 'SENTENCE' }, { maxLength: 40 }), { kind: 'text', maxLength: 40 }],
  [field('TEXT', { kind: 'semantic', of: 'POSITIVE_REVIEW' }), { kind: 'text', maxLength: 600 }],
  [field('TEXT', { kind: 'semantic', of: 'SUPPORT_TICKET' }), { kind: 'text', maxLength: 600, lines: true }],
  [field('INTEGER', { kind: 'semantic', of: 'AGE' }), { kind: 'integer', minimum: 18, maximum: 82 }],
  [field('STRING', undefined, { maxLength: 12 }), { kind: 'text', maxLength: 12 }],
  [field('JSON', { kind: 'object', fields: [{ name: 'stock', generator: { kind: 'integer', minimum: 0, maximum: 9 } }, { name: 'price', generator: { kind: 'decimal', minimum: 1, maximum: 2, places: 2 } }, { name: 'tag', generator: { kind: 'semantic', of: 'WORD' } }] }),
    { kind: 'object', members: [{ name: 'stock', constraint: { kind: 'integer', minimum: 0, maximum: 9 } }, { name: 'price', constraint: { kind: 'decimal', minimum: 1, maximum: 2, places: 2 } }, { name: 'tag', constraint: { kind: 'text', maxLength: 30 } }] }],
];

/** Fields that samplers keep. */
const KEPT: readonly Field[] = [
  field('BINARY', { kind: 'bytes', minimum: 1, maximum: 4 }), field('BINARY', undefined), field('UUID', { kind: 'uuid' }), field('INTEGER', { kind: 'sequence', start: 1, step: 1 }), field('BOOLEAN', { kind: 'boolean', share: 1 }),
  field('DATE', { kind: 'after', field: 'other', minSeconds: 0, maxSeconds: 1 }), field('DATETIME', { kind: 'datetime', from: '2024-01-01', to: '2024-12-31', businessHours: true }), field('FLOAT', { kind: 'float', minimum: 1, maximum: 1 }),
  field('INTEGER', { kind: 'integer', minimum: 3, maximum: 3 }), field('STRING', category('only')), field('STRING', undefined, { values: ['only'] }), field('DATE', { kind: 'date', from: '2024-02-29', to: '2024-02-29' }),
  field('STRING', { kind: 'semantic', of: 'IBAN' }), field('STRING', { kind: 'semantic', of: 'EMAIL' }, { maxLength: 5 }), field('DATETIME', { kind: 'date', from: '2024-01-01', to: '2024-12-31' }), field('STRING', { kind: 'date', from: '2024-01-01', to: '2024-12-31' }, { maxLength: 9 }),
  field('JSON', { kind: 'object', fields: [{ name: 'id', generator: { kind: 'uuid' } }] }), field('INTEGER', undefined), field('STRING', { kind: 'pattern', regex: '((a?b?){0,20}){0,20}' }), field('STRING', category(...Array.from({ length: 9_000 }, (_, index) => `value ${index}`))),
];

/** Values that noise would write. */
function drawn(constraint: Constraint, seed: number): unknown[] {
  const writing = writingOf(constraint, ',');
  const grammar = new Gbnf(writing.gbnf);
  const pick = picks(seed);
  return Array.from({ length: 20 }, () => readAsWritten(writing, grammar.draw(pick)).value);
}

describe('the constraint of a field', () => {
  it('says what its generator and its type let through', () => {
    for (const [one, constraint] of FIELDS) assert.deepEqual(constraintOf(one), constraint, JSON.stringify(one));
  });

  it('gives values that are the field\'s own as they come', () => {
    for (const [one] of FIELDS) {
      const constraint = constraintOf(one);
      assert.ok(constraint !== null);
      for (const value of drawn(constraint, 7) as never[]) {
        assert.deepEqual(fitTo(one, value), value, JSON.stringify(one));
        assert.equal(problemWith(constraint, value), null);
      }
    }
  });

  it('is none where samplers do better', () => {
    for (const one of KEPT) assert.equal(constraintOf(one), null, JSON.stringify(one));
  });

  it('lets through what the sampler draws, and has no other number or moment', () => {
    const range = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(3_000), fc.nat(3), fc.nat(2));
    fc.assert(fc.property(range, fc.constantFrom('INTEGER', 'FLOAT', 'DECIMAL', 'DATE', 'TIME', 'DATETIME'), fc.integer(), ([low, size, places, more], type, seed) => {
      const unit = 10 ** places;
      const bounds = { minimum: low / unit, maximum: (low + size) / unit };
      const day = (days: number): string => new Date((Math.abs(low % 20_000) + days) * 86_400_000).toISOString();
      const ends = { from: day(0), to: day(size % 400) };
      const one: Field = type === 'INTEGER' ? field(type, { kind: 'integer', minimum: low, maximum: low + size })
        : type === 'FLOAT' ? field(type, { kind: 'float', ...bounds, places })
          : type === 'DECIMAL' ? field(type, { kind: 'decimal', ...bounds, places }, { scale: places + more })
            : type === 'TIME' ? field(type, { kind: 'time', from: '01:02:03', to: `0${3 + (size % 7)}:04:00` })
              : field(type, type === 'DATE' ? { kind: 'date', ...ends } : { kind: 'datetime', ...ends });
      const generator = one.generator ?? assert.fail();
      const space = valueSpace(generator, one) ?? assert.fail();
      const constraint = constraintOf(one);
      if (constraint === null) return assert.equal(space.size, 1, JSON.stringify(one));
      for (const value of sampleOf(generator, one, 30, seed)) assert.equal(problemWith(constraint, value), null);
      if (space.size > 5_000) return;
      const all = new Set(Array.from({ length: space.size }, (_, rank) => valueKey(space.at(rank, ''))));
      for (const value of drawn(constraint, seed) as never[]) assert.ok(all.has(valueKey(value)), `${JSON.stringify(value)} is none of ${JSON.stringify(generator)}`);
    }), { numRuns: 150 });
  });

  it('is as wide as what samplers draw of a meaning, in the field that suits it', () => {
    for (const of of SEMANTICS) {
      const generator: Generator = { kind: 'semantic', of };
      const one = field(of === 'AGE' ? 'INTEGER' : /_DATE$/.test(of) ? 'DATE' : 'TEXT', generator);
      const constraint = constraintOf(one);
      if (constraint === null || /_DATE$|URL|DOMAIN|EMAIL|SLUG|USERNAME/.test(of)) continue; // of those, a model writes the plain ones only
      for (const value of sampleOf(generator, one, 200)) assert.equal(problemWith(constraint, value), null, of);
    }
  });
});
