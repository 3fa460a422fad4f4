// Migrations at start, against a real server; and prisma/migrations against prisma/schema.prisma.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import pg from 'pg';
import { applyMigrations, MigrationError, MIGRATIONS_FOLDER } from '../src/db/migrations.ts';
import { pendingSql } from '../prisma/engine.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';

const server = await startTestPostgres();
after(() => server[Symbol.asyncDispose]());

/** A connection to a new, empty database of the server. */
async function connectToNew(database: string): Promise<pg.Client & AsyncDisposable> {
  const admin = new pg.Client(server.connection);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  return connect(database);
}

async function connect(database: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ ...server.connection, database });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** A copy of ours that a test may change. */
function copyOfMigrations(): Disposable & { readonly path: string; add(name: string, sql: string): void } {
  const folder = temporaryFolder();
  cpSync(MIGRATIONS_FOLDER, folder.path, { recursive: true });
  return {
    ...folder,
    add(name, sql) {
      mkdirSync(path.join(folder.path, name));
      writeFileSync(path.join(folder.path, name, 'migration.sql'), sql);
    },
  };
}

describe('migrations', () => {
  it('are applied by one of four processes that start at once', async () => {
    await using first = await connectToNew('four');
    await using second = await connect('four');
    await using third = await connect('four');
    await using fourth = await connect('four');
    const applied = await Promise.all([first, second, third, fourth].map((client) => applyMigrations(client)));
    const winners = applied.filter((names) => names.length > 0);
    assert.equal(winners.length, 1);
    assert.match(winners[0]?.[0] ?? '', /^\d{14}_start$/);
    const { rows } = await first.query('SELECT count(*)::int AS n FROM "Job"');
    assert.deepEqual(rows, [{ n: 0 }]);
  });

  it('are refused when one was edited after it was applied', async () => {
    await using client = await connectToNew('edited');
    using copy = copyOfMigrations();
    const [name] = await applyMigrations(client, copy.path);
    assert(name !== undefined);
    appendFileSync(path.join(copy.path, name, 'migration.sql'), '\n-- changed\n');
    await assert.rejects(applyMigrations(client, copy.path), (error) => error instanceof MigrationError && error.message.includes(`${name} was edited`));
  });

  it('are refused on a database that a newer version has changed', async () => {
    await using client = await connectToNew('newer');
    using copy = copyOfMigrations();
    copy.add('29990101000000_future', 'CREATE TABLE future (n int)');
    await applyMigrations(client, copy.path);
    await assert.rejects(applyMigrations(client), /29990101000000_future, which this version does not know/);
  });

  it('leave nothing behind when one fails, and go on once it is mended', async () => {
    await using client = await connectToNew('failing');
    using copy = copyOfMigrations();
    copy.add('29990101000000_broken', 'CREATE TABLE half (n int); SELECT 1/0;');
    await assert.rejects(applyMigrations(client, copy.path), /29990101000000_broken failed and was rolled back: division by zero/);
    const { rows } = await client.query(`SELECT to_regclass('half') AS half, to_regclass('"Job"') AS job`);
    assert.deepEqual(rows, [{ half: null, job: '"Job"' }]);
    rmSync(path.join(copy.path, '29990101000000_broken'), { recursive: true });
    copy.add('29990101000001_whole', 'CREATE TABLE whole (n int)');
    assert.deepEqual(await applyMigrations(client, copy.path), ['29990101000001_whole']);
  });

  it('say of reports from before rows were measured that no table was', async () => {
    await using client = await connectToNew('reports');
    using copy = copyOfMigrations();
    const newer = readdirSync(copy.path).filter((name) => /^\d/.test(name) && name > '20261120144440_model_rows');
    for (const name of newer) rmSync(path.join(copy.path, name), { recursive: true });
    await applyMigrations(client, copy.path);
    const [old, whole] = [{ diversity: [], groundedShare: 0.5 }, { diversity: [], tables: [{ table: 'a' }], tablesLeftOut: 0 }];
    for (const [id, report] of [['old', old], ['whole', whole], ['none', null]] as const) {
      await client.query(`INSERT INTO "Job" (id, "ownerId", kind, status, stage, seed, input, plan, "planHash", generators, folder, warnings, done, seq, "updatedAt", report)
        VALUES ($1, 'local', 'TEXT', 'COMPLETED', 'DONE', 1, '{}', '{"tables":[{},{}]}', '', 2, $1, '[]', '{}', 0, now(), $2)`, [id, report]);
    }
    await applyMigrations(client);
    const { rows } = await client.query('SELECT report FROM "Job" ORDER BY id');
    assert.deepEqual(rows.map(({ report }) => report), [null, { ...old, tables: [], tablesLeftOut: 2 }, whole]);
  });

  it('lead exactly to schema.prisma', async () => {
    assert.equal(await pendingSql(), undefined);
  });
});
