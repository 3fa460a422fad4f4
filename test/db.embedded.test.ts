// The embedded PostgreSQL against what happens to processes: restarts, kills of either side, rivals for one folder.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/db/embedded.ts';
import { FolderInUseError } from '../src/db/embedded/lock.ts';
import { startOfProcess } from '../src/lib/processes.ts';
import { eventually } from './support/eventually.ts';
import { SILENT, temporaryFolder } from './support/postgres.ts';

const OWNER = fileURLToPath(new URL('./support/embedded-owner.ts', import.meta.url));

async function ask(server: EmbeddedPostgres, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(server.connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(folder: string): number {
  return Number.parseInt(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
}

function start(folder: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ folder, log: SILENT });
}

/** Another process that owns the folder's server; killed at the end if it still lives. */
async function startOwner(folder: string): Promise<ChildProcess & Disposable> {
  const child = spawn(process.execPath, [OWNER, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  assert.equal(String(line), 'up\n');
  return Object.assign(child, { [Symbol.dispose]: () => void child.kill('SIGKILL') });
}

describe('embedded PostgreSQL', () => {
  it('starts in an empty folder, with durable writes, no network, and letters of every script', async () => {
    using folder = temporaryFolder();
    await using server = await start(path.join(folder.path, 'deep', 'postgres'));
    const [row] = await ask(server, `SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS addresses, 'ÉCLAIR' ILIKE 'éclair' AS folds`);
    assert.deepEqual(row, { fsync: 'on', addresses: '', folds: true });
  });

  it('keeps its data over a restart, and leaves no lock and no server behind', async () => {
    using folder = temporaryFolder();
    const first = await start(folder.path);
    await ask(first, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)');
    const pid = postmasterPid(folder.path);
    await first[Symbol.asyncDispose]();
    assert.equal(startOfProcess(pid), undefined);
    assert.equal(existsSync(path.join(folder.path, 'owner.lock')), false);
    await using second = await start(folder.path);
    assert.deepEqual(await ask(second, 'SELECT n FROM kept'), [{ n: 42 }]);
  });

  it('stops by itself when its owner is killed', async () => {
    using folder = temporaryFolder();
    using owner = await startOwner(folder.path);
    const pid = postmasterPid(folder.path);
    owner.kill('SIGKILL');
    await eventually('the end of the server', () => startOfProcess(pid) === undefined);
  });

  it('starts again at once after its owner was killed', async () => {
    using folder = temporaryFolder();
    using owner = await startOwner(folder.path);
    const pid = postmasterPid(folder.path);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await using server = await start(folder.path);
    assert.equal(startOfProcess(pid), undefined);
    assert.notEqual(postmasterPid(folder.path), pid);
    assert.equal((await ask(server, 'SELECT 1 AS one')).length, 1);
  });

  it('stops a server that was left without its watchdog', { skip: process.platform !== 'linux' && 'finds the watchdog through /proc' }, async () => {
    using folder = temporaryFolder();
    using owner = await startOwner(folder.path);
    const pid = postmasterPid(folder.path);
    const shell = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ').map(Number);
    for (const child of [shell, ...children.filter((one) => one !== pid)]) process.kill(child, 'SIGSTOP');
    owner.kill('SIGKILL');
    for (const child of [shell, ...children.filter((one) => one !== pid)]) process.kill(child, 'SIGKILL');
    await once(owner, 'exit');
    assert.notEqual(startOfProcess(pid), undefined);
    await using server = await start(folder.path);
    assert.equal(startOfProcess(pid), undefined);
    assert.equal((await ask(server, 'SELECT 1 AS one')).length, 1);
  });

  it('comes back by itself when the server is killed', async () => {
    using folder = temporaryFolder();
    await using server = await start(folder.path);
    await ask(server, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
    const pid = postmasterPid(folder.path);
    process.kill(pid, 'SIGKILL');
    const rows = await eventually('the server', () => ask(server, 'SELECT n FROM kept').catch(() => undefined));
    assert.deepEqual(rows, [{ n: 7 }]);
    assert.notEqual(postmasterPid(folder.path), pid);
  });

  it('refuses a second process on its folder, naming the first and what to do', async () => {
    using folder = temporaryFolder();
    using owner = await startOwner(folder.path);
    await assert.rejects(start(folder.path), (error) => {
      assert(error instanceof FolderInUseError);
      assert.match(error.message, new RegExp(`in use by process ${owner.pid};.*DATA_DIR.*DATABASE_URL`));
      return true;
    });
    owner.stdin?.end();
    await once(owner, 'exit');
    await using server = await start(folder.path);
    assert.equal((await ask(server, 'SELECT 1 AS one')).length, 1);
  });

  it('refuses a second server in the same process', async () => {
    using folder = temporaryFolder();
    await using _server = await start(folder.path);
    await assert.rejects(start(folder.path), /in use by process \d+ \(this one\)/);
  });

  it('is not misled by pid files whose numbers now belong to other processes', async () => {
    using folder = temporaryFolder();
    await (await start(folder.path))[Symbol.asyncDispose]();
    writeFileSync(path.join(folder.path, 'data', 'postmaster.pid'), `${process.pid}\n${folder.path}/data\n`);
    writeFileSync(path.join(folder.path, 'owner.lock'), JSON.stringify({ pid: process.pid, start: 'long ago', place: 'elsewhere', token: 'x' }));
    const past = new Date(Date.now() - 60_000);
    utimesSync(path.join(folder.path, 'owner.lock'), past, past);
    await using server = await start(folder.path);
    assert.equal((await ask(server, 'SELECT 1 AS one')).length, 1);
  });

  it('begins anew after a first start that was cut short', async () => {
    using folder = temporaryFolder();
    mkdirSync(path.join(folder.path, 'data.init'));
    writeFileSync(path.join(folder.path, 'data.init', 'PG_VERSION'), '18\n');
    await using server = await start(folder.path);
    assert.equal((await ask(server, 'SELECT 1 AS one')).length, 1);
  });

  it('says what to do about data of another PostgreSQL version', async () => {
    using folder = temporaryFolder();
    mkdirSync(path.join(folder.path, 'data'));
    writeFileSync(path.join(folder.path, 'data', 'PG_VERSION'), '12\n');
    await assert.rejects(start(folder.path), /made by PostgreSQL 12, but the one installed is 18\. .*move .* away/);
    assert.equal(existsSync(path.join(folder.path, 'owner.lock')), false);
  });

  it('puts its socket elsewhere when the path to the data is too long for one', async () => {
    using folder = temporaryFolder();
    await using server = await start(path.join(folder.path, 'x'.repeat(100)));
    assert.equal((await ask(server, 'SELECT 1 AS one')).length, 1);
  });
});
