// Scripts of other dialects, 1,000 rows a table, written as SQL of that dialect and loaded into the servers whose scripts they are, with
// their CHECKs and keys: SQLite here, MariaDB where it is installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import type { Plan } from '../src/domain/plan.ts';
import type { SqlDialect } from '../src/domain/sql-dialects.ts';
import { outputOf, prepare } from './support/loading.ts';
import { startMariaDb, whyNoMariaDb, type MariaDb } from './support/mariadb.ts';

const ROWS = 1_000;
const FOLDER = path.join(import.meta.dirname, 'fixtures/dialects');

/** The script, and without its own data, which would stand in the way of ours; its rows as a plan and as SQL. */
async function prepared(name: string, dialect: SqlDialect): Promise<{ readonly ddl: string; readonly plan: Plan; readonly sql: string }> {
  const script = readFileSync(path.join(FOLDER, name), 'utf8');
  const { plan, planWarnings } = await prepare(script, { rows: ROWS, seed: 5, dialect });
  assert.deepEqual(planWarnings.filter((warning) => !warning.includes('capped from')), []);
  const files = await outputOf(plan, { format: 'SQL', compression: 'NONE', sql: { dialect, rowsPerInsert: 500 } });
  return { ddl: script.replace(/^INSERT INTO [^]*?;$/gm, ''), plan, sql: files.map(({ text }) => text).join('\n') };
}

describe('a script of SQLite loads into SQLite', () => {
  for (const name of ['shop.sqlite.sql', 'music.sqlite.sql', 'traders.sqlite.sql']) {
    it(name, async () => {
      const { ddl, plan, sql } = await prepared(name, 'SQLITE');
      using database = new DatabaseSync(':memory:');
      database.exec(ddl);
      database.exec(sql);
      assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
      assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
      for (const table of plan.tables) assert.deepEqual({ ...database.prepare(`SELECT count(*) AS count FROM "${table.name}"`).get() }, { count: table.rows }, table.name);
    });
  }
});

describe('a script of MySQL loads into MariaDB', { skip: whyNoMariaDb() }, () => {
  let server: MariaDb;
  before(async () => {
    server = await startMariaDb();
  });
  after(() => server?.[Symbol.asyncDispose]());

  for (const name of ['shop.mysql.sql', 'music.mysql.sql', 'traders.mysql.sql']) {
    it(name, async () => {
      const { ddl, plan, sql } = await prepared(name, 'MYSQL');
      const use = `USE ${name.split('.')[0] ?? ''};\n`;
      const count = async (query: string): Promise<number> => Number(await server.run(`${use}SELECT count(*) FROM ${query}`));
      // No foreign key may refer to a partitioned table, nor be of one.
      const unpartitioned = ddl.replace('/*!50100 PARTITION BY HASH (`order_id`)\nPARTITIONS 4 */', '');
      await server.run(`CREATE DATABASE ${name.split('.')[0] ?? ''};\n${use}SET FOREIGN_KEY_CHECKS = 0;\n${unpartitioned}`);
      await server.run(`${use}SET SESSION sql_mode = 'STRICT_ALL_TABLES';\n${sql}`);
      for (const table of plan.tables) {
        assert.equal(await count(`\`${table.name}\``), table.rows, table.name);
        for (const { fields, table: parent, references } of table.foreignKeys) {
          const same = fields.map((field, index) => `c.\`${field}\` = p.\`${references[index] ?? ''}\``).join(' AND ');
          const given = fields.map((field) => `c.\`${field}\` IS NOT NULL`).join(' AND ');
          assert.equal(await count(`\`${table.name}\` c WHERE ${given} AND NOT EXISTS (SELECT 1 FROM \`${parent}\` p WHERE ${same})`), 0, `${table.name} (${fields.join()})`);
        }
      }
    });
  }
});
