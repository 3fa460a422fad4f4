// Choices by weight, and everything that is made of other generators.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import type { Expression } from '../src/domain/expression.ts';
import { WeightedIndex } from '../src/domain/samplers/weights.ts';
import type { Value } from '../src/domain/schema.ts';
import { cursorOf, fieldOf, sampleOf, samplerOf } from './support/samples.ts';

const weighted = (...pairs: readonly (readonly [Value, number])[]): readonly { value: Value; weight: number }[] => pairs.map(([value, weight]) => ({ value, weight }));
const isOver = (limit: number): Expression => ({ kind: 'call', name: '>', args: [{ kind: 'field', name: 'age' }, { kind: 'literal', value: limit }] });

describe('weighted choice', () => {
  it('gives every item exactly its share of the unit range', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e300, noNaN: true })), { minLength: 1, maxLength: 40 }), (weights) => {
      const greatest = Math.max(...weights);
      fc.pre(greatest > 0);
      const total = weights.reduce((sum, weight) => sum + weight / greatest, 0);
      const index = new WeightedIndex(weights);
      const steps = 4_000;
      const counts = weights.map(() => 0);
      for (let i = 0; i < steps; i++) counts[index.at(i / steps)] = (counts[index.at(i / steps)] ?? 0) + 1;
      counts.forEach((count, i) => {
        const share = (weights[i] ?? 0) / greatest / total;
        assert.ok(Math.abs(count / steps - share) <= (weights.length + 1) / steps, `${count} of ${steps} for a share of ${share}`);
        if (weights[i] === 0) assert.equal(count, 0);
      });
    }));
  });
});

describe('categories', () => {
  it('come by their weights, nulls too, and weightless ones never', () => {
    const values = sampleOf({ kind: 'category', values: weighted(['a', 6], ['b', 3], [null, 1], ['never', 0]) }, fieldOf('TEXT'), 20_000);
    const share = (value: Value): number => values.filter((each) => each === value).length / values.length;
    for (const [value, expected] of [['a', 0.6], ['b', 0.3], [null, 0.1], ['never', 0]] as const) assert.ok(Math.abs(share(value) - expected) < 0.012);
  });

  it('are made to fit the field', () => {
    assert.deepEqual([...new Set(sampleOf({ kind: 'category', values: weighted(['1.5', 1], [2, 1]) }, fieldOf('DECIMAL', { precision: 4, scale: 2 }), 50))].sort(), ['1.50', '2.00']);
  });

  it('are refused where there is none, a weight is not one, or the field cannot hold a value', () => {
    for (const values of [weighted(), weighted(['a', 0]), weighted(['a', -1]), weighted(['a', NaN]), weighted(['a', Infinity])]) {
      assert.throws(() => samplerOf({ kind: 'category', values }, fieldOf('TEXT')), InvalidInput);
    }
    assert.throws(() => samplerOf({ kind: 'category', values: weighted(['soon', 1]) }, fieldOf('DATE')), /"soon" is no DATE/);
    assert.throws(() => samplerOf({ kind: 'constant', value: 'blue' }, fieldOf('STRING', { values: ['red'] })), InvalidInput);
  });
});

describe('subcategories', () => {
  const make = samplerOf({ kind: 'subcategory', field: 'country', groups: [{ when: 'FR', values: weighted(['Paris', 1], ['Lyon', 1]) }, { when: 7, values: weighted(['seven', 1]) }, { when: true, values: weighted(['yes', 1]) }] }, fieldOf('TEXT'));

  it('follow the other field', () => {
    const seen = new Set(Array.from({ length: 50 }, (_, row) => make(cursorOf(row, 0, { country: 'FR' }))));
    assert.deepEqual([...seen].sort(), ['Lyon', 'Paris']);
    assert.equal(make(cursorOf(0, 0, { country: '7' })), 'seven');
    assert.equal(make(cursorOf(0, 0, { country: true })), 'yes');
  });

  it('are null where no group is named', () => {
    for (const country of ['DE', null, 'true', { FR: 1 }]) assert.equal(make(cursorOf(0, 0, { country })), null);
  });
});

describe('booleans', () => {
  it('are true in their share of the rows', () => {
    const values = sampleOf({ kind: 'boolean', share: 0.2 }, fieldOf('BOOLEAN'), 20_000);
    assert.ok(Math.abs(values.filter((value) => value === true).length / values.length - 0.2) < 0.01);
    assert.deepEqual(new Set(sampleOf({ kind: 'boolean', share: 1 }, fieldOf('BOOLEAN'), 500)), new Set([true]));
    assert.deepEqual(new Set(sampleOf({ kind: 'boolean', share: 0 }, fieldOf('BOOLEAN'), 500)), new Set([false]));
  });
});

describe('conditions', () => {
  const make = samplerOf({
    kind: 'conditional', cases: [{ when: 'age > 65', condition: isOver(65), then: { kind: 'constant', value: 'retired' } }, { when: 'age > 17', condition: isOver(17), then: { kind: 'constant', value: 'adult' } }],
    otherwise: { kind: 'constant', value: 'other' },
  }, fieldOf('TEXT'));

  it('are decided by the first that is true; null is not', () => {
    for (const [age, expected] of [[80, 'retired'], [66, 'retired'], [18, 'adult'], [17, 'other'], [null, 'other']] as const) assert.equal(make(cursorOf(0, 0, { age })), expected);
  });

  it('give null where none holds and nothing is said otherwise', () => {
    assert.equal(samplerOf({ kind: 'conditional', cases: [] }, fieldOf('TEXT'))(cursorOf(0)), null);
  });
});

describe('expressions', () => {
  it('read the row and fit the field', () => {
    const double: Expression = { kind: 'call', name: '*', args: [{ kind: 'field', name: 'age' }, { kind: 'literal', value: 2 }] };
    const make = samplerOf({ kind: 'expression', sql: 'age * 2', expression: double }, fieldOf('DECIMAL', { precision: 6, scale: 1 }));
    assert.equal(make(cursorOf(0, 0, { age: 21 })), '42.0');
    assert.equal(make(cursorOf(0)), null);
  });
});

describe('objects', () => {
  it('have each name in its order, __proto__ as any other', () => {
    const make = samplerOf({
      kind: 'object',
      fields: [{ name: 'price', generator: { kind: 'decimal', minimum: 1, maximum: 9, places: 2 } }, { name: '__proto__', generator: { kind: 'boolean', share: 1 } }, { name: 'inner', generator: { kind: 'object', fields: [{ name: 'at', generator: { kind: 'date', from: '2025-01-01', to: '2025-01-01' } }] } }],
    }, fieldOf('JSON'));
    assert.match(JSON.stringify(make(cursorOf(3))), /^\{"price":"\d\.\d\d","__proto__":true,"inner":\{"at":"2025-01-01"\}\}$/);
    assert.equal(({} as Record<string, unknown>)['at'], undefined);
  });

  it('draw their parts independently of each other', () => {
    const number = { kind: 'integer', minimum: 0, maximum: 1e9 } as const;
    const value = samplerOf({ kind: 'object', fields: [{ name: 'a', generator: number }, { name: 'b', generator: number }] }, fieldOf('JSON'))(cursorOf(0)) as { a: number; b: number };
    assert.notEqual(value.a, value.b);
  });
});
