// What is measured of a table: rules that rows keep to and that rows break, keys that repeat, and histograms that count every value once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Generator } from '../src/domain/generator.ts';
import type { PlannedTable } from '../src/domain/plan.ts';
import { histogramOf, Profiler } from '../src/domain/quality/profile.ts';
import { references } from '../src/domain/quality/references.ts';
import { repeatsIn, type VisitKeys } from '../src/domain/quality/repeats.ts';
import { rulesOf, type ValidityMetric } from '../src/domain/quality/rules.ts';
import { qualityOf, scoreOf, validityOf, type Adherence, type TableQuality } from '../src/domain/quality/table-quality.ts';
import { compilePlan } from '../src/domain/rows.ts';
import type { Field, Value } from '../src/domain/schema.ts';
import { sampleOf } from '../src/jobs/measured-table.ts';
import { field, planOf, reference, SEQUENCE, table } from './support/plans.ts';

const CUSTOMER = table('customer', 50, [field('id', SEQUENCE)], { primaryKey: ['id'] });
const ORDER = table('order', 200, [
  field('id', SEQUENCE),
  reference('customer_id', 'customer', 'id', { nullable: true }),
  field('quantity', { kind: 'integer', minimum: 1, maximum: 9 }),
  field('status', { kind: 'category', values: [{ value: 'open', weight: 3 }, { value: 'paid', weight: 1 }] }),
  field('price', { kind: 'decimal', places: 2, minimum: 0, maximum: 100 }, { type: 'DECIMAL', precision: 8, scale: 2 }),
  field('day', { kind: 'date', from: '2025-01-01', to: '2025-12-31' }, { type: 'DATE' }),
  field('at', { kind: 'datetime', from: '2025-01-01T00:00:00Z', to: '2025-12-31T00:00:00Z' }, { type: 'DATETIME' }),
  field('code', { kind: 'pattern', regex: '[A-Z]{3}' }, { maxLength: 3, nullable: true }),
], {
  primaryKey: ['id'],
  foreignKeys: [{ fields: ['customer_id'], table: 'customer', references: ['id'] }],
  checks: [{ sql: 'quantity < 10', condition: { kind: 'call', name: '<', args: [{ kind: 'field', name: 'quantity' }, { kind: 'literal', value: 10 }] } }],
});
const PLAN = planOf(7, CUSTOMER, ORDER);
const COMPILED = compilePlan(PLAN);

/** The rows of the order table, as they are made but for what is changed in them. */
function measured(changes: Readonly<Record<number, Readonly<Record<string, Value>>>> = {}, isThere: (name: string, row: number) => boolean = () => true): TableQuality {
  const rows = Array.from(COMPILED.table('order').rows(0, ORDER.rows), (values, row) => values.map((value, at) => changes[row]?.[ORDER.fields[at]?.name ?? ''] ?? value));
  const keyOf = (values: readonly Value[], fields: readonly string[]): readonly Value[] => fields.map((name) => values[ORDER.fields.findIndex((one) => one.name === name)] ?? null);
  return qualityOf({
    table: ORDER,
    reference: PLAN.reference,
    rows: ORDER.rows,
    sample: rows.entries(),
    keys: (fields) => ({ most: rows.length, visit: (visitor) => rows.forEach((values, row) => visitor(keyOf(values, fields), row)) }),
    refers: references(COMPILED, 'order', isThere),
  });
}

function broken({ validity }: TableQuality): readonly (readonly [ValidityMetric, string, number, number | undefined])[] {
  return validity.filter((one) => one.broken > 0).map(({ metric, fields, broken: count, example }) => [metric, fields.join(), count, example?.row]);
}

describe('the validity of a table', () => {
  it('is whole where its rows are as they were made, and every kind of rule was asked', () => {
    const quality = measured();
    assert.deepEqual(broken(quality), []);
    assert.equal(validityOf([quality]), 1);
    assert.deepEqual([...new Set(quality.validity.map(({ metric }) => metric))].toSorted(), ['BOUNDARY_ADHERENCE', 'CATEGORY_ADHERENCE', 'CHECK', 'KEY_UNIQUENESS', 'NOT_NULL', 'REFERENTIAL_INTEGRITY']);
    assert(quality.validity.every(({ checked }) => checked > 0));
    assert.deepEqual(quality.validity.filter(({ metric }) => metric === 'BOUNDARY_ADHERENCE').map(({ rule }) => rule), ['>= 1 and <= 9', '>= 0 and <= 100', '>= 2025-01-01 and <= 2025-12-31', '>= 2025-01-01T00:00:00Z and <= 2025-12-31T00:00:00Z', 'at most 3 characters']);
    const nulls = Array.from(COMPILED.table('order').rows(0, ORDER.rows)).filter((values) => values[1] === null).length;
    assert(nulls > 0);
    assert.equal(quality.validity.find(({ metric }) => metric === 'REFERENTIAL_INTEGRITY')?.checked, ORDER.rows - nulls, 'a null refers to nothing');
  });

  for (const [what, row, change, expected] of [
    ['a number past its bound', 3, { quantity: 0 }, ['BOUNDARY_ADHERENCE', 'quantity']],
    ['a decimal past its bound', 4, { price: '100.01' }, ['BOUNDARY_ADHERENCE', 'price']],
    ['a day past its bound', 5, { day: '2026-01-01' }, ['BOUNDARY_ADHERENCE', 'day']],
    ['an instant past its bound', 6, { at: '2024-12-31T23:59:59Z' }, ['BOUNDARY_ADHERENCE', 'at']],
    ['what is no instant', 6, { at: 'soon' }, ['BOUNDARY_ADHERENCE', 'at']],
    ['a text that is too long', 7, { code: 'ABCD' }, ['BOUNDARY_ADHERENCE', 'code']],
    ['a value that is not listed', 8, { status: 'lost' }, ['CATEGORY_ADHERENCE', 'status']],
    ['a key that comes twice', 9, { id: 1 }, ['KEY_UNIQUENESS', 'id']],
  ] as const) {
    it(`tells ${what}, with the row`, () => {
      const quality = measured({ [row]: change });
      assert.deepEqual(broken(quality), [[...expected, 1, row]]);
      const found = quality.validity.find((one) => one.broken > 0);
      assert.deepEqual(found?.example?.values, change);
      assert.equal(scoreOf(found as Adherence), 1 - 1 / (found?.checked ?? 0));
      assert(validityOf([quality]) < 1);
    });
  }

  it('asks what several generators keep to together, where one of them makes each value', () => {
    const when = { when: 'true', condition: { kind: 'literal', value: true } } as const;
    const choice = (then: Generator, otherwise: Generator): Generator => ({ kind: 'conditional', cases: [{ ...when, then }], otherwise });
    const of = (value: Value): Generator => ({ kind: 'category', values: [{ value, weight: 1 }] });
    const ruleOf = (generator: Generator, more: Partial<Field> = {}): readonly (readonly [ValidityMetric, string])[] =>
      rulesOf(table('t', 1, [field('x', generator, { nullable: true, ...more })]), PLAN.reference).map(({ metric, rule }) => [metric, rule]);
    assert.deepEqual(ruleOf(choice(of('a'), choice(of('b'), of('a'))), { type: 'STRING' }), [['CATEGORY_ADHERENCE', 'one of 2 values']]);
    assert.deepEqual(ruleOf(choice(of(12), { kind: 'integer', minimum: 1, maximum: 9 })), [['BOUNDARY_ADHERENCE', '>= 1 and <= 12']]);
    assert.deepEqual(ruleOf({ kind: 'mixture', parts: [{ generator: of(3), weight: 1 }, { generator: { kind: 'constant', value: 5 }, weight: 1 }] }), [['CATEGORY_ADHERENCE', 'one of 2 values']]);
    assert.deepEqual(ruleOf(choice(of(12), { kind: 'pattern', regex: '[0-9]' })), [], 'one of them keeps to nothing that is known');
  });

  it('takes null for an answer to a CHECK, and not to a condition of the run', () => {
    const condition = { sql: 'x > 1', condition: { kind: 'call', name: '>', args: [{ kind: 'field', name: 'x' }, { kind: 'literal', value: 1 }] } } as const;
    const rules = rulesOf(table('t', 1, [field('x', SEQUENCE, { nullable: true })], { checks: [condition], conditions: [{ kind: 'where', ...condition }] }), PLAN.reference);
    assert.deepEqual([2, 1, null].map((x) => rules.map(({ holds }) => holds([x], 0))), [[true, true], [false, false], [true, false]]);
  });

  it('counts characters, as a database does, and not their halves', () => {
    assert.deepEqual(broken(measured({ 7: { code: '🙂🙂🙂' } })), []);
    assert.deepEqual(broken(measured({ 7: { code: '🙂🙂🙂🙂' } })), [['BOUNDARY_ADHERENCE', 'code', 1, 7]]);
  });

  it('tells what breaks a CHECK beside its bounds', () => {
    assert.deepEqual(broken(measured({ 3: { quantity: 10 } })).map(([metric]) => metric), ['BOUNDARY_ADHERENCE', 'CHECK']);
  });

  it('tells a parent that is not there, and one that is another', () => {
    const orphans = measured({}, (name, row) => name !== 'customer' || row >= 25);
    assert(orphans.validity.some(({ metric, broken: count }) => metric === 'REFERENTIAL_INTEGRITY' && count > 20));
    const [row = 0] = Array.from(COMPILED.table('order').rows(0, 20)).flatMap((values, index) => (values[1] === null ? [] : [index]));
    assert.deepEqual(broken(measured({ [row]: { customer_id: 999 } })), [['REFERENTIAL_INTEGRITY', 'customer_id', 1, row]]);
  });

  it('finds what a key refers to among two parents that cannot agree, whichever of them was drawn, whatever the types', () => {
    const code = { type: 'DECIMAL', scale: 2 } as const;
    const [wide, narrow] = [table('wide', 60, [field('id', { kind: 'sequence', start: 21, step: 1 })], { primaryKey: ['id'] }), table('narrow', 40, [field('code', SEQUENCE, code)], { primaryKey: ['code'] })];
    const child = table('child', 300, [reference('id', 'wide')], { foreignKeys: [{ fields: ['id'], table: 'wide', references: ['id'] }, { fields: ['id'], table: 'narrow', references: ['code'] }] });
    const plan = compilePlan(planOf(3, wide, narrow, child));
    const rows = Array.from(plan.table('child').rows(0, 300));
    const refers = references(plan, 'child', (name, row) => name === 'wide' || row < 30);
    for (const [row, values] of rows.entries()) {
      const id = Number(values[0]);
      assert.deepEqual([refers(0, row, values), refers(1, row, values)], [id > 20, id <= 30], `row ${row}, ${id}`);
    }
    assert([10, 25, 35].every((one) => rows.some(([id]) => Number(id) === one)));
    assert.equal(references(compilePlan(planOf(3, { ...wide, rows: 1_000_000 }, narrow, child)), 'child', () => true)(0, 0, rows[0] ?? []), null, 'too many to look through');
  });

  it('tells nulls where there must be none', () => {
    const rows = [[null], [1]];
    const one: PlannedTable = table('one', 2, [field('id', { kind: 'integer', minimum: 1, maximum: 2 })]);
    const quality = qualityOf({ table: one, reference: PLAN.reference, rows: 2, sample: rows.entries(), keys: () => ({ most: 0, visit: () => {} }), refers: () => null });
    assert.deepEqual(broken(quality), [['NOT_NULL', 'id', 1, 0]]);
  });
});

describe('keys that repeat', () => {
  const visiting = (keys: readonly (readonly Value[])[]): VisitKeys => (visitor) => keys.forEach((key, row) => visitor(key, row));

  it('are counted as a set counts them, whatever the values, and none with a null', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.string({ maxLength: 2 }), fc.constant(null), fc.boolean());
    fc.assert(fc.property(fc.integer({ min: 1, max: 3 }).chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 60 })), (keys) => {
      const whole = keys.filter((key) => !key.includes(null)).map((key) => JSON.stringify(key));
      const { checked, repeated, example } = repeatsIn(visiting(keys), keys.length);
      assert.deepEqual([checked, repeated], [whole.length, whole.length - new Set(whole).size]);
      assert.equal(example === undefined, repeated === 0);
    }));
  });

  it('are found among many, and none where there are none', () => {
    const keys = Array.from({ length: 100_000 }, (_, row) => [`user-${row}`, row % 7]);
    assert.equal(repeatsIn(visiting(keys), keys.length).repeated, 0);
    keys[77_777] = ['user-5', 5];
    assert.deepEqual(repeatsIn(visiting(keys), keys.length), { checked: 100_000, repeated: 1, example: { row: 77_777, key: ['user-5', 5] } });
  });
});

describe('a histogram', () => {
  it('counts every value once, between edges that ascend', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), { minLength: 1, maxLength: 200 }), (values) => {
      const { edges = [], counts = [] } = histogramOf(values, 'NUMBERS') ?? {};
      assert.equal(edges.length, counts.length + 1);
      assert.equal(counts.reduce((sum, count) => sum + count, 0), values.length);
      assert(edges.every((edge, at) => at === 0 || edge >= (edges[at - 1] as number)));
      assert((edges[0] as number) <= Math.min(...values) && (edges.at(-1) as number) >= Math.max(...values));
    }));
  });

  it('has whole edges for whole numbers, one bin each where they are few', () => {
    assert.deepEqual(histogramOf([1, 2, 2, 5], 'NUMBERS'), { unit: 'NUMBERS', edges: [1, 2, 3, 4, 5, 6], counts: [1, 2, 0, 0, 1] });
  });

  it('stands beside the categories of a column, and its nulls', () => {
    const profiler = new Profiler(field('status', { kind: 'category', values: [{ value: 'open', weight: 1 }, { value: 'paid', weight: 1 }] }));
    for (const value of ['open', 'open', null, 'paid']) profiler.add(value);
    const { values, nulls, categories, histogram } = profiler.profile();
    assert.deepEqual([values, nulls, categories], [4, 1, { top: [{ value: 'open', count: 2 }, { value: 'paid', count: 1 }], rest: 0 }]);
    assert.equal(histogram?.unit, 'LENGTHS');
  });

  it('of texts that never come twice has no categories', () => {
    const profiler = new Profiler(field('name', { kind: 'semantic', of: 'FULL_NAME' }));
    for (let row = 0; row < 5_000; row++) profiler.add(`name ${row}`);
    assert.equal(profiler.profile().categories, undefined);
  });
});

describe('a sample', () => {
  it('is all rows where there are few, else blocks that lie apart and in order, no more than asked', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 64, max: 5_000 }), fc.integer({ min: 0, max: 1_000 }), (rows, most, gap) => {
      const half = Math.floor(rows / 2);
      const blocks = sampleOf([{ first: 0, last: half }, { first: half + gap, last: rows + gap }], most);
      const count = blocks.reduce((sum, { first, last }) => sum + last - first, 0);
      assert(rows <= most ? count === rows : count <= most && count >= Math.min(most / 2, rows / 2) - 128, `${count} of ${rows}, at most ${most}`);
      blocks.forEach(({ first, last }, at) => assert(last >= first && first >= (blocks[at - 1]?.last ?? 0) && (last <= half || first >= half + gap) && last <= rows + gap));
    }));
  });
});
