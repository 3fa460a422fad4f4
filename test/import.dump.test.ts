// Scripts without their data: what is taken out, what stays, and that lines stay right, wherever the pieces are cut.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { DataStripper, type Script } from '../src/domain/import/dump.ts';
import { importSql } from '../src/domain/import/sql.ts';
import { Lines } from '../src/domain/import/statements.ts';
import { SQL_DIALECTS, type SqlDialect } from '../src/domain/sql-dialects.ts';
import { cpuMsOf } from './support/cpu.ts';

const MOST = 1_000_000;

function stripped(script: string, pieceLength = script.length, dialect: SqlDialect = 'POSTGRESQL'): Script {
  const stripper = new DataStripper(MOST, dialect);
  for (let place = 0; place < script.length; place += Math.max(1, pieceLength)) stripper.push(script.slice(place, place + Math.max(1, pieceLength)));
  return stripper.end();
}

interface Parts {
  readonly stays: readonly string[];
  readonly goes: readonly string[];
}

/** Statements that stay, and others that go, with a word in each that must go with it. */
const PARTS: Readonly<Record<SqlDialect, Parts>> = {
  POSTGRESQL: {
    stays: [
      'CREATE TABLE a (id int, note text DEFAULT \'; INSERT INTO x\', "copy; insert" int);\n',
      "CREATE FUNCTION f() RETURNS int AS $body$\nINSERT INTO a VALUES (1);\nCOPY a FROM stdin;\n$body$ LANGUAGE sql;\n",
      "COMMENT ON TABLE a IS E'it\\'s; \nINSERT INTO a';\n",
      '/* INSERT INTO a VALUES (1); /* COPY a FROM stdin; */ ; */\n-- INSERT INTO a; it\'s\n',
      'CREATE RULE r AS ON INSERT TO a DO (INSERT INTO b VALUES (1); INSERT INTO c VALUES (2));\n',
      'CREATE TABLE insert_log (copy_of int); CREATE TABLE copy$x (a int);\n',
      '\\connect shop\'s\n',
      '\n  \n',
    ],
    goes: [
      "INSERT INTO a VALUES (1, 'GONE; y', E'\\';', \"q\", $$;$$), -- ; it's\n (2, 'z\n', /* ; */ 3);\n",
      'COPY public.a (id, note) FROM stdin;\n1\tit\'s; CREATE TABLE GONE (a int);\n2\t\\\\.\n3\ta\\.b\n\\.\n',
      'insert into a select GONE;',
      'Copy a From STDIN WITH (FORMAT csv);\n\\.\n',
      "COPY a FROM '/tmp/GONE';\n",
    ],
  },
  MYSQL: {
    stays: [
      "CREATE TABLE `a` (id int, `it's;` text COMMENT 'x\\'; INSERT y'); # it's\n-- it's\n/*!50003 SET @a = ';' */;\n",
      'DELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW\nBEGIN\n  INSERT INTO b VALUES (1);\n  REPLACE INTO b VALUES (2);\nEND$$\nCREATE TABLE c (a int)$$\nDELIMITER ;\n',
      'delimiter //\nCREATE VIEW v AS SELECT 1 //\ndelimiter ;\n',
    ],
    goes: ["INSERT INTO `a` VALUES (1, 'it\\'s; GONE \\\\'), (2, \"a\\\";\");\n", 'REPLACE INTO `a` VALUES (`GONE;`);\n\n', "insert into a values ('\n;\n'), (1) # ; GONE\n;\n"],
  },
  SQLITE: {
    stays: ["CREATE TABLE [it's;] (a);\n", "CREATE TABLE `;'` (b DEFAULT '\\');\n", 'CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  UPDATE a SET b = 1;\nEND;\n'],
    goes: ["INSERT INTO x VALUES ('\\', 'GONE');\n", "INSERT INTO \"a;\" VALUES(1,X'00','\n;GONE');\nINSERT INTO b VALUES(NULL);\n", 'replace into [;GONE] values (1);'],
  },
  SQLSERVER: {
    stays: [
      "CREATE TABLE [it's; INSERT] (a int, b nvarchar(9) DEFAULT N'; INSERT x') ON [PRIMARY]\nGO\n",
      'ALTER TABLE a ADD b int NULL\n\n  go  -- until here\n',
      '/* INSERT a; /* GO */ */\n-- INSERT a\nSET IDENTITY_INSERT [dbo].[a] ON;\n',
      'CREATE TABLE a$insert (@insert int, inserted int)\nGO 2\n',
    ],
    goes: ["INSERT [dbo].[a] ([id], [b]) VALUES (1, N'it''s; GONE\nGO\nhome')\n", "INSERT INTO a (insert_date) SELECT 'GONE' UNION ALL SELECT 2;\n", "insert a values (')')\nINSERT a DEFAULT VALUES -- GONE\n", "PRINT 'GONE'\n"],
  },
};

describe('a script without its data', () => {
  for (const dialect of SQL_DIALECTS) {
    const { stays, goes } = PARTS[dialect];
    it(`keeps what makes tables, and loses the rest, in ${dialect}`, () => {
      for (const text of stays) assert.equal(stripped(text, text.length, dialect).text, text);
      for (const text of goes) assert.equal(stripped(text, text.length, dialect).text, '', text);
    });

    it(`is the same wherever the pieces are cut, and every line that stays keeps its number, in ${dialect}`, () => {
      const part = fc.oneof(fc.constantFrom(...stays).map((text) => ({ text, stays: true })), fc.constantFrom(...goes).map((text) => ({ text, stays: false })));
      fc.assert(
        fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 700 }), (parts, pieceLength) => {
          // A mark on each part that stays, so that its place is known before and after.
          const marked = parts.map(({ text, stays: isKept }, index) => (isKept ? `CREATE TABLE mark${index} (a int);\n${text}` : text));
          const script = marked.join('');
          const { text, gaps } = stripped(script, pieceLength, dialect);
          assert.deepEqual({ text, gaps }, stripped(script, script.length, dialect));
          const [before, after] = [new Lines(script), new Lines(text, gaps)];
          for (const [index, { stays: isKept }] of parts.entries()) {
            const mark = `mark${index} `;
            assert.equal(text.includes(mark), isKept);
            if (isKept) assert.equal(after.at(text.indexOf(mark)), before.at(script.indexOf(mark)), mark);
          }
          assert.doesNotMatch(text, /GONE/);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('in batches loses those of nothing but data, and keeps the end of a routine', async () => {
    const batches = "CREATE PROCEDURE p AS\nINSERT a VALUES (1)\nCREATE TABLE never (a int)\nGO\n" + "INSERT a VALUES (1)\nGO\n\n".repeat(3) + 'CREATE TABLE a (id int)\nGO\n';
    assert.equal(stripped(batches, 50, 'SQLSERVER').text, 'CREATE PROCEDURE p AS\nCREATE TABLE never (a int)\nGO\nCREATE TABLE a (id int)\nGO\n');
    const { schema } = await importSql(batches, { dialect: 'SQLSERVER' });
    assert.deepEqual(schema.tables.map(({ name }) => name), ['a']);
  });

  it('names the line of what is wrong behind the data', async () => {
    const { text, gaps } = stripped(`CREATE TABLE a (id int);\nCOPY a FROM stdin;\n${'1\n'.repeat(5_000)}\\.\n\nCREATE TABLE b (id nonsense nonsense);\n`, 1_000);
    await assert.rejects(importSql(text, { gaps, path: ['file'] }), (error: unknown) => error instanceof InvalidInput && error.issues[0]?.line === 5_005 && error.issues[0].path.join() === 'file');
  });

  it('of another dialect loses its data by its own quotes and comments', async () => {
    const mysql = ["CREATE TABLE `a` (id int, `it's;` text COMMENT 'x\\'; y'); # it's\n-- it's\n/*!50003 SET @a = ';' */;\n", "INSERT INTO `a` VALUES (1, 'it\\'s; \\\\'), (2, \"a\\\";\");\n", 'REPLACE INTO `a` VALUES (1);\n\n', 'CREATE TABLE b (\nid int,\nx nothing_known);'] as const;
    for (const pieceLength of [1, 7, 300, 10_000]) {
      const { text, gaps } = stripped(mysql.join(''), pieceLength, 'MYSQL');
      assert.equal(text, mysql[0] + mysql[3]);
      const { schema, warnings } = await importSql(text, { gaps, dialect: 'MYSQL' });
      assert.deepEqual({ tables: schema.tables.map(({ name }) => name), lines: warnings.map(({ line }) => line) }, { tables: ['a', 'b'], lines: [9] });
    }
  });

  it('is refused where a quote in the data is never closed, or too much is left', () => {
    assert.throws(() => stripped("\nINSERT INTO a VALUES ('x);\nCREATE TABLE b (id int);"), /line 2: .*never closed/);
    assert.throws(() => stripped(`CREATE TABLE a (id int); -- ${'x'.repeat(MOST)}`, 10_000), /at most 1000000 characters/);
  });

  it('takes time in proportion to the length, also on one line', async () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => `(${index}, 'a;b')`).join(',');
    const script = `CREATE TABLE a (id int, b text);INSERT INTO a VALUES ${rows};COPY a FROM stdin;\n${'x'.repeat(3_000_000)}\n\\.\nCREATE TABLE c (id int);`;
    const tookMs = await cpuMsOf(() => assert.equal(stripped(script, 100_000).text, 'CREATE TABLE a (id int, b text);CREATE TABLE c (id int);'));
    assert(tookMs < 20_000, `${tookMs} ms`);
  });
});
