// Scripts of MySQL, SQLite and SQL Server in: what becomes of each thing that only they write, on which line, and what hostile ones cost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { dialectOf } from '../src/domain/import/dialects.ts';
import { readFileContent } from '../src/domain/import/file.ts';
import { importSql } from '../src/domain/import/sql.ts';
import type { Field, Imported, Table } from '../src/domain/schema.ts';
import type { SqlDialect } from '../src/domain/sql-dialects.ts';
import { validateSchema } from '../src/domain/validate.ts';
import { cpuMsOf } from './support/cpu.ts';
import { startService, type Service } from './support/service.ts';

const DIALECTS = ['MYSQL', 'SQLITE', 'SQLSERVER'] as const;
const FOLDER = path.join(import.meta.dirname, 'fixtures/dialects');

function script(name: string): string {
  return readFileSync(path.join(FOLDER, name), 'utf8');
}

async function tableOf(sql: string, dialect: SqlDialect, name?: string): Promise<Table> {
  const { tables } = (await importSql(sql, { dialect })).schema;
  const table = name === undefined ? tables[0] : tables.find((one) => one.name === name);
  assert(table !== undefined, `${name} is not among ${tables.map((one) => one.name).join(', ')}`);
  return table;
}

/** The column of that type. */
async function fieldOf(type: string, dialect: SqlDialect): Promise<Field> {
  const { fields: [field] } = await tableOf(`CREATE TABLE t (a ${type}, zz int)`, dialect);
  assert(field !== undefined);
  return field;
}

async function warningsOf(sql: string, dialect: SqlDialect): Promise<readonly string[]> {
  return (await importSql(sql, { dialect })).warnings.map(({ line, message }) => `${line}: ${message}`);
}

function linesOf({ warnings }: Imported): readonly (number | undefined)[] {
  return warnings.map(({ line }) => line);
}

describe('the same shop in each dialect', () => {
  it('is found out from the script, and has the same tables and keys', async () => {
    const shapes = [];
    for (const [name, dialect] of [['shop.mysql.sql', 'MYSQL'], ['shop.sqlite.sql', 'SQLITE'], ['shop.sqlserver.sql', 'SQLSERVER']] as const) {
      assert.equal(dialectOf(script(name)), dialect);
      // As a file, which SQL Server Management Studio saves in UTF-16.
      const content = await readFileContent(name, [Buffer.from(`\ufeff${script(name)}`, dialect === 'SQLSERVER' ? 'utf16le' : 'utf8')]);
      assert(content.kind === 'sql' && content.dialect === dialect);
      const { schema, warnings } = await importSql(content.text, content);
      assert.deepEqual(warnings, (await importSql(script(name))).warnings);
      shapes.push(schema.tables.map(({ name: table, primaryKey, uniqueKeys, foreignKeys }) => ({ table, primaryKey, uniqueKeys, foreignKeys })));
    }
    const [first, ...others] = shapes;
    for (const other of others) assert.deepEqual(other, first);
    assert.deepEqual(first?.map(({ table }) => table), ['customer_address', 'customer', 'category', 'product', 'order', 'order_item']);
  });

  it('warns once of each kind that plays no part, with its line', async () => {
    const mysql = await importSql(script('shop.mysql.sql'));
    assert.deepEqual(mysql.warnings.map(({ message }) => message.split(':')[0]), ['a table is partitioned', 'CREATE TRIGGER statements play no part here', 'CREATE PROCEDURE statements play no part here', 'CREATE VIEW statements play no part here']);
    assert.deepEqual(linesOf(mysql), [88, 107, 111, 113]);
    assert.deepEqual(linesOf(await importSql(script('shop.sqlserver.sql'))), [16, 127]);
    assert.match((await warningsOf(script('shop.sqlite.sql'), 'SQLITE')).join('\n'), /^48: CHECK \(price >= cost AND cost >= 0 AND sku GLOB '\*'\) is not honoured: .*\n71: CREATE TRIGGER.*\n76: CREATE VIEW.*\n77: CREATE VIRTUAL TABLE/);
  });

  it('keeps descriptions, first keys, truths, labels and computed columns', async () => {
    const { schema } = await importSql(script('shop.mysql.sql'));
    const field = (table: string, name: string): Field | undefined => schema.tables.find((one) => one.name === table)?.fields.find((one) => one.name === name);
    assert.equal(schema.tables[0]?.description, 'Where things go');
    assert.equal(field('customer_address', 'postal_code')?.description, "may be missing; 'null' then");
    assert.deepEqual(field('customer_address', 'kind')?.values, ['billing', 'shipping', "don't ask"]);
    assert.deepEqual(field('customer', 'customer_id')?.identity, { always: false, start: 1000, step: 1 });
    assert.equal(field('customer', 'newsletter')?.type, 'BOOLEAN');
    assert.deepEqual(field('customer', 'newsletter')?.defaultTo, { kind: 'literal', value: false });
    assert.equal(field('product', 'margin')?.computed?.kind, 'call');
    const server = (await importSql(script('shop.sqlserver.sql'))).schema.tables;
    assert.equal(server[0]?.fields[5]?.description, 'may be missing');
    assert.deepEqual(server[1]?.fields[0]?.identity, { always: true, start: 1000, step: 1 });
    assert.deepEqual(server[1]?.fields.map(({ name, type, nullable }) => `${name} ${type} ${nullable}`).slice(2, 7), ['full_name STRING false', 'birth_date DATE true', 'newsletter BOOLEAN false', 'interests STRING true', 'preferences JSON true']);
    assert.equal(server[3]?.fields.find(({ name }) => name === 'margin')?.type, 'DECIMAL');
  });
});

describe('a dialect that nobody says', () => {
  it('is found out by what it alone writes, else by what fewest others do', () => {
    for (const [sql, dialect] of [
      ['CREATE TABLE [Album] ([AlbumId] INTEGER NOT NULL, [Title] NVARCHAR(160), CONSTRAINT [PK] PRIMARY KEY ([AlbumId]));', 'SQLITE'],
      ['CREATE TABLE [Album] ([AlbumId] INT NOT NULL, [Title] NVARCHAR(160), [At] DATETIME);', 'SQLSERVER'],
      ['CREATE TABLE `Album` (`AlbumId` INT NOT NULL, `Title` NVARCHAR(160) NOT NULL);', 'MYSQL'],
      ['CREATE TABLE "a" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "b" integer unsigned);', 'SQLITE'],
      ['CREATE TABLE a (id INTEGER, b BLOB, c DATETIME);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET c = DATETIME(\'NOW\'); END;', 'SQLITE'],
      ['CREATE TABLE a (id bigint unsigned, b datetime);', 'MYSQL'],
      ['use x;\nDELIMITER //\nCREATE TABLE a (id int)//\n', 'MYSQL'],
      ['create table a (id int identity, b datetime)\ngo\n', 'SQLSERVER'],
      ['CREATE TABLE a (id serial, b text);', 'POSTGRESQL'],
      ['CREATE TABLE a (id serial, b text) ENGINE=InnoDB;', 'MYSQL'],
      ['CREATE TABLE a (id integer, b timestamp with time zone, at text);', 'POSTGRESQL'],
      ['CREATE TABLE "[a]" (id integer, "`" text, datetime date); -- AUTO_INCREMENT\nCOMMENT ON TABLE a IS \'ENGINE=\';', 'POSTGRESQL'],
      ['', 'POSTGRESQL'],
    ] as const) assert.equal(dialectOf(sql), dialect, sql);
  });
});

describe('a type', () => {
  const cases: Readonly<Record<(typeof DIALECTS)[number], Readonly<Record<string, Partial<Field>>>>> = {
    MYSQL: {
      'TINYINT(1)': { type: 'BOOLEAN' }, 'tinyint(4)': { type: 'INTEGER', minimum: -128, maximum: 127 }, 'INT(10) UNSIGNED ZEROFILL': { type: 'INTEGER', minimum: 0, maximum: 4_294_967_295 },
      'bigint unsigned': { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, 'bit(4)': { type: 'INTEGER', maximum: 15 }, 'decimal': { precision: 10, scale: 0 }, 'DOUBLE PRECISION': { type: 'FLOAT' }, 'double(8,2)': { type: 'DECIMAL', precision: 8, scale: 2 },
      'DATETIME(3)': { type: 'DATETIME' }, 'char': { type: 'STRING', maxLength: 1 }, "ENUM('a','b''c','d\\'e')": { values: ['a', "b'c", "d'e"] }, "SET('a','b')": { values: ['a', 'b', 'a,b'] }, 'varbinary(20)': { type: 'BINARY', maxLength: 20 },
      'national varchar(9)': { maxLength: 9 }, 'character varying(7) character set latin1': { maxLength: 7 }, 'LONGTEXT': { type: 'TEXT' }, 'year': { type: 'INTEGER' }, 'json': { type: 'JSON' }, 'uuid': { type: 'UUID' },
    },
    SQLITE: {
      'VARCHAR(30) COLLATE NOCASE': { type: 'STRING', maxLength: 30 }, '': { type: 'STRING' }, 'UNSIGNED BIG INT': { type: 'INTEGER' }, 'TEXT': { type: 'TEXT' }, 'BLOB': { type: 'BINARY' }, 'FLOATING POINT': { type: 'INTEGER' }, 'REAL': { type: 'FLOAT' },
      'DECIMAL(10,5)': { type: 'DECIMAL', precision: 10, scale: 5 }, 'NATIVE CHARACTER(70)': { maxLength: 70 }, 'DATETIME': { type: 'DATETIME' }, 'BOOLEAN': { type: 'BOOLEAN' }, 'WEIRD_TEXT': { type: 'TEXT' },
    },
    SQLSERVER: {
      'NVARCHAR(MAX)': { type: 'TEXT' }, '[nvarchar](50)': { type: 'STRING', maxLength: 50 }, 'UNIQUEIDENTIFIER': { type: 'UUID' }, '[bit]': { type: 'BOOLEAN' }, 'tinyint': { minimum: 0, maximum: 255 }, 'money': { type: 'DECIMAL', precision: 19, scale: 4 },
      'DATETIMEOFFSET(7)': { type: 'DATETIME' }, 'varbinary(max)': { type: 'BINARY' }, 'sysname': { maxLength: 128 }, '[decimal](18, 2) SPARSE': { precision: 18, scale: 2 }, 'float(53)': { type: 'FLOAT' },
    },
  };
  for (const dialect of DIALECTS) {
    it(`of ${dialect} becomes ours, with its bounds`, async () => {
      for (const [type, expected] of Object.entries(cases[dialect])) {
        const found = await fieldOf(type, dialect);
        assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key as keyof Field]])), expected, type);
      }
    });
  }

  it('that is not known is told, with its line', async () => {
    assert.match((await warningsOf('CREATE TABLE t (\n a int,\n g geometrycollection)', 'MYSQL')).join(), /^3: no values of type geometrycollection are known/);
  });
});

describe('names', () => {
  it('are kept apart: quoted with a dot, qualified by a schema, and in either case', async () => {
    for (const [sql, dialect] of [
      ['CREATE TABLE `a.b` (id int); CREATE TABLE a.b (id int); CREATE TABLE `b` (id int)', 'MYSQL'],
      ['CREATE TABLE [a.b] (id int) CREATE TABLE [a].[b] (id int) CREATE TABLE dbo.[b] (id int)', 'SQLSERVER'],
      ['CREATE TABLE "a.b" (id int); CREATE TABLE "a"."b" (id int); CREATE TABLE main.[b] (id int)', 'SQLITE'],
    ] as const) assert.deepEqual((await importSql(sql, { dialect })).schema.tables.map(({ name }) => name), ['public.a.b', 'a.b', 'b'], dialect);
  });

  it('are found whatever their case, also before their table is made', async () => {
    const { foreignKeys, uniqueKeys, checks } = await tableOf('CREATE TABLE Child (ParentId int, UNIQUE (PARENTID), FOREIGN KEY (parentid) REFERENCES PARENT (ID), CHECK (PARENTid > 0)); CREATE TABLE Parent (Id int PRIMARY KEY);', 'MYSQL');
    assert.deepEqual({ foreignKeys, uniqueKeys, checks: checks.map(({ sql }) => sql) }, { foreignKeys: [{ fields: ['ParentId'], table: 'Parent', references: ['Id'] }], uniqueKeys: [['ParentId']], checks: ['"ParentId" > 0'] });
  });

  it('keep all their letters, also where PostgreSQL would cut them; where it does, that is told', async () => {
    const [one, two] = [`${'ä'.repeat(40)}1`, `${'ä'.repeat(40)}2`];
    const sql = (open: string, close: string): string => `CREATE TABLE ${open}${one}${close} (${open}${one}${close} int NOT NULL, ${open}${two}${close} int, PRIMARY KEY (${open}${one.toUpperCase()}${close}), CHECK (${two} > 1));\nCREATE TABLE ${open}${two}${close} (a int REFERENCES ${one}, b text DEFAULT '${one}')`;
    for (const [dialect, open, close] of [['MYSQL', '`', '`'], ['SQLITE', '"', '"'], ['SQLSERVER', '[', ']']] as const) {
      const { schema: { tables: [first, second] }, warnings } = await importSql(sql(open, close), { dialect });
      assert.deepEqual([first?.name, first?.fields.map(({ name }) => name), first?.primaryKey, first?.checks[0]?.sql, second?.name, second?.foreignKeys], [one, [one, two], [one], `"${two}" > 1`, two, [{ fields: ['a'], table: one, references: [one] }]], dialect);
      assert.deepEqual(second?.fields[1]?.defaultTo, { kind: 'literal', value: one });
      assert.deepEqual(warnings, []);
    }
    await assert.rejects(importSql(sql('`', '`').replace(`\`${two}\` int,`, `\`${one}\` int,`), { dialect: 'MYSQL' }), (error: unknown) => error instanceof InvalidInput && error.message.includes(`two columns named ${one}`));
    assert.deepEqual(await warningsOf(`CREATE TABLE t (a int);\nCREATE TABLE u (\n"${one}" int); -- ${'x'.repeat(99)}`, 'POSTGRESQL'), [`2: the name ${one} is cut to 63 bytes, as PostgreSQL does`]);
  });

  it('of the database that USE names are its own, those of another keep it', async () => {
    const { schema } = await importSql('CREATE DATABASE one; USE `one`; CREATE TABLE one.a (id int); CREATE TABLE b (id int); USE two; CREATE TABLE a (id int);', { dialect: 'MYSQL' });
    assert.deepEqual(schema.tables.map(({ name }) => name), ['a', 'b', 'two.a']);
  });
});

describe('statements', () => {
  it('follow one another by DELIMITER, by GO and by their first words', async () => {
    const mysql = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; CREATE TABLE no (a int); END$$\nDELIMITER ;\nCREATE TABLE yes (a int);\nCREATE TRIGGER t BEFORE INSERT ON yes FOR EACH ROW BEGIN IF 1 THEN SET @a = CASE 1 WHEN 1 THEN 2 END; END IF; END;\nCREATE TABLE also (a int);";
    assert.deepEqual((await importSql(mysql, { dialect: 'MYSQL' })).schema.tables.map(({ name }) => name), ['yes', 'also']);
    const server = "SET NOCOUNT ON\nIF OBJECT_ID('a') IS NULL\nBEGIN\nCREATE TABLE a (id int NOT NULL, s int)\nEND\nGO\nCREATE TRIGGER tr ON a AFTER INSERT AS\nCREATE TABLE no (x int)\nINSERT a VALUES (1)\n  go  \nALTER TABLE a ADD CONSTRAINT pk PRIMARY KEY (id)\nALTER TABLE a ALTER COLUMN s bigint NOT NULL\nINSERT a SELECT 1, 2\nCREATE TABLE #tmp (x int)\nDECLARE @t TABLE (x int)\nCREATE TABLE b (id int REFERENCES a ON DELETE SET NULL)\nDROP TABLE IF EXISTS c\nCREATE TABLE c (id int)";
    const { schema } = await importSql(server, { dialect: 'SQLSERVER' });
    assert.deepEqual(schema.tables.map(({ name, primaryKey, fields, foreignKeys }) => [name, primaryKey.join(), fields.at(-1)?.nullable, foreignKeys.length]), [['a', 'id', false, 0], ['b', '', true, 1], ['c', '', true, 0]]);
  });

  it('of ALTER TABLE add, change and drop columns, keys and defaults', async () => {
    const sql = "CREATE TABLE t (a int, b varchar(5), c int, d int);\nALTER TABLE t ADD COLUMN (e int, f int), ADD PRIMARY KEY (a), MODIFY a int NOT NULL AUTO_INCREMENT, CHANGE b bb text COMMENT 'it''s', DROP COLUMN c, ALTER d SET DEFAULT 4, RENAME COLUMN e TO g, ADD CONSTRAINT k CHECK (d > 1), AUTO_INCREMENT = 9, ENGINE = InnoDB;\nALTER TABLE t DROP CHECK k; RENAME TABLE t TO u;";
    const { name, primaryKey, fields, checks } = await tableOf(sql, 'MYSQL');
    assert.deepEqual({ name, primaryKey, checks }, { name: 'u', primaryKey: ['a'], checks: [] });
    assert.deepEqual(fields.map((field) => [field.name, field.type, field.identity?.start, field.description, field.defaultTo !== undefined]), [['a', 'INTEGER', 9, undefined, false], ['bb', 'TEXT', undefined, "it's", false], ['d', 'INTEGER', undefined, undefined, true], ['g', 'INTEGER', undefined, undefined, false], ['f', 'INTEGER', undefined, undefined, false]]);
  });

  it('of SQL Server may call a procedure by its name alone, number keys by a sequence, and keep versions of rows', async () => {
    const sql = "CREATE TABLE t (id int NOT NULL CONSTRAINT d DEFAULT (NEXT VALUE FOR [s].[ids]) PRIMARY KEY, f datetime2(7) GENERATED ALWAYS AS ROW START HIDDEN NOT NULL, u datetime2(7) GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (f, u)) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h))\nGO\n[dbo].[fill] 1, 'x'\nGO\nsp_rename 'a', 'b'\nGO\nREVERT\nCREATE CREDENTIAL [c] WITH IDENTITY = 'x'";
    const { schema, warnings } = await importSql(sql, { dialect: 'SQLSERVER' });
    assert.deepEqual([schema.tables[0]?.primaryKey, schema.tables[0]?.fields.map(({ computed, identity, defaultTo }) => [computed !== undefined, identity, defaultTo]), warnings], [['id'], [[false, undefined, undefined], [true, undefined, undefined], [true, undefined, undefined]], []]);
  });

  it('of SQLite may name no type: what refers to a column is of that one\'s', async () => {
    const sql = 'CREATE TABLE users (id INTEGER PRIMARY KEY, code VARCHAR(9) UNIQUE);\nCREATE TABLE notes (uid REFERENCES users, of REFERENCES users(code), free, PRIMARY KEY (uid, free)) WITHOUT ROWID;\nCREATE TABLE marks (uid, free, FOREIGN KEY (uid, free) REFERENCES notes);';
    const { schema, warnings } = await importSql(sql, { dialect: 'SQLITE' });
    assert.deepEqual(schema.tables.slice(1).map(({ fields }) => fields.map(({ type, maxLength }) => [type, maxLength])), [[['INTEGER', undefined], ['STRING', 9], ['STRING', undefined]], [['INTEGER', undefined], ['STRING', undefined]]]);
    assert.deepEqual([validateSchema(schema), warnings], [[], []]);
  });

  it('of SQLite may name tables in single quotes; those that it keeps for itself are left out', async () => {
    const sql = "CREATE TABLE 'a' ('id' INTEGER PRIMARY KEY);\nCREATE TABLE sqlite_sequence(name,seq);\nCREATE VIRTUAL TABLE s USING fts5(x);\nCREATE TABLE IF NOT EXISTS 's_data'(id INTEGER PRIMARY KEY, block BLOB);\nCREATE TABLE s_data (a REFERENCES 'a');\nDELETE FROM sqlite_sequence;\n.quit\n";
    const { schema, warnings } = await importSql(sql, { dialect: 'SQLITE' });
    assert.deepEqual(schema.tables.map(({ name, foreignKeys }) => [name, foreignKeys.length]), [['a', 0], ['s_data', 1]]);
    assert.deepEqual(warnings.map(({ line, message }) => `${line} ${message}`), ['2 a table that SQLite keeps for itself is left out (the same in line 4)', '3 CREATE VIRTUAL TABLE statements play no part here: a virtual table has rows of its module']);
  });

  it('that say no more than that a text is JSON are its type; a character set that lacks letters is told', async () => {
    for (const [check, dialect] of [['json_valid(`a b`)', 'MYSQL'], ['(JSON_VALID("a b") OR "a b" IS NULL)', 'SQLITE'], ['ISJSON([a b])=(1)', 'SQLSERVER'], ['(isjson([a b])>0)', 'SQLSERVER']] as const) {
      const { schema, warnings } = await importSql(`CREATE TABLE t ("a b" text, CHECK (${check}))`.replaceAll('"a b"', dialect === 'MYSQL' ? '`a b`' : '"a b"'), { dialect });
      assert.deepEqual([schema.tables[0]?.fields[0]?.type, schema.tables[0]?.checks, warnings], ['JSON', [], []], check);
    }
    const sql = 'CREATE TABLE a (x text CHARACTER SET utf8mb4) DEFAULT CHARSET=utf8;\nCREATE TABLE c (x text charset latin1);\nCREATE TABLE b (x text) CHARACTER SET = ascii COMMENT "z";';
    assert.deepEqual(await warningsOf(sql, 'MYSQL'), ['2: CHARACTER SET latin1 plays no part: values may have letters that it lacks, which the server refuses; take utf8mb4 (the same in line 3)']);
    assert.equal((await tableOf(sql, 'MYSQL', 'b')).description, 'z');
  });

  it('of unique indexes are keys; where SQL Server takes one null at most, they are filled', async () => {
    const sql = 'CREATE TABLE t (a int NULL, b int NULL, c int NULL UNIQUE)\nCREATE UNIQUE INDEX ia ON t (a)\nCREATE UNIQUE INDEX ib ON t (b) WHERE b IS NOT NULL\nCREATE UNIQUE INDEX ic ON t (b, a) WHERE a > 1';
    const imported = await importSql(sql, { dialect: 'SQLSERVER' });
    assert.deepEqual(imported.schema.tables[0]?.uniqueKeys, [['c'], ['a'], ['b']]);
    assert.deepEqual(imported.schema.tables[0]?.fields.map(({ nullable }) => nullable), [false, true, false]);
    assert.match(imported.warnings.map(({ message, line }) => `${line} ${message}`).join('\n'), /^1 UNIQUE takes one null.*\(the same in line 2\)\n4 a unique index with WHERE is not honoured/);
  });

  it('with expressions of their own are said in ours', async () => {
    const checks = async (columns: string, check: string, dialect: SqlDialect): Promise<string | undefined> => (await tableOf(`CREATE TABLE t (${columns}, CHECK (${check}))`, dialect)).checks[0]?.sql;
    assert.equal(await checks('a int, b text', 'IFNULL(a, 1) <=> 2 && b REGEXP "^x" || NOT a', 'MYSQL'), `coalesce("a" , 1)  is not distinct from  2  and  "b" ~ '^x' or not "a"`);
    assert.equal(await checks('a int, b nvarchar(9)', 'LEN([b]) > 2 AND [t].[a] = IIF(a > 1, 2, 3)', 'SQLSERVER'), `length("b") > 2 AND "a" = (case when "a" > 1 then 2 else 3 end)`);
    assert.equal(await checks('a bit', 'a = 1 OR a IN (0)', 'SQLSERVER'), `("a")::integer = 1 OR ("a")::integer IN ( 0 )`);
    const { fields } = await tableOf("CREATE TABLE p (f nvarchar(9), l nvarchar(9), n AS (([f]+N' ')+[l]), y AS (YEAR(d)), d date)", 'SQLSERVER');
    assert.equal(fields[2]?.type, 'TEXT');
    assert.equal(fields[3]?.computed?.kind, 'call');
    assert.equal(await checks('a date', 'a > DATEADD(yy, -18, GETDATE()) AND DATEDIFF(day, a, SYSDATETIME()) > 1', 'SQLSERVER'), `"a" > (now() + (- 18) * interval '1 year') AND ((now())::date - ("a")::date) > 1`);
    assert.equal(await checks('a date, b int', "a < DATE_SUB(NOW(), INTERVAL 1 DAY) AND b / 2 > 1 AND 'x' NOT LIKE 'y%'", 'MYSQL'), `"a" < (now() - interval '1 DAY') AND "b" * 1.0 / 2 > 1 AND 'x' not ilike 'y%'`);
  });

  it('of SQL Server compute columns without brackets, end with a comma too many, and describe by place as well as by name', async () => {
    const sql = "CREATE TABLE [s].[t] ([a] int NULL, [b] AS ISNULL([a]+(1),(0)) PERSISTED NOT NULL, [c] AS CASE WHEN [a] IS NULL THEN 0 ELSE 1 END,\nCONSTRAINT [pk] PRIMARY KEY ([b]),\n)\nGO\nEXECUTE [sys].[sp_addextendedproperty] N'MS_Description', N'one', N'SCHEMA', [s], N'TABLE', [t], NULL, NULL;\nexec sp_addextendedproperty @value = 'two', @name = 'MS_Description', @level0type = 'SCHEMA', @level0name = 's', @level1type = 'table', @level1name = 't', @level2type = 'column', @level2name = 'A'\nCREATE UNIQUE CLUSTERED INDEX i ON s.a_view (x)";
    const imported = await importSql(sql, { dialect: 'SQLSERVER' });
    const [table] = imported.schema.tables;
    assert.deepEqual([table?.description, table?.fields[0]?.description, ...(table?.fields ?? []).map(({ computed, nullable }) => [computed?.kind, nullable])], ['one', 'two', [undefined, true], ['call', false], ['case', true]]);
    assert.deepEqual(imported.warnings, []);
  });
});

describe('a script that is broken or hostile', () => {
  it('is refused with what is expected and the line', async () => {
    for (const [sql, dialect, expected] of [
      ['CREATE TABLE a (id int);\nCREAT TABLE b (id int);', 'MYSQL', /^line 2: 'CREAT' begins no statement that is known here; expected DDL of MySQL/],
      ['CREATE TABLE a (id int,\n);\n\n', 'SQLITE', /^line 2: a column or a constraint is expected here/],
      ['CREATE TABLE a (id int,\n,\nb int)\n\n', 'SQLSERVER', /^line 3: a column or a constraint is expected here/],
      ['CREATE TABLE a (id int);\nINSERT INTO a VALUES (\'x);', 'MYSQL', /^line 2: a quote or comment of the statement that begins here is never closed/],
      ['CREATE TABLE a (\n[id int);', 'SQLSERVER', /^line 2: the quoted name that begins here is never closed/],
      ['\nCREATE TABLE a (id int', 'SQLITE', /^line 2: the bracket "\(" that begins here is never closed/],
      ['/* x', 'SQLSERVER', /^line 1: the comment/],
      ['SELECT 1;', 'MYSQL', /no table is made/],
      ['CREATE TABLE a (id int);\n\0', 'SQLITE', /^line 2: a NUL character stands here/],
    ] as const) await assert.rejects(importSql(sql, { dialect }), (error: unknown) => error instanceof InvalidInput && expected.test(error.issues[0]?.message ?? ''), sql);
  });

  it('never throws anything but InvalidInput, whatever its tokens', async () => {
    const word = fc.constantFrom('CREATE', 'TABLE', 'ALTER', 'ADD', 'CONSTRAINT', 'PRIMARY KEY', 'UNIQUE', 'CHECK', '(', ')', ',', ';', 'a', '`b`', '[c]', '"d"', "'e'", 'int', 'DEFAULT', '1', '-', 'AS', 'GENERATED', 'REFERENCES', 'GO\n', '\n', 'MODIFY', 'CHANGE', 'IDENTITY', 'ENUM', '/*!40101', '*/', 'DELIMITER', 'USE', '.', 'COMMENT', 'ON', 'RENAME', 'TO', 'DROP', 'INDEX', 'EXEC', 'LIKE', 'FOREIGN KEY', 'NOT NULL', 'CAST', '+', 'IN');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...DIALECTS), fc.array(word, { maxLength: 30 }), async (dialect, words) => {
        try {
          await importSql(`CREATE TABLE t (a int, ${words.join(' ')}`, { dialect });
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
        }
      }),
      { numRuns: 1_500 },
    );
  });

  for (const dialect of DIALECTS) {
    it(`costs time in proportion to its length, in ${dialect}`, async () => {
      const deep = `CREATE TABLE t (a int CHECK (${'('.repeat(9_990)}a > 0${')'.repeat(9_990)}));`;
      const scripts = {
        data: `CREATE TABLE t (a int);\n${`INSERT INTO t VALUES (1, 'x;y''z', 2.5);\n`.repeat(250_000)}`,
        oneText: `CREATE TABLE t (a int);INSERT INTO t VALUES ('${"x''".repeat(3_000_000)}');`,
        deep,
        calls: `CREATE TABLE t (a int CHECK (${'abs('.repeat(4_000)}a${')'.repeat(4_000)} > 0));`,
        tables: Array.from({ length: 5_000 }, (_, index) => `CREATE TABLE t${index} (a int);`).join('\n'),
        comments: `${'/* x */ -- y\n'.repeat(500_000)}CREATE TABLE t (a int);`,
        marks: `CREATE TABLE t (a int);${'/*x'.repeat(1_000)}*/${'"'.repeat(50_000)}`,
        blanks: `${'\n'.repeat(50_000)}CREATE TABLE t (a int);`,
        escapes: `'${"\\'".repeat(25_000)}`,
        columns: `CREATE TABLE t (${Array.from({ length: 100_000 }, (_, index) => `c${index} int`).join(', ')});`,
        like: 'CREATE TABLE a (LIKE b); CREATE TABLE b (LIKE a);',
        ends: `${';'.repeat(500_000)}CREATE TABLE t (a int);`,
        batches: `CREATE TABLE t (a int)\n${'GO\n'.repeat(300_000)}`,
        beginnings: `CREATE TABLE t (a int)\n${'insert alter set if '.repeat(50_000)}`,
        delimiters: `CREATE TABLE t (a int);\n${'DELIMITER $$\n'.repeat(50_000)}`,
        longNames: Array.from({ length: 900 }, (_, index) => `CREATE TABLE ${'x'.repeat(100)}${index} (${'y'.repeat(100)} int);`).join('\n'),
        unclosed: `CREATE TABLE t (a int); CREATE TABLE "u (${'y '.repeat(100_000)}`,
        plus: `CREATE TABLE t (a int CHECK (a ${'+ a '.repeat(4_000)} > 0));`,
      };
      const tookMs = await cpuMsOf(async () => {
        for (const [name, text] of Object.entries(scripts)) {
          await importSql(text, { dialect }).catch((error: unknown) => assert(error instanceof InvalidInput, `${name}: ${String(error)}`));
          dialectOf(text);
        }
      });
      assert(tookMs < 120_000, `${tookMs} ms`);
      assert.match((await warningsOf(deep, dialect)).join(), /^1: CHECK .* is not honoured: .*200 brackets/);
    });
  }
});

describe('scripts of other dialects through the API', () => {
  let service: Service;
  before(async () => {
    service = await startService();
  });
  after(() => service?.[Symbol.asyncDispose]());

  const PREVIEW = 'query($definition: SchemaDefinition!) { outcome: previewSchema(definition: $definition, rows: 3) { ... on SchemaPreview { tables { name } rows { values } warnings { line } } ... on InvalidInputError { issues { path message line } } } }';

  it('make the same rows as a text and as a file, whether their dialect is said or found out', async () => {
    const text = script('shop.mysql.sql');
    const response = await fetch(`${service.base}/uploads?name=dump.sql`, { method: 'PUT', body: text });
    const { uploadId } = (await response.json()) as { uploadId: string };
    const definitions = [{ sql: { text, dialect: 'MYSQL' } }, { sql: { text } }, { file: { source: { uploadId }, dialect: 'MYSQL' } }, { file: { source: { uploadId } } }];
    const outcomes = [];
    for (const definition of definitions) outcomes.push((await service.ask(PREVIEW, { definition })).data?.['outcome'] as { tables: unknown[]; rows: unknown[]; warnings: { line: number }[] });
    const [first, ...others] = outcomes;
    assert.equal(first?.tables.length, 6);
    assert.equal(first?.rows.length, 18);
    assert.deepEqual(first?.warnings.map(({ line }) => line), [88, 107, 111, 113]);
    for (const other of others) assert.deepEqual(other, first);
  });

  it('tell a fault with its line', async () => {
    const { data } = await service.ask(PREVIEW, { definition: { sql: { text: 'CREATE TABLE [dbo].[a] (id int)\nGO\nCREAT TABLE b', dialect: 'SQLSERVER' } } });
    const outcome = data?.['outcome'] as { issues: { path: string[]; line: number }[] } | undefined;
    assert.deepEqual(outcome?.issues.map(({ path: place, line }) => [place, line]), [[['definition', 'sql', 'text'], 3]]);
  });
});
