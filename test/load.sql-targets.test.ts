// SQL outputs for MySQL and SQLite, loaded into real servers with their foreign keys checked, and every value read back. SQL Server's are held to its rules only.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { compilePlan } from '../src/domain/rows.ts';
import type { Field, ForeignKey, Table, Value } from '../src/domain/schema.ts';
import type { SqlDialect } from '../src/domain/sql-dialects.ts';
import { completeRequest, MAX_SQLSERVER_ROWS } from '../src/files/request.ts';
import { outputOf, prepare } from './support/loading.ts';
import { whyNoMariaDb } from './support/mariadb.ts';
import { fieldOf, type RowsByTable, tableFor, writeText } from './support/outputs.ts';
import { expected, type SqlTarget, startMySql, startSqlite } from './support/sql-targets.ts';

const DDL = readFileSync(path.join(import.meta.dirname, '../src/demo/shop.sql'), 'utf8');
/** What sqlglot reads in SQL for SQL Server, since no server of it is at hand (read.py there). */
const TSQL = path.join(import.meta.dirname, 'fixtures/tsql');
const key = (fields: string, table: string, references = 'id'): ForeignKey => ({ fields: fields.split(' '), table, references: references.split(' ') });
const integer = (name: string): Field => fieldOf(name, 'INTEGER');
const optional = (name: string): Field => fieldOf(name, 'INTEGER', { nullable: true });

const script = (tables: readonly Table[], rows: RowsByTable, dialect: SqlDialect): Promise<string> => writeText({ tables, rows, request: { format: 'SQL', compression: 'NONE', sql: { dialect, rowsPerInsert: 3 } } });

/** Characters that some client or server might take for more; U+0000 is in no text of SQLite. */
const TEXT = fc.string({ unit: fc.constantFrom("'", '\\', '"', '`', '\n', '\r', '\t', ';', '-', '#', '/*', '$', ':', '?', '%', '😀', '\u001a', 'é', ' ', 'a', '0') });
/** The types, each with its values. */
const TYPED = [
  ['INTEGER', fc.maxSafeInteger()], ['FLOAT', fc.constantFrom(0, 1.5, -0.1, 1e300)], ['DECIMAL', fc.constantFrom('0.00', '-1.50', '12345678901.99')], ['BOOLEAN', fc.boolean()], ['STRING', TEXT],
  ['DATE', fc.constantFrom('1000-01-01', '2026-01-31')], ['TIME', fc.constant('13:45:00')], ['DATETIME', fc.constantFrom('1969-12-31T23:59:59Z', '2026-01-31T13:45:00Z')], ['UUID', fc.uuid()],
  ['JSON', fc.oneof(TEXT, fc.record({ a: TEXT, b: fc.array(fc.integer()) }))], ['BINARY', fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'))],
] as const;
const TYPES = tableFor('types', [fieldOf('id', 'INTEGER', { identity: { always: true, start: 0, step: 1 } }), ...TYPED.map(([type]) => fieldOf(type.toLowerCase(), type, { nullable: true }))]);
const ROW = fc.tuple(...TYPED.map(([, values]) => fc.option(values as fc.Arbitrary<Value>, { freq: 5 })));

for (const { name, start, skip, runs } of [
  { name: 'SQLite', start: async () => startSqlite(), skip: false, runs: 60 },
  { name: 'MariaDB', start: startMySql, skip: whyNoMariaDb(), runs: 6 },
] as const) {
  describe(`SQL for ${name}`, { skip }, () => {
    let target: SqlTarget;
    before(async () => {
      target = await start();
    });
    after(() => target?.[Symbol.asyncDispose]());

    async function load(tables: readonly Table[], rows: RowsByTable): Promise<string> {
      const text = await script(tables, rows, target.dialect);
      await target.create(tables);
      await target.load(text);
      for (const table of tables) assert.deepEqual(await target.rows(table), expected(table, rows[table.name] ?? []), table.name);
      return text;
    }

    it('loads the shop, 1,000 rows a table, without an error, an orphan or a changed value', async () => {
      const { plan } = await prepare(DDL, { rows: 1000, seed: 20_260_101 });
      const compiled = compilePlan(plan);
      await target.create(plan.tables);
      for (const { text } of await outputOf(plan, { format: 'SQL', compression: 'NONE', sql: { dialect: target.dialect, rowsPerInsert: 500 } })) await target.load(text);
      for (const table of plan.tables) assert.deepEqual(await target.rows(table), expected(table, compiled.table(table.name).rows(0, table.rows)), table.name);
    });

    it('writes literals that every type reads as they were, also a zero for a number that counts by itself', async () => {
      await fc.assert(fc.asyncProperty(fc.array(ROW, { minLength: 1, maxLength: 60 }), async (list) => void (await load([TYPES], { types: list.map((values, index) => [index, ...values]) }))), { numRuns: runs });
    });

    it('keeps every end of a line in a text', async () => {
      await load([tableFor('lines', [integer('id'), fieldOf('a', 'STRING')], { primaryKey: ['id'] })], { lines: [[1, 'a\r\nb'], [2, '\r'], [3, '\n'], [4, 'x\\\n\\\r\n']] });
    });

    it('loads tables and columns of any name', async () => {
      const tables = [tableFor('select', [integer('order'), fieldOf('Na"me', 'STRING'), integer("it's")]), tableFor('Big `Table`]', [integer('by')], { foreignKeys: [key('by', 'select', 'order')] }), tableFor('public.v1.2', [integer('a.b')])];
      await load(tables, { select: [[1, 'a', 2]], 'Big `Table`]': [[1]], 'public.v1.2': [[1]] });
    });

    it('loads cycles: filled in later where null may stand in, else with the checks put off', async () => {
      const cycle = (child: typeof integer): readonly Table[] => [tableFor('a', [integer('id'), child('b_id')], { foreignKeys: [key('b_id', 'b')] }), tableFor('b', [integer('id'), integer('a_id')], { foreignKeys: [key('a_id', 'a')] })];
      const rows = { a: [[1, 20], [2, 10], [3, 10], [4, 20]], b: [[10, 4], [20, 1]] };
      assert.match(await load(cycle(optional), rows), /UPDATE .a. SET .b_id. = 20 WHERE .id. = 1;/);
      await load(cycle(integer), rows);
      await load(cycle(integer), { a: [], b: [] });
      await assert.rejects(load(cycle(optional), { ...rows, b: [[10, 4], [20, 99]] }), /foreign key/i, 'a row without its parent is refused');
    });

    it('loads self-references in their order, each row behind its parent', async () => {
      await load([tableFor('plain', [integer('id'), optional('parent_id')], { foreignKeys: [key('parent_id', 'plain')] })], { plain: [[1, null], [2, 1], [3, 2], [4, 2], [5, 5]] });
    });
  });
}

/** The text of a literal, out of its quotes. */
function writtenAs(type: Field['type'] | undefined, value: Value): string | null {
  if (value === null) return null;
  if (type === 'BOOLEAN') return value === true ? '1' : '0';
  if (type === 'DATETIME') return String(value).replace('Z', '');
  if (type === 'BINARY') return `0x${Buffer.from(String(value), 'base64').toString('hex')}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

describe('SQL for SQL Server', () => {
  it('is one transaction of its own literals, names and limits', async () => {
    const table = tableFor('sales.order]', [fieldOf('id', 'INTEGER', { identity: { always: true, start: 1, step: 1 } }), fieldOf('b', 'BOOLEAN'), fieldOf('s', 'STRING'), fieldOf('ts', 'DATETIME'), fieldOf('x', 'BINARY'), fieldOf('j', 'JSON', { nullable: true })]);
    const rows: readonly (readonly Value[])[] = [[1, true, "it's é\\", '2026-01-31T13:45:00Z', 'AP8=', { a: "'" }], [2, false, '', '2026-01-31T00:00:00Z', '', null]];
    assert.equal(
      await script([table], { [table.name]: rows }, 'SQLSERVER'),
      `SET NOCOUNT ON;
SET XACT_ABORT ON;
BEGIN TRANSACTION;
SET IDENTITY_INSERT [sales].[order]]] ON;
INSERT INTO [sales].[order]]] ([id], [b], [s], [ts], [x], [j]) VALUES
(1, 1, N'it''s é\\', N'2026-01-31T13:45:00', 0x00ff, N'{"a":"''"}'),
(2, 0, N'', N'2026-01-31T00:00:00', 0x, NULL);
SET IDENTITY_INSERT [sales].[order]]] OFF;
COMMIT TRANSACTION;
`,
    );
  });

  it('is read by another parser as it was meant', async () => {
    const tables = [
      TYPES,
      tableFor('sales.a]b', [integer('select'), optional('b_id'), fieldOf("Na'me", 'STRING')], { primaryKey: ['select'], foreignKeys: [key('b_id', "b's")] }),
      tableFor("b's", [integer('id'), integer('a_id')], { foreignKeys: [key('a_id', 'sales.a]b', 'select')] }),
    ];
    const texts = ["it's", '\\', "'; DROP TABLE x; --", 'é 😀 /* "[` */', '\n\r\t', "a\\\nb\\\r\nc'", ''];
    const typed = texts.map((text, index): readonly Value[] => [index, index - 3, index / 8, `-${index}.50`, index % 2 === 0, text, '1753-01-01', '13:45:00', '2026-01-31T13:45:00Z', '0190163d-8694-739b-aea5-966c26f8ad91', { [text]: [index, null] }, Buffer.from(`${text}.`).toString('base64')]);
    const rows: RowsByTable = { types: [...typed, TYPES.fields.map((_field, index) => (index === 0 ? 99 : null))], 'sales.a]b': [[1, 10, 'x'], [2, null, "y's"]], "b's": [[10, 2]] };
    const written = await script(tables, rows, 'SQLSERVER');
    if (process.env['TSQL_FIXTURE'] === 'write') writeFileSync(path.join(TSQL, 'rows.sql'), written);
    assert.equal(written, readFileSync(path.join(TSQL, 'rows.sql'), 'utf8'));
    const read = JSON.parse(readFileSync(path.join(TSQL, 'rows.json'), 'utf8')) as { readonly tables: Readonly<Record<string, { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] }>>; readonly others: readonly string[] };
    for (const { name, fields } of tables) {
      assert.deepEqual(read.tables[name]?.columns, fields.map((field) => field.name));
      assert.deepEqual(read.tables[name]?.rows, rows[name]?.map((row) => row.map((value, index) => (fields[index]?.name === 'b_id' ? null : writtenAs(fields[index]?.type, value)))), name); // filled in by the UPDATE
    }
    // It takes OFF for another name of the table.
    assert.deepEqual(read.others.map((sql) => sql.replaceAll(/[[\]']/g, '')), [
      'SET NOCOUNT ON', 'SET XACT_ABORT ON', 'BEGIN TRANSACTION', 'SET IDENTITY_INSERT types ON', 'SET IDENTITY_INSERT types AS OFF', 'UPDATE sales.ab SET b_id = 10 WHERE select = 1', 'COMMIT TRANSACTION',
    ]);
  });

  it('puts the checks of a cycle off, and has them made up for', async () => {
    const tables = [tableFor('a', [integer('id'), integer('b_id')], { foreignKeys: [key('b_id', 'b')] }), tableFor('b', [integer('id'), integer('a_id')], { foreignKeys: [key('a_id', 'a')] })];
    const lines = (await script(tables, { a: [[1, 2]], b: [[2, 1]] }, 'SQLSERVER')).split('\n').filter((line) => /^(?:ALTER|INSERT)/.test(line));
    assert.deepEqual(lines, ['ALTER TABLE [a] NOCHECK CONSTRAINT ALL;', 'ALTER TABLE [b] NOCHECK CONSTRAINT ALL;', 'INSERT INTO [a] ([id], [b_id]) VALUES', 'INSERT INTO [b] ([id], [a_id]) VALUES', 'ALTER TABLE [a] WITH CHECK CHECK CONSTRAINT ALL;', 'ALTER TABLE [b] WITH CHECK CHECK CONSTRAINT ALL;']);
  });

  it('takes no more rows in one INSERT than the server does', () => {
    const request = (rowsPerInsert: number) => () => completeRequest({ format: 'SQL', compression: 'NONE', sql: { dialect: 'SQLSERVER', rowsPerInsert } });
    request(MAX_SQLSERVER_ROWS)();
    assert.throws(request(MAX_SQLSERVER_ROWS + 1), /sql.rowsPerInsert: expected a whole number from 1 to 1000, the most that SQL Server takes, got 1001/);
  });
});
