// What crashes leave, put right: tasks that workers die of, deletions that stopped half-way, files without their rows, and attempts that wake after
// others have done their work. Against a real PostgreSQL, a real queue and a real folder.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { addSegments } from '../src/db/segments.ts';
import { createTasks, claimTask, makeReady, returnTasksOf } from '../src/db/tasks.ts';
import { createUpload, findUpload } from '../src/db/uploads.ts';
import { InvalidState } from '../src/domain/errors.ts';
import { localStorage } from '../src/files/local.ts';
import { layoutOutput } from '../src/files/layout.ts';
import { JobPlans } from '../src/jobs/job-plans.ts';
import { outputRow } from '../src/jobs/outputs.ts';
import { Queue } from '../src/jobs/queue.ts';
import { LOCAL_VIEWER } from '../src/jobs/records.ts';
import { wholeRanges } from '../src/jobs/rows-there.ts';
import { Runner } from '../src/jobs/runner.ts';
import { Runs } from '../src/jobs/runs.ts';
import { Schemas } from '../src/jobs/schemas.ts';
import { clearUncommitted } from '../src/jobs/segment-folder.ts';
import { MAX_LOSSES, Sweeper } from '../src/jobs/sweeper.ts';
import { finishTaskOf, outputTasks, READY_WINDOW } from '../src/jobs/tasks.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { UPLOAD_KEPT_MS, Uploads } from '../src/jobs/uploads.ts';
import { collect } from './support/collect.ts';
import { eventually } from './support/eventually.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';
import { NO_ENGINES, NO_IMAGES, NO_MACHINES, NO_MODELS, NO_PLANNER, NO_PREVIEWS } from './support/no-models.ts';
import { openTestDatabase, SILENT, temporaryFolder } from './support/postgres.ts';

const cleanUp = new AsyncDisposableStack();
after(() => cleanUp.disposeAsync());
const database = cleanUp.use(await openTestDatabase());
const folder = cleanUp.use(temporaryFolder());
const storage = localStorage(path.join(folder.path, 'data'), { floorBytes: 0 });
const queue = cleanUp.use(await Queue.open({ connection: database.connection, log: SILENT, works: false }));
const threads = cleanUp.use(await WorkThreads.open({ data: { storage: { folder: path.join(folder.path, 'data'), floorBytes: 0 } }, places: 1 }));
const { prisma } = database;

const PLAN = planOf(1, table('thing', 10, [field('id', SEQUENCE)], { primaryKey: ['id'] }));
const bytes = (text: string): Uint8Array[] => [Buffer.from(text)];

async function namesIn(name: string): Promise<string[]> {
  return (await collect(storage.list(name))).map((file) => file.name);
}

/** A job whose rows are all there, with one output and its end still to be made. */
async function jobToWrite(): Promise<{ id: string; folder: string }> {
  const jobFolder = `folder_${randomUUID()}`;
  const done = { tables: { thing: 10 }, totals: { thing: 10 }, work: 10, totalWork: 20, samples: [] };
  const { id } = await prisma.job.create({ data: { ownerId: 'local', kind: 'TEXT', status: 'RUNNING', stage: 'EXPORTING', seed: 1n, input: {}, plan: PLAN as object, planHash: 'x', generators: PLAN.generators, folder: jobFolder, done } });
  const outputs = layoutOutput(PLAN, { format: 'CSV', compression: 'NONE' }).map((file) => ({ id: randomUUID(), file }));
  await prisma.output.createMany({ data: outputs.map((output, position) => outputRow(id, output, position)) });
  await createTasks(prisma, [...outputTasks(id, PLAN, outputs, wholeRanges(PLAN)), finishTaskOf(id)]);
  await makeReady(prisma, id, READY_WINDOW);
  return { id, folder: jobFolder };
}

function runner(workerId: number, own: WorkThreads = threads): Runner {
  return cleanUp.use(new Runner({ db: database, queue, threads: own, storage, plans: new JobPlans(prisma), engines: NO_ENGINES, images: NO_IMAGES, previews: NO_PREVIEWS, log: SILENT, workerId, now: Date.now, stopping: new AbortController().signal }));
}

/** The threads, with something to wait for once the work is done and before its answer is heard. */
function threadsThatWait(made: () => void, goOn: Promise<void>): WorkThreads {
  const bulk: WorkThreads['bulk'] = async (name, ...args) => {
    const answer = await threads.bulk(name, ...args);
    made();
    await goOn;
    return answer;
  };
  return new Proxy(threads, { get: (target, name) => (name === 'bulk' ? bulk : Reflect.get(target, name, target)) });
}

async function readyTask(jobId: string): Promise<string> {
  return (await prisma.task.findFirstOrThrow({ where: { jobId, status: 'READY' } })).id;
}

describe('a task that its workers die of', () => {
  it('fails its job after a few deaths, with word of why, and not before', async () => {
    const { id: jobId } = await jobToWrite();
    await using sweeper = new Sweeper({ db: database, queue, storage, log: SILENT, now: Date.now });
    for (let death = 1; death <= MAX_LOSSES; death++) {
      assert.equal((await prisma.job.findUniqueOrThrow({ where: { id: jobId } })).failure, null, `after ${death - 1}`);
      // Of a worker that never was, so that it is dead at once.
      assert.notEqual(await claimTask(prisma, await readyTask(jobId), 1_000_000 + death), null);
      // A server that has just started is given a moment first.
      await eventually('the task taken back', async () => {
        await sweeper.sweepTasks();
        return (await prisma.task.count({ where: { jobId, status: 'RUNNING' } })) === 0;
      });
    }
    const { failure, partial, stage } = await eventually('the failure', async () => {
      const job = await prisma.job.findUniqueOrThrow({ where: { id: jobId } });
      return job.failure !== null && job;
    });
    assert.match(String((failure as { message?: string } | null)?.message), new RegExp(`^${MAX_LOSSES} processes ended .* retry the job`));
    assert.deepEqual([partial, stage], [true, 'EXPORTING']);
    assert.deepEqual((await prisma.task.findMany({ where: { jobId } })).map(({ kind }) => kind), ['SETTLE'], 'what it keeps is settled next');
  });

  it('is not taken from who is committing it', async () => {
    const { id: jobId } = await jobToWrite();
    const id = await readyTask(jobId);
    await claimTask(prisma, id, 77);
    await prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM "Task" WHERE id = ${id} FOR UPDATE`;
      assert.deepEqual(await returnTasksOf(prisma, [77]), []);
    });
    assert.deepEqual((await returnTasksOf(prisma, [77])).map(({ losses }) => losses), [1]);
  });
});

describe('an attempt that wakes after another has done its task', () => {
  it('leaves the file of the other as it is', async () => {
    const { id: jobId, folder: jobFolder } = await jobToWrite();
    const taskId = await readyTask(jobId);
    const made = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const stalled = runner(1, threadsThatWait(made.resolve, goOn.promise)).run(taskId);
    await made.promise;
    await returnTasksOf(prisma, [1]);
    await runner(2).run(taskId);
    assert.equal((await prisma.output.findFirstOrThrow({ where: { jobId } })).status, 'DONE');
    assert((await namesIn(jobFolder)).includes(`${jobFolder}/data.csv`));
    await storage.put(`${jobFolder}/data.csv`, bytes('of the other'));
    goOn.resolve();
    await stalled;
    assert.equal(Buffer.concat(await collect(storage.get(`${jobFolder}/data.csv`))).toString(), 'of the other');
  });
});

describe('a sweep of files', () => {
  it('ends deletions that stopped half-way, and removes the parts of jobs that are gone, but of no job under way', async () => {
    const [gone, kept] = [await jobToWrite(), await jobToWrite()];
    for (const job of [gone, kept]) for (const name of [`${job.folder}/data.csv`, `work/${job.id}/part`]) await storage.put(name, bytes('rows'));
    for (const folder of ['work', 'segments']) await storage.put(`${folder}/${randomUUID()}/part`, bytes('rows'));
    await storage.put(`segments/${kept.id}/rows`, bytes('rows'));
    await prisma.job.update({ where: { id: gone.id }, data: { status: 'COMPLETED', stage: 'DONE', removing: true } });
    await using sweeper = new Sweeper({ db: database, queue, storage, log: SILENT, now: Date.now });
    await sweeper.sweepFiles();
    assert.equal(await prisma.job.count({ where: { id: gone.id } }), 0);
    assert.deepEqual(await namesIn(gone.folder), []);
    assert.deepEqual(await namesIn(kept.folder), [`${kept.folder}/data.csv`]);
    assert.deepEqual((await namesIn('work')).filter((name) => name.endsWith('/part')), [`work/${kept.id}/part`]);
    assert.deepEqual(await namesIn('segments'), [`segments/${kept.id}/rows`]);
  });

  it('removes what was written for a job and never committed once it is at rest, and nothing before', async () => {
    const { id } = await jobToWrite();
    for (const name of ['committed', 'left']) await storage.put(`segments/${id}/${name}`, bytes('rows'));
    await addSegments(prisma, id, 1, [{ table: 'thing', first: 0, last: 10, file: `segments/${id}/committed` }]);
    await clearUncommitted({ db: database, storage }, id);
    assert.equal((await namesIn(`segments/${id}`)).length, 2, 'somebody may be about to commit the other');
    await prisma.job.update({ where: { id }, data: { status: 'COMPLETED', stage: 'DONE' } });
    await clearUncommitted({ db: database, storage }, id);
    assert.deepEqual(await namesIn(`segments/${id}`), [`segments/${id}/committed`]);
  });
});

describe('a job that is being deleted', () => {
  it('refuses to go on or to be written again, and is gone when it is deleted once more', async () => {
    const { id, folder: jobFolder } = await jobToWrite();
    await storage.put(`${jobFolder}/data.csv`, bytes('rows'));
    await prisma.task.deleteMany({ where: { jobId: id } });
    await prisma.job.update({ where: { id }, data: { status: 'CANCELLED', stage: 'DONE', removing: true } });
    const limits = { maxRowsPerJob: 100, maxJobsPerOwner: 100, contextTokens: 2_048, shardRows: 100 };
    const runs = new Runs({ db: database, queue, threads, storage, plans: new JobPlans(prisma), models: NO_MODELS, machines: NO_MACHINES, log: SILENT, schemas: new Schemas({ client: prisma, threads, planner: NO_PLANNER, maxRows: 100 }), now: Date.now, limits });
    await assert.rejects(runs.retry(LOCAL_VIEWER, id), InvalidState);
    await assert.rejects(runs.exportAs(LOCAL_VIEWER, id, { format: 'CSV', compression: 'NONE' }), InvalidState);
    await runs.remove(LOCAL_VIEWER, id);
    assert.equal(await runs.job(LOCAL_VIEWER, id), null);
    assert.deepEqual(await namesIn(jobFolder), []);
  });
});

describe('a sweep of uploads', () => {
  it('removes all that are old, and files without an upload the second time that they are seen', async () => {
    const uploads = new Uploads(prisma, storage, 1_000);
    const old = new Date(Date.now() - UPLOAD_KEPT_MS - 1_000);
    for (let index = 0; index < 230; index++) await storage.put((await createUpload(prisma, 'ada', { name: 'old.sql', bytes: 3, file: `uploads/old-${index}` })).file, bytes('old'));
    await prisma.upload.updateMany({ data: { createdAt: old } });
    const fresh = await uploads.create({ ownerId: 'ada' }, 'new.sql', (async function* () {
      yield Buffer.from('new');
    })());
    await storage.put('uploads/stray', bytes('stray'));
    await uploads.sweep(new Date());
    assert.deepEqual(await namesIn('uploads'), [fresh.file, 'uploads/stray'].toSorted());
    await uploads.sweep(new Date());
    assert.deepEqual(await namesIn('uploads'), [fresh.file]);
    assert.notEqual(await findUpload(prisma, 'ada', fresh.id), undefined);
    assert.equal(await prisma.upload.count(), 1);
  });
});
