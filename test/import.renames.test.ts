// What a script changes after it made it, and types of types: nothing of it is silent, and what is made loads.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { InvalidInput } from '../src/domain/errors.ts';
import { importSql } from '../src/domain/import/sql.ts';
import { loadSql, prepare } from './support/loading.ts';
import { startTestPostgres } from './support/postgres.ts';

const RENAMED = `
  CREATE SCHEMA sales;
  CREATE TYPE mood AS ENUM ('sad', 'fine');
  CREATE TABLE person (id int PRIMARY KEY, "Old" int NOT NULL CHECK ("Old" BETWEEN 1 AND 9 AND 'Old' <> ''), twice int GENERATED ALWAYS AS ("Old" * 2) STORED, feels mood NOT NULL, CONSTRAINT one UNIQUE (id, "Old"));
  CREATE TABLE visit (no serial PRIMARY KEY, who int NOT NULL REFERENCES person (id), boss int REFERENCES visit (no), place varchar(20));
  ALTER TABLE person RENAME COLUMN "Old" TO age;
  ALTER TABLE person RENAME COLUMN id TO person_id;
  ALTER TABLE person RENAME TO people;
  ALTER TABLE visit RENAME COLUMN no TO number;
  ALTER TABLE visit SET SCHEMA sales;
  ALTER TABLE sales.visit RENAME TO visits;
  ALTER TYPE mood RENAME TO feeling;
  ALTER TABLE people RENAME CONSTRAINT one TO two;
  ALTER TABLE people DROP CONSTRAINT two;
  ALTER TABLE people ADD COLUMN later feeling;`;

describe('renamed things', () => {
  it('have their new names wherever the old ones stood', async () => {
    const { schema, warnings } = await importSql(RENAMED);
    assert.deepEqual(warnings, []);
    const [people, visits] = schema.tables;
    assert.deepEqual([people?.name, visits?.name], ['people', 'sales.visits']);
    assert.deepEqual(people?.fields.map(({ name }) => name), ['person_id', 'age', 'twice', 'feels', 'later']);
    assert.deepEqual([people.primaryKey, people.uniqueKeys, people.checks[0]?.sql], [['person_id'], [], "age BETWEEN 1 AND 9 AND 'Old' <> ''"]);
    assert.deepEqual(visits?.foreignKeys, [{ fields: ['who'], table: 'people', references: ['person_id'] }, { fields: ['boss'], table: 'sales.visits', references: ['number'] }]);
  });

  it('are refused where the name is taken, and warned about where nothing has the old one', async () => {
    for (const change of ['ALTER TABLE a RENAME TO b', 'ALTER TABLE a RENAME COLUMN x TO y']) await assert.rejects(importSql(`CREATE TABLE a (x int, y int); CREATE TABLE b (z int);\n${change}`), (error) => error instanceof InvalidInput && error.issues[0]?.line === 2);
    const { warnings } = await importSql('CREATE TABLE a (x int);\nALTER TABLE z RENAME TO b;\nALTER TABLE a RENAME COLUMN z TO y;\nALTER TABLE IF EXISTS q RENAME TO r;');
    assert.deepEqual(warnings.map(({ line, table }) => [line, table]), [[2, 'z'], [3, 'a']]);
  });
});

describe('statements that are stepped over', () => {
  it('are told with every line, and with their table', async () => {
    const { warnings } = await importSql('CREATE TABLE a (x int);\nCREATE VIEW v AS SELECT 1;\nCREATE VIEW w AS SELECT 1;\nCREATE VIEW u AS SELECT 1;\nALTER TABLE a INHERIT b;\n');
    assert.match(warnings[0]?.message ?? '', /CREATE VIEW .*\(the same in lines 3, 4\)$/);
    assert.match(warnings[1]?.message ?? '', /^ALTER TABLE a /);
  });
});

describe('values of types that are made of others', () => {
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

  it('load: rows of composite types, arrays of a domain with CHECKs, and what was renamed', async () => {
    const ddl = `${RENAMED}
      CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
      CREATE DOMAIN emails AS email[];
      CREATE TYPE address AS (street text, zip char(5), since date, floor smallint, kind feeling, box inet, mail email, spots point[], raw bytea);
      CREATE TABLE t (id int PRIMARY KEY, home address NOT NULL, es email[] NOT NULL, more emails, others address);`;
    const { plan, importWarnings, planWarnings } = await prepare(ddl, { rows: 60 });
    assert.deepEqual([importWarnings.map(({ field, line }) => [field, line === undefined]), planWarnings], [[['es', false], ['more', false]], []]);
    await client.query(`DROP SCHEMA IF EXISTS sales CASCADE; ${ddl}`);
    await loadSql(client, plan);
    const { rows: [counted] } = await client.query('SELECT count((home).street)::int AS streets, count(DISTINCT (home).kind)::int AS kinds, count((home).mail)::int AS mails FROM t');
    assert.deepEqual(counted, { streets: 60, kinds: 2, mails: 0 });
  });
});
