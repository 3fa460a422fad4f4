// DDL in, schema out: every kind of statement that a real dump holds, and every way in which a script can be broken.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { fieldsOf } from '../src/domain/expression.ts';
import { sqlOf } from '../src/domain/expression-sql.ts';
import { parseExpression } from '../src/domain/import/expression.ts';
import { importSql, MAX_PARSED_STATEMENTS } from '../src/domain/import/sql.ts';
import type { Field, Imported, Table } from '../src/domain/schema.ts';
import { validateSchema } from '../src/domain/validate.ts';
import { cpuMsOf } from './support/cpu.ts';

const DUMP = String.raw`
--
-- PostgreSQL database dump
--
\restrict abc'def
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
CREATE SCHEMA sales;
CREATE TYPE public.mood AS ENUM ('sad', 'o''k', 'happy');
CREATE DOMAIN public.postcode AS character varying(10) NOT NULL CONSTRAINT shape CHECK (VALUE ~ '^[0-9]{5}$' AND VALUE <> 'VALUE');
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN NEW.x := ';'; RETURN NEW; END; $_$;
CREATE FUNCTION public.one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 1; END;
CREATE TABLE public.customers (
    id integer NOT NULL,
    name character varying(40) DEFAULT 'x'::character varying NOT NULL,
    "Mood" public.mood DEFAULT 'happy'::public.mood,
    code public.postcode,
    balance numeric(10,2) DEFAULT 0.00,
    born date,
    tags text[] DEFAULT '{}'::text[],
    /* a ; comment /* nested; */ ; */
    total numeric(12,2) GENERATED ALWAYS AS ((balance * 1.2)) STORED,
    seen timestamp with time zone DEFAULT now(),
    address inet,
    thing public.nowhere,
    CONSTRAINT "odd (name" CHECK (((balance >= (0)::numeric) AND (born < CURRENT_DATE))),
    CONSTRAINT strange CHECK ((lower(name) = ANY (ARRAY['a'::text, 'b'::text]))),
    CONSTRAINT nope CHECK (balance > (SELECT 1))
);
COMMENT ON TABLE public.customers IS 'People who; buy';
COMMENT ON COLUMN public.customers.name IS 'as on the passport';
CREATE SEQUENCE public.customers_id_seq START WITH 100 INCREMENT BY 5;
ALTER TABLE public.customers_id_seq OWNER TO me;
ALTER TABLE ONLY public.customers ALTER COLUMN id SET DEFAULT nextval('public.customers_id_seq'::regclass);
CREATE TABLE sales.orders (order_id bigint NOT NULL, line smallint NOT NULL, customer_id integer, parent bigint, note text);
ALTER TABLE sales.orders ALTER COLUMN order_id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME sales.s START WITH 7 INCREMENT BY 1 NO MINVALUE CACHE 1);
COPY public.customers (id, name) FROM stdin;
1	it's; a 'trap
2	CREATE TABLE no (
\.
INSERT INTO public.customers VALUES (1, 'semi;colon', E'back\'slash;');
ALTER TABLE ONLY public.customers ADD CONSTRAINT customers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY sales.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (order_id), ADD CONSTRAINT nums UNIQUE (customer_id, line);
ALTER TABLE ONLY sales.orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES public.customers;
ALTER TABLE ONLY sales.orders ADD CONSTRAINT fk2 FOREIGN KEY (parent) REFERENCES sales.orders(order_id) ON DELETE CASCADE;
ALTER TABLE ONLY sales.orders ADD CONSTRAINT fk3 FOREIGN KEY (note) REFERENCES public.missing(id);
CREATE UNIQUE INDEX u1 ON public.customers USING btree (name);
CREATE UNIQUE INDEX u2 ON public.customers USING btree (lower(name));
CREATE UNIQUE INDEX u3 ON public.customers USING btree (code) WHERE (balance > 0);
CREATE INDEX plain ON public.customers (born);
CREATE VIEW public.v AS SELECT 1;
CREATE VIEW public.w AS SELECT 2;
CREATE TRIGGER t BEFORE UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch();
GRANT ALL ON public.customers TO me;
\unrestrict abc
`;

async function table(sql: string, name?: string): Promise<Table> {
  const { schema } = await importSql(sql);
  const found = name === undefined ? schema.tables[0] : schema.tables.find((candidate) => candidate.name === name);
  assert.ok(found);
  return found;
}

async function field(type: string): Promise<Field> {
  const [found] = (await table(`CREATE TABLE t (x ${type})`)).fields;
  assert.ok(found);
  return found;
}

async function refusal(sql: string): Promise<InvalidInput> {
  try {
    await importSql(sql, { dialect: 'POSTGRESQL' });
  } catch (error) {
    assert.ok(error instanceof InvalidInput, String(error));
    return error;
  }
  return assert.fail('it was accepted');
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

function warned(imported: Imported, part: string, fits: RegExp): void {
  assert.ok(imported.warnings.some((warning) => fits.test(warning.message) && warning.line === lineOf(DUMP, part)), `no warning ${fits} at line ${lineOf(DUMP, part)}: ${JSON.stringify(imported.warnings, null, 1)}`);
}

describe('a dump of pg_dump', () => {
  it('gives its tables, those of another schema by their whole name', async () => {
    const { schema } = await importSql(DUMP);
    assert.deepEqual(schema.tables.map(({ name }) => name), ['customers', 'sales.orders']);
    assert.deepEqual(validateSchema(schema), []);
  });

  it('keeps types, lengths, nulls, defaults, comments, enums and domains', async () => {
    const customers = await table(DUMP, 'customers');
    const by = new Map(customers.fields.map((one) => [one.name, one]));
    assert.equal(customers.description, 'People who; buy');
    assert.equal(by.get('name')?.description, 'as on the passport');
    assert.equal(by.get('name')?.maxLength, 40);
    assert.equal(by.get('name')?.nullable, false);
    assert.deepEqual(by.get('Mood')?.values, ['sad', "o'k", 'happy']);
    assert.equal(by.get('code')?.nullable, false);
    assert.equal(by.get('code')?.maxLength, 10);
    assert.deepEqual([by.get('balance')?.precision, by.get('balance')?.scale], [10, 2]);
    assert.equal(by.get('seen')?.sqlType, 'timestamp with time zone');
    assert.deepEqual([...fieldsOf(by.get('total')?.computed ?? { kind: 'literal', value: null })], ['balance']);
    assert.equal(by.get('id')?.nullable, false);
  });

  it('reads keys and foreign keys of ALTER TABLE, with the columns that REFERENCES leaves out', async () => {
    const orders = await table(DUMP, 'sales.orders');
    assert.deepEqual(orders.primaryKey, ['order_id']);
    assert.deepEqual(orders.uniqueKeys, [['customer_id', 'line']]);
    assert.deepEqual(orders.foreignKeys, [
      { fields: ['customer_id'], table: 'customers', references: ['id'] },
      { fields: ['parent'], table: 'sales.orders', references: ['order_id'] },
    ]);
    assert.deepEqual((await table(DUMP, 'customers')).uniqueKeys, [['name']]);
  });

  it('reads sequences and identities, and where they begin', async () => {
    assert.deepEqual((await table(DUMP, 'customers')).fields[0]?.identity, { always: false, start: 100, step: 5 });
    assert.deepEqual((await table(DUMP, 'sales.orders')).fields[0]?.identity, { always: true, start: 7, step: 1 });
  });

  it('keeps CHECKs of tables and of domains, as they were written', async () => {
    const { checks } = await table(DUMP, 'customers');
    assert.deepEqual(checks.map(({ sql }) => sql), [
      '((balance >= (0)::numeric) AND (born < CURRENT_DATE))',
      "(lower(name) = ANY (ARRAY['a'::text, 'b'::text]))",
      "code ~ '^[0-9]{5}$' AND code <> 'VALUE'",
    ]);
    assert.deepEqual(checks.map(({ condition }) => [...fieldsOf(condition)].sort()), [['balance', 'born'], ['name'], ['code']]);
  });

  it('warns of all that is not honoured, each with its line, and once for a kind of statement', async () => {
    const imported = await importSql(DUMP);
    warned(imported, 'CONSTRAINT nope', /CHECK \(balance > \(SELECT 1\)\) .*subquery/);
    warned(imported, 'thing public.nowhere', /public\.nowhere.*null/);
    warned(imported, 'ALTER TABLE ONLY sales.orders ADD CONSTRAINT fk3', /no such table/);
    warned(imported, 'CREATE UNIQUE INDEX u2', /expression/);
    warned(imported, 'CREATE UNIQUE INDEX u3', /WHERE/);
    warned(imported, 'CREATE VIEW public.v', /VIEW/);
    warned(imported, 'CREATE TRIGGER', /TRIGGER/);
    warned(imported, 'CREATE FUNCTION public.touch', /FUNCTION/);
    assert.equal(imported.warnings.filter(({ message }) => message.includes('VIEW')).length, 1);
    warned(imported, 'CREATE EXTENSION', /EXTENSION/);
    assert.equal(imported.warnings.length, 9);
  });
});

describe('CREATE TABLE', () => {
  it('reads constraints written on columns and on the table alike', async () => {
    const onColumns = await importSql('CREATE TABLE p (a int PRIMARY KEY, b int UNIQUE); CREATE TABLE c (x int NOT NULL REFERENCES p, y int REFERENCES p (b) CHECK (y > 0))');
    const onTable = await importSql('CREATE TABLE p (a int, b int, PRIMARY KEY (a), UNIQUE (b)); CREATE TABLE c (x int NOT NULL, y int, FOREIGN KEY (x) REFERENCES p, FOREIGN KEY (y) REFERENCES p (b), CHECK (y > 0))');
    assert.deepEqual(onColumns.schema, onTable.schema);
    assert.deepEqual(onTable.schema.tables[0]?.fields.map(({ nullable }) => nullable), [false, true]);
  });

  it('fills the nullable part of a MATCH FULL key whose other part must be filled, and says so', async () => {
    const parent = 'CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));';
    const nullable = async (columns: string) => (await importSql(`${parent}\nCREATE TABLE c (${columns});`)).schema.tables[1]?.fields.map((field) => field.nullable);
    assert.deepEqual(await nullable('a int NOT NULL, b int, FOREIGN KEY (a, b) REFERENCES p MATCH FULL'), [false, false]);
    assert.deepEqual(await nullable('a int NOT NULL, b int, FOREIGN KEY (a, b) REFERENCES p'), [false, true]);
    assert.deepEqual(await nullable('a int, b int, FOREIGN KEY (a, b) REFERENCES p MATCH FULL'), [true, true]);
    const { warnings } = await importSql(`${parent}\nCREATE TABLE c (a int NOT NULL, b int, FOREIGN KEY (a, b) REFERENCES p MATCH FULL);`);
    assert.deepEqual(warnings.map(({ line, table }) => [line, table]), [[2, 'c']]);
  });

  it('maps every common type', async () => {
    const expected: Readonly<Record<string, Partial<Field>>> = {
      smallint: { type: 'INTEGER', minimum: -32768, maximum: 32767 }, int: { type: 'INTEGER', sqlType: 'integer' }, int8: { type: 'INTEGER', maximum: Number.MAX_SAFE_INTEGER },
      'decimal(7, 3)': { type: 'DECIMAL', precision: 7, scale: 3 }, 'numeric(5)': { type: 'DECIMAL', precision: 5, scale: 0 }, money: { type: 'DECIMAL', scale: 2 }, real: { type: 'FLOAT' },
      'double precision': { type: 'FLOAT' }, boolean: { type: 'BOOLEAN' }, 'char(3)': { type: 'STRING', maxLength: 3, sqlType: 'character(3)' }, char: { type: 'STRING', maxLength: 1 },
      varchar: { type: 'STRING', sqlType: 'character varying' }, text: { type: 'TEXT' }, date: { type: 'DATE' }, time: { type: 'TIME' }, timestamptz: { type: 'DATETIME' }, uuid: { type: 'UUID' },
      jsonb: { type: 'JSON' }, bytea: { type: 'BINARY' }, 'bit(4)': { type: 'STRING', generator: { kind: 'pattern', regex: '[01]{4,4}' } }, inet: { type: 'STRING', generator: { kind: 'semantic', of: 'IP_ADDRESS' } },
    };
    for (const [type, shape] of Object.entries(expected)) {
      const found = await field(type);
      assert.deepEqual({ ...found, ...shape }, found, type);
    }
  });

  it('makes serial and identity columns sequences that are never null', async () => {
    const { fields } = await table('CREATE TABLE t (a bigserial, b int GENERATED BY DEFAULT AS IDENTITY (START 5 INCREMENT -2))');
    assert.deepEqual(fields.map(({ identity, nullable }) => [identity, nullable]), [[{ always: false, start: 1, step: 1 }, false], [{ always: false, start: 5, step: -2 }, false]]);
  });

  it('leaves a generated column that it cannot compute out of INSERTs, empty, with a warning', async () => {
    const { schema, warnings } = await importSql("CREATE TABLE t (a text, b tsvector GENERATED ALWAYS AS (to_tsvector('english', a)) STORED)");
    assert.deepEqual(schema.tables[0]?.fields[1]?.computed, { kind: 'literal', value: null });
    assert.match(warnings[0]?.message ?? '', /to_tsvector/);
  });

  it('takes over the columns that LIKE and INHERITS name', async () => {
    const { schema, warnings } = await importSql('CREATE TABLE a (x int NOT NULL CHECK (x > 1), y text); CREATE TABLE b (LIKE a INCLUDING ALL, z int); CREATE TABLE c (w int) INHERITS (a)');
    assert.deepEqual(schema.tables.map(({ fields }) => fields.map(({ name }) => name)), [['x', 'y'], ['x', 'y', 'z'], ['x', 'y', 'w']]);
    assert.deepEqual(schema.tables.map(({ checks }) => checks.length), [1, 1, 1]);
    assert.match(warnings[0]?.message ?? '', /INHERITS/);
  });

  it('makes rows for a partitioned table only, whichever way its partitions are told', async () => {
    const { schema, warnings } = await importSql(`CREATE TABLE m (d date) PARTITION BY RANGE (d); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE m2 (d date); ALTER TABLE ONLY m ATTACH PARTITION m2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
      ALTER TABLE ONLY m1 ADD PRIMARY KEY (d); ALTER TABLE ONLY m2 ADD PRIMARY KEY (d);`);
    assert.deepEqual(schema.tables.map(({ name }) => name), ['m']);
    assert.equal(warnings.length, 2);
  });

  it('follows later changes: added, dropped and altered columns, dropped tables', async () => {
    const changed = await table(`CREATE TABLE gone (a int); DROP TABLE gone; CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (a > 0));
      ALTER TABLE t ADD COLUMN c varchar(3) NOT NULL, DROP COLUMN b, ALTER COLUMN a TYPE bigint, ALTER a SET NOT NULL, DROP CONSTRAINT k;`);
    assert.deepEqual(changed.fields.map(({ name, type, nullable, sqlType }) => [name, type, nullable, sqlType]), [['a', 'INTEGER', false, 'bigint'], ['c', 'STRING', false, 'character varying(3)']]);
    assert.deepEqual(changed.checks, []);
  });

  it('names a column in quotes where its name is a keyword, so that what is shown can be read again', async () => {
    const { checks } = await table('CREATE DOMAIN positive AS int CHECK (VALUE > 0 AND VALUE < 9); CREATE TABLE t ("order" positive, "User" positive)');
    assert.deepEqual(checks.map(({ sql }) => sql), ['"order" > 0 AND "order" < 9', '"User" > 0 AND "User" < 9']);
    for (const { sql, condition } of checks) for (const shown of [sql, sqlOf(condition)]) assert.equal(sqlOf(parseExpression(shown)), sqlOf(condition));
  });

  it('takes the checks of the very domain that a column is given, and none for an array of it', async () => {
    const domains = 'CREATE SCHEMA other; CREATE DOMAIN d AS int CHECK (VALUE > 1); CREATE DOMAIN other.d AS int CHECK (VALUE > 2);';
    for (const [type, checks] of [['d', ['a > 1']], ['other.d', ['a > 2']], ['public.d', ['a > 1']], ['d[]', []], ['other.d[]', []]] as const) {
      for (const script of [`CREATE TABLE t (a ${type})`, `CREATE TABLE t (a text); ALTER TABLE t ALTER COLUMN a TYPE ${type}`]) {
        assert.deepEqual((await table(`${domains} ${script}`)).checks.map(({ sql }) => sql), checks, script);
      }
    }
  });

  it('finds unqualified names in the schema that search_path names', async () => {
    const { schema } = await importSql('SET search_path = shop, pg_catalog; CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a)');
    assert.deepEqual(schema.tables[1]?.foreignKeys, [{ fields: ['a_id'], table: 'shop.a', references: ['id'] }]);
  });
});

describe('a broken script', () => {
  it('is refused with the line where PostgreSQL stumbled, whatever stands before it', async () => {
    for (const before of ['', '-- é 🎉\n\n', "INSERT INTO x VALUES ('a\nb;');\n", 'CREATE TABLE "é🎉" (a int);\n', 'COPY x FROM stdin;\n1\t;\n\\.\n']) {
      const sql = `${before}CREATE TABLE t (\n  a int,\n  b itn PRIMARY PRIMARY\n);`;
      const error = await refusal(sql);
      assert.deepEqual(error.issues.map(({ path, line }) => ({ path, line })), [{ path: ['sql', 'text'], line: lineOf(sql, 'b itn') }]);
    }
  });

  it('says what is expected, and whose SQL it looks like', async () => {
    const [plain] = (await refusal('CREATE TABEL a (id int)')).issues;
    assert.equal(plain?.message, 'line 1: syntax error at or near "TABEL"; expected PostgreSQL DDL, such as pg_dump --schema-only writes; correct the statement');
    const others = {
      'CREATE TABLE `a` (id int)': 'MYSQL (names in backquotes); say dialect MYSQL', 'CREATE TABLE a (id int AUTO_INCREMENT)': 'MYSQL (AUTO_INCREMENT)', 'CREATE TABLE a (id int(11))': 'MYSQL',
      'CREATE TABLE a (id int);\nGO\nCREATE TABLE b (id int)': 'SQLSERVER (GO)', 'CREATE TABLE [dbo].[a] (id int)': 'SQLSERVER (the schema dbo)', 'CREATE TABLE a (id int IDENTITY(1,1))': 'SQLSERVER',
      'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)': 'SQLITE', 'CREATE TABLE a (id NUMBER(10) PRIMARY)': 'Oracle (VARCHAR2 or NUMBER), which is not understood',
    };
    for (const [sql, dialect] of Object.entries(others)) {
      const { message } = await refusal(sql);
      assert(message.includes(`this looks like ${dialect}`), message);
    }
    assert.doesNotMatch((await refusal("CREATE TABLE a (x text DEFAULT '`' y z)")).message, /looks like/, 'a text may hold anything');
  });

  it('is refused where a quote, comment or bracket is never closed, at the line where it begins', async () => {
    for (const [sql, what] of [["CREATE TABLE t (a int);\nSELECT 'x", /quoted text/], ['CREATE TABLE t (a int);\n/* x', /comment/], ['CREATE TABLE t (a int);\nCREATE TABLE u (a int;', /bracket/], ['CREATE TABLE t (a int);\nDO $x$ a', /\$x\$/]] as const) {
      const [issue] = (await refusal(sql)).issues;
      assert.match(issue?.message ?? '', what);
      assert.equal(issue?.line, 2);
    }
  });

  it('is refused where a character stands that no database takes, at its line', async () => {
    for (const [half, what] of [['\u0000', /NUL/], ['\ud800', /half of a character/], ['\udc00', /half of a character/]] as const) {
      for (const sql of [`CREATE TABLE t (a int,\n"b${half}" int)`, `CREATE TABLE t (a text\nCHECK (a IN ('🎉${half}')))`]) {
        const [issue] = (await refusal(sql)).issues;
        assert.match(issue?.message ?? '', what);
        assert.equal(issue?.line, 2);
      }
    }
  });

  it('that makes no table, or one table twice, is refused', async () => {
    assert.match((await refusal('SELECT 1;')).message, /CREATE TABLE/);
    assert.match((await refusal('')).message, /CREATE TABLE/);
    assert.match((await refusal('CREATE TABLE a (x int); CREATE TABLE a (x int);')).message, /twice/);
  });

  it('of 10 MB of garbage is refused quickly, and without a heap of memory', async () => {
    const size = 10_000_000;
    const words = 'lorem ipsum (dolor), sit;';
    const heaps = ['x'.repeat(size), '('.repeat(size), 'x '.repeat(size / 2), `'${'x'.repeat(size)}`, '\u0000'.repeat(size), words.repeat(size / words.length), 'SELECT 1;'.repeat(size / 9), ';'.repeat(size),
      `CREATE TABLE t (a int CHECK (${'a + '.repeat(size / 4)}1 > 0))`, 'a,'.repeat(size / 2), '\\x\n'.repeat(size / 3), '/*'.repeat(size / 2), '$a$'.repeat(size / 3), '🎉'.repeat(size / 4), '--\n'.repeat(size / 3),
      `CREATE TABLE t (a int CHECK (a IN (${'1,'.repeat(size / 2)}1))`, "E'\\".repeat(size / 3)];
    for (const heap of heaps) {
      const tookMs = await cpuMsOf(() => refusal(heap));
      assert.ok(tookMs < 20_000, `${JSON.stringify(heap.slice(0, 20))}: ${tookMs} ms`);
    }
  });

  it('nested too deeply is refused, and does not break the parser for the next one', async () => {
    for (const deep of ['('.repeat(50_000) + ')'.repeat(50_000), '1+'.repeat(50_000), 'NOT '.repeat(50_000), 'f(1,'.repeat(20_000) + ')'.repeat(20_000), 'CASE WHEN a THEN '.repeat(5_000)]) {
      assert.match((await refusal(`CREATE TABLE t (a int CHECK (${deep}1 > 0))`)).message, /nested|expected at most|syntax error|never closed/);
    }
    assert.equal((await table('CREATE TABLE t (a int)')).fields.length, 1);
  });

  it('with more statements or tables than anyone needs is refused', async () => {
    assert.match((await refusal(`CREATE TABLE t (a int);${"COMMENT ON TABLE t IS 'x';".repeat(MAX_PARSED_STATEMENTS)}`)).message, /statements/);
    assert.match((await refusal(Array.from({ length: 1_001 }, (_, number) => `CREATE TABLE t${number} (a int);`).join(''))).message, /1000 tables/);
  });

  it('of any characters at all gives a schema or an InvalidInput', async () => {
    const words = fc.constantFrom('CREATE', 'TABLE', 't', '(', ')', ',', ';', 'int', 'PRIMARY KEY', 'CHECK', 'REFERENCES', "'", '"', '$$', '--', '/*', '*/', '\n', '\\.', 'ALTER TABLE t', 'ADD', '1', '=', 'E\'', 'COPY t FROM stdin', '🎉', '\u0000', 'LIKE', '::', 'a');
    await fc.assert(fc.asyncProperty(fc.oneof(fc.array(words, { maxLength: 30 }).map((parts) => parts.join(' ')), fc.string({ unit: 'binary', maxLength: 60 })), async (text) => {
      try {
        await importSql(text);
      } catch (error) {
        assert.ok(error instanceof InvalidInput, `${JSON.stringify(text)}: ${String(error)}`);
        assert.ok(error.issues.length > 0);
      }
    }), { numRuns: 600 });
  });
});
