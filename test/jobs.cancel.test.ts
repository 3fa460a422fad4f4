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
import { ALL_ROWS, closeGate, embeddedIn, rowsFrom, type Gate, type Held } from './support/gate.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const PLACES = 2;
/** Members are made in many small shards, beside the teams that they form a cycle with. */
const INPUT = clubRun({ rows: 400, counts: { team: 1_000, member: 12_000, reading: 4_000 }, outputs: EVERY_FORMAT });

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ environment: { SHARD_ROWS: '128', WORKER_PLACES: String(PLACES) } });
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

const gateAt = (held: Held): Promise<Gate> => closeGate(embeddedIn(service.folder), held);

/** Asks for something while the places wait at the gate, and opens it once the asking has its turn behind them. */
async function askedInTheMiddle<T>(gate: Gate, ...asks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  await gate.held();
  const asking = Promise.all(asks.map((ask) => ask()));
  asking.catch(() => {}); // told to who awaits it below
  await gate.waiting(PLACES - 1 + asks.length);
  await gate.open();
  return asking;
}

/** Starts INPUT and stops it once some members are there, but not all. */
async function stoppedRun(): Promise<Job> {
  await using gate = await gateAt(rowsFrom('member', 4_000));
  const { id } = await startRun(service.client, INPUT);
  await seen(service.client, id, (job) => underWay(job, 'member'));
  const [asked] = await askedInTheMiddle(gate, () => cancel(id));
  assert.equal(asked?.status, 'CANCELLING');
  return ended(service.client, id, 'CANCELLED');
}

/** Starts a run that takes all places, and is held there. */
async function plug(gate: Gate): Promise<string> {
  const { id } = await startRun(service.client, clubRun({ rows: 400, outputs: [] }));
  await gate.held();
  await gate.waiting(PLACES - 1);
  return id;
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
    const job = await stoppedRun();
    assert.equal(job.partial, true);
    assert.equal(job.failure, null);
    filesOf(service.folder, job);
    const rows = rowsInJson(service.folder, job);
    assertNoOrphans(rows);
    const kept = rows['member'] ?? [];
    assert(kept.length > 0 && kept.length < 12_000, `${kept.length} members`);
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
    const { id } = await stoppedRun();
    let done = 0;
    for (const [table, first] of [['member', 8_000], ['reading', 2_000]] as const) {
      await using gate = await gateAt(rowsFrom(table, first));
      await retry(id);
      await seen(service.client, id, (job) => job.progress.done > done && underWay(job, table));
      await askedInTheMiddle(gate, () => cancel(id));
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
    const job = await stoppedRun();
    const before = filesOf(service.folder, job);
    await exportAs(job.id, { format: 'CSV' });
    const exported = await ended(service.client, job.id, 'CANCELLED');
    const after = filesOf(service.folder, exported);
    for (const { table } of job.progress.tables) assert.equal(after[`${table}-2.csv`], before[`${table}.csv`], table);
    assertNoOrphans(rowsInJson(service.folder, exported));
  });

  it('keeps the outputs that were finished by then, and a retry makes the others', async () => {
    const { client, folder } = service;
    const input = clubRun({ rows: 400, counts: { skill: 66_000, member: 40_000 }, outputs: [{ format: 'CSV' }] });
    await using gate = await gateAt({ before: 'INSERT ON "Segment"', when: `EXISTS (SELECT FROM "Output" WHERE "jobId" = NEW."jobId" AND status = 'DONE')` });
    const { id } = await startRun(client, input);
    const before = await seen(client, id, (job) => job.outputs.length > 0);
    assert.deepEqual(before.outputs.map(({ fileName }) => fileName), ['skill.csv']);
    await askedInTheMiddle(gate, () => cancel(id));
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

  it('takes a second cancel for the first', async () => {
    await using gate = await gateAt(rowsFrom('member', 4_000));
    const { id } = await startRun(service.client, INPUT);
    const asked = await askedInTheMiddle(gate, () => cancel(id), () => cancel(id));
    assert.deepEqual(asked.map(({ status }) => status), ['CANCELLING', 'CANCELLING']);
    await ended(service.client, id, 'CANCELLED');
    await assert.rejects(cancel(id), isRefusedState);
  });
});

describe('a run cancelled before it has begun', () => {
  it('is neither retried, exported nor deleted before, ends with outputs that hold nothing, and is whole after a retry', async () => {
    const { client } = service;
    await using gate = await gateAt(ALL_ROWS);
    const other = await plug(gate);
    const { id } = await startRun(client, clubRun({ rows: 40, outputs: EVERY_FORMAT }));
    await assert.rejects(remove(id), isRefusedState);
    await assert.rejects(exportAs(id, { format: 'CSV' }), isRefusedState);
    await assert.rejects(retry(id), isRefusedState);
    assert.equal((await cancel(id)).startedAt, null);
    await gate.open();
    const job = await ended(client, id, 'CANCELLED');
    filesOf(service.folder, job);
    for (const [table, rows] of Object.entries(rowsInJson(service.folder, job))) assert.deepEqual(rows, [], table);
    await ended(client, other);
    await retry(id);
    const whole = await ended(client, id);
    const again = await ended(client, (await startRun(client, clubRun({ rows: 40, outputs: EVERY_FORMAT }))).id);
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
    const { id } = await startRun(client, clubRun({ rows: 100, counts: { reading: 70_000 }, outputs: [] }));
    const { progress: { tables } } = await ended(client, id);
    await using gate = await gateAt({ before: 'UPDATE ON "Output"', when: `NEW.status = 'DONE'` });
    await exportAs(id, { format: 'JSONL', compression: 'GZIP' });
    await askedInTheMiddle(gate, () => cancel(id));
    const stopped = await ended(client, id);
    assert.equal(stopped.progress.stage, 'DONE');
    assert(stopped.outputs.length < tables.length, 'it was exported whole');
    filesOf(folder, stopped);
    await exportAs(id, { format: 'JSONL' });
    const exported = await ended(client, id);
    filesOf(folder, exported);
    assert.equal(exported.outputs.length, stopped.outputs.length + tables.length);
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
