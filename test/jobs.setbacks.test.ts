// What attempts that fail come to: who is blamed, what waits, and what is counted. Against a real PostgreSQL; of the model only its answers are made up.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { Job } from '../src/db/generated/client.ts';
import { registerWorker } from '../src/db/liveness.ts';
import { createTasks, makeReady } from '../src/db/tasks.ts';
import { ModelUnavailable, RowFailure } from '../src/domain/errors.ts';
import { withModel } from '../src/domain/text/model-fields.ts';
import { EngineFailed, OrderFailed, OrderRefused } from '../src/engines/failures.ts';
import type { TextEngine } from '../src/engines/text/engine.ts';
import { localStorage } from '../src/files/local.ts';
import { JobPlans } from '../src/jobs/job-plans.ts';
import { Queue } from '../src/jobs/queue.ts';
import { wholeRanges } from '../src/jobs/rows-there.ts';
import { Runner } from '../src/jobs/runner.ts';
import { MAX_HOLDS, MAX_TRIES, setbacksOf, verdictOn, type Setbacks, type Verdict } from '../src/jobs/setbacks.ts';
import { READY_WINDOW, shardTasks } from '../src/jobs/tasks.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { NO_IMAGES, NO_PREVIEWS } from './support/no-models.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';
import { openTestDatabase, SILENT, temporaryFolder } from './support/postgres.ts';

const cleanUp = new AsyncDisposableStack();
after(() => cleanUp.disposeAsync());
const database = cleanUp.use(await openTestDatabase());
const folder = cleanUp.use(temporaryFolder());
const storage = localStorage(path.join(folder.path, 'data'), { floorBytes: 0 });
const queue = cleanUp.use(await Queue.open({ connection: database.connection, log: SILENT, works: false }));
const threads = cleanUp.use(await WorkThreads.open({ data: { storage: { folder: path.join(folder.path, 'data'), floorBytes: 0 } }, places: 1 }));
const [one, other] = [cleanUp.use(await registerWorker(database)), cleanUp.use(await registerWorker(database))];
const { prisma } = database;

const ROWS = 64;
const FIELDS = [field('id', SEQUENCE), field('body', { kind: 'semantic', of: 'NOTE' })];
const PLAN = withModel(planOf(1, table('note', ROWS, FIELDS, { primaryKey: ['id'] })), { id: 'made-up', mode: 'AUTO', temperature: 1 });

interface OneShard {
  readonly taskId: string;
  job(): Promise<Job>;
  setbacks(): Promise<Setbacks>;
}

/** A job of one shard, which a model is to write, ready to be taken. */
async function jobToWrite(): Promise<OneShard> {
  const done = { tables: {}, totals: { note: ROWS }, work: 0, totalWork: ROWS, samples: [] };
  const { id } = await prisma.job.create({ data: { ownerId: 'local', kind: 'TEXT', status: 'RUNNING', stage: 'GENERATING', seed: 1n, input: {}, plan: PLAN as object, planHash: randomUUID(), generators: PLAN.generators, folder: `folder_${randomUUID()}`, done } });
  await createTasks(prisma, shardTasks(id, PLAN, wholeRanges(PLAN), ROWS));
  const taskId = (await makeReady(prisma, id, READY_WINDOW))[0]?.id ?? '';
  return {
    taskId,
    job: () => prisma.job.findUniqueOrThrow({ where: { id } }),
    setbacks: async () => setbacksOf((await prisma.task.findUniqueOrThrow({ where: { id: taskId } })).error),
  };
}

/** An engine that answers order by order, 3 tokens each. */
function engineOf(answer: (number: number) => string): TextEngine {
  let orders = 0;
  return {
    model: 'made-up', device: 'test', repeatable: true, isLoaded: true, width: 1,
    write: async () => ({ values: [answer(orders++)], tokens: { read: 2, written: 1 } }),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** A worker with the engine, or with what is thrown instead. Its clock goes on by a second at each look, so that every row is committed by itself. */
function worker(id: number, of: () => TextEngine): Runner {
  let now = 0;
  return cleanUp.use(new Runner({ db: database, queue, threads, storage, plans: new JobPlans(prisma), engines: { of }, images: NO_IMAGES, previews: NO_PREVIEWS, log: SILENT, workerId: id, now: () => (now += 1_000), stopping: new AbortController().signal }));
}

function throwing(error: Error): () => never {
  return () => {
    throw error;
  };
}

const failureOf = ({ failure }: Job): unknown => failure;
const doneOf = ({ done }: Job): { readonly tables: Readonly<Record<string, number>>; readonly tokens?: { readonly read: number; readonly written: number; readonly estimated?: true } } => done as unknown as ReturnType<typeof doneOf>; // a JobState

describe('a task whose engine cannot work', () => {
  it('is given back without blame, its run on hold with the reason, and goes on once it can', async () => {
    const { taskId, job, setbacks } = await jobToWrite();
    await worker(one.id, throwing(new EngineFailed('no memory for it'))).run(taskId);
    const { status, pausedReason, failure } = await job();
    assert.deepEqual([status, pausedReason, failure], ['RUNNING', 'no memory for it', null]);
    assert.deepEqual(await setbacks(), { tries: 0, holds: 1, lacking: [] });
    await worker(one.id, () => engineOf((number) => `Note ${number}`)).run(taskId);
    const after = await job();
    assert.deepEqual([after.pausedReason, doneOf(after).tables], [null, { note: ROWS }]);
  });

  it('fails its job in the end, with the reason', async () => {
    const { taskId, job } = await jobToWrite();
    const runner = worker(one.id, throwing(new EngineFailed('no memory for it')));
    for (let hold = 1; hold <= MAX_HOLDS; hold++) {
      assert.equal(failureOf(await job()), null, `after ${hold - 1}`);
      await runner.run(taskId);
    }
    assert.deepEqual(failureOf(await job()), { message: 'no memory for it', attempts: MAX_HOLDS });
  });
});

describe('a task whose worker lacks the model', () => {
  const missing = new ModelUnavailable('made-up', 'the model made-up is not installed: pull it');

  it('waits for another worker that may have it', async () => {
    const { taskId, job, setbacks } = await jobToWrite();
    const without = worker(one.id, throwing(missing));
    for (let look = 0; look < 2 * MAX_HOLDS; look++) await without.run(taskId);
    assert.match((await job()).pausedReason ?? '', /^the model made-up is not installed: pull it\. Another worker/);
    assert.deepEqual(await setbacks(), { tries: 0, holds: 0, lacking: [one.id] });
    await worker(other.id, () => engineOf((number) => `Note ${number}`)).run(taskId);
    const { pausedReason, failure, done } = await job();
    assert.deepEqual([pausedReason, failure, (done as { tables?: object }).tables], [null, null, { note: ROWS }]);
  });

  it('fails its job once no worker has it', async () => {
    const { taskId, job } = await jobToWrite();
    await worker(one.id, throwing(missing)).run(taskId);
    assert.equal(failureOf(await job()), null);
    await worker(other.id, throwing(missing)).run(taskId);
    assert.deepEqual(failureOf(await job()), { message: missing.message, attempts: 1 });
  });
});

describe('a task that fails by itself', () => {
  it('is tried a few times, counted from the last row that was committed', async () => {
    const { taskId, job } = await jobToWrite();
    let failures = 0;
    const failing = (number: number): string => {
      if (number < 10) return `Note ${failures} ${number}`;
      failures++;
      throw new Error('a fault');
    };
    const runner = worker(one.id, () => engineOf(failing));
    for (let life = 0; failures < 5; life++) {
      assert(life < 10, 'each life gets further');
      await runner.run(taskId);
    }
    assert(failures > MAX_TRIES);
    assert.equal(failureOf(await job()), null);
    const stuck = worker(one.id, throwing(new Error('a fault')));
    for (let tries = 2; tries <= MAX_TRIES; tries++) {
      assert.equal(failureOf(await job()), null);
      await stuck.run(taskId);
    }
    assert.deepEqual(failureOf(await job()), { message: 'a fault', attempts: MAX_TRIES });
  });

  it('has all tokens that went into it counted, of rows that were committed and of those that were not', async () => {
    const { taskId, job } = await jobToWrite();
    let answered = 0;
    await worker(one.id, () => engineOf((number) => {
      if (number === 30) throw new Error('a fault');
      answered++;
      return 'always the same note'; // so that rows are asked for again
    })).run(taskId);
    const { tables, tokens } = doneOf(await job());
    assert((tables['note'] ?? 0) < answered / 2, 'most of the answers went into no row');
    assert.deepEqual([tokens?.read, tokens?.written], [2 * answered, answered]);
  });

  it('says so where tokens are estimated', async () => {
    const { taskId, job } = await jobToWrite();
    const engine = engineOf((number) => `Note ${number}`);
    const estimating: TextEngine = { ...engine, write: async (order, options) => ({ ...(await engine.write(order, options)), tokens: { read: 2, written: 1, estimated: true } }) };
    await worker(one.id, () => estimating).run(taskId);
    assert.deepEqual([doneOf(await job()).tokens?.estimated, doneOf(await job()).tokens?.read], [true, 2 * ROWS]);
  });
});

describe('a verdict', () => {
  const of = (error: unknown, before: Partial<Setbacks> = {}, alive: readonly number[] = [1]): Verdict => verdictOn(error, { ...setbacksOf(null), ...before }, { own: 1, alive });
  const secondsOf = (verdict: Verdict): number | null => (verdict.is === 'returned' ? verdict.afterSeconds : null);

  it('is final where another try would be the same again', () => {
    for (const error of [new RowFailure('t', 'f', 3, 'impossible'), new OrderRefused('too long'), new ModelUnavailable('m', 'not here')]) {
      const verdict = of(error);
      assert(verdict.is === 'failed');
      assert.deepEqual([verdict.failure.message, verdict.failure.attempts], [error.message, 1]);
    }
  });

  it('waits longer with each setback, and no longer than a minute', () => {
    assert.deepEqual([0, 1, 2].map((tries) => secondsOf(of(new Error('?'), { tries }))), [1, 2, 4]);
    assert.deepEqual([0, 1, 2].map((tries) => secondsOf(of(new OrderFailed('no answer'), { tries }))), [1, 2, 4]);
    assert.deepEqual([0, 1, 5, MAX_HOLDS - 2].map((holds) => secondsOf(of(new EngineFailed('away'), { holds }))), [2, 4, 60, 60]);
  });

  it('counts what the engine could not do apart from what the task could not', () => {
    assert.equal(of(new EngineFailed('away'), { tries: MAX_TRIES - 1 }).is, 'returned');
    assert.equal(of(new Error('?'), { holds: MAX_HOLDS - 1 }).is, 'returned');
    assert.equal(of(new Error('?'), { tries: MAX_TRIES - 1 }).is, 'failed');
  });

  it('takes a worker that is gone for one that has no model, and one that has not looked for one that may', () => {
    const missing = new ModelUnavailable('m', 'not here');
    assert.equal(of(missing, { lacking: [2] }, [1, 2]).is, 'failed');
    assert.equal(of(missing, { lacking: [3] }, [1, 2]).is, 'returned');
  });
});
