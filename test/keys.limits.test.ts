// What tables hold: no count passes the type, the CHECKs or the parents of a key unsaid, and none is refused that they do hold.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { chooseGenerators } from '../src/domain/choose.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import type { Generator } from '../src/domain/generator.ts';
import { importSql } from '../src/domain/import/sql.ts';
import { compilePlan } from '../src/domain/rows.ts';
import type { Field } from '../src/domain/schema.ts';
import { prepare } from './support/loading.ts';
import { allRows, field, reference, SEQUENCE, table, tuple } from './support/plans.ts';

const runs = { numRuns: 40 };
const request = { rowsPerTable: {}, seed: 1, reference: '2026-01-01T00:00:00.000Z', maxRows: 1_000_000_000 };

const frozen = (fields: readonly Field[], rows: number, keys: Parameters<typeof table>[3] = { primaryKey: ['id'] }) => freezePlan({ ...request, schema: { tables: [table('t', rows, fields, keys)] }, rows }).plan;

describe('a sequence', () => {
  const holds = (generator: Generator, more: Partial<Field>, capacity: number): void => {
    for (const keys of [{ primaryKey: ['id'] }, {}]) {
      const fields = [field('id', generator, more)];
      assert.throws(() => frozen(fields, capacity + 1, keys), (error) => error instanceof InvalidInput && error.message.includes(`table t can hold ${capacity} rows`), JSON.stringify([generator, more]));
      if (capacity > 0 && capacity <= 5_000) assert.equal(new Set(allRows(frozen(fields, capacity, keys), 't').map(({ id }) => String(id))).size, capacity);
    }
  };

  it('ends where its integer type does, in a key or not, up and down', () => {
    fc.assert(fc.property(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: -9, max: 9 }).filter((step) => step !== 0), fc.nat(2_000), (start, step, room) => {
      const bounds = step > 0 ? { minimum: start, maximum: start + room } : { minimum: start - room, maximum: start };
      holds({ kind: 'sequence', start, step }, bounds, Math.floor(room / Math.abs(step)) + 1);
    }), runs);
    holds({ kind: 'sequence', start: Number.MAX_SAFE_INTEGER - 9, step: 3 }, { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 4);
  });

  it('ends where the digits of its decimal do', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(3), fc.integer({ min: 1, max: 9 }), (whole, scale, start) => {
      holds({ kind: 'sequence', start, step: 1 }, { type: 'DECIMAL', precision: whole + scale, scale }, 10 ** whole - start);
    }), runs);
  });

  it('gives way to numbers that a real tells apart, where its column is drawn', () => {
    const fields = [field('id', { kind: 'float', minimum: 1, maximum: 2_000_000_000, places: 2 }, { type: 'FLOAT', sqlType: 'real' })];
    assert.equal(new Set(allRows(frozen(fields, 40_000), 't').map(({ id }) => Math.fround(Number(id)))).size, 40_000);
  });

  it('ends where a real tells whole numbers apart no more', () => holds({ kind: 'sequence', start: 2 ** 24 - 9, step: 1 }, { type: 'FLOAT', sqlType: 'real' }, 10));

  it('ends where its text has no more room for digits, padded or not', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 4 }), (digits, width, letters) => {
      holds({ kind: 'sequence', start: 0, step: 1, prefix: 'A'.repeat(letters), width }, { type: 'STRING', maxLength: letters + digits }, width > digits ? 0 : 10 ** digits);
    }), runs);
  });

  it('of a column of a script is refused past its type, or capped where the table is one of several', async () => {
    const cases = [['n smallserial', 40_000, 32_767], ['n int GENERATED ALWAYS AS IDENTITY (START WITH 2147483600)', 100, 48]] as const;
    for (const [column, rows, capacity] of cases) {
      await assert.rejects(prepare(`CREATE TABLE t (${column})`, { rows }), new RegExp(`table t can hold ${capacity} rows`));
      const { plan, planWarnings } = await prepare(`CREATE TABLE t (${column}); CREATE TABLE u (id int PRIMARY KEY)`, { rows });
      assert.equal(plan.tables[0]?.rows, capacity);
      assert.match(planWarnings[0] ?? '', new RegExp(`table t can hold ${capacity} rows.*capped from ${rows}`));
    }
  });
});

describe('a CHECK on a key', () => {
  it('limits the values of the key, whatever makes them', async () => {
    const cases: readonly (readonly [Generator, Partial<Field>, string, number])[] = [
      [SEQUENCE, {}, 'id BETWEEN 1 AND 10', 10],
      [{ kind: 'integer', minimum: -50, maximum: 500 }, {}, 'id BETWEEN 1 AND 10', 10],
      [{ kind: 'decimal', minimum: 0, maximum: 9, places: 1 }, { type: 'DECIMAL', precision: 4, scale: 1 }, 'id > 1 AND id <= 2', 10],
      [{ kind: 'date', from: '2020-01-01', to: '2029-12-31' }, { type: 'DATE' }, "id >= '2024-01-01' AND id < '2024-01-11'", 10],
      [{ kind: 'category', values: ['a', 'bb', 'ccc'].map((value) => ({ value, weight: 1 })) }, {}, "id IN ('a', 'bb', 'z')", 2],
    ];
    for (const [generator, more, sql, capacity] of cases) {
      const type = { INTEGER: 'int', DECIMAL: 'numeric(4,1)', DATE: 'date' }[more.type as string] ?? (generator.kind === 'category' ? 'varchar(9)' : 'int');
      const { schema } = await importSql(`CREATE TABLE t (id ${type} PRIMARY KEY, CHECK (${sql}))`);
      const fields = [field('id', generator, more)];
      const keys = { primaryKey: ['id'], checks: schema.tables[0]?.checks ?? [] };
      assert.throws(() => frozen(fields, 50, keys), new RegExp(`table t can hold ${capacity} rows`), sql);
      const plan = frozen(fields, capacity, keys);
      assert.equal(plan.tables[0]?.checks.length, 1, sql);
      assert.equal(new Set(allRows(plan, 't').map(({ id }) => id)).size, capacity);
    }
  });
});

describe('a CHECK on keys', () => {
  const ddl = 'CREATE TABLE t (id int PRIMARY KEY, CHECK (id * 2 < 100))';

  it('refuses or caps a count of which only the first rows meet it', async () => {
    await assert.rejects(prepare(ddl, { rows: 500 }), /table t can hold 49 rows: the keys of later rows do not meet CHECK/);
    const { plan, planWarnings } = await prepare(`${ddl}; CREATE TABLE u (id int PRIMARY KEY, t_id int NOT NULL UNIQUE REFERENCES t)`, { rows: 500 });
    assert.deepEqual(plan.tables.map(({ rows, checks }) => [rows, checks.length]), [[49, 1], [49, 0]]);
    assert.equal(planWarnings.length, 2);
  });

  it('that forbids a row to be its own parent gives the first row the second', async () => {
    const { plan, planWarnings } = await prepare('CREATE TABLE p (id int PRIMARY KEY, boss int NOT NULL REFERENCES p, CHECK (boss <> id))', { rows: 50 });
    assert.deepEqual(planWarnings, []);
    for (const [index, { id, boss }] of allRows(plan, 'p').entries()) assert.ok(boss !== id && Number(boss) <= Math.max(index, 2), `${String(id)} ${String(boss)}`);
  });
});

describe('references that a CHECK keeps apart', () => {
  it('never lead to a parent that is not there, from one parent on', async () => {
    const { schema } = await importSql('CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE f (a_id int, b_id int, CHECK (a_id <> b_id))');
    const checks = schema.tables[1]?.checks ?? [];
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), fc.boolean(), fc.nat(), (parents, rows, aNull, bNull, seed) => {
      const key = (name: string) => ({ fields: [name], table: 'u', references: ['id'] });
      const child = table('f', rows, [reference('a_id', 'u', 'id', { nullable: aNull }), reference('b_id', 'u', 'id', { nullable: bNull })], { foreignKeys: [key('a_id'), key('b_id')], checks });
      const { plan, warnings } = freezePlan({ ...request, seed, rows, rowsPerTable: { u: parents }, schema: { tables: [table('u', parents, [field('id', SEQUENCE)], { primaryKey: ['id'] }), child] } });
      const held = parents > 1 || aNull || bNull ? rows : 0;
      assert.equal(plan.tables[1]?.rows, held, warnings.join());
      assert.equal(plan.tables[1]?.checks.length, 1);
      for (const { a_id: a, b_id: b } of allRows(plan, 'f')) assert.ok([a, b].every((id) => id === null || (Number(id) >= 1 && Number(id) <= parents)) && (a === null || a !== b), JSON.stringify([a, b]));
    }), { numRuns: 300 });
  });
});

describe('a key of two references that a CHECK keeps apart, and a number', () => {
  it('holds every triple but those of one parent with itself', async () => {
    const ddl = 'CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES u, b int REFERENCES u, y int CHECK (y BETWEEN 1 AND 4), PRIMARY KEY (a, b, y), CHECK (a <> b))';
    for (const parents of [2, 3, 7]) {
      const held = parents * (parents - 1) * 4;
      const { plan, planWarnings } = await prepare(ddl, { rows: held, rowsPerTable: { u: parents } });
      assert.deepEqual([planWarnings, plan.tables[1]?.rows, plan.tables[1]?.checks.length], [[], held, 2]);
      const rows = allRows(plan, 't');
      assert.equal(new Set(rows.map((row) => tuple(row, ['a', 'b', 'y']))).size, held);
      assert.ok(rows.every(({ a, b }) => a !== b && Number(b) <= parents && Number(a) <= parents));
      await assert.rejects(prepare(ddl, { rows: 1, rowsPerTable: { u: parents, t: held + 1 } }), new RegExp(`table t can hold ${held} rows`));
    }
  });
});

describe('a generator that was chosen', () => {
  const held = async (columns: string, rows: number, before = ''): Promise<void> => {
    const { schema } = await importSql(`${before}CREATE TABLE t (${columns})`);
    const { plan, warnings } = freezePlan({ ...request, schema: chooseGenerators(schema), rows, rowsPerTable: before === '' ? {} : { u: 10 } });
    const planned = plan.tables.find(({ name }) => name === 't');
    assert.equal(planned?.rows, rows, warnings.join());
    const keys = planned.primaryKey.length > 0 ? planned.primaryKey : (planned.uniqueKeys[0] ?? []);
    const seen = new Set<string>();
    const shown = Math.min(rows, 60_000);
    for (const row of compilePlan(plan).table('t').rows(0, shown)) seen.add(JSON.stringify(keys.map((name) => row[planned.fields.findIndex((one) => one.name === name)])));
    assert.equal(seen.size, shown, columns);
    if (keys.join() === 'country') assert.ok([...seen].every((text) => /^\["[A-Z0-9]{2}"\]$/.test(text)));
    assert.match(warnings.join(), /^table t: .* took more values than usual/);
  };
  const users = 'CREATE TABLE u (id int PRIMARY KEY); ';

  it('is widened to what its type and CHECKs hold where the count needs it, and says so', async () => {
    await held('x int, y int, PRIMARY KEY (x, y)', 5_000_000);
    await held('u int REFERENCES u, seq int, PRIMARY KEY (u, seq)', 50_000, users);
    await held('year int NOT NULL, month int NOT NULL, UNIQUE (year, month)', 2_000);
    await held('country char(2) PRIMARY KEY', 600);
    await held('country char(2) PRIMARY KEY', 1_200);
    await held('u int REFERENCES u, day date, PRIMARY KEY (u, day)', 40_000, users);
    await held('n numeric(3,0) PRIMARY KEY', 1_999);
    await held('n smallint PRIMARY KEY', 40_000);
    await held('u int REFERENCES u, status varchar(40), PRIMARY KEY (u, status)', 5_000, users);
  });

  it('is not widened past its type and CHECKs', async () => {
    for (const [columns, rows, capacity] of [['n numeric(3,0) PRIMARY KEY', 2_000, 1_999], ['x smallint, y smallint CHECK (y BETWEEN 1 AND 3), PRIMARY KEY (x, y)', 200_000, 65_536 * 3], ["c char(1) PRIMARY KEY CHECK (c IN ('a', 'b'))", 3, 2], ['day date PRIMARY KEY CHECK (day >= \'2024-01-01\' AND day < \'2025-01-01\')', 400, 366]] as const) {
      await assert.rejects(prepare(`CREATE TABLE t (${columns})`, { rows }), new RegExp(`table t can hold ${capacity} rows`), columns);
    }
  });

  it('stays as it is where the count fits, and one that the user gave always does', async () => {
    const { plan, planWarnings } = await prepare('CREATE TABLE t (x int, y int, PRIMARY KEY (x, y))', { rows: 1_000 });
    assert.deepEqual(planWarnings, []);
    assert.ok(allRows(plan, 't').every(({ x, y }) => Number(x) <= 1_000 && Number(y) <= 1_000));
    assert.throws(() => frozen([field('id', { kind: 'integer', minimum: 1, maximum: 9 })], 10), /can hold 9 rows/);
  });
});
