// What stops a run without ending the service: a row that cannot be made, a full disk, a stop of the process.
import assert from 'node:assert/strict';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, DeleteJobDocument, ExportJobDocument, RetryJobDocument } from '../src/client/generated/graphql.ts';
import { eventually } from './support/eventually.ts';
import { closeGate, embeddedIn, rowsFrom } from './support/gate.ts';
import { clubRun, ended, EVERY_FORMAT, filesOf, seen, startRun, textOf } from './support/runs.ts';
import { temporaryFolder } from './support/postgres.ts';
import { startServiceProcess } from './support/service-process.ts';

const MB = 1024 * 1024;
const SHARD_ROWS = 16_384;
/** Takes up room, and gives it back when it is removed. The floor lies in its middle, since others write to the disk, too. */
const FILLER_BYTES = 512 * MB;
/** A key is never drawn again, and a label is never null, so row 60,003 cannot be made; none of the rows that are tried before the start is that one. */
const UNLUCKY_SQL = 'CREATE TABLE item (id serial PRIMARY KEY, label varchar(20) NOT NULL, CHECK (id <> 60004 OR label IS NULL)); CREATE TABLE tag (id serial PRIMARY KEY, item_id integer NOT NULL REFERENCES item (id));';

/** The first field of every line but the header. */
function idsIn(csv: string): readonly number[] {
  return csv.split('\n').slice(1, -1).map((line) => Number(line.split(',')[0]));
}

/** A folder on a disk that few others use, where there is one; else among the temporary files. */
function quietFolder(): Disposable & { readonly path: string } {
  const memory = '/dev/shm';
  return existsSync(memory) && freeBytes(memory) > 2 * FILLER_BYTES ? temporaryFolder(memory) : temporaryFolder();
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

describe('a row that cannot be made', () => {
  it('fails its run with its place, keeps what is complete before it, and fails a retry alike', async () => {
    await using service = await startServiceProcess({ environment: { SHARD_ROWS: String(SHARD_ROWS) } });
    const { id } = await startRun(service.client, { source: { definition: { sql: { text: UNLUCKY_SQL } } }, rows: 100_000, seed: 3, outputs: [{ format: 'CSV' }] });
    for (const attempt of ['first', 'retried']) {
      const job = await ended(service.client, id, 'FAILED');
      assert.deepEqual([job.failure?.table, job.failure?.rowIndex, job.failure?.attempts, job.partial], ['item', 60_003, 1, true], attempt);
      assert.match(job.failure?.message ?? '', /id <> 60004/);
      filesOf(service.folder, job);
      const ids = idsIn(textOf(service.folder, job, 'item.csv'));
      assert(ids.length % SHARD_ROWS === 0 && ids.length <= 60_000, `whole shards before the one that failed, and not ${ids.length} rows`);
      assert(ids.every((id, index) => id === index + 1), 'a prefix');
      assert.deepEqual(idsIn(textOf(service.folder, job, 'tag.csv')), [], 'no table is begun before its parents are whole');
      if (attempt === 'first') accepted((await service.client.ask(RetryJobDocument, { id })).retryJob);
    }
  });
});

/** A file that takes up room in the folder. */
function filled(folder: string): string {
  const filler = path.join(folder, 'filler');
  for (let written = 0; written < FILLER_BYTES; written += 64 * MB) writeFileSync(filler, Buffer.alloc(64 * MB), { flag: 'a' });
  return filler;
}

describe('a disk without room', () => {
  it('puts a run on hold with its reason, and the run goes on by itself once there is room', async () => {
    using folder = quietFolder();
    const filler = filled(folder.path);
    const floorBytes = freeBytes(folder.path) + FILLER_BYTES / 2;
    await using service = await startServiceProcess({ folder: folder.path, environment: { MIN_FREE_DISK_BYTES: String(floorBytes), SHARD_ROWS: '64' } });
    const { id } = await startRun(service.client, clubRun({ rows: 2_000, outputs: EVERY_FORMAT }));
    const paused = await seen(service.client, id, (job) => job.pausedReason !== null);
    assert.match(paused.pausedReason ?? '', new RegExp(`more than ${floorBytes} bytes free`));
    assert.equal(paused.status, 'RUNNING');
    rmSync(filler);
    const done = await ended(service.client, id);
    assert.equal(done.pausedReason, null);
    filesOf(folder.path, done);
  });

  it('holds nobody who would rather have it free: a cancelled export ends at once, a run with the second cancel, and either can be deleted', async () => {
    using folder = quietFolder();
    const floorBytes = freeBytes(folder.path) - FILLER_BYTES / 2;
    await using service = await startServiceProcess({ folder: folder.path, environment: { MIN_FREE_DISK_BYTES: String(floorBytes), SHARD_ROWS: '64' } });
    const { client } = service;
    const cancel = async (id: string) => accepted((await client.ask(CancelJobDocument, { id })).cancelJob);
    const complete = await ended(client, (await startRun(client, clubRun({ rows: 300, outputs: [] }))).id);
    const filler = filled(folder.path);

    accepted((await client.ask(ExportJobDocument, { id: complete.id, output: { format: 'CSV' } })).exportJob);
    await seen(client, complete.id, (job) => job.pausedReason !== null);
    const stopped = await cancel(complete.id);
    assert.deepEqual([stopped.status, stopped.progress.stage, stopped.pausedReason, stopped.outputs], ['COMPLETED', 'DONE', null, []]);
    accepted((await client.ask(DeleteJobDocument, { id: complete.id })).deleteJob);

    const { id } = await startRun(client, clubRun({ rows: 2_000, outputs: EVERY_FORMAT }));
    await seen(client, id, (job) => job.pausedReason !== null);
    assert.deepEqual([(await cancel(id)).status], ['CANCELLING']);
    await seen(client, id, (job) => job.pausedReason !== null);
    const cancelled = await cancel(id);
    assert.deepEqual([cancelled.status, cancelled.progress.stage, cancelled.pausedReason], ['CANCELLED', 'DONE', null]);
    rmSync(filler);
    accepted((await client.ask(RetryJobDocument, { id })).retryJob);
    filesOf(folder.path, await ended(client, id));
    const told = service.log().filter(({ msg, level }) => msg.startsWith('job ') && level === 30);
    assert.deepEqual([...new Set(told.map(({ msg }) => msg))].sort(), ['job deleted', 'job ended', 'job is exported', 'job is retried', 'job is to be cancelled', 'job ordered', 'job started']);
    const last = told.findLast(({ msg }) => msg === 'job ended');
    assert.deepEqual([last?.['status'], last?.['rows']], ['COMPLETED', 10_000]);
    assert(Number(last?.['seconds']) > 0);
  });
});

describe('SIGTERM', () => {
  it('lets what is under way end, ends the process with 0, and the run goes on after a restart', async () => {
    using folder = temporaryFolder();
    const input = clubRun({ rows: 300, counts: { reading: 70_000 }, outputs: EVERY_FORMAT });
    const environment = { SHARD_ROWS: '1024', WORKER_PLACES: '2' };
    let id = '';
    for (const life of ['stopped', 'finishing']) {
      await using service = await startServiceProcess({ folder: folder.path, environment });
      if (life === 'finishing') {
        const done = await ended(service.client, id);
        const again = await ended(service.client, (await startRun(service.client, input)).id);
        assert.deepEqual(filesOf(folder.path, done), filesOf(folder.path, again));
        continue;
      }
      await using gate = await closeGate(embeddedIn(folder.path), rowsFrom('reading', 30_000));
      ({ id } = await startRun(service.client, input));
      await gate.held();
      const stopped = service.stop();
      await eventually('the stop in its log', () => service.log().some(({ msg }) => msg === 'stopping'));
      await gate.open();
      assert.deepEqual(await stopped, { code: 0, signal: null });
      assert.deepEqual(service.log().filter(({ level }) => Number(level) >= 50), [], 'errors in its log');
    }
  });
});
