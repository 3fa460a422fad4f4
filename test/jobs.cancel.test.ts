// Runs that are stopped, taken up again, written in other formats and removed: what is kept is whole, whatever is asked is done or refused.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accepted, Refused } from '../src/client/failures.ts';
import { CancelJobDocument, DeleteJobDocument, ExportJobDocument, RetryJobDocument, RowsPageDocument, type OutputInput } from '../src/client/generated/graphql.ts';
import type { Job } from '../src/client/client.ts';
import { assertNoOrphans, clubRun, ended, EVERY_FORMAT, filesOf, jobOf, rowsInJson, seen, startRun, textOf, underWay, type ClubRow } from './support/runs.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

/** Members are made in many small shards, beside the teams that they form a cycle with: time enough to stop in their middle. */
const INPUT = clubRun({ rows: 400, counts: { team: 5_000, member: 30_000, reading: 8_000 }, outputs: EVERY_FORMAT });

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ environment: { SHARD_ROWS: '128', WORKER_PLACES: '2' } });
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

const cancel = async (id: string): Promise<Job> => accepted((await service.client.ask(CancelJobDocument, { id })).cancelJob);
const retry = async (id: string): Promise<Job> => accepted((await service.client.ask(RetryJobDocument, { id })).retryJob);
const remove = async (id: string) => accepted((await service.client.ask(DeleteJobDocument, { id })).deleteJob);
const exportAs = async (id: string, output: OutputInput): Promise<Job> => accepted((await service.client.ask(ExportJobDocument, { id, output })).exportJob);

function isRefusedState(error: unknown): boolean {
  return error instanceof Refused && error.refusal.__typename === 'InvalidStateError';
}

/** Starts INPUT and stops it once rows of the table are there, but not all. */
async function stoppedRun(table: string): Promise<Job> {
  const { id } = await startRun(service.client, INPUT);
  await seen(service.client, id, (job) => underWay(job, table));
  const asked = await cancel(id);
  assert.equal(asked.status, 'CANCELLING');
  return ended(service.client, id, 'CANCELLED');
}

async function rowsInPages(id: string, table: string): Promise<readonly ClubRow[]> {
  const rows: ClubRow[] = [];
  for (let after: string | null | undefined; ; ) {
    const { job } = await service.client.ask(RowsPageDocument, { id, table, first: 1_000, after });
    assert(job != null && 'rows' in job);
    rows.push(...job.rows.edges.map(({ node }) => node.values as ClubRow)); // of CLUB_SQL
    if (!job.rows.pageInfo.hasNextPage) return rows;
    after = job.rows.pageInfo.endCursor;
  }
}

describe('a run cancelled in its middle', () => {
  it('keeps complete prefixes with the parents that they refer to, in every output, in its pages and its manifest', async () => {
    const job = await stoppedRun('member');
    assert.equal(job.partial, true);
    assert.equal(job.failure, null);
    filesOf(service.folder, job);
    const rows = rowsInJson(service.folder, job);
    assertNoOrphans(rows);
    const kept = rows['member'] ?? [];
    assert(kept.length > 0 && kept.length < 30_000, `${kept.length} members`);
    const prefix = kept.findIndex((row, index) => row['id'] !== index + 1);
    assert(prefix !== 0, 'the first rows are there');
    assert.deepEqual(kept.map((row) => Number(row['id'])), kept.map((row) => Number(row['id'])).toSorted((a, b) => a - b));
    const manifest = JSON.parse(textOf(service.folder, job, 'manifest.json')) as { tables: { table: string; rows: number; planned: number }[] };
    for (const { table, done } of job.progress.tables) {
      const inFile = rows[table] ?? [];
      assert.equal(manifest.tables.find((one) => one.table === table)?.rows, inFile.length);
      assert.equal(done, inFile.length);
      assert.equal(textOf(service.folder, job, `${table}.csv`).split('\n').length - 2, inFile.length, `${table}.csv`);
      assert.deepEqual(await rowsInPages(job.id, table), inFile);
    }
  });

  it('goes on when it is retried, and gives the bytes of an undisturbed run, even stopped again and again', async () => {
    const undisturbed = await ended(service.client, (await startRun(service.client, INPUT)).id);
    const { id } = await stoppedRun('member');
    let done = 0;
    for (const table of ['member', 'reading']) {
      await retry(id);
      await seen(service.client, id, (job) => job.progress.done > done && underWay(job, table));
      await cancel(id);
      const stopped = await ended(service.client, id, 'CANCELLED');
      assertNoOrphans(rowsInJson(service.folder, stopped));
      assert(stopped.progress.done >= done);
      done = stopped.progress.done;
    }
    await retry(id);
    const whole = await ended(service.client, id);
    assert.equal(whole.partial, false);
    assert.deepEqual(filesOf(service.folder, whole), filesOf(service.folder, undisturbed));
  });

  it('is written in another format as the run would have written it', async () => {
    const job = await stoppedRun('member');
    const before = filesOf(service.folder, job);
    await exportAs(job.id, { format: 'CSV' });
    const exported = await ended(service.client, job.id, 'CANCELLED');
    const after = filesOf(service.folder, exported);
    for (const { table } of job.progress.tables) assert.equal(after[`${table}-2.csv`], before[`${table}.csv`], table);
    assertNoOrphans(rowsInJson(service.folder, exported));
  });

  it('keeps the outputs that were finished by then, and a retry makes the others', async () => {
    const { client, folder } = service;
    const input = clubRun({ rows: 400, counts: { skill: 66_000, member: 10_000 }, outputs: [{ format: 'CSV' }] });
    const { id } = await startRun(client, input);
    const before = await seen(client, id, (job) => job.outputs.length > 0 && job.progress.done < job.progress.total);
    assert.deepEqual(before.outputs.map(({ fileName }) => fileName), ['skill.csv']);
    await cancel(id);
    const stopped = await ended(client, id, 'CANCELLED');
    const kept = filesOf(folder, stopped);
    assert.equal(kept['skill.csv'], before.outputs[0]?.sha256);
    await retry(id);
    const whole = await ended(client, id);
    assert.equal(filesOf(folder, whole)['skill.csv'], kept['skill.csv']);
    const statusOf = (job: Job) => Promise.all(job.outputs.map(async ({ url }) => (await fetch(url, { method: 'HEAD' })).status));
    assert((await statusOf(whole)).every((status) => status === 200));
    assert((await statusOf(stopped)).every((status) => status === 404), 'an address is good for one content');
    assert.deepEqual(whole.outputs.map(({ fileName }) => fileName), stopped.outputs.map(({ fileName }) => fileName));
  });

  it('takes a second cancel for the first, and refuses to be retried or deleted before it has come to rest', async () => {
    const { id } = await startRun(service.client, INPUT);
    await assert.rejects(remove(id), isRefusedState);
    await assert.rejects(exportAs(id, { format: 'CSV' }), isRefusedState);
    await assert.rejects(retry(id), isRefusedState);
    await seen(service.client, id, (job) => underWay(job));
    const [first, second] = await Promise.all([cancel(id), cancel(id)]);
    assert.deepEqual([first.status, second.status], ['CANCELLING', 'CANCELLING']);
    await ended(service.client, id, 'CANCELLED');
    await assert.rejects(cancel(id), isRefusedState);
  });
});

describe('a run cancelled before it has begun', () => {
  it('ends with outputs that hold nothing, and is whole after a retry', async () => {
    const { id } = await startRun(service.client, clubRun({ rows: 40, outputs: EVERY_FORMAT }));
    await cancel(id);
    const job = await ended(service.client, id, 'CANCELLED');
    filesOf(service.folder, job);
    assertNoOrphans(rowsInJson(service.folder, job));
    await retry(id);
    const whole = await ended(service.client, id);
    const again = await ended(service.client, (await startRun(service.client, clubRun({ rows: 40, outputs: EVERY_FORMAT }))).id);
    assert.deepEqual(filesOf(service.folder, whole), filesOf(service.folder, again));
  });
});

describe('a run that is complete', () => {
  it('is written in any other format with the bytes that it would have had, and its export can be followed', async () => {
    const { client } = service;
    const asked = await ended(client, (await startRun(client, clubRun({ rows: 90, outputs: EVERY_FORMAT }))).id);
    const { id } = await startRun(client, clubRun({ rows: 90, outputs: [] }));
    await ended(client, id);
    for (const output of EVERY_FORMAT) {
      const exporting = await exportAs(id, output);
      assert.deepEqual([exporting.status, exporting.progress.stage], ['COMPLETED', 'EXPORTING']);
      const done = await ended(client, id);
      assert.deepEqual([done.progress.stage, done.progress.percent], ['DONE', 100]);
    }
    assert.deepEqual(filesOf(service.folder, await jobOf(client, id)), filesOf(service.folder, asked));
    await assert.rejects(exportAs(id, { format: 'ZIP', compression: 'ZSTD' }), (error: unknown) => error instanceof Refused && error.refusal.issues?.[0]?.path.join('.') === 'output.compression');
  });

  it('stops being exported when that is cancelled, shows only what is finished, and can be exported anew', async () => {
    const { client, folder } = service;
    const { id } = await startRun(client, clubRun({ rows: 100, counts: { reading: 200_000 }, outputs: [] }));
    await ended(client, id);
    await exportAs(id, { format: 'JSONL', compression: 'GZIP' });
    await cancel(id);
    const stopped = await ended(client, id);
    assert.deepEqual([stopped.progress.stage, stopped.outputs], ['DONE', []]);
    filesOf(folder, stopped);
    await exportAs(id, { format: 'JSONL' });
    const exported = await ended(client, id);
    filesOf(folder, exported);
    assert.equal(exported.outputs.length, exported.progress.tables.length);
  });

  it('refuses to be cancelled or retried, and leaves nothing when it is deleted', async () => {
    const { client, folder } = service;
    const job = await ended(client, (await startRun(client, clubRun({ rows: 20, outputs: EVERY_FORMAT }))).id);
    await assert.rejects(cancel(job.id), isRefusedState);
    await assert.rejects(retry(job.id), isRefusedState);
    assert(existsSync(path.join(folder, job.outputPath)));
    await remove(job.id);
    assert(!existsSync(path.join(folder, job.outputPath)));
    await assert.rejects(jobOf(client, job.id), /no job/);
    await assert.rejects(remove(job.id), (error: unknown) => error instanceof Refused && error.refusal.__typename === 'NotFoundError');
  });

  it('leaves no part of an output behind', async () => {
    const work = path.join(service.folder, 'work');
    await eventually('an empty work folder', () => !existsSync(work) || readdirSync(work).length === 0);
  });
});
