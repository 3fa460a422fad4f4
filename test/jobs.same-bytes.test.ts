// The same seed gives the same bytes, whoever makes them: again, in other shards, on more places, by several processes on one PostgreSQL,
// and with processes killed meanwhile. Every format and compression is compared.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { closeGate, embeddedIn, rowsFrom, type Gate } from './support/gate.ts';
import { clubRun, ended, EVERY_FORMAT, filesOf, startRun, textOf } from './support/runs.ts';
import type { EmbeddedPostgres } from '../src/db/embedded.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import type { VerisimClient } from '../src/client/client.ts';

/** Two parts of every output, and many shards where they are small. */
const INPUT = clubRun({ rows: 150, counts: { reading: 70_000 }, outputs: EVERY_FORMAT });
/** Where a run is held that is to be killed. */
const MIDDLE = rowsFrom('reading', 30_000);

type Hashes = Readonly<Record<string, string>>;

/** Runs INPUT to its end; answers what lies in its folder. */
async function filesMade(client: VerisimClient, folder: string): Promise<Hashes> {
  const job = await startRun(client, INPUT);
  return filesOf(folder, await ended(client, job.id));
}

let undisturbed: Hashes;
before(async () => {
  await using service = await startServiceProcess();
  const first = await ended(service.client, (await startRun(service.client, INPUT)).id);
  undisturbed = filesOf(service.folder, first);
  const ids = textOf(service.folder, first, 'reading.csv').split('\n').slice(1, -1).map((line) => Number(line.split(',')[0]));
  assert(ids.length === 70_000 && ids.every((id, index) => id === index + 1), 'parts are joined in order');
  assert.deepEqual(await filesMade(service.client, service.folder), undisturbed, 'again');
});

describe('a seed gives the same bytes', () => {
  it('in small shards on one place, and on three', async () => {
    using folder = temporaryFolder();
    for (const places of ['1', '3']) {
      await using service = await startServiceProcess({ folder: folder.path, environment: { SHARD_ROWS: places === '1' ? '64000' : '4096', WORKER_PLACES: places } });
      assert.deepEqual(await filesMade(service.client, service.folder), undisturbed, `${places} places`);
    }
  });

  it('after kill -9 of the service in mid-run: it goes on by itself after its restart', async () => {
    using folder = temporaryFolder();
    const environment = { SHARD_ROWS: '1024', WORKER_PLACES: '2' };
    let jobId = '';
    let gate: Gate | undefined;
    for (const life of ['first', 'second', 'last']) {
      await using service = await startServiceProcess({ folder: folder.path, environment });
      gate ??= await closeGate(embeddedIn(folder.path), MIDDLE); // kept in the database
      if (life === 'first') jobId = (await startRun(service.client, INPUT)).id;
      await gate.held(); // in its later lives by who took up again what the dead one was at
      if (life !== 'last') {
        await service.kill();
        continue;
      }
      await gate.open();
      assert.deepEqual(filesOf(folder.path, await ended(service.client, jobId)), undisturbed);
    }
  });
});

describe('two workers and an API on one PostgreSQL', () => {
  let stack: AsyncDisposableStack;
  let api: ServiceProcess;
  let environment: Readonly<Record<string, string>>;
  let connection: EmbeddedPostgres['connection'];
  const workers: ServiceProcess[] = [];
  const startWorker = async () => stack.use(await startServiceProcess({ folder: api.folder, environment: { ...environment, ROLE: 'worker' } }));

  before(async () => {
    stack = new AsyncDisposableStack();
    const folder = stack.use(temporaryFolder());
    ({ connection } = stack.use(await startTestPostgres()));
    environment = { DATABASE_URL: `postgresql://${connection.user}@localhost/${connection.database}?host=${encodeURIComponent(path.resolve(connection.host ?? ''))}`, SHARD_ROWS: '1024', WORKER_PLACES: '1', LOG_LEVEL: 'debug' };
    api = stack.use(await startServiceProcess({ folder: folder.path, environment: { ...environment, ROLE: 'api' } }));
    workers.push(...(await Promise.all([startWorker(), startWorker()])));
  });
  after(() => stack?.disposeAsync());

  it('share the work, and give the same bytes', async () => {
    await using gate = await closeGate(connection, MIDDLE);
    const { id } = await startRun(api.client, INPUT);
    await gate.held();
    await gate.waiting(1); // the other's commit
    await gate.open();
    assert.deepEqual(filesOf(api.folder, await ended(api.client, id)), undisturbed);
    for (const worker of workers) assert(worker.log().some(({ msg }) => msg === 'task done'), 'one of them had nothing to do');
  });

  it('finish the run when one of them is killed -9 in its middle, with the same bytes', async () => {
    await using gate = await closeGate(connection, MIDDLE);
    const { id } = await startRun(api.client, INPUT);
    await gate.held();
    await gate.waiting(1); // so each of them is at a task
    await workers[0]?.kill();
    await gate.open();
    assert.deepEqual(filesOf(api.folder, await ended(api.client, id)), undisturbed);
  });

  it('wait where none is left, and go on with the next that comes', async () => {
    for (const worker of workers) await worker.kill();
    const { id } = await startRun(api.client, INPUT);
    workers.push(await startWorker());
    assert.deepEqual(filesOf(api.folder, await ended(api.client, id)), undisturbed);
  });
});
