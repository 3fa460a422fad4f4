// A run from its order to its last byte, over the API of the running service: what subscribers, pages and files show is one and the same.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Refused, RequestFailed } from '../src/client/failures.ts';
import { ExportJobDocument, HealthDocument, JobChangesDocument, JobsDocument, RowsPageDocument, type RowPartsFragment, type RowsPageQuery, type TextRunInput } from '../src/client/generated/graphql.ts';
import { collect } from './support/collect.ts';
import { ALL_ROWS, closeGate, embeddedIn } from './support/gate.ts';
import { clubRun, ended, filesOf, jobOf, rowsInJson, startRun, textOf, type ClubRow } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const MAX_JOBS_PER_OWNER = 3;

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ environment: { SHARD_ROWS: '1024', MAX_JOBS_PER_OWNER: String(MAX_JOBS_PER_OWNER) } });
});
after(async () => {
  await service?.[Symbol.asyncDispose]();
});

/** Rows as data.json has them: by table, in index order. Fails where one is missing or comes twice. */
function inTables(rows: readonly RowPartsFragment[]): Readonly<Record<string, readonly ClubRow[]>> {
  const tables = Map.groupBy(rows, (row) => row.table);
  return Object.fromEntries(
    [...tables].map(([table, own]) => {
      const ordered = own.toSorted((a, b) => a.index - b.index);
      assert.deepEqual(ordered.map((row) => row.index), [...ordered.keys()], table);
      return [table, ordered.map((row) => row.values as ClubRow)];
    }),
  );
}

async function pagesOf(id: string, first: number): Promise<RowPartsFragment[]> {
  const rows: RowPartsFragment[] = [];
  for (let after: string | null | undefined; ; ) {
    const { job }: RowsPageQuery = await service.client.ask(RowsPageDocument, { id, first, after });
    assert(job != null && 'rows' in job);
    rows.push(...job.rows.edges.map(({ node }) => node));
    if (!job.rows.pageInfo.hasNextPage) return rows;
    after = job.rows.pageInfo.endCursor;
  }
}

describe('a run', () => {
  it('shows the same rows to its subscribers, in its pages and in its file, each once', async () => {
    const { client } = service;
    const job = await startRun(client, clubRun({ rows: 300, counts: { reading: 5_000 } }));
    const [streamed, done] = await Promise.all([collect(client.followRows(job.id, { maxBatch: 70 })), ended(client, job.id)]);
    assert(streamed.every(({ rows }) => rows.length <= 70));
    const inFile = rowsInJson(service.folder, done);
    assert.deepEqual(inTables(streamed.flatMap(({ rows }) => rows)), inFile);
    assert.deepEqual(inTables(await pagesOf(job.id, 997)), inFile);
    filesOf(service.folder, done);
  });

  it('streams one table where one is asked for', async () => {
    const job = await startRun(service.client, clubRun({ rows: 200 }));
    const batches = await collect(service.client.followRows(job.id, { table: 'member' }));
    const rows = batches.flatMap((batch) => batch.rows);
    assert.deepEqual(new Set(rows.map((row) => row.table)), new Set(['member']));
    assert.equal(rows.length, 200);
    const unknown = collect(service.client.followRows(job.id, { table: 'nobody' }));
    await assert.rejects(unknown, (error: unknown) => error instanceof RequestFailed && error.codes.includes('INVALID_INPUT') && error.message.includes('nobody'));
    await ended(service.client, job.id);
  });

  it('goes on right behind a cursor, wherever its stream was cut', async () => {
    const { client } = service;
    const job = await startRun(client, clubRun({ rows: 100, counts: { reading: 3_000 } }));
    const rows: RowPartsFragment[] = [];
    for (let after: string | undefined, cuts = 0; ; cuts++) {
      let taken = 0;
      for await (const batch of client.followRows(job.id, { maxBatch: 13 + cuts, ...(after === undefined ? {} : { after }) })) {
        rows.push(...batch.rows);
        after = batch.cursor;
        if (++taken > cuts % 7) break;
      }
      if (taken === 0) break;
    }
    const done = await ended(client, job.id);
    assert.deepEqual(inTables(rows), rowsInJson(service.folder, done));
  });

  it('is followed from its order to its end, and by who comes later from its end', async () => {
    const { client } = service;
    const job = await startRun(client, clubRun({ rows: 400, counts: { reading: 30_000 } }));
    assert.equal(job.status, 'QUEUED');
    const states = await collect(client.followProgress(job.id));
    const last = states.at(-1);
    assert.deepEqual([last?.status, last?.progress.percent, last?.progress.stage, last?.progress.done], ['COMPLETED', 100, 'DONE', last?.progress.total]);
    for (const [index, state] of states.entries()) assert(state.progress.percent >= (states[index - 1]?.progress.percent ?? 0), 'it went back');
    assert(last?.startedAt != null && last.finishedAt != null);
    assert.deepEqual((await collect(client.followProgress(job.id))).map((state) => state.status), ['COMPLETED']);
  });

  it('is seen by who follows all jobs, from its coming to its end and its removal', async () => {
    const { client } = service;
    const changes = client.watch(JobChangesDocument, {});
    const first = changes.next();
    await client.ask(HealthDocument, {}); // asked after it on the same socket, and answered: it is followed
    const job = await startRun(client, clubRun({ rows: 50 }));
    const states: string[] = [];
    for (let step = await first; step.done !== true; step = await changes.next()) {
      const { id, status } = step.value.jobs;
      if (id !== job.id) continue;
      states.push(status);
      if (status === 'COMPLETED') break;
    }
    await changes.return();
    assert.equal(states.at(-1), 'COMPLETED');
  });

  it('says in history what was asked, and the same order again gives the same bytes', async () => {
    const { client } = service;
    const { seed: _, ...unseeded } = clubRun({ rows: 120, outputs: [{ format: 'CSV', csv: { delimiter: ';', nullText: '~', quoting: 'ALWAYS', lineEnd: 'LF', byteOrderMark: true } }, { format: 'JSONL', json: { nulls: false, decimals: 'NUMBER' } }, { format: 'SQL', sql: { dialect: 'MYSQL', rowsPerInsert: 7 } }] });
    const job = await startRun(client, unseeded);
    const done = await ended(client, job.id);
    const input = done.input as TextRunInput; // what JSON shows is what TextRunInput takes
    assert.equal(input.seed, done.seed);
    assert.equal(input.rows, 120);
    assert.match(textOf(service.folder, done, 'member.csv'), /^\uFEFF"id";"team_id";.*\n"1";"\d+";~;"/);
    assert.match(textOf(service.folder, done, 'member.jsonl'), /^\{"id":1,"team_id":\d+,"full_name":.*"salary":\d+\.\d\d\}\n/);
    assert.match(textOf(service.folder, done, 'data.sql'), /^SET NAMES utf8mb4;\n[^]*START TRANSACTION;\nINSERT INTO `/);
    const again = await ended(client, (await startRun(client, input)).id);
    assert.deepEqual(filesOf(service.folder, again), filesOf(service.folder, done));
    const { jobs } = await client.ask(JobsDocument, { first: 2 });
    assert.deepEqual(jobs.edges.map(({ node }) => node.id), [again.id, job.id]);
    assert.deepEqual(jobs.edges[1]?.node.input, done.input);
  });
});

describe('a start', () => {
  it('with a key that was used before is the job that it started, even raced', async () => {
    const input = clubRun({ rows: 30, idempotencyKey: 'once' });
    const started = await Promise.all(Array.from({ length: 8 }, () => startRun(service.client, input)));
    const ids = new Set(started.map((job) => job.id));
    assert.equal(ids.size, 1);
    const [id] = ids;
    await ended(service.client, id ?? '');
    assert.equal((await startRun(service.client, input)).id, id);
    await assert.rejects(startRun(service.client, { ...input, rows: 31 }), /idempotencyKey: expected the order/);
  });

  it('past the limit of jobs under way is refused with a code, like an export, and a key that is known is not', async () => {
    const { client } = service;
    const done = await ended(client, (await startRun(client, clubRun({ rows: 10 }))).id);
    await using gate = await closeGate(embeddedIn(service.folder), ALL_ROWS);
    const long = await Promise.all(Array.from({ length: MAX_JOBS_PER_OWNER }, (_, index) => startRun(client, clubRun({ rows: 10, idempotencyKey: `long ${index}` }))));
    await assert.rejects(startRun(client, clubRun()), (error: unknown) => error instanceof RequestFailed && error.codes.includes('LIMIT_REACHED') && error.message.includes('MAX_JOBS_PER_OWNER'));
    const exported = client.ask(ExportJobDocument, { id: done.id, output: { format: 'CSV' } });
    await assert.rejects(exported, (error: unknown) => error instanceof RequestFailed && error.codes.includes('LIMIT_REACHED'));
    assert.equal((await startRun(client, clubRun({ rows: 10, idempotencyKey: 'long 1' }))).id, long[1]?.id);
    await gate.open();
    await Promise.all(long.map((job) => ended(client, job.id)));
    await ended(client, (await startRun(client, clubRun({ rows: 10 }))).id);
  });

  it('that cannot be is refused whole', async () => {
    const { client } = service;
    const before = (await client.ask(JobsDocument, { first: 1 })).jobs.edges[0]?.node.id;
    const wrong: readonly TextRunInput[] = [
      clubRun({ rows: -1 }),
      clubRun({ rows: 2 ** 52 }),
      clubRun({ counts: { nobody: 3 } }),
      clubRun({ counts: { skill: 2, member: 3, member_skill: 7 } }),
      clubRun({ outputs: [{ format: 'ZIP', compression: 'GZIP' }] }),
      clubRun({ outputs: [{ format: 'CSV', csv: { delimiter: 'long' } }] }),
      clubRun({ outputs: [{ format: 'SQL', sql: { dialect: 'SQLSERVER', rowsPerInsert: 2_000 } }] }),
      clubRun({ source: { definition: { sql: { text: 'CREATE TABLE t (id int,' } } } }),
    ];
    for (const input of wrong) {
      await assert.rejects(startRun(client, input), (error: unknown) => error instanceof Refused && error.refusal.__typename === 'InvalidInputError' && (error.refusal.issues?.length ?? 0) > 0, JSON.stringify(input));
    }
    await assert.rejects(startRun(client, clubRun({ source: { schemaId: 'nothing' } })), (error: unknown) => error instanceof Refused && error.refusal.__typename === 'NotFoundError');
    assert.equal((await client.ask(JobsDocument, { first: 1 })).jobs.edges[0]?.node.id, before);
    await assert.rejects(jobOf(client, 'nothing'), /no job/);
  });
});
