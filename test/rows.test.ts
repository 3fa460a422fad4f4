// What a row promises beyond its keys: checks met, orders kept, expressions computed in their order, nulls where they may be.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RowFailure } from '../src/domain/errors.ts';
import type { Expression } from '../src/domain/expression.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import { compilePlan } from '../src/domain/rows.ts';
import type { Check } from '../src/domain/schema.ts';
import { allRows, field, planOf, SEQUENCE, table } from './support/plans.ts';

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const name = (of: string): Expression => ({ kind: 'field', name: of });
const literal = (value: string | number | null): Expression => ({ kind: 'literal', value });
const call = (of: string, ...args: readonly Expression[]): Expression => ({ kind: 'call', name: of, args });
const check = (condition: Expression): Check => ({ sql: 'as built', condition });
const number = (of: string, minimum: number, maximum: number, more = {}) => field(of, { kind: 'integer', minimum, maximum }, more);

describe('checks', () => {
  it('hold in every row, though one draw in ten meets them', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const sum = check(call('<', call('+', name('a'), name('b')), literal(45)));
      const rows = allRows(planOf(seed, table('t', 2_000, [number('a', 0, 99), number('b', 0, 99)], { checks: [sum] })), 't');
      assert.ok(rows.every((row) => Number(row['a']) + Number(row['b']) < 45));
    }), { numRuns: 10 });
  });

  it('of OR, AND, NOT and null are met as SQL meets them: unknown is not false', () => {
    const either = check(call('or', call('is null', name('closed')), call('and', call('>=', name('closed'), name('opened')), call('not', call('=', name('closed'), literal(7))))));
    const rows = allRows(planOf(4, table('t', 3_000, [number('opened', 0, 9), number('closed', 0, 9, { nullable: true, nullShare: 0.2 })], { checks: [either] })), 't');
    assert.ok(rows.some((row) => row['closed'] === null));
    assert.ok(rows.every((row) => row['closed'] === null || (Number(row['closed']) >= Number(row['opened']) && row['closed'] !== 7)));
  });

  it('never send a key back: the keys are the same with and without them', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const fields = [number('code', 1, 500), number('a', 0, 99)];
      const bare = allRows(planOf(seed, table('t', 500, fields, { uniqueKeys: [['code']] })), 't');
      const checked = allRows(planOf(seed, table('t', 500, fields, { uniqueKeys: [['code']], checks: [check(call('<', name('a'), literal(20)))] })), 't');
      assert.deepEqual(checked.map((row) => row['code']), bare.map((row) => row['code']));
      assert.ok(checked.every((row) => Number(row['a']) < 20));
    }), { numRuns: 10 });
  });

  it('re-draw only the fields they are about', () => {
    const fields = [number('a', 0, 99), number('b', 0, 1_000_000)];
    const bare = allRows(planOf(8, table('t', 300, fields)), 't');
    const checked = allRows(planOf(8, table('t', 300, fields, { checks: [check(call('<', name('a'), literal(10)))] })), 't');
    assert.deepEqual(checked.map((row) => row['b']), bare.map((row) => row['b']));
  });

  it('between two numbers are met by construction, with hardly a re-draw', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const order = check(call('<=', name('low'), name('high')));
      const rows = allRows(planOf(seed, table('t', 1_000, [number('low', 0, 100), number('high', 0, 100)], { checks: [order] })), 't');
      assert.ok(rows.every((row) => Number(row['low']) <= Number(row['high']) && Number(row['high']) <= 100));
    }), { numRuns: 20 });
  });

  it('that a later row cannot meet fail with the table and the row', () => {
    const plan = planOf(1, table('t', 5_000, [field('id', SEQUENCE), number('a', 0, 9)], { primaryKey: ['id'], checks: [check(call('<', name('id'), literal(4_000)))] }));
    const compiled = compilePlan(plan).table('t');
    assert.equal([...compiled.rows(0, 3_999)].length, 3_999);
    assert.throws(() => [...compiled.rows(3_999, 4_001)], (error: unknown) => error instanceof RowFailure && error.table === 't' && error.rowIndex === 3_999);
  });

  it('that no row can meet are named in a warning before the run, and left out of it', () => {
    const schema = { tables: [table('t', 0, [number('a', 0, 9)], { checks: [check(call('>', name('a'), literal(50)))] })] };
    const { plan, warnings } = freezePlan({ schema, rows: 10, rowsPerTable: {}, seed: 1, reference: '2026-01-01T00:00:00.000Z', maxRows: 100 });
    assert.match(warnings.join(), /CHECK \(as built\) is not honoured/);
    assert.equal(allRows(plan, 't').length, 10);
  });
});

describe('fields that read others', () => {
  it('are made after them, in whatever order the table has them', () => {
    const doubled = (of: string) => ({ kind: 'expression', sql: `${of} * 2`, expression: call('*', name(of), literal(2)) }) as const;
    const rows = allRows(planOf(2, table('t', 200, [field('fourfold', doubled('twice')), field('twice', doubled('once')), number('once', 1, 1_000)])), 't');
    assert.ok(rows.every((row) => Number(row['twice']) === 2 * Number(row['once']) && Number(row['fourfold']) === 4 * Number(row['once'])));
  });

  it('see the values that were kept after a re-draw', () => {
    const double = { kind: 'expression', sql: 'a * 2', expression: call('*', name('a'), literal(2)) } as const;
    const rows = allRows(planOf(2, table('t', 500, [field('twice', double), number('a', 0, 99)], { checks: [check(call('<', name('a'), literal(10)))] })), 't');
    assert.ok(rows.every((row) => Number(row['twice']) === 2 * Number(row['a']) && Number(row['a']) < 10));
  });
});

describe('nulls', () => {
  it('come in the share that was asked for, and never in a primary key', () => {
    const rows = allRows(planOf(6, table('t', 20_000, [field('id', SEQUENCE, { nullable: true, nullShare: 1 }), number('a', 0, 9, { nullable: true, nullShare: 0.25 })], { primaryKey: ['id'] })), 't');
    const share = rows.filter((row) => row['a'] === null).length / rows.length;
    assert.ok(Math.abs(share - 0.25) < 0.02, `share ${share}`);
    assert.ok(rows.every((row) => row['id'] !== null));
  });
});
