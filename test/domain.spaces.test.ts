// Spaces of unique fields: one to one, inside what generator and field allow, and as large as they say.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Generator } from '../src/domain/generator.ts';
import { FIELD_TYPES, type Field, type Value } from '../src/domain/schema.ts';
import { valueSpace, type Space } from '../src/domain/spaces.ts';
import { cursorOf, fieldOf, samplerOf } from './support/samples.ts';

function spaceOf(generator: Generator, field: Field): Space {
  const space = valueSpace(generator, field);
  assert.ok(space !== null, `${generator.kind} has a space`);
  return space;
}

/** All ranks of a small space, else both ends and some between. */
function ranksOf(size: number): readonly number[] {
  if (size <= 2_000) return Array.from({ length: size }, (_, rank) => rank);
  const some = Array.from({ length: 600 }, (_, i) => i);
  return [...new Set([...some, ...some.map((i) => size - 1 - i), ...some.map((i) => Math.floor(size / 601) * i)])];
}

function valuesOf(space: Space): readonly Value[] {
  const ranks = ranksOf(space.size);
  const values = ranks.map((rank) => space.at(rank, 'table.field'));
  assert.equal(new Set(values.map((value) => JSON.stringify(value))).size, ranks.length, `no value twice: ${JSON.stringify(values.slice(0, 5))}`);
  return values;
}

const KINDS: readonly Generator[] = [
  { kind: 'sequence', start: 1, step: 1 }, { kind: 'sequence', start: 1, step: 1, prefix: 'A' }, { kind: 'sequence', start: -5, step: -2 }, { kind: 'uuid' }, { kind: 'integer', minimum: -7, maximum: 700 }, { kind: 'integer', minimum: 0, maximum: 2 ** 40 },
  { kind: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 }, { kind: 'float', minimum: 0, maximum: 1 }, { kind: 'float', minimum: -1, maximum: 1, places: 2 }, { kind: 'decimal', minimum: -1, maximum: 1, places: 3 }, { kind: 'decimal', minimum: 0, maximum: 1e16, places: 4 },
  { kind: 'boolean', share: 0.5 }, { kind: 'category', values: ['a', 'b', 'a', 5, '5', null].map((value) => ({ value, weight: 1 })) }, { kind: 'date', from: '2024-01-01', to: '2024-12-31' }, { kind: 'time', from: '09:00:00', to: '09:59:59' },
  { kind: 'datetime', from: '2024-01-01', to: '2024-01-03' }, { kind: 'datetime', from: '2020-01-01', to: '2029-12-31', businessHours: true }, { kind: 'pattern', regex: '[A-Z]{2}\\d?' }, { kind: 'pattern', regex: '\\d{1,3}' }, { kind: 'pattern', regex: '\\w{20}' },
  { kind: 'constant', value: '7' }, { kind: 'bytes', minimum: 1, maximum: 2 }, { kind: 'bytes', minimum: 16, maximum: 32 },
];

describe('value spaces', () => {
  it('never give a value twice, whatever kind meets whatever type of field', () => {
    for (const generator of KINDS) {
      for (const type of FIELD_TYPES) {
        for (const more of [{}, { maxLength: 6, precision: 12, scale: 2, minimum: -100, maximum: 500 }]) {
          let space;
          try {
            space = valueSpace(generator, fieldOf(type, more));
          } catch (error) {
            assert.equal((error as Error).name, 'InvalidInput', `${generator.kind} for ${type}: ${String(error)}`);
            continue;
          }
          if (space === null) continue;
          assert.ok(Number.isSafeInteger(space.size) && space.size >= 0);
          for (const value of valuesOf(space)) {
            assert.notEqual(value, null);
            if (typeof value === 'string' && (type === 'STRING' || type === 'TEXT')) assert.ok(value.length <= (more.maxLength ?? Infinity));
          }
        }
      }
    }
  });

  it('have the size of their range', () => {
    for (const [generator, field, size] of [
      [{ kind: 'integer', minimum: 1, maximum: 100 }, fieldOf('INTEGER'), 100], [{ kind: 'integer', minimum: -1e6, maximum: 1e6 }, fieldOf('INTEGER', { minimum: -32768, maximum: 32767 }), 65_536],
      [{ kind: 'decimal', minimum: 0, maximum: 1, places: 2 }, fieldOf('DECIMAL', { precision: 5, scale: 2 }), 101], [{ kind: 'decimal', minimum: 0, maximum: 100, places: 2 }, fieldOf('DECIMAL', { precision: 3, scale: 2 }), 1_000],
      [{ kind: 'date', from: '2024-01-01', to: '2024-12-31' }, fieldOf('DATE'), 366], [{ kind: 'time', from: '00:00:00', to: '23:59:59' }, fieldOf('TIME'), 86_400],
      [{ kind: 'datetime', from: '2025-01-06', to: '2025-01-12', businessHours: true }, fieldOf('DATETIME'), 5 * 8 * 3600], [{ kind: 'datetime', from: '2025-01-06', to: '2025-01-12' }, fieldOf('DATE'), 7],
      [{ kind: 'boolean', share: 0.1 }, fieldOf('BOOLEAN'), 2], [{ kind: 'boolean', share: 1 }, fieldOf('BOOLEAN'), 1], [{ kind: 'constant', value: 'x' }, fieldOf('TEXT'), 1], [{ kind: 'pattern', regex: '[ab]{3}' }, fieldOf('TEXT'), 8],
      [{ kind: 'category', values: [{ value: 'a', weight: 1 }, { value: 'a', weight: 2 }, { value: 'b', weight: 0 }, { value: null, weight: 1 }] }, fieldOf('TEXT'), 1],
      [{ kind: 'sequence', start: 1, step: 1 }, fieldOf('INTEGER', { maximum: 32767 }), 32_767], [{ kind: 'sequence', start: 1, step: 1, prefix: 'X' }, fieldOf('STRING', { maxLength: 3 }), 99], [{ kind: 'pattern', regex: '\\d{1,2}' }, fieldOf('INTEGER'), 100],
    ] as const satisfies readonly (readonly [Generator, Field, number])[]) assert.equal(spaceOf(generator, field).size, size, JSON.stringify(generator));
    assert.ok(spaceOf({ kind: 'uuid' }, fieldOf('UUID')).size >= 2 ** 32);
    assert.ok(spaceOf({ kind: 'uuid' }, fieldOf('STRING', { maxLength: 36 })).size >= 2 ** 32);
  });

  it('hold exactly what the sampler of the same generator can draw', () => {
    fc.assert(fc.property(fc.integer({ min: -500, max: 500 }), fc.nat(200), fc.nat(2), (minimum, width, places) => {
      for (const [generator, field] of [
        [{ kind: 'integer', minimum, maximum: minimum + width }, fieldOf('INTEGER')], [{ kind: 'decimal', minimum, maximum: minimum + width / 100, places }, fieldOf('DECIMAL', { precision: 6, scale: 2 })], [{ kind: 'float', minimum, maximum: minimum + width / 100, places }, fieldOf('FLOAT')],
      ] as const satisfies readonly (readonly [Generator, Field])[]) {
        const all = new Set(valuesOf(spaceOf(generator, field)));
        const make = samplerOf(generator, field);
        for (let row = 0; row < 50; row++) assert.ok(all.has(make(cursorOf(row))));
      }
    }));
  });

  it('of UUIDs are version 4, coloured by their tag and kept apart by rank', () => {
    const space = spaceOf({ kind: 'uuid' }, fieldOf('UUID'));
    for (const rank of ranksOf(space.size)) assert.match(String(space.at(rank, 'a')), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(space.at(5, 'a'), space.at(5, 'b'));
    assert.equal(space.at(5, 'a'), space.at(5, 'a'));
  });

  it('of floats are kept apart in a column of single precision', () => {
    const space = spaceOf({ kind: 'float', minimum: 1_000, maximum: 1_001 }, fieldOf('FLOAT', { sqlType: 'real' }));
    const singles = ranksOf(space.size).map((rank) => Math.fround(Number(space.at(rank, ''))));
    assert.equal(new Set(singles).size, ranksOf(space.size).length);
  });

  it('do not exist for text and for what other fields decide', () => {
    for (const generator of [{ kind: 'semantic', of: 'EMAIL' }, { kind: 'after', field: 'a', minSeconds: 1, maxSeconds: 2 }, { kind: 'conditional', cases: [] }, { kind: 'object', fields: [] }, { kind: 'reference', table: 'a', field: 'b', skew: 0 }] as const) {
      assert.equal(valueSpace(generator, fieldOf('TEXT')), null);
    }
  });
});
