// PostgreSQL away in mid-run: runs wait and go on, streams survive, and requests meanwhile are told so with a code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Job, VerisimClient } from '../src/client/client.ts';
import { RequestFailed } from '../src/client/failures.ts';
import { HealthDocument, JobChangesDocument, JobsDocument } from '../src/client/generated/graphql.ts';
import { startEmbeddedPostgres } from '../src/db/embedded.ts';
import { startOfProcess } from '../src/lib/processes.ts';
import { collect } from './support/collect.ts';
import { eventually } from './support/eventually.ts';
import { closeGate, embeddedIn, rowsFrom } from './support/gate.ts';
import { clubRun, ended, EVERY_FORMAT, filesOf, rowsInJson, seen, startRun, underWay } from './support/runs.ts';
import { SILENT, temporaryFolder } from './support/postgres.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const INPUT = clubRun({ rows: 200, counts: { reading: 70_000 }, outputs: EVERY_FORMAT });
/** So that the database goes in the middle of it. */
const MIDDLE = rowsFrom('reading', 30_000);

async function statusOf(service: ServiceProcess, route: string): Promise<number> {
  return (await fetch(`${service.base}${route}`)).status;
}

/** All that a stream gives; what goes wrong is told to who awaits it, however late. */
function all<T>(feed: AsyncIterable<T>): Promise<T[]> {
  const items = collect(feed);
  items.catch(() => {}); // the test may fail elsewhere first
  return items;
}

/** Resolves once the stream of all jobs shows the job as COMPLETED. */
async function completedOf(client: VerisimClient, id: string): Promise<void> {
  for await (const { jobs } of client.watch(JobChangesDocument, {})) if (jobs.id === id && jobs.status === 'COMPLETED') return;
  assert.fail('the stream of all jobs ended');
}

/** Rows of the batches, by table; fails where one came twice. */
function countsOf(batches: readonly { readonly rows: readonly { readonly table: string; readonly index: number }[] }[]): Readonly<Record<string, number>> {
  const rows = batches.flatMap((batch) => batch.rows.map((row) => `${row.table} ${row.index}`));
  assert.equal(new Set(rows).size, rows.length, 'a row came twice');
  return Object.fromEntries([...Map.groupBy(rows, (row) => row.split(' ')[0] ?? '')].map(([table, own]) => [table, own.length]));
}

describe('the embedded PostgreSQL killed in mid-run', () => {
  it('comes back by itself, and nobody notices but by the time: same bytes, every row once', async () => {
    await using service = await startServiceProcess({ environment: { SHARD_ROWS: '1024' } });
    const undisturbed = filesOf(service.folder, await ended(service.client, (await startRun(service.client, INPUT)).id));
    await using gate = await closeGate(embeddedIn(service.folder), MIDDLE);
    const { id } = await startRun(service.client, INPUT);
    const streamed = all(service.client.followRows(id, { maxBatch: 1_000 }));
    for (let kill = 1; kill <= 2; kill++) {
      await gate.held(); // once more after the first kill: by who took the task up again
      const pid = Number.parseInt(readFileSync(path.join(service.folder, '.postgres/data/postmaster.pid'), 'utf8'), 10);
      process.kill(pid, 'SIGKILL');
      await eventually('the end of the server', () => startOfProcess(pid) === undefined);
    }
    await gate.open();
    const done = await ended(service.client, id);
    assert.deepEqual(filesOf(service.folder, done), undisturbed);
    assert.deepEqual(countsOf(await streamed), Object.fromEntries(done.progress.tables.map(({ table, total }) => [table, total])));
    assert.deepEqual((await service.stop()).code, 0);
  });
});

describe('a PostgreSQL that is stopped in mid-run, and started again seconds later', () => {
  it('is waited for by the run and by its subscribers, while requests and probes are told that it is away', async () => {
    using databaseFolder = temporaryFolder();
    const folder = path.join(databaseFolder.path, 'postgres');
    const startPostgres = () => startEmbeddedPostgres({ folder, log: SILENT });
    let postgres = await startPostgres();
    try {
      const { user, database, host } = postgres.connection;
      await using service = await startServiceProcess({ environment: { SHARD_ROWS: '1024', DATABASE_URL: `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host ?? '')}` } });
      const { client } = service;
      await using gate = await closeGate(postgres.connection, MIDDLE);
      const { id } = await startRun(client, INPUT);
      const streamed = all(client.followRows(id, { maxBatch: 1_000 }));
      const looks: Job[] = [];
      const followed = (async () => {
        for await (const look of client.followProgress(id)) looks.push(look);
      })();
      followed.catch(() => {}); // as in all()
      const completed = completedOf(client, id);
      completed.catch(() => {}); // as in all()
      await seen(client, id, (job) => underWay(job, 'reading'));
      await gate.held();
      await postgres[Symbol.asyncDispose]();

      assert.equal(await statusOf(service, '/ready'), 503);
      assert.equal(await statusOf(service, '/health'), 200);
      assert.deepEqual({ ...(await client.ask(HealthDocument, {})).health, version: '' }, { status: 'DEGRADED', textModel: 'none installed', imageModel: 'verisim-nano (Verisim nano: simple drawings, 128 x 128; came with this version, not loaded)', database: 'down', jobsInProgress: 0, jobsQueued: 0, version: '' });
      for (const asked of [() => client.ask(JobsDocument, {}), () => startRun(client, INPUT)]) {
        await assert.rejects(asked(), (error: unknown) => error instanceof RequestFailed && error.codes.includes('DATABASE_UNAVAILABLE'));
      }
      await eventually('word of the outage in the log', () => service.log().some(({ msg }) => /^verisim worker \d+: the database is away/.test(msg)));
      await eventually('word of the outage to who follows the progress', () => looks.some(({ pausedReason }) => pausedReason?.includes('database does not answer')));

      postgres = await startPostgres();
      await gate.open();
      const done = await ended(client, id);
      assert.equal(await statusOf(service, '/ready'), 200);
      assert.deepEqual(countsOf(await streamed), Object.fromEntries(Object.entries(rowsInJson(service.folder, done)).map(([table, rows]) => [table, rows.length])));
      await followed;
      assert.equal(looks.at(-1)?.status, 'COMPLETED');
      assert(looks.every(({ pausedReason }, index) => pausedReason === null || pausedReason !== looks[index - 1]?.pausedReason), 'and are told so once');
      assert.equal(looks.at(-1)?.pausedReason, null);
      await completed;
      const again = await ended(client, (await startRun(client, INPUT)).id);
      assert.deepEqual(filesOf(service.folder, done), filesOf(service.folder, again));
      await postgres[Symbol.asyncDispose]();
      await eventually('an outage that is noticed', async () => (await statusOf(service, '/ready')) === 503);
      assert.deepEqual(await service.stop(), { code: 0, signal: null });
    } finally {
      await postgres[Symbol.asyncDispose]();
    }
  });
});
