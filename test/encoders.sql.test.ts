// SQL outputs, loaded into a real PostgreSQL and read back from it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import type { Expression } from '../src/domain/expression.ts';
import type { ForeignKey, Table, Value } from '../src/domain/schema.ts';
import { sqlIdentifier, sqlTableName } from '../src/domain/sql-identifiers.ts';
import { loadSteps } from '../src/files/sql-loading.ts';
import { fieldOf, type RowsByTable, tableFor, writeText } from './support/outputs.ts';
import { startTestPostgres } from './support/postgres.ts';

const SQL = { format: 'SQL', compression: 'NONE' } as const;
const IS_GIVEN: Expression = { kind: 'call', name: 'is not null', args: [{ kind: 'field', name: 'other_id' }] };
const key = (fields: string, table: string, references = 'id'): ForeignKey => ({ fields: fields.split(' '), table, references: references.split(' ') });
const integer = (name: string) => fieldOf(name, 'INTEGER');
const optional = (name: string) => fieldOf(name, 'INTEGER', { nullable: true });

/** PostgreSQL has no character U+0000. */
function withoutNul(value: Value): Value {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.split('\u0000').join('') : part))) as Value;
}

describe('SQL for PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startTestPostgres>>;
  let client: pg.Client;
  before(async () => {
    server = await startTestPostgres();
    client = new pg.Client(server.connection);
    await client.connect();
  });
  after(async () => {
    await client.end();
    await server[Symbol.asyncDispose]();
  });

  /** Loads an output into tables made by `ddl` alone, in a schema of its own. */
  async function load(ddl: string, tables: readonly Table[], rows: RowsByTable, rowsPerInsert = 3): Promise<string> {
    const text = await writeText({ tables, rows, request: { ...SQL, sql: { dialect: 'POSTGRESQL', rowsPerInsert } } });
    await client.query(`DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS sales CASCADE; CREATE SCHEMA public; CREATE SCHEMA sales; ${ddl}`);
    try {
      await client.query(text);
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
    return text;
  }
  async function select(query: string): Promise<unknown[][]> {
    return (await client.query<unknown[]>({ text: query, rowMode: 'array' })).rows;
  }

  it('writes literals that every type reads as they were', async () => {
    const fields = [
      integer('id'), optional('i'), fieldOf('big', 'INTEGER', { nullable: true }), fieldOf('f', 'FLOAT', { nullable: true }), fieldOf('n', 'DECIMAL', { nullable: true }), fieldOf('b', 'BOOLEAN', { nullable: true }),
      fieldOf('s', 'STRING', { nullable: true }), fieldOf('d', 'DATE', { nullable: true }), fieldOf('t', 'TIME', { nullable: true }), fieldOf('ts', 'DATETIME', { nullable: true }), fieldOf('tz', 'DATETIME', { nullable: true }),
      fieldOf('u', 'UUID', { nullable: true }), fieldOf('j', 'JSON', { nullable: true }), fieldOf('x', 'BINARY', { nullable: true }), fieldOf('arr', 'STRING', { nullable: true, sqlType: 'text[]' }), fieldOf('mood', 'STRING', { nullable: true }),
    ];
    const ddl = `CREATE TYPE mood AS ENUM ('it''s "fine"', 'sad'); CREATE TABLE t (id int PRIMARY KEY, i int, big bigint, f float8, n numeric(20,2), b boolean, s text, d date, t time, ts timestamp, tz timestamptz, u uuid, j jsonb, x bytea, arr text[], mood mood)`;
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom("'", '\\', '"', '\n', ';', '-', '$', ':', '😀', '\u0000', 'é') }));
    const orNull = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.option(value, { freq: 5 });
    const row = fc.tuple(
      orNull(fc.integer()), orNull(fc.constantFrom('9223372036854775807', '-9223372036854775808')), orNull(fc.double({ noNaN: true, noDefaultInfinity: true })), orNull(fc.constantFrom('0.00', '-1.50', '123456789012345678.99')), orNull(fc.boolean()),
      orNull(text), orNull(fc.constant('2026-01-31')), orNull(fc.constant('13:45:00')), orNull(fc.constant('2026-01-31T13:45:00Z')), orNull(fc.constant('2026-07-31T23:45:00Z')),
      orNull(fc.uuid()), orNull(fc.oneof(text, fc.record({ a: text, b: fc.array(fc.integer()) }))), orNull(fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'))), orNull(fc.constantFrom('{}', '{a,"b c",NULL}')), orNull(fc.constantFrom('it\'s "fine"', 'sad')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (list) => {
        const rows = list.map((values, index) => [index, ...values]);
        await load(ddl, [tableFor('t', fields)], { t: rows });
        const found = await select(`SELECT id, i, big::text, f, n::text, b, s, d::text, t::text, to_char(ts, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), to_char(tz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), u, j, replace(encode(x, 'base64'), E'\\n', ''), arr::text, mood FROM t ORDER BY id`);
        assert.deepEqual(found, rows.map((values) => values.map((value, index) => (typeof value === 'string' || index === 12 ? withoutNul(value) : typeof value === 'number' ? value + 0 || 0 : value))));
      }),
      { numRuns: 40 },
    );
  });

  it('quotes exactly the names that PostgreSQL itself would quote', async () => {
    const words = [...(await select('SELECT word FROM pg_get_keywords()')).flat(), 'plain', 'with_1', 'Upper', 'with space', '"', 'a"b', '1st', 'é', 'ünï', 'a$b', '_', 'a-b', "it's", 'a.b'] as string[];
    for (const word of words) {
      const ours = sqlIdentifier(word);
      const [[theirs]] = (await select(`SELECT quote_ident('${word.replaceAll("'", "''")}')`)) as [[string]];
      // quote_ident quotes $ although it need not.
      assert.equal(ours, word === 'a$b' ? word : theirs);
    }
    assert.equal(sqlTableName({ name: 'sales.order' }), 'sales."order"');
    assert.equal(sqlTableName({ name: 'Sales' }), '"Sales"');
    assert.equal(sqlTableName({ name: '.x' }), '".x"');
  });

  it('loads tables and columns of any name, and of other SQL schemas', async () => {
    const tables = [tableFor('sales.user', [integer('order'), fieldOf('Na"me', 'STRING'), integer("it's")]), tableFor('Big Table', [integer('select')], { foreignKeys: [key('select', 'sales.user', 'order')] })];
    await load(`CREATE TABLE sales."user" ("order" int PRIMARY KEY, "Na""me" text, "it's" int); CREATE TABLE "Big Table" ("select" int PRIMARY KEY REFERENCES sales."user")`, tables, { 'sales.user': [[1, 'a', 2]], 'Big Table': [[1]] });
    assert.deepEqual(await select('SELECT * FROM sales."user" u JOIN "Big Table" b ON b."select" = u."order"'), [[1, 'a', 2, 1]]);
  });

  it('leaves generated columns out, and the next serial or identity value free', async () => {
    const plus: Expression = { kind: 'field', name: 'a' };
    const identity = (always: boolean, start = 1, step = 1) => ({ identity: { always, start, step } });
    const tables = [
      tableFor('a', [fieldOf('id', 'INTEGER', identity(true)), integer('a'), fieldOf('twice', 'INTEGER', { computed: plus })]),
      tableFor('Bs', [fieldOf('Id', 'INTEGER', identity(false)), integer('v')]),
      tableFor('down', [fieldOf('id', 'INTEGER', identity(true, -1, -1)), integer('v')]),
      tableFor('late', [fieldOf('id', 'INTEGER', identity(true, 1000)), integer('v')]),
      tableFor('none', [fieldOf('id', 'INTEGER', identity(true, 5)), integer('v')]),
      tableFor('only_generated', [fieldOf('g', 'INTEGER', { computed: plus })]),
    ];
    await load(
      `CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED);
       CREATE TABLE "Bs" ("Id" serial PRIMARY KEY, v int); CREATE TABLE down (id int GENERATED ALWAYS AS IDENTITY (START -1 INCREMENT -1) PRIMARY KEY, v int);
       CREATE TABLE late (id int GENERATED ALWAYS AS IDENTITY (START 1000) PRIMARY KEY, v int); CREATE TABLE none (id int GENERATED ALWAYS AS IDENTITY (START 5) PRIMARY KEY, v int);
       CREATE TABLE only_generated (g int GENERATED ALWAYS AS (7) STORED)`,
      tables,
      { a: [[1, 5, 10], [2, 6, 12]], Bs: [[1, 1], [2, 2], [3, 3]], down: [[-1, 1], [-2, 1]], late: [[1, 1]], none: [], only_generated: [[7], [7]] },
    );
    assert.deepEqual(await select('INSERT INTO a (a) VALUES (7) RETURNING id, twice'), [[3, 14]]);
    assert.deepEqual(await select('INSERT INTO "Bs" (v) VALUES (7) RETURNING "Id"'), [[4]]);
    assert.deepEqual(await select('INSERT INTO down (v) VALUES (7) RETURNING id'), [[-3]]);
    assert.deepEqual(await select('INSERT INTO late (v) VALUES (7) RETURNING id'), [[1000]]);
    assert.deepEqual(await select('INSERT INTO none (v) VALUES (7) RETURNING id'), [[5]]);
    assert.deepEqual(await select('SELECT g FROM only_generated'), [[7], [7]]);
  });

  it('breaks a cycle of tables at a nullable column, which it fills in later', async () => {
    const tables = [
      tableFor('author', [integer('id'), fieldOf('name', 'STRING'), optional('best_book_id')], { foreignKeys: [key('best_book_id', 'book')] }),
      tableFor('book', [integer('id'), integer('author_id')], { foreignKeys: [key('author_id', 'author')] }),
    ];
    assert.deepEqual(loadSteps(tables), [
      { kind: 'insert', table: 'author', later: ['best_book_id'] },
      { kind: 'insert', table: 'book', later: [] },
      { kind: 'update', table: 'author', later: ['best_book_id'], key: ['id'] },
    ]);
    const rows = { author: [[1, 'a', 9], [2, 'b', null], [3, 'c', 8]], book: [[8, 3], [9, 1], [7, 1]] };
    await load('CREATE TABLE author (id int PRIMARY KEY, name text, best_book_id int); CREATE TABLE book (id int PRIMARY KEY, author_id int NOT NULL REFERENCES author); ALTER TABLE author ADD FOREIGN KEY (best_book_id) REFERENCES book', tables, rows);
    assert.deepEqual(await select('SELECT * FROM author ORDER BY id'), rows.author);
  });

  it('finds a row again by a key of any type', async () => {
    const types = [['REAL', 'FLOAT', 1.1], ['double precision', 'FLOAT', 0.1], ['numeric(5,2)', 'DECIMAL', '1.10'], ['text', 'STRING', "it's"], ['boolean', 'BOOLEAN', true], ['date', 'DATE', '2026-01-31'], ['timestamptz', 'DATETIME', '2026-01-31T13:45:00Z'], ['bytea', 'BINARY', 'AP8='], ['jsonb', 'JSON', { a: 1.1 }], ['bigint', 'INTEGER', '9223372036854775807']] as const;
    for (const [sqlType, type, value] of types) {
      const tables = [
        tableFor('a', [fieldOf('id', type), optional('b_id')], { foreignKeys: [key('b_id', 'b')] }),
        tableFor('b', [integer('id'), fieldOf('a_id', type)], { foreignKeys: [key('a_id', 'a')] }),
      ];
      await load(`CREATE TABLE a (id ${sqlType} PRIMARY KEY, b_id int); CREATE TABLE b (id int PRIMARY KEY, a_id ${sqlType} NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b`, tables, { a: [[value, 7]], b: [[7, value]] });
      assert.deepEqual(await select('SELECT b_id FROM a'), [[7]], sqlType);
    }
  });

  it('loads a cycle without nulls as one statement, also when its tables are empty', async () => {
    const tables = [tableFor('a', [integer('id'), integer('b_id')], { foreignKeys: [key('b_id', 'b')] }), tableFor('b', [integer('id'), integer('a_id')], { foreignKeys: [key('a_id', 'a')] })];
    const ddl = 'CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b';
    assert.deepEqual(loadSteps(tables), [{ kind: 'together', tables: [{ table: 'a', later: [] }, { table: 'b', later: [] }] }]);
    const rows = { a: [[1, 20], [2, 10], [3, 10], [4, 20]], b: [[10, 4], [20, 1]] };
    await load(ddl, tables, rows);
    assert.deepEqual(await select('SELECT * FROM a ORDER BY id'), rows.a);
    assert.deepEqual(await select('SELECT * FROM b ORDER BY id'), rows.b);
    await load(ddl, tables, { a: [], b: [] });
    assert.deepEqual(await select('SELECT * FROM a'), []);
  });

  it('leaves a nullable column alone that a CHECK reads, or that no key finds again', () => {
    const cycle = (first: Partial<Table>): readonly Table[] => [
      tableFor('a', [integer('id'), optional('other_id')], { foreignKeys: [key('other_id', 'b')], ...first }),
      tableFor('b', [integer('id'), integer('a_id')], { foreignKeys: [key('a_id', 'a')] }),
    ];
    const together = [{ kind: 'together', tables: [{ table: 'a', later: [] }, { table: 'b', later: [] }] }];
    assert.deepEqual(loadSteps(cycle({ checks: [{ sql: 'other_id IS NOT NULL', condition: IS_GIVEN }] })), together);
    assert.deepEqual(loadSteps(cycle({ primaryKey: [] })), together);
    assert.equal(loadSteps(cycle({ primaryKey: [], uniqueKeys: [['other_id'], ['id']] })).length, 3);
  });

  it('loads self-references: in order, filled in later, or in one statement', async () => {
    const plain = tableFor('plain', [integer('id'), optional('parent_id')], { foreignKeys: [key('parent_id', 'plain')] });
    assert.deepEqual(loadSteps([plain]), [{ kind: 'insert', table: 'plain', later: [] }]);
    const team = tableFor('team', [integer('id')]);
    const member = (name: string, parent: ReturnType<typeof optional>): Table =>
      tableFor(name, [integer('team_id'), integer('id'), parent], { primaryKey: ['team_id', 'id'], foreignKeys: [key('team_id', 'team'), key('team_id lead_id', name, 'team_id id')] });
    const later = member('later', optional('lead_id'));
    const strict = member('strict', integer('lead_id'));
    assert.deepEqual(loadSteps([team, later, strict]).slice(1), [
      { kind: 'insert', table: 'later', later: ['lead_id'] },
      { kind: 'update', table: 'later', later: ['lead_id'], key: ['team_id', 'id'] },
      { kind: 'together', tables: [{ table: 'strict', later: [] }] },
    ]);
    const ddl = (name: string, rule: string): string => `CREATE TABLE ${name} (team_id int REFERENCES team, id int, lead_id int ${rule}, PRIMARY KEY (team_id, id), FOREIGN KEY (team_id, lead_id) REFERENCES ${name});`;
    const members = [[1, 1, 5], [1, 2, 4], [1, 3, 1], [1, 4, 4], [1, 5, 2]];
    await load(`CREATE TABLE team (id int PRIMARY KEY); CREATE TABLE plain (id int PRIMARY KEY, parent_id int REFERENCES plain); ${ddl('later', '')} ${ddl('strict', 'NOT NULL')}`, [plain, team, later, strict], {
      plain: [[1, null], [2, 1], [3, 2], [4, 2]],
      team: [[1]],
      later: members,
      strict: members,
    }, 1);
    assert.deepEqual(await select('SELECT * FROM later ORDER BY id'), members);
    assert.deepEqual(await select('SELECT * FROM strict ORDER BY id'), members);
  });

  it('loads any graph of tables, nullable or not, without an error or a changed value', async () => {
    const graphs = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        links: fc.array(fc.record({ child: fc.nat(size - 1), parent: fc.nat(size - 1), nullable: fc.boolean() }), { maxLength: 10 }),
        picks: fc.array(fc.nat(1000), { minLength: 7, maxLength: 7 }),
      }),
    );
    const ROWS = 5;
    await fc.assert(
      fc.asyncProperty(graphs, async ({ size, links, picks }) => {
        const tables = Array.from({ length: size }, (_, index) => {
          const own = links.map((link, number) => ({ ...link, name: `f${number}` })).filter((link) => link.child === index);
          return tableFor(`t${index}`, [integer('id'), ...own.map((link) => fieldOf(link.name, 'INTEGER', { nullable: link.nullable }))], { foreignKeys: own.map((link) => key(link.name, `t${link.parent}`)) });
        });
        // Row r of a table has the id r; a reference to another table is any id, one to its own is an earlier one or itself.
        const rows = Object.fromEntries(
          tables.map((table, t) => [
            table.name,
            Array.from({ length: ROWS }, (_, r) => [
              r,
              ...table.foreignKeys.map(({ table: parent }, f) => {
                const pick = picks[(r * 3 + f + t) % picks.length] ?? 0;
                if (pick % 4 === 0 && table.fields[f + 1]?.nullable === true) return null;
                return parent === table.name ? pick % (r + 1) : pick % ROWS;
              }),
            ]),
          ]),
        );
        const create = tables.map((table) => `CREATE TABLE ${table.name} (id int PRIMARY KEY${table.fields.slice(1).map((field) => `, ${field.name} int ${field.nullable ? '' : 'NOT NULL'}`).join('')});`);
        const alter = tables.flatMap((table) => table.foreignKeys.map((foreign) => `ALTER TABLE ${table.name} ADD FOREIGN KEY (${foreign.fields.join()}) REFERENCES ${foreign.table};`));
        await load([...create, ...alter].join('\n'), tables, rows, 2);
        for (const table of tables) assert.deepEqual(await select(`SELECT * FROM ${table.name} ORDER BY id`), rows[table.name]);
      }),
      { numRuns: 60 },
    );
  });
});
