// Summaries of generators: short, plain and never broken, whatever they are made of.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summarize } from '../src/domain/describe.ts';
import { SEMANTICS, type Generator } from '../src/domain/generator.ts';

describe('summaries', () => {
  it('say how values are made, in plain words', () => {
    const expected: readonly (readonly [Generator, string])[] = [
      [{ kind: 'sequence', start: 1, step: 1, prefix: 'INV-', width: 4 }, 'INV-0001, INV-0002, INV-0003 and so on, row by row'],
      [{ kind: 'uuid' }, 'Random UUIDs'],
      [{ kind: 'integer', minimum: 18, maximum: 90, distribution: 'NORMAL', mean: 40, deviation: 12 }, 'Whole numbers from 18 to 90, most of them around 40 (deviation 12)'],
      [{ kind: 'decimal', minimum: 0.5, maximum: 99.99, places: 2, distribution: 'LOGNORMAL' }, 'Decimals from 0.5 to 99.99, most of them small, few large, with 2 decimal places'],
      [{ kind: 'float', minimum: 0, maximum: 1 }, 'Numbers from 0 to 1, each alike'],
      [{ kind: 'integer', minimum: 0, maximum: 9, distribution: 'POISSON', mean: 2 }, 'Whole numbers from 0 to 9, counts that spread like chance events around 2'],
      [{ kind: 'boolean', share: 0.255 }, 'True in 25.5 % of the rows, else false'],
      [{ kind: 'category', values: [{ value: 'new', weight: 3 }, { value: 'old', weight: 1 }] }, 'One of new (75 %), old (25 %)'],
      [{ kind: 'category', values: [1, 2, 3, 4, 5, 6, 7, 8].map((value) => ({ value, weight: 1 })) }, 'One of 1, 2, 3, 4, 5, 6, and 2 more'],
      [{ kind: 'subcategory', field: 'kind', groups: [{ when: 'a', values: [{ value: 'x', weight: 1 }] }, { when: 'b', values: [] }] }, 'A choice that depends on kind: where it is a, one of x; and 1 more'],
      [{ kind: 'datetime', from: '2024-01-01', to: '2024-12-31', businessHours: true }, 'Instants from 2024-01-01 to 2024-12-31, Monday to Friday, 9 to 17'],
      [{ kind: 'after', field: 'ordered_at', minSeconds: 86_400, maxSeconds: 864_000 }, '1 to 10 days after ordered_at'],
      [{ kind: 'after', field: 'start', minSeconds: 60, maxSeconds: 60 }, '1 minute after start'],
      [{ kind: 'pattern', regex: '[A-Z]{3}' }, 'Strings of the pattern [A-Z]{3}'],
      [{ kind: 'semantic', of: 'EMAIL', role: 'billing', locale: 'de' }, "E-mail addresses of the row's billing (de)"],
      [{ kind: 'semantic', of: 'CITY' }, 'Cities'],
      [{ kind: 'expression', sql: 'price * 2', expression: { kind: 'literal', value: 1 } }, 'Computed: price * 2'],
      [{ kind: 'conditional', cases: [{ when: 'age > 65', condition: { kind: 'literal', value: true }, then: { kind: 'constant', value: 'x' } }] }, 'Where age > 65: always x; otherwise null'],
      [{ kind: 'object', fields: [{ name: 'a', generator: { kind: 'uuid' } }] }, 'An object of a (random UUIDs)'],
      [{ kind: 'bytes', minimum: 4, maximum: 16 }, '4 to 16 random bytes'],
      [{ kind: 'reference', table: 'users', field: 'id', skew: 0.5 }, 'The id of a row of users, some rows chosen more often than others'],
    ];
    for (const [generator, words] of expected) assert.equal(summarize(generator), words);
  });

  it('name every kind of vocabulary without underscores', () => {
    for (const of of SEMANTICS) assert.match(summarize({ kind: 'semantic', of }), /^[A-Z][^_]*$/);
  });

  it('stay short, however large the generator', () => {
    let nested: Generator = { kind: 'constant', value: 'x'.repeat(10_000) };
    for (let depth = 0; depth < 200; depth++) nested = { kind: 'object', fields: Array.from({ length: 20 }, (_, i) => ({ name: `${i}`.repeat(500), generator: nested })) };
    assert.ok(summarize(nested).length < 50_000);
    assert.ok(summarize({ kind: 'constant', value: '😀'.repeat(500) }).isWellFormed());
  });
});
