// What holds for every kind of generator: a value depends on plan, row and attempt and on nothing else, and it fits its field.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import type { Generator } from '../src/domain/generator.ts';
import { makeSampler } from '../src/domain/samplers/make.ts';
import { FIELD_TYPES, type Field, type FieldType, type Value } from '../src/domain/schema.ts';
import { contextOf, cursorOf, fieldOf, sampleOf, samplerOf } from './support/samples.ts';

const DRAWN: readonly (readonly [Generator, FieldType])[] = [
  [{ kind: 'uuid' }, 'UUID'], [{ kind: 'integer', minimum: 0, maximum: 1e12 }, 'INTEGER'], [{ kind: 'integer', minimum: -(2 ** 62), maximum: 2 ** 62 }, 'INTEGER'], [{ kind: 'float', minimum: 0, maximum: 1 }, 'FLOAT'],
  [{ kind: 'float', minimum: 0, maximum: 1e9, places: 3, distribution: 'NORMAL' }, 'FLOAT'], [{ kind: 'decimal', minimum: 0, maximum: 1e9, places: 3, distribution: 'LOGNORMAL' }, 'DECIMAL'],
  [{ kind: 'category', values: Array.from({ length: 500 }, (_, i) => ({ value: `v${i}`, weight: i + 1 })) }, 'TEXT'], [{ kind: 'date', from: '1900-01-01', to: '2100-01-01' }, 'DATE'], [{ kind: 'time', from: '00:00:00', to: '23:59:59' }, 'TIME'],
  [{ kind: 'datetime', from: '1900-01-01', to: '2100-01-01' }, 'DATETIME'], [{ kind: 'pattern', regex: '[A-Za-z0-9]{12}' }, 'TEXT'], [{ kind: 'bytes', minimum: 8, maximum: 20 }, 'BINARY'],
  [{ kind: 'after', field: 'base', minSeconds: 0, maxSeconds: 1e9 }, 'DATETIME'], [{ kind: 'object', fields: [{ name: 'n', generator: { kind: 'float', minimum: 0, maximum: 1 } }] }, 'JSON'],
  [{ kind: 'array', items: { kind: 'float', minimum: 0, maximum: 1 }, minimum: 1, maximum: 4 }, 'JSON'], [{ kind: 'mixture', parts: [{ generator: { kind: 'uuid' }, weight: 1 }, { generator: { kind: 'float', minimum: 0, maximum: 1 }, weight: 2 }] }, 'JSON'],
  [{ kind: 'conditional', cases: [], otherwise: { kind: 'float', minimum: 0, maximum: 1 } }, 'FLOAT'], [{ kind: 'subcategory', field: 'base', groups: [{ when: '2020-02-02T02:02:02Z', values: Array.from({ length: 900 }, (_, i) => ({ value: i, weight: 1 })) }] }, 'INTEGER'],
];
/** Drawn by table and role instead of by field, so that the values of a row agree. */
const BY_ROLE: readonly (readonly [Generator, FieldType])[] = [[{ kind: 'semantic', of: 'FULL_NAME' }, 'TEXT'], [{ kind: 'semantic', of: 'AGE' }, 'INTEGER'], [{ kind: 'semantic', of: 'EMAIL' }, 'STRING']];
const base = { base: '2020-02-02T02:02:02Z' };

function isOf(field: Field, value: Value): boolean {
  switch (field.type) {
    case 'STRING': case 'TEXT': return typeof value === 'string' && [...value].length <= (field.maxLength ?? Infinity);
    case 'INTEGER': return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{16,}$/.test(value));
    case 'FLOAT': return typeof value === 'number' && Number.isFinite(value);
    case 'DECIMAL': return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
    case 'BOOLEAN': return typeof value === 'boolean';
    case 'DATE': return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
    case 'TIME': return typeof value === 'string' && /^\d\d:\d\d:\d\d$/.test(value);
    case 'DATETIME': return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
    case 'UUID': return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
    case 'BINARY': return typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value && Buffer.from(value, 'base64').length <= (field.maxLength ?? Infinity);
    case 'JSON': return true;
  }
}

describe('every sampler', () => {
  it('gives the same value for the same row and attempt, in whatever order and from whichever instance', () => {
    for (const [generator, type] of [...DRAWN, ...BY_ROLE]) {
      const [one, other] = [samplerOf(generator, fieldOf(type)), samplerOf(generator, fieldOf(type))];
      const forwards = Array.from({ length: 100 }, (_, row) => one(cursorOf(row, 0, base)));
      fc.assert(fc.property(fc.shuffledSubarray(Array.from({ length: 100 }, (_, row) => row), { minLength: 20 }), (rows) => {
        for (const row of rows) assert.deepEqual(other(cursorOf(row, 0, base)), forwards[row], generator.kind);
      }), { numRuns: 5 });
    }
  });

  it('draws anew with every attempt, with another seed, for another table and for another field', () => {
    for (const [generator, type] of DRAWN) {
      const values = [contextOf(), contextOf(43), { ...contextOf(), table: 'other' }, { ...contextOf(), field: 'other' }]
        .map((context) => JSON.stringify(Array.from({ length: 20 }, (_, row) => makeSampler(generator, fieldOf(type), context)(cursorOf(row, 0, base)))));
      const again = [1, 2, 3].map((attempt) => JSON.stringify(Array.from({ length: 20 }, (_, row) => samplerOf(generator, fieldOf(type))(cursorOf(row, attempt, base)))));
      assert.equal(new Set([...values, ...again]).size, 7, generator.kind);
    }
  });

  it('gives values of the type of its field, or is refused, whatever kind meets whatever type', () => {
    const kinds: readonly Generator[] = [...[...DRAWN, ...BY_ROLE].map(([generator]) => generator), { kind: 'sequence', start: 5, step: -3 }, { kind: 'boolean', share: 0.5 }, { kind: 'constant', value: 'word' }, { kind: 'pattern', regex: '[1-9]\\d{3}' }];
    for (const generator of kinds) {
      for (const type of FIELD_TYPES) {
        const field = fieldOf(type, type === 'DECIMAL' ? { precision: 20, scale: 2 } : { maxLength: 7 });
        let make;
        try {
          make = samplerOf(generator, field);
        } catch (error) {
          assert.ok(error instanceof InvalidInput, `${generator.kind} for ${type}: ${String(error)}`);
          continue;
        }
        for (let row = 0; row < 20; row++) {
          let value: Value = null;
          try {
            value = make(cursorOf(row, 0, base));
          } catch (error) {
            assert.equal((error as Error).name, 'RowFailure');
          }
          assert.ok(value === null || isOf(field, value), `${generator.kind} gave ${JSON.stringify(value)} for ${type}`);
        }
      }
    }
  });
});

describe('sequences', () => {
  it('count by row, whatever the attempt', () => {
    const make = samplerOf({ kind: 'sequence', start: 10, step: 5 }, fieldOf('INTEGER'));
    assert.deepEqual([0, 1, 2].map((row) => make(cursorOf(row, row))), [10, 15, 20]);
  });

  it('are padded after their prefix', () => {
    assert.deepEqual(sampleOf({ kind: 'sequence', start: 9, step: 1, prefix: 'INV-', width: 4 }, fieldOf('STRING', { maxLength: 20 }), 2), ['INV-0009', 'INV-0010']);
    assert.deepEqual(sampleOf({ kind: 'sequence', start: -1, step: 1, width: 3 }, fieldOf('TEXT'), 2), ['-001', '000']);
  });

  it('keep their digits past 2^53', () => {
    assert.deepEqual(sampleOf({ kind: 'sequence', start: Number.MAX_SAFE_INTEGER - 1, step: 3 }, fieldOf('INTEGER'), 2), [9007199254740990, '9007199254740993']);
  });
});

describe('identifiers', () => {
  it('are version 4 UUIDs, none twice', () => {
    const values = sampleOf({ kind: 'uuid' }, fieldOf('UUID'), 20_000);
    for (const value of values) assert.match(String(value), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(values).size, 20_000);
  });

  it('are bytes of the length asked for, and no longer than the field', () => {
    const lengths = new Set(sampleOf({ kind: 'bytes', minimum: 3, maximum: 900 }, fieldOf('BINARY', { maxLength: 6 }), 300).map((value) => Buffer.from(String(value), 'base64').length));
    assert.deepEqual([...lengths].sort(), [3, 4, 5, 6]);
    assert.throws(() => samplerOf({ kind: 'bytes', minimum: 0, maximum: 1e9 }, fieldOf('BINARY')), InvalidInput);
  });
});
