// CHECKs: which of them become bounds and orders, and that whatever keeps to these meets the check.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyseChecks, type CheckAnalysis, type FieldBounds } from '../src/domain/checks.ts';
import { compileExpression } from '../src/domain/expression.ts';
import { parseExpression } from '../src/domain/import/expression.ts';
import { loadParser } from '../src/domain/import/parser.ts';
import type { Check, Field, Value } from '../src/domain/schema.ts';

await loadParser();

const REFERENCE = '2026-01-31T12:30:00Z';
const FIELDS: readonly Field[] = [
  { name: 'n', type: 'INTEGER', nullable: true }, { name: 'm', type: 'INTEGER', nullable: true }, { name: 'price', type: 'DECIMAL', scale: 2, nullable: true }, { name: 'f', type: 'FLOAT', nullable: true },
  { name: 'd', type: 'DATE', nullable: true }, { name: 'e', type: 'DATE', nullable: true }, { name: 'at', type: 'DATETIME', nullable: true }, { name: 's', type: 'STRING', nullable: true }, { name: 'ok', type: 'BOOLEAN', nullable: true }, { name: 'b', type: 'BINARY', nullable: true },
];

function check(sql: string): Check {
  return { sql, condition: parseExpression(sql) };
}

function analysis(...sqls: readonly string[]): CheckAnalysis {
  return analyseChecks({ fields: FIELDS, checks: sqls.map(check) }, REFERENCE);
}

/** The check is met by these bounds of one field alone. */
function bounded(sql: string, field: string, bounds: FieldBounds): void {
  const found = analysis(sql);
  assert.deepEqual([...found.bounds], [[field, bounds]], sql);
  assert.deepEqual(found.residual, [], sql);
}

describe('a CHECK on one field', () => {
  it('that measures bytes bounds a binary, and leaves the octets of a text to re-draws', () => {
    bounded('octet_length(b) = 32', 'b', { minLength: 32, maxLength: 32 });
    bounded('length(b) <= 8', 'b', { maxLength: 8 });
    assert.deepEqual([...analysis('octet_length(s) <= 8').bounds], []);
    assert.equal(analysis('octet_length(s) <= 8').residual.length, 1);
  });

  it('that compares with a literal, on either side, is a bound of the field\'s own step', () => {
    bounded('n > 5', 'n', { minimum: 6 });
    bounded('5 >= n', 'n', { maximum: 5 });
    bounded('n > 5.5', 'n', { minimum: 6 });
    bounded('n >= -3', 'n', { minimum: -3 });
    bounded('price > 0', 'price', { minimum: 0.01 });
    bounded('price < 100.005', 'price', { maximum: 100 });
    bounded('price >= (0)::numeric', 'price', { minimum: 0 });
    bounded('f <= 0.125', 'f', { maximum: 0.125 });
    bounded("d > '2020-01-01'", 'd', { minimum: '2020-01-02' });
    bounded("d <= '2020-01-01'::date", 'd', { maximum: '2020-01-01' });
    bounded("at < '2020-01-01'", 'at', { maximum: '2019-12-31T23:59:59Z' });
    bounded('n = 3', 'n', { values: [3] });
    bounded("s = 'x'", 's', { values: ['x'] });
  });

  it('takes now from the plan; without one the check stays', () => {
    bounded('d <= now()', 'd', { maximum: '2026-01-31' });
    bounded('d < current_date', 'd', { maximum: '2026-01-30' });
    bounded("d <= current_date - interval '18 years'", 'd', { maximum: '2008-01-31' });
    assert.equal(analyseChecks({ fields: FIELDS, checks: [check('d <= now()')] }).residual.length, 1);
  });

  it('of AND, BETWEEN, IN, = ANY and OR of equalities is bounds', () => {
    bounded('n >= 1 and n < 10 and (n > 2)', 'n', { minimum: 3, maximum: 9 });
    bounded('n between 1 and 5', 'n', { minimum: 1, maximum: 5 });
    bounded("s in ('a', 'b')", 's', { values: ['a', 'b'] });
    bounded("(s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])", 's', { values: ['a', 'b'] });
    bounded("s = 'a' or s = 'b' or s in ('c')", 's', { values: ['a', 'b', 'c'] });
    bounded("s in ('a', 'b', 'c') and s in ('b', 'c', 'd')", 's', { values: ['b', 'c'] });
    bounded('price in (1, 2.5)', 'price', { values: ['1.00', '2.50'] });
  });

  it('of lengths, blanks, truth and nulls is bounds', () => {
    bounded('length(s) >= 3 and char_length(s) < 10', 's', { minLength: 3, maxLength: 9 });
    bounded('length(s) = 2', 's', { minLength: 2, maxLength: 2 });
    bounded("s <> ''", 's', { minLength: 1 });
    bounded('ok', 'ok', { values: [true] });
    bounded('not ok', 'ok', { values: [false] });
    bounded('ok is true', 'ok', { values: [true], notNull: true });
    bounded('s is not null', 's', { notNull: true });
    bounded('n is null or n > 0', 'n', { minimum: 1 });
  });

  it('under NOT is turned inside out', () => {
    bounded('not (n < 5)', 'n', { minimum: 5 });
    bounded('not (n < 5 or n > 9)', 'n', { minimum: 5, maximum: 9 });
    bounded('not (not (n = 4))', 'n', { values: [4] });
    bounded("not (s <> 'a')", 's', { values: ['a'] });
  });

  it('of LIKE or a regular expression gives a pattern, and stays to be looked at', () => {
    for (const [sql, pattern] of [["s like 'A-%'", 'A\\-[a-z0-9]{0,8}'], ["s ~ '^[A-Z]{3}$'", '[A-Z]{3}'], ["s ~ '^[[:digit:]]+'", '[0-9]+[a-z0-9]{0,8}']] as const) {
      const found = analysis(sql);
      assert.equal(found.bounds.get('s')?.pattern, pattern);
      assert.equal(found.residual.length, 1);
      const meets = compileExpression(found.residual[0]?.condition ?? { kind: 'literal', value: false }, { reference: REFERENCE });
      fc.assert(fc.property(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), (s) => meets(() => s) === true));
    }
  });
});

describe('a CHECK on two fields', () => {
  it('that compares them is an order', () => {
    assert.deepEqual(analysis('n <= m').orders, [{ lower: 'n', upper: 'm', strict: false }]);
    assert.deepEqual(analysis('d > e').orders, [{ lower: 'e', upper: 'd', strict: true }]);
    assert.deepEqual(analysis('e is null or e >= d').orders, [{ lower: 'd', upper: 'e', strict: false }]);
  });

  it('that would close a circle of orders, or compares unlike fields, stays', () => {
    assert.equal(analysis('n <= m', 'm <= n').residual.length, 1);
    assert.equal(analysis('n <= m', 'm <= n').orders.length, 1);
    for (const sql of ['d < at', 's < s', 'n < m + 1', 'n <> m', 'n = m', 'n > 1 or m > 1', "s <> 'a'", "s not in ('a', 'b')", 'n in (1, null)', 'n % 2 = 0', 'lower(s) = s', 'm is null or n > 0', "s ~ '^a|b$'"]) {
      const found = analysis(sql);
      assert.deepEqual([found.residual.length, found.orders.length, found.bounds.size], [1, 0, 0], sql);
    }
  });

  it('that stays hints at the literals that its fields are compared with', () => {
    const { hints } = analysis("s <> 'closed' or d is not null", "(n > 3 and m = 4) or price = 2.5");
    assert.deepEqual(Object.fromEntries(hints), { s: ['closed'], n: [3], m: [4], price: ['2.50'] });
  });
});

describe('any CHECK', () => {
  const atom = fc.oneof(
    fc.tuple(fc.constantFrom('n', 'm', 'price', 'f'), fc.constantFrom('<', '<=', '>', '>=', '=', '<>'), fc.integer({ min: -5, max: 5 })).map(([field, operator, value]) => `${field} ${operator} ${value}`),
    fc.tuple(fc.integer({ min: -5, max: 5 }), fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('n', 'price')).map(([value, operator, field]) => `${value} ${operator} ${field}`),
    fc.tuple(fc.constantFrom('n', 'm'), fc.constantFrom('<', '<=', '>='), fc.constantFrom('n', 'm', 'price')).map(([a, operator, b]) => `${a} ${operator} ${b}`),
    fc.constantFrom("s in ('a', 'bb')", "s = 'a'", 'length(s) > 1', "s like 'a%'", 's is null', 'n is null', 'n is not null', 'ok', 'ok is false', 'n between -2 and 2', "d > '2024-01-15'", 'd <= e', "at >= '2024-01-15T10:00:00'", "d < timestamp '2024-01-15 10:00'"),
  );
  const condition = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof({ depthSize: 'small' }, atom, atom, fc.tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node')).map(([a, operator, b]) => `(${a} ${operator} ${b})`), tie('node').map((a) => `not (${a})`)),
  })).node;
  const maybe = <Item extends Value>(arbitrary: fc.Arbitrary<Item>): fc.Arbitrary<Item | null> => fc.option(arbitrary, { freq: 6 });
  const row = fc.record({
    n: maybe(fc.integer({ min: -6, max: 6 })), m: maybe(fc.integer({ min: -6, max: 6 })), price: maybe(fc.integer({ min: -600, max: 600 }).map((cents) => (cents / 100).toFixed(2))), f: maybe(fc.integer({ min: -600, max: 600 }).map((cents) => cents / 100)),
    d: maybe(fc.constantFrom('2024-01-14', '2024-01-15', '2024-01-16')), e: maybe(fc.constantFrom('2024-01-14', '2024-01-15', '2024-01-16')), at: maybe(fc.constantFrom('2024-01-15T09:59:59Z', '2024-01-15T10:00:00Z')),
    s: maybe(fc.constantFrom('', 'a', 'bb', 'ab', 'c')), ok: maybe(fc.boolean()),
  });

  it('is met by every row that keeps to its bounds and orders, where nothing of it stays', () => {
    const fieldOf = (name: string): Field | undefined => FIELDS.find((field) => field.name === name);
    fc.assert(fc.property(condition, fc.array(row, { minLength: 20, maxLength: 20 }), (sql, rows) => {
      const { bounds, orders, residual } = analysis(sql);
      const meets = compileExpression(parseExpression(sql), { reference: REFERENCE, fieldOf });
      for (const values of rows) {
        const get = (name: string): Value => (values as Readonly<Record<string, Value>>)[name] ?? null;
        const inside = [...bounds].every(([name, bound]) => keeps(fieldOf(name), get(name), bound)) && orders.every(({ lower, upper, strict }) => inOrder(get(lower), get(upper), strict));
        const met = meets(get) !== false;
        if (residual.length === 0) assert.equal(met || !inside, true, `${sql}: ${JSON.stringify(values)} keeps to ${JSON.stringify([...bounds])}`);
        // And no value is kept out that the check allows, but by a pattern and by the step of a FLOAT.
        if (met && !sql.includes('f ') && [...bounds.values()].every(({ pattern }) => pattern === undefined)) assert.ok(inside, `${sql}: ${JSON.stringify(values)} is met but out of ${JSON.stringify([...bounds])}`);
      }
    }), { numRuns: 1_000 });
  });
});

function number(value: Value): number | string {
  return typeof value === 'number' ? value : /^-?\d+\.\d+$/.test(String(value)) ? Number(value) : String(value);
}

function inOrder(a: Value, b: Value, strict: boolean): boolean {
  return a === null || b === null || (strict ? number(a) < number(b) : number(a) <= number(b));
}

function keeps(field: Field | undefined, value: Value, bounds: FieldBounds): boolean {
  if (value === null) return bounds.notNull !== true;
  if (bounds.values !== undefined && !bounds.values.some((one) => one !== null && number(one) === number(value) && field !== undefined)) return typeof value === 'boolean' && bounds.values.includes(value);
  if (bounds.minimum !== undefined && number(value) < bounds.minimum) return false;
  if (bounds.maximum !== undefined && number(value) > bounds.maximum) return false;
  const length = String(value).length;
  return length >= (bounds.minLength ?? 0) && length <= (bounds.maxLength ?? Number.POSITIVE_INFINITY);
}
