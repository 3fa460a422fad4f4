// What the database's absence looks like through each layer, and who lives and who is dead; with real servers and kills.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import pg from 'pg';
import { openDatabase, POOL_SIZE } from '../src/db/database.ts';
import { deadWorkers, registerWorker } from '../src/db/liveness.ts';
import { notify } from '../src/db/listener.ts';
import { isOutage } from '../src/db/outage.ts';
import { startOfProcess } from '../src/lib/processes.ts';
import { eventually } from './support/eventually.ts';
import { openTestDatabase, SILENT } from './support/postgres.ts';

const database = await openTestDatabase();
after(() => database[Symbol.asyncDispose]());

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(() => assert.fail('it should have failed'), (error: unknown) => error);
}

/** Resolves once it is gone; it is started again by then, or will be. */
async function killServer(): Promise<void> {
  const folder = path.dirname(database.connection.host ?? '');
  const pid = Number.parseInt(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
  process.kill(pid, 'SIGKILL');
  await eventually('the end of the server', () => startOfProcess(pid) === undefined);
}

/** Since when the server serves, and for how many ms. */
async function serving(): Promise<{ readonly since: string; readonly ms: number }> {
  const { rows: [found] } = await database.pool.query<{ since: string; ms: number }>(
    `SELECT backend_start::text AS since, extract(epoch FROM clock_timestamp() - backend_start)::float * 1000 AS ms FROM pg_stat_activity WHERE backend_type = 'walwriter'`,
  );
  return found ?? { since: 'not yet', ms: 0 };
}

/** The session that holds a worker's lock. */
async function holderOf(worker: { readonly id: number }): Promise<number | undefined> {
  const { rows } = await database.pool.query<{ pid: number }>(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 7777 AND objid = $1::integer::oid AND granted`, [worker.id]);
  return rows[0]?.pid;
}

async function insertRunningTask(workerId: number): Promise<void> {
  await database.prisma.job.create({
    data: {
      ownerId: 'local', kind: 'TEXT', status: 'RUNNING', stage: 'GENERATING', seed: 1n, input: {}, plan: {}, planHash: 'x', generators: 1,
      folder: `folder_${workerId}`,
      tasks: { create: { kind: 'SHARD', position: 0, status: 'RUNNING', workerId } },
    },
  });
}

describe('an outage of the database', () => {
  it('is not seen in what the database refuses', async () => {
    const { prisma, pool } = database;
    const refusals = [
      () => prisma.$queryRaw`SELECT 1/0`,
      () => prisma.schema.create({ data: { ownerId: 'x', name: 'a\0b', source: 'FIELDS', definition: {} } }),
      () => prisma.schema.update({ where: { id: 'nobody' }, data: { name: 'x' } }),
      () => pool.query('SELECT nothing'),
      () => prisma.segment.create({ data: { jobId: 'nobody', seq: 1, table: 't', first: 0n, last: 1n } }),
    ];
    for (const call of refusals) assert.equal(isOutage(await failureOf(call())), false);
    for (const other of [undefined, null, 'ECONNREFUSED', new Error('disk'), Object.assign(new Error('no file'), { code: 'ENOENT', syscall: 'open' })]) {
      assert.equal(isOutage(other), false);
    }
  });

  it('is not seen in a transaction that ran out of its own time, but in one that could not begin', async () => {
    const { prisma, pool } = database;
    const slow = prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT pg_sleep(0.2)::text`;
      await transaction.job.count();
    }, { timeout: 50 });
    assert.equal(isOutage(await failureOf(slow)), false);
    const held = await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.connect()));
    const late = await failureOf(prisma.$transaction((transaction) => transaction.job.count(), { maxWait: 50 }));
    for (const client of held) client.release();
    assert.equal(isOutage(late), true, String(late));
  });

  it('is seen when a session is ended by the server, in a query and in a transaction', async () => {
    const { prisma, pool } = database;
    assert.equal(isOutage(await failureOf(pool.query('SELECT pg_terminate_backend(pg_backend_pid())'))), true);
    assert.equal(isOutage(await failureOf(prisma.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())::text`)), true);
    const inTransaction = prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())::text`;
    });
    assert.equal(isOutage(await failureOf(inTransaction)), true);
  });

  it('is seen in every failed call while the server is killed and comes back, and in no other way', async () => {
    const { prisma, pool } = database;
    const calls = [
      () => prisma.schema.count(),
      () => prisma.$transaction((transaction) => transaction.job.count()),
      () => prisma.$transaction([prisma.job.count(), prisma.task.count()]),
      () => prisma.$executeRaw`SELECT 1`,
      () => pool.query('SELECT 1'),
      async () => {
        const client = await pool.connect();
        await client.query('SELECT 1').finally(() => client.release());
      },
    ];
    const killed = killServer();
    let failures = 0;
    await eventually('every call', async () => {
      const results = await Promise.allSettled(calls.map((call) => call()));
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        failures += 1;
        assert.equal(isOutage(result.reason), true, String(result.reason));
      }
      return failures > 0 && results.every((result) => result.status === 'fulfilled'); // it takes a moment to die
    });
    await killed;
    assert.equal(await database.isUp(), true);
  });

  it('at start is told with the server\'s address, without the password, and with the remedy', async () => {
    const opening = openDatabase({ databaseUrl: 'postgresql://me:secret@127.0.0.1:1/mine', folder: '/nowhere', log: SILENT, reachableWithinMs: 300 });
    const error = await failureOf(opening);
    assert(error instanceof Error);
    assert.match(error.message, /127\.0\.0\.1:1\/mine, cannot be used: .*ECONNREFUSED.*leave DATABASE_URL out/);
    assert.doesNotMatch(error.message, /secret/);
  });
});

describe('a database named by its URL', () => {
  it('is migrated and used like the embedded one', async () => {
    await database.pool.query('CREATE DATABASE named');
    const databaseUrl = `postgresql://postgres@localhost/named?host=${encodeURIComponent(database.connection.host ?? '')}`;
    await using named = await openDatabase({ databaseUrl, folder: '/nowhere', log: SILENT });
    assert.equal(await named.prisma.job.count(), 0);
    assert.deepEqual((await named.pool.query('SELECT current_database() AS name')).rows, [{ name: 'named' }]);
    const heard = Promise.withResolvers<string>();
    await using _listening = await named.listen('test_named', { onNotification: heard.resolve, onResync: () => {} });
    await notify(named.prisma, 'test_named', 'hello');
    assert.equal(await heard.promise, 'hello');
    await using worker = await registerWorker(named);
    assert.equal(worker.id, 1);
  });

  it('that does not exist is refused at once', async () => {
    const databaseUrl = `postgresql://postgres@localhost/missing?host=${encodeURIComponent(database.connection.host ?? '')}`;
    await assert.rejects(openDatabase({ databaseUrl, folder: '/nowhere', log: SILENT }), /missing, cannot be used: database "missing" does not exist/);
  });
});

describe('a database that is closed', () => {
  it('does not wait for ever for a transaction that waits for a lock', async () => {
    await using stack = new AsyncDisposableStack();
    const databaseUrl = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(database.connection.host ?? '')}`;
    const closing = await openDatabase({ databaseUrl, folder: '/nowhere', log: SILENT });
    const other = stack.adopt(new pg.Client(database.connection), (client) => client.end());
    await other.connect();
    await other.query('SELECT pg_advisory_lock(4712)');
    const stuck = closing.prisma.$transaction((transaction) => transaction.$queryRaw`SELECT pg_advisory_xact_lock(4712)::text`);
    stuck.catch(() => {}); // whatever becomes of it
    await eventually('its wait for the lock', async () => (await other.query('SELECT FROM pg_locks WHERE objid = 4712 AND NOT granted')).rowCount === 1);
    await closing[Symbol.asyncDispose]();
  });
});

describe('workers', () => {
  it('are alive while they hold their lock, also over a restart of the server, and dead soon after they lost it', async () => {
    await using living = await registerWorker(database);
    const dying = await registerWorker(database);
    await insertRunningTask(living.id);
    await insertRunningTask(dying.id);
    assert.deepEqual(await deadWorkers(database), []);
    // As if both had been silent for as long as the server was away.
    await database.pool.query(`UPDATE "Worker" SET "heartbeatAt" = now() - interval '10 s'`);
    const before = await holderOf(living);
    await killServer();
    await dying[Symbol.asyncDispose]();
    await eventually('the living to have its lock again', async () => {
      const now = await holderOf(living).catch(() => undefined);
      return now !== undefined && now !== before; // a session of the dead server may answer yet
    });
    const dead = await eventually('a dead worker', async () => {
      const ids = await deadWorkers(database);
      return ids.length > 0 && ids;
    });
    assert.deepEqual(dead, [dying.id]);
  });

  it('are not taken for dead by a server that has just begun to serve, whenever it was started', async () => {
    const { id } = await database.prisma.worker.create({ data: { host: 'gone', pid: 1, heartbeatAt: new Date(Date.now() - 10_000) } });
    await insertRunningTask(id);
    await eventually('its death', async () => (await deadWorkers(database)).includes(id));
    const crashed = await serving();
    // A session that crashes takes all others with it, and the server, which goes on, serves anew.
    const { rows: [session] } = await database.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    assert(session !== undefined);
    process.kill(session.pid, 'SIGKILL');
    const servingMs = await eventually('its death, told by a server that serves anew', async () => {
      const isDead = (await deadWorkers(database).catch((): readonly number[] => [])).includes(id);
      const { since, ms } = await serving().catch(() => crashed);
      return since !== crashed.since && isDead && ms;
    });
    assert(servingMs >= 3_000, `${servingMs} ms after it began`);
  });

  it('hold their lock, and take it again when its connection was cut', async () => {
    await using worker = await registerWorker(database);
    const isFree = async (): Promise<unknown> => {
      // Tried and given back in one transaction, by a session of the pool.
      const { rows } = await database.pool.query('SELECT pg_try_advisory_xact_lock(7777, $1) AS free', [worker.id]);
      return rows[0]?.free;
    };
    assert.equal(await isFree(), false);
    const holder = await holderOf(worker);
    await database.pool.query('SELECT pg_terminate_backend($1)', [holder]);
    const another = await eventually('another session with the lock', async () => {
      const pid = await holderOf(worker);
      return pid !== holder && pid;
    });
    assert.equal(await isFree(), false, `session ${another} has it`);
  });

  it('are dead after a long silence even with their lock, and forgotten when they have no task', async () => {
    await using client = await registerWorker(database);
    await insertRunningTask(client.id);
    const ghost = await database.prisma.worker.create({ data: { host: 'gone', pid: 1, heartbeatAt: new Date(0) } });
    const silent = await database.prisma.worker.create({ data: { host: 'gone', pid: 1, heartbeatAt: new Date(Date.now() - 16_000) } });
    await insertRunningTask(silent.id);
    const holder = new pg.Client(database.connection);
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(7777, $1)', [silent.id]);
    const dead = await eventually('its death', async () => { // a server that has just begun to serve tells of none
      const ids = await deadWorkers(database);
      return ids.includes(silent.id) && ids;
    });
    await holder.end();
    assert(!dead.includes(client.id));
    await using _next = await registerWorker(database);
    assert.equal(await database.prisma.worker.count({ where: { id: ghost.id } }), 0);
    assert.equal(await database.prisma.worker.count({ where: { id: silent.id } }), 1);
  });
});
