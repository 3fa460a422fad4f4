// Tasks that take up several small pieces at once, and workers that go on with what they have made ready: nothing is lost where one of the pieces
// fails, or where the answer to a commit never comes. Against a real PostgreSQL, a real queue and a real folder.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { Database } from '../src/db/database.ts';
import { segmentsOf } from '../src/db/segments.ts';
import { createTasks, makeReady } from '../src/db/tasks.ts';
import type { Plan } from '../src/domain/plan.ts';
import type { Check } from '../src/domain/schema.ts';
import { layoutOutput } from '../src/files/layout.ts';
import { localStorage } from '../src/files/local.ts';
import { JobPlans } from '../src/jobs/job-plans.ts';
import { outputRow } from '../src/jobs/outputs.ts';
import { Queue } from '../src/jobs/queue.ts';
import { wholeRanges } from '../src/jobs/rows-there.ts';
import { Runner } from '../src/jobs/runner.ts';
import { finishTaskOf, outputTasks, READY_WINDOW, shardTasks, workOf } from '../src/jobs/tasks.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { planHash } from '../src/jobs/work.ts';
import { collect } from './support/collect.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';
import { NO_ENGINES, NO_IMAGES, NO_PREVIEWS } from './support/no-models.ts';
import { openTestDatabase, SILENT, temporaryFolder } from './support/postgres.ts';

const cleanUp = new AsyncDisposableStack();
after(() => cleanUp.disposeAsync());
const database = cleanUp.use(await openTestDatabase());
const folder = cleanUp.use(temporaryFolder());
const data = path.join(folder.path, 'data');
const storage = localStorage(data, { floorBytes: 0 });
const queue = cleanUp.use(await Queue.open({ connection: database.connection, log: SILENT, works: false }));
const threads = cleanUp.use(await WorkThreads.open({ data: { storage: { folder: data, floorBytes: 0 } }, places: 1 }));
const { prisma } = database;
/** Stands still, so that a worker's turn never ends. */
const NOW = Date.now();

/** A key is never drawn again, and `note` is never null, so the sixth row cannot be made. */
const UNLUCKY: Check = {
  sql: 'id <> 6 OR note IS NULL',
  condition: { kind: 'call', name: 'or', args: [
    { kind: 'call', name: '<>', args: [{ kind: 'field', name: 'id' }, { kind: 'literal', value: 6 }] },
    { kind: 'call', name: 'is null', args: [{ kind: 'field', name: 'note' }] },
  ] },
};

/** Small tables of one key each; the sixth row of `bad` cannot be made. */
function planWith(tables: readonly string[], bad?: string): Plan {
  return planOf(1, ...tables.map((name) => table(name, 10, [field('id', SEQUENCE), field('note', SEQUENCE)], { primaryKey: ['id'], checks: name === bad ? [UNLUCKY] : [] })));
}

/** A job over the plan that has just been ordered, with its first task ready. */
async function orderedJob(plan: Plan): Promise<{ readonly id: string; readonly folder: string; readonly first: string }> {
  const jobFolder = `folder_${randomUUID()}`;
  const totals = Object.fromEntries(plan.tables.map(({ name, rows }) => [name, rows]));
  const outputs = layoutOutput(plan, { format: 'CSV', compression: 'NONE' }).map((file) => ({ id: randomUUID(), file }));
  const job = { ownerId: 'local', kind: 'TEXT', status: 'QUEUED', stage: 'PLANNING', seed: 1n, input: {}, plan: plan as object, planHash: planHash(plan), generators: plan.generators, folder: jobFolder };
  const { id } = await prisma.job.create({ data: { ...job, done: { tables: {}, totals, work: 0, totalWork: 0, samples: [] } } });
  const tasks = [...shardTasks(id, plan, wholeRanges(plan), 1_000), ...outputTasks(id, plan, outputs, wholeRanges(plan)), finishTaskOf(id)];
  await prisma.job.update({ where: { id }, data: { done: { tables: {}, totals, work: 0, totalWork: workOf(tasks), samples: [] } } });
  await prisma.output.createMany({ data: outputs.map((output, position) => outputRow(id, output, position)) });
  await createTasks(prisma, tasks);
  const first = (await makeReady(prisma, id, READY_WINDOW))[0]?.id;
  assert(first !== undefined);
  return { id, folder: jobFolder, first };
}

function runner(db: Database = database): Runner {
  return cleanUp.use(new Runner({ db, queue, threads, storage, plans: new JobPlans(prisma), engines: NO_ENGINES, images: NO_IMAGES, previews: NO_PREVIEWS, log: SILENT, workerId: 1, now: () => NOW, stopping: new AbortController().signal }));
}

async function namesIn(name: string): Promise<string[]> {
  return (await collect(storage.list(name))).map((file) => file.name);
}

/** What its tasks are, and how they stand. */
async function tasksOf(jobId: string): Promise<string[]> {
  return (await prisma.task.findMany({ where: { jobId }, orderBy: { id: 'asc' } })).map(({ kind, status, attempt }) => `${kind} ${status} ${attempt}`);
}

describe('a small job', () => {
  it('is three tasks, whatever its tables, and one worker does them in one go', async () => {
    const tables = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const job = await orderedJob(planWith(tables));
    assert.deepEqual(await tasksOf(job.id), ['SHARD READY 0', 'WHOLE WAITING 0', 'FINISH WAITING 0']);
    await runner().run(job.first);
    const { status, stage, seq, done } = await prisma.job.findUniqueOrThrow({ where: { id: job.id } });
    assert.deepEqual([status, stage, seq], ['COMPLETED', 'DONE', 20]);
    assert.deepEqual((done as { tables?: unknown }).tables, Object.fromEntries(tables.map((name) => [name, 10])));
    const segments = (await segmentsOf(prisma, job.id)).toSorted((a, b) => a.seq - b.seq);
    assert.deepEqual(segments, tables.map((name, index) => ({ seq: index + 1, table: name, first: 0, last: 10 })));
    assert.deepEqual((await namesIn(job.folder)).length, 23);
    assert.deepEqual(await namesIn('work'), []);
  });
});

describe('a row that cannot be made, among several small tables that are made together', () => {
  it('fails the run with its place, and costs none of the rows before it', async () => {
    const job = await orderedJob(planWith(['a', 'b', 'c', 'd'], 'c'));
    await runner().run(job.first);
    const { failure, partial, done } = await prisma.job.findUniqueOrThrow({ where: { id: job.id } });
    const { message, ...place } = failure as { message: string };
    assert.deepEqual(place, { table: 'c', field: '', rowIndex: 5, attempts: 1 }, message);
    assert.equal(partial, true);
    assert.deepEqual((done as { tables?: unknown }).tables, { a: 10, b: 10 });
    assert.deepEqual((await segmentsOf(prisma, job.id)).map((segment) => segment.table), ['a', 'b']);
    assert.deepEqual(await tasksOf(job.id), ['SETTLE READY 0']);
  });
});

describe('small outputs that are written together', () => {
  it('leave nothing behind where one of them cannot be written, and are all written by the next attempt', async () => {
    const job = await orderedJob(planWith(['a', 'b', 'c']));
    const { id: whole } = await prisma.task.findFirstOrThrow({ where: { jobId: job.id, kind: 'WHOLE' } });
    const inTheWay = path.join(data, 'work', job.id, `${whole}-1-1`);
    mkdirSync(path.join(inTheWay, 'a folder'), { recursive: true });
    const own = runner();
    await own.run(job.first);
    assert.deepEqual(await tasksOf(job.id), ['SHARD DONE 1', 'WHOLE READY 1', 'FINISH WAITING 0']);
    assert.deepEqual(await namesIn('work'), []);
    rmSync(inTheWay, { recursive: true });
    await own.run(whole);
    assert.equal((await prisma.job.findUniqueOrThrow({ where: { id: job.id } })).status, 'COMPLETED');
    assert.deepEqual(await namesIn(job.folder), ['a.csv', 'b.csv', 'c.csv', 'manifest.json', 'report.json', 'schema.json'].map((name) => `${job.folder}/${name}`));
  });
});

describe('a commit whose answer is lost with the connection', () => {
  it('is found to be made, and the worker goes on with the task that it took', async () => {
    const job = await orderedJob(planWith(['a']));
    let losses = 0;
    const transact = async (...args: Parameters<typeof prisma.$transaction>) => {
      const answer = await prisma.$transaction(...args);
      if (losses++ === 0) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'P1017' });
      return answer;
    };
    const lossy = new Proxy(prisma, { get: (target, name) => (name === '$transaction' ? transact : Reflect.get(target, name, target)) });
    await runner({ ...database, prisma: lossy }).run(job.first);
    assert(losses > 1);
    assert.equal((await prisma.job.findUniqueOrThrow({ where: { id: job.id } })).status, 'COMPLETED');
    assert.deepEqual((await segmentsOf(prisma, job.id)).map(({ seq }) => seq), [1], 'and nothing is committed twice');
  });
});
