// What is said of values that do not meet their constraint; and the JSON Schema of an answer, with what an endpoint's JSON stands for.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../src/domain/schema.ts';
import type { Constraint } from '../src/domain/text/constraint.ts';
import { answeredValue, jsonSchemaOf } from '../src/domain/text/json-schema.ts';
import { problemWith } from '../src/domain/text/problem.ts';
import { cpuMsOf } from './support/cpu.ts';

const PRICE: Constraint = { kind: 'decimal', minimum: 0.5, maximum: 99.99, places: 2, written: 4 };
const ITEM: Constraint = { kind: 'object', members: [{ name: 'sku', constraint: { kind: 'pattern', regex: '[A-Z]{2}\\d+', maxLength: 6 } }, { name: 'price', constraint: PRICE }] };

describe('a value against its constraint', () => {
  const right: readonly (readonly [Constraint, Value])[] = [
    [{ kind: 'text', maxLength: 5 }, 'héllo'], [{ kind: 'text', maxLength: 5, lines: true }, 'a\nb'], [{ kind: 'integer', minimum: -3, maximum: 3 }, -3], [PRICE, '0.5000'], [PRICE, '99.9900'],
    [{ kind: 'float', minimum: 0, maximum: 1, places: 2 }, 0.29], [{ kind: 'choice', values: ['a', 1] }, 1], [{ kind: 'date', from: '2024-02-29', to: '2024-02-29' }, '2024-02-29'],
    [{ kind: 'pattern', regex: '(a|b){2,}' }, 'abba'], [ITEM, { price: '1.0000', sku: 'AB12' }], [{ kind: 'list', items: ITEM, minItems: 0, maxItems: 2 }, []],
  ];
  const wrong: readonly (readonly [Constraint, Value, RegExp])[] = [
    [{ kind: 'text', maxLength: 5 }, '', /expected text, at most 5 characters, got ""/], [{ kind: 'text', maxLength: 5 }, '  ', /got/], [{ kind: 'text', maxLength: 5 }, 'longer', /got "longer"/], [{ kind: 'text', maxLength: 5 }, 'a\nb', /got/],
    [{ kind: 'text', maxLength: 5 }, 'a\ufffdb', /got/], [{ kind: 'text', maxLength: 5 }, '\ud83d', /got/], [{ kind: 'text', maxLength: 5 }, 5, /got 5/],
    [{ kind: 'integer', minimum: -3, maximum: 3 }, 4, /whole number from -3 to 3, got 4/], [{ kind: 'integer', minimum: -3, maximum: 3 }, 0.5, /got 0.5/], [{ kind: 'integer', minimum: -3, maximum: 3 }, '1', /got "1"/],
    [PRICE, '0.4900', /got/], [PRICE, '100.0000', /got/], [PRICE, '1.00', /got/], [PRICE, '1.0001', /got/], [PRICE, '01.0000', /got/], [PRICE, 1, /got 1/],
    [{ kind: 'decimal', minimum: -1, maximum: 1, places: 1 }, '-0.0', /got/], [{ kind: 'float', minimum: 0, maximum: 1, places: 2 }, 0.291, /got/], [{ kind: 'choice', values: ['a', 1] }, '1', /one of "a", 1, got "1"/],
    [{ kind: 'boolean' }, 'true', /true or false/], [{ kind: 'date', from: '2023-01-01', to: '2023-12-31' }, '2023-02-29', /got/], [{ kind: 'date', from: '2023-01-01', to: '2023-12-31' }, '2024-01-01', /got/],
    [{ kind: 'datetime', from: '2023-01-01T00:00:00Z', to: '2023-12-31T00:00:00Z' }, '2023-05-05 10:00', /got/], [{ kind: 'time', from: '00:00:00', to: '23:59:59' }, '24:00:00', /got/],
    [{ kind: 'pattern', regex: '(a|b){2,}' }, 'abc', /got/], [{ kind: 'pattern', regex: '(a|b){2,}' }, 'a', /got/], [ITEM, { sku: 'AB12', price: '1.0' }, /^price: expected/], [ITEM, { sku: 'AB12' }, /^price: expected .* got nothing/],
    [ITEM, { sku: 'AB12', price: '1.0000', more: 1 }, /^more: expected sku, price only/], [ITEM, [], /got \[\]/], [{ kind: 'list', items: ITEM, minItems: 1, maxItems: 2 }, [], /got \[\]/], [{ kind: 'list', items: PRICE, minItems: 0, maxItems: 2 }, ['1.0000', '1'], /^item 2: /],
  ];
  it('has no problem where it meets it', () => {
    for (const [constraint, value] of right) assert.equal(problemWith(constraint, value), null);
  });
  it('is told what was expected, and what came', () => {
    for (const [constraint, value, words] of wrong) assert.match(problemWith(constraint, value) ?? 'nothing', words, `${JSON.stringify(constraint)} ${JSON.stringify(value)}`);
  });
  it('is never slow to be matched', async () => {
    const tookMs = await cpuMsOf(() => assert.notEqual(problemWith({ kind: 'pattern', regex: '((a|aa)+)+b', maxLength: 100 }, 'a'.repeat(100)), null));
    assert.ok(tookMs < 10_000, `${tookMs} ms`);
  });
});

describe('the JSON Schema of an answer', () => {
  it('has every place, bounded by keywords and in words', () => {
    assert.deepEqual(jsonSchemaOf([
      { name: 'age', description: 'in years', constraint: { kind: 'integer', minimum: 18, maximum: 82 } },
      { name: 'state', constraint: { kind: 'choice', values: ['new', 'old'] } },
      { name: 'items', constraint: { kind: 'list', items: ITEM, minItems: 1, maxItems: 3 } },
    ]), {
      type: 'object', additionalProperties: false, required: ['age', 'state', 'items'],
      properties: {
        age: { type: 'integer', minimum: 18, maximum: 82, description: 'in years; whole number from 18 to 82' },
        state: { type: 'string', enum: ['new', 'old'], description: 'one of "new", "old"' },
        items: {
          type: 'array', minItems: 1, maxItems: 3, description: 'JSON array of 1 to 3: JSON object of sku (text of the form [A-Z]{2}\\d+), price (number from 0.5 to 99.99 with 2 decimal places)',
          items: {
            type: 'object', additionalProperties: false, required: ['sku', 'price'], description: 'JSON object of sku (text of the form [A-Z]{2}\\d+), price (number from 0.5 to 99.99 with 2 decimal places)',
            properties: {
              sku: { type: 'string', pattern: '^(?:[A-Z]{2}\\d+)$', description: 'text of the form [A-Z]{2}\\d+' },
              price: { type: 'number', minimum: 0.5, maximum: 99.99, description: 'number from 0.5 to 99.99 with 2 decimal places' },
            },
          },
        },
      },
    });
  });

  it('stands for values as the constraints have them', () => {
    const constraint: Constraint = { kind: 'list', items: ITEM, minItems: 1, maxItems: 3 };
    const value = answeredValue(constraint, [{ sku: 'AB1', price: 12.5 }]);
    assert.deepEqual(value, [{ sku: 'AB1', price: '12.5000' }]);
    assert.equal(problemWith(constraint, value), null);
    assert.equal(answeredValue({ kind: 'datetime', from: '2024-01-01T00:00:00Z', to: '2024-12-31T00:00:00Z' }, '2024-05-05T10:00:00.25+02:00'), '2024-05-05T08:00:00Z');
    assert.equal(answeredValue({ kind: 'date', from: '2024-01-01', to: '2024-12-31' }, 'tomorrow'), 'tomorrow');
    assert.equal(answeredValue({ kind: 'text', maxLength: 9 }, ' spaced '), 'spaced');
    assert.equal(answeredValue({ kind: 'text', maxLength: 9 }, 'two\n lines'), 'two lines');
    assert.equal(answeredValue({ kind: 'text', maxLength: 9, lines: true }, 'two\nlines'), 'two\nlines');
    assert.equal(answeredValue({ kind: 'text', maxLength: 12 }, 'It is good. It is not cheap.'), 'It is good.');
    assert.equal(answeredValue({ kind: 'text', maxLength: 3 }, `a${' '.repeat(1_000_000)}\n`), 'a'); // no time is spent on what an endpoint may send
    assert.equal(answeredValue({ kind: 'float', minimum: 0, maximum: 1, places: 2 }, 0.125), 0.13);
  });
});
