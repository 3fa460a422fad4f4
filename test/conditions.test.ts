// Rows under conditions are the rows that there would be, weighted: what is wanted holds in every one, shares come out as asked, what goes with what stays as it
// was, and whatever cannot be had is refused with its reason.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { chooseGenerators } from '../src/domain/choose.ts';
import type { Balance, ConditionOrder } from '../src/domain/conditions.ts';
import { InvalidInput } from '../src/domain/errors.ts';
import { freezePlan, type Frozen } from '../src/domain/freeze.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import { learnText } from '../src/domain/learn/csv.ts';
import { REFERENCE_INSTANT, type Plan } from '../src/domain/plan.ts';
import { rulesOf } from '../src/domain/quality/rules.ts';
import { compilePlan } from '../src/domain/rows.ts';
import type { DataSchema, Value } from '../src/domain/schema.ts';
import { withModel } from '../src/domain/text/model-fields.ts';
import { customersCsv } from './support/learned.ts';

const ROWS = 6_000;
/** Of nine degrees of freedom: less than this in all but one of a hundred thousand samples of what is truly alike. */
const ALIKE = 38;

type Row = Readonly<Record<string, Value>>;

const SHOP = `
CREATE TABLE customer (id serial PRIMARY KEY, code text NOT NULL UNIQUE, full_name text NOT NULL, email text NOT NULL UNIQUE, country text NOT NULL, born date NOT NULL, bio text, extra jsonb);
CREATE TABLE booking (
  id serial PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, nights int NOT NULL CHECK (nights BETWEEN 1 AND 14), room text NOT NULL CHECK (room IN ('single', 'double', 'suite')),
  price numeric(8,2) NOT NULL CHECK (price BETWEEN 50 AND 500), total numeric(10,2) GENERATED ALWAYS AS (nights * price) STORED, paid_on date, doubled int GENERATED ALWAYS AS (customer_id * 2) STORED,
  CHECK (room <> 'suite' OR price > 200)
);
CREATE TABLE note (id serial PRIMARY KEY, booking_id int NOT NULL REFERENCES booking, line int NOT NULL, UNIQUE (booking_id, line));`;

let customers: DataSchema;
let shop: DataSchema;
before(async () => {
  customers = chooseGenerators({ tables: [learnText('data', { text: customersCsv(3_000) }).table] });
  shop = chooseGenerators((await importDefinition({ kind: 'sql', text: SHOP })).schema);
});

function frozen(schema: DataSchema, conditions: readonly ConditionOrder[], { rows = ROWS, seed = 1, rowsPerTable = {} }: { rows?: number; seed?: number; rowsPerTable?: Record<string, number> } = {}): Frozen {
  return freezePlan({ schema, rows, rowsPerTable, seed, reference: REFERENCE_INSTANT, maxRows: 1_000_000, conditions });
}

function rowsOf(plan: Plan, name = plan.tables[0]?.name ?? ''): readonly Row[] {
  const { table, rows } = { rows: compilePlan(JSON.parse(JSON.stringify(plan)) as Plan).table(name), table: plan.tables.find((one) => one.name === name) };
  return Array.from(rows.rows(0, table?.rows ?? 0), (values) => Object.fromEntries(table?.fields.map((field, position) => [field.name, values[position] ?? null]) ?? []));
}

function balanced(...balance: readonly Balance[]): readonly ConditionOrder[] {
  return [{ balance }];
}

function where(sql: string, table?: string): readonly ConditionOrder[] {
  return [{ where: sql, balance: [], ...(table === undefined ? {} : { table }) }];
}

/** Shares of the values of a field. */
function sharesOf(rows: readonly Row[], field: string): ReadonlyMap<Value, number> {
  return new Map([...Map.groupBy(rows, (row) => row[field] ?? null)].map(([value, group]) => [value, group.length / rows.length]));
}

function assertShares(rows: readonly Row[], field: string, wanted: Readonly<Record<string, number>>, within = 0.02): void {
  const shares = sharesOf(rows, field);
  for (const [value, share] of Object.entries(wanted)) {
    const got = [...shares].find(([one]) => String(one) === value)?.[1] ?? 0;
    assert(Math.abs(got - share) < within, `${field} ${value}: ${got}, wanted ${share}`);
  }
}

/** Chi-square of two samples of numbers over tenths of the second. */
function unlike(one: readonly number[], other: readonly number[]): number {
  const sorted = [...other].sort((a, b) => a - b);
  const limits = Array.from({ length: 9 }, (_, tenth) => sorted[Math.floor(((tenth + 1) * sorted.length) / 10)] ?? 0);
  const counts = (values: readonly number[]): readonly number[] => [...limits, Infinity].map((limit, i) => values.filter((value) => value <= limit && (i === 0 || value > (limits[i - 1] ?? 0))).length);
  const [a, b] = [counts(one), counts(other)];
  const [ka, kb] = [Math.sqrt(other.length / one.length), Math.sqrt(one.length / other.length)];
  return a.reduce((sum, count, i) => sum + (count + (b[i] ?? 0) === 0 ? 0 : (ka * count - kb * (b[i] ?? 0)) ** 2 / (count + (b[i] ?? 0))), 0);
}

function numbers(rows: readonly Row[], field: string): readonly number[] {
  return rows.flatMap((row) => (row[field] === null ? [] : [Number(row[field])]));
}

describe('balanced rows', () => {
  it('have all values of a field equally often, and what goes with each of them stays as it was', () => {
    const before = rowsOf(frozen(customers, [], { seed: 2 }).plan);
    const rows = rowsOf(frozen(customers, balanced({ kind: 'evenly', field: 'country' })).plan);
    assertShares(before, 'country', { Germany: 0.4, France: 0.4, Portugal: 0.2 }, 0.03);
    assertShares(rows, 'country', { Germany: 1 / 3, France: 1 / 3, Portugal: 1 / 3 });
    // The country is read off the town: that one is what is balanced in truth.
    for (const { town, country } of rows) assert.equal(country, { Köln: 'Germany', Bonn: 'Germany', Lyon: 'France', Paris: 'France', Porto: 'Portugal' }[String(town)]);
    assertShares(rows, 'plan', Object.fromEntries(sharesOf(before, 'plan')), 0.03);
  });

  it('have some values so many times as often, in parts of a table that were learned apart', () => {
    const before = rowsOf(frozen(customers, [], { seed: 2, rows: 4 * ROWS }).plan);
    assert(customers.tables[0]?.fields.some(({ generator }) => generator?.kind === 'conditional'), 'the example has no strata');
    const rows = rowsOf(frozen(customers, balanced({ kind: 'times', field: 'plan', values: [{ value: 'pro', times: 5 }, { value: 'team', times: 0 }] })).plan);
    const { pro = 0, free = 0 } = Object.fromEntries(sharesOf(before, 'plan'));
    assertShares(rows, 'plan', { pro: (5 * pro) / (5 * pro + free), team: 0 });
    for (const plan of ['pro', 'free']) {
      for (const field of ['spent', 'age', 'income']) {
        const [one, other] = [rows, before].map((all) => numbers(all.filter((row) => row['plan'] === plan), field));
        assert(unlike(one ?? [], other ?? []) < ALIKE, `${field} of ${plan}: ${unlike(one ?? [], other ?? [])}`);
      }
    }
  });

  it('have one value alone where it comes so many times as often that no sum could hold it', () => {
    const { plan, warnings } = frozen(customers, balanced({ kind: 'times', field: 'plan', values: [{ value: 'pro', times: 1e308 }] }));
    assertShares(rowsOf(plan), 'plan', { pro: 1 });
    assert.match(warnings.at(-1) ?? '', /keep [0-9.]+ % of the rows/);
  });

  it('have the shares that are asked, nulls too, and the others keep their proportions', () => {
    const rating = sharesOf(rowsOf(frozen(customers, [], { seed: 2 }).plan), 'rating');
    const rows = rowsOf(frozen(customers, balanced({ kind: 'shares', field: 'rating', values: [{ value: null, share: 0.5 }, { value: '5.0', share: 0.3 }] })).plan);
    const left = 1 - (rating.get(null) ?? 0) - (rating.get(5) ?? 0);
    assertShares(rows, 'rating', { null: 0.5, 5: 0.3, 1: (0.2 * (rating.get(1) ?? 0)) / left, 2: (0.2 * (rating.get(2) ?? 0)) / left });
    const even = rowsOf(frozen(customers, balanced({ kind: 'evenly', field: 'rating' })).plan);
    const each = (1 - (rating.get(null) ?? 0)) / 5;
    assertShares(even, 'rating', { null: rating.get(null) ?? 0, 1: each, 2: each, 3: each, 4: each, 5: each });
  });

  it('meet several wishes at once, though the fields go with one another', () => {
    const { plan, warnings } = frozen(customers, balanced({ kind: 'shares', field: 'active', values: [{ value: false, share: 0.4 }] }, { kind: 'shares', field: 'plan', values: [{ value: 'free', share: 0.5 }, { value: 'pro', share: 0.25 }] }, { kind: 'evenly', field: 'country' }));
    const rows = rowsOf(plan);
    assertShares(rows, 'active', { false: 0.4 });
    assertShares(rows, 'plan', { free: 0.5, pro: 0.25, team: 0.25 });
    assertShares(rows, 'country', { Germany: 1 / 3, France: 1 / 3, Portugal: 1 / 3 });
    assert.match(warnings.at(-1) ?? '', /^table data: the conditions on .*active.* keep [\d.]+ % of the rows that are drawn, by 20000 on trial$/);
  });
});

describe('rows where something is true', () => {
  it('are those of all rows that meet it: what goes with what stays as it was', () => {
    const before = rowsOf(frozen(customers, [], { seed: 2, rows: 4 * ROWS }).plan).filter((row) => Number(row['age']) > 50 && row['plan'] !== 'free');
    const rows = rowsOf(frozen(customers, where("age > 50 AND plan <> 'free'")).plan);
    for (const row of rows) assert(Number(row['age']) > 50 && row['plan'] !== 'free', JSON.stringify(row));
    for (const field of ['age', 'income', 'spent']) assert(unlike(numbers(rows, field), numbers(before, field)) < ALIKE, `${field}: ${unlike(numbers(rows, field), numbers(before, field))}`);
    assertShares(rows, 'plan', Object.fromEntries(sharesOf(before, 'plan')), 0.03);
  });

  it('keep what was learned of two columns by nothing but a copula: the older earn more', () => {
    const text = customersCsv(3_000).split('\n').map((line) => line.split(',').slice(3, 5).join(',')).join('\n');
    const people = chooseGenerators({ tables: [learnText('data', { text }).table] });
    const before = rowsOf(frozen(people, [], { seed: 2, rows: 4 * ROWS }).plan);
    const rows = rowsOf(frozen(people, where('age > 50')).plan);
    assert(unlike(numbers(rows, 'income'), numbers(before.filter((row) => Number(row['age']) > 50), 'income')) < ALIKE);
    assert(unlike(numbers(rows, 'income'), numbers(before, 'income')) > ALIKE, 'income does not go with age');
  });

  it('are not those of which it is not known', () => {
    assert(rowsOf(frozen(customers, where('rating > 2')).plan).every((row) => Number(row['rating']) > 2 && row['rating'] !== null));
    assert(rowsOf(frozen(customers, where('rating IS NULL')).plan).every((row) => row['rating'] === null));
  });

  it('meet whatever is asked, alone and beside a balance', () => {
    const comparison = fc.oneof(
      fc.tuple(fc.constantFrom('age', 'visits', 'income', 'spent'), fc.constantFrom('<', '>', '<=', '>='), fc.integer({ min: 1, max: 60 })).map(([field, operator, limit]) => ({
        sql: `${field} ${operator} ${limit}`,
        holds: (row: Row) => row[field] !== null && { '<': Number(row[field]) < limit, '>': Number(row[field]) > limit, '<=': Number(row[field]) <= limit, '>=': Number(row[field]) >= limit }[operator],
      })),
      fc.subarray(['free', 'team', 'pro'], { minLength: 1 }).map((plans) => ({ sql: `plan IN (${plans.map((plan) => `'${plan}'`).join(', ')})`, holds: (row: Row) => plans.includes(String(row['plan'])) })),
      fc.constantFrom('Germany', 'Portugal').map((country) => ({ sql: `"country" <> '${country}'`, holds: (row: Row) => row['country'] !== country })),
    );
    const condition = fc.tuple(comparison, comparison, fc.constantFrom('AND', 'OR')).map(([a, b, word]) => ({ sql: `(${a.sql}) ${word} (${b.sql})`, holds: (row: Row) => (word === 'AND' ? a.holds(row) && b.holds(row) : a.holds(row) || b.holds(row)) }));
    let met = 0;
    fc.assert(fc.property(condition, fc.boolean(), fc.integer({ min: 0, max: 2 ** 31 }), ({ sql, holds }, even, seed) => {
      try {
        const { plan } = frozen(customers, [{ where: sql, balance: even ? [{ kind: 'evenly', field: 'active' }] : [] }], { rows: 60, seed });
        for (const row of rowsOf(plan)) assert(holds(row), `${sql}: ${JSON.stringify(row)}`);
        met++;
      } catch (error) {
        assert(error instanceof InvalidInput && /of the rows that are drawn/.test(error.message), `${sql}: ${String(error)}`);
      }
    }), { numRuns: 40, seed: 1 });
    assert(met > 20, `${met}`);
  });

  it('keep what checks, keys and computed fields ask of them, and no other table changes', () => {
    const asked: readonly ConditionOrder[] = [{ table: 'booking', where: 'total > 2000', balance: [{ kind: 'evenly', field: 'room' }] }];
    const { plan } = frozen(shop, asked, { rows: 900 });
    const [before, rows] = [rowsOf(frozen(shop, [], { rows: 900 }).plan, 'booking'), rowsOf(plan, 'booking')];
    for (const row of rows) assert(Number(row['total']) > 2000 && Math.abs(Number(row['total']) - Number(row['nights']) * Number(row['price'])) < 0.005 && (row['room'] !== 'suite' || Number(row['price']) > 200), JSON.stringify(row));
    assertShares(rows, 'room', { single: 1 / 3, double: 1 / 3, suite: 1 / 3 }, 0.06);
    assert.deepEqual(rows.map(({ id, customer_id }) => [id, customer_id]), before.map(({ id, customer_id }) => [id, customer_id]));
    assert.deepEqual(rowsOf(plan, 'customer'), rowsOf(frozen(shop, [], { rows: 900 }).plan, 'customer'));
  });

  it('have e-mails that go with their names, each of them once', () => {
    const rows = rowsOf(frozen(shop, where("born < date '1970-01-01'", 'customer'), { rows: 2_000 }).plan, 'customer');
    assert.equal(new Set(rows.map((row) => row['email'])).size, rows.length);
    const belonging = rows.filter((row) => String(row['full_name']).toLowerCase().normalize('NFD').split(/[^a-z]+/).some((name) => name.length > 2 && String(row['email']).includes(name)));
    assert(belonging.length > 0.9 * rows.length, `${belonging.length} of ${rows.length}`);
  });

  it('are the same, whichever of them are asked for', () => {
    const { plan } = frozen(customers, [{ where: 'age > 40', balance: [{ kind: 'evenly', field: 'plan' }] }], { rows: 300 });
    const rows = compilePlan(plan).table('data');
    const all = [...rows.rows(0, 300)];
    for (const first of [299, 17, 150]) assert.deepEqual([...rows.rows(first, first + 1)], [all[first]]);
    assert.deepEqual(frozen(customers, [{ where: 'age > 40', balance: [{ kind: 'evenly', field: 'plan' }] }], { rows: 300 }).plan, plan);
  });

  it('are asked for it once more when a run is measured', () => {
    const { plan } = frozen(customers, where('age > 40'));
    const rule = rulesOf(plan.tables[0] as Plan['tables'][number], REFERENCE_INSTANT).find(({ metric }) => metric === 'CHECK');
    const at = plan.tables[0]?.fields.findIndex(({ name }) => name === 'age') ?? 0;
    assert.equal(rule?.rule, 'age > 40');
    assert.deepEqual([40, 41, null].map((age) => rule?.holds(Object.assign(new Array<Value>(12).fill(null), { [at]: age }), 0)), [false, true, false]);
  });

  it('hold before a model writes: it writes none of the fields that a condition reads', () => {
    const model = { id: 'any', mode: 'MODEL', temperature: 1 } as const;
    const written = (conditions: readonly ConditionOrder[]): readonly string[] => withModel(frozen(shop, conditions, { rows: 10 }).plan, model).tables[0]?.written?.map(({ name }) => name) ?? [];
    assert(written([]).includes('country') && written([]).includes('bio'));
    assert(!written(where("country <> 'France'", 'customer')).includes('country') && written(where("country <> 'France'", 'customer')).includes('bio'));
  });

  it('are none of a table that has no rows, and nothing is drawn for it', () => {
    assert.deepEqual(frozen(shop, where('nights > 2', 'booking'), { rows: 5, rowsPerTable: { booking: 0, note: 0 } }).warnings, []);
  });
});

describe('a condition is refused, with its place and its reason,', () => {
  const refused = (schema: DataSchema, orders: readonly ConditionOrder[]): readonly string[] => {
    try {
      frozen(schema, orders, { rows: 50 });
    } catch (error) {
      if (error instanceof InvalidInput) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw error;
    }
    return [];
  };
  const times = (field: string, ...values: readonly Value[]): Balance => ({ kind: 'times', field, values: values.map((value) => ({ value, times: 2 })) });
  const shares = (field: string, ...values: readonly (readonly [Value, number])[]): Balance => ({ kind: 'shares', field, values: values.map(([value, share]) => ({ value, share })) });

  for (const [what, table, sql, expected] of [
    ['a field that is not there', 'booking', 'colour = 1', /^conditions\.0\.where: table booking has no field "colour": it has id, customer_id/],
    ['what is no SQL', 'booking', 'nights >', /^conditions\.0\.where: .*syntax error/],
    ['two statements', 'booking', 'nights > 1; DROP TABLE booking', /^conditions\.0\.where: .*semicolon/],
    ['a query', 'booking', 'nights IN (SELECT 1)', /^conditions\.0\.where: .*not understood/],
    ['an aggregate', 'booking', 'count(*) > 3', /^conditions\.0\.where: .*looks over several rows/],
    ['a value', 'booking', 'nights + 1', /^conditions\.0\.where: .*expected a condition, true or false, such as nights IS NOT NULL, got a value/],
    ['what names no field', 'booking', '1 = 1', /^conditions\.0\.where: .*got one that names none/],
    ['too long a text', 'booking', `nights > 1 ${' '.repeat(20_000)}`, /^conditions\.0\.where: .*expected at most 20000/],
    ['a primary key', 'booking', 'id > 3', /^conditions\.0\.where: table booking: field id is part of a key, and is never drawn again/],
    ['a unique field', 'customer', "code LIKE 'A%'", /field code is part of a key/],
    ['a reference', 'booking', 'customer_id = 3', /field customer_id refers to customer/],
    ['what is made from one', 'booking', 'doubled > 3', /field customer_id refers to customer.*; doubled is made from it/],
    ['what never is', 'booking', 'price > 600', /^conditions\.0\.where: table booking: price > 600 is true in 0 % of the rows that are drawn, by \d+ on trial, expected 0\.1 % at the least/],
    ['an unknown table', 'bookings', 'nights > 1', /^conditions\.0\.table: unknown table "bookings"/],
  ] as const) it(`on ${what}`, () => assert.match(refused(shop, where(sql, table)).join(), expected));

  for (const [what, table, balance, expected] of [
    ['a field that is not there', 'booking', [{ kind: 'evenly', field: 'colour' }], /^conditions\.0\.balance\.0\.evenly: table booking has no field "colour"/],
    ['a key', 'booking', [times('id', 3)], /^conditions\.0\.balance\.0\.times\.field: .*part of a key/],
    ['JSON', 'customer', [{ kind: 'evenly', field: 'extra' }], /^conditions\.0\.balance\.0\.evenly: .*is JSON/],
    ['a field of all kinds of values', 'customer', [{ kind: 'evenly', field: 'full_name' }], /^conditions\.0\.balance\.0\.evenly: .*more than 1000 values/],
    ['the same field twice', 'booking', [{ kind: 'evenly', field: 'room' }, times('room', 'suite')], /^conditions\.0\.balance\.1: .*room is balanced twice/],
    ['no values', 'booking', [times('room')], /^conditions\.0\.balance\.0\.times\.values: expected 1 to 1000 values, got 0/],
    ['a value that never comes', 'booking', [times('room', 'suite', 'igloo')], /^conditions\.0\.balance\.0\.times\.values\.1\.value: table booking, field room: the value "igloo" came in none of the rows on trial: expected one of "\w+", "\w+", "\w+"$/],
    ['a value of another type', 'booking', [shares('nights', ['many', 0.5])], /^conditions\.0\.balance\.0\.shares\.values\.0\.value: .*"many" came in none/],
    ['a value twice', 'booking', [shares('nights', [3, 0.5], ['3', 0.1])], /^conditions\.0\.balance\.0\.shares\.values\.1\.value: .*named twice/],
    ['a share of more than 1', 'booking', [shares('room', ['suite', 1.2])], /^conditions\.0\.balance\.0\.shares\.values\.0\.share: expected a share from 0 to 1, got 1\.2/],
    ['shares of more than 1 in all', 'booking', [shares('room', ['suite', 0.7], ['double', 0.4])], /^conditions\.0\.balance\.0\.shares\.values: expected shares of 1 in all/],
    ['shares that leave a rest to nobody', 'booking', [shares('room', ['suite', 0.2], ['double', 0.2], ['single', 0.2])], /^conditions\.0\.balance\.0\.shares\.values: .*no other values/],
    ['times below 0', 'booking', [{ kind: 'times', field: 'room', values: [{ value: 'suite', times: -1 }] }], /^conditions\.0\.balance\.0\.times\.values\.0\.times: expected a number of 0 or more, got -1/],
    ['none of any value', 'booking', [{ kind: 'times', field: 'room', values: ['suite', 'double', 'single'].map((value) => ({ value, times: 0 })) }], /^conditions\.0\.balance: .*the balance of room keeps 0 %/],
    ['too many fields', 'booking', Array.from({ length: 11 }, (_, i): Balance => ({ kind: 'evenly', field: `f${i}` })), /^conditions\.0\.balance: .*expected at most 10 balanced fields, got 11/],
  ] as const satisfies readonly (readonly [string, string, readonly Balance[], RegExp])[]) it(`balancing ${what}`, () => assert.match(refused(shop, [{ table, balance }]).join(), expected));

  it('where shares cannot be had at once, though each could', () => {
    const town: Balance = shares('town', ['Porto', 1]);
    assert.deepEqual(refused(customers, balanced(town)), []);
    assert.match(refused(customers, balanced(town, shares('country', ['Germany', 0.5]))).join(), /^conditions\.0\.balance: table data: the shares of town and country cannot be had at once/);
  });

  it('where hardly a row meets it and the checks of its fields at once, though many meet each', async () => {
    const { schema } = await importDefinition({ kind: 'sql', text: 'CREATE TABLE t (a int NOT NULL CHECK (a BETWEEN 0 AND 9999), b int NOT NULL CHECK (b BETWEEN 0 AND 9999), CHECK ((a + b) % 100 = 0))' });
    assert.deepEqual(refused(chooseGenerators(schema), where('b > 500')), []);
    assert.match(refused(chooseGenerators(schema), where('b % 50 = 0')).join(), /^conditions\.0\.where: table t: b % 50 = 0 is true in 0\.\d+ % of the rows that are drawn, by 200000 on trial/);
  });

  it('where it says nothing, names a table twice or none of several, or there are too many', () => {
    assert.match(refused(customers, [{ balance: [] }]).join(), /^conditions\.0: .*got neither/);
    assert.match(refused(shop, [...where('nights > 1', 'booking'), ...where('nights < 9', 'booking')]).join(), /^conditions\.1\.table: table booking has conditions already/);
    assert.match(refused(shop, where('nights > 1')).join(), /^conditions\.0\.table: expected the name of a table, since there are 3/);
    assert.match(refused(shop, Array.from({ length: 21 }, () => where('nights > 1', 'booking')).flat()).join(), /^conditions: expected conditions on at most 20 tables, got 21/);
  });
});
