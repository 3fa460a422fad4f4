// Hints that never come: a follower that misses them is told by the next resync, and nothing but time is lost.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { NotificationHandler } from '../src/db/listener.ts';
import { JobPlans } from '../src/jobs/job-plans.ts';
import { Live } from '../src/jobs/live.ts';
import { LOCAL_VIEWER } from '../src/jobs/records.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { NO_PREVIEWS } from './support/no-models.ts';
import { openTestDatabase, temporaryFolder } from './support/postgres.ts';

const database = await openTestDatabase();
const folder = temporaryFolder();
const threads = await WorkThreads.open({ data: { storage: { folder: folder.path, floorBytes: 0 } }, places: 0 });
after(async () => {
  await threads[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

let handler: NotificationHandler | undefined;
/** As if every notification were lost on its way; `handler` is what would hear them. */
const deaf = {
  ...database,
  listen: (_channel: string, own: NotificationHandler) => {
    handler = own;
    return Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() });
  },
};

let jobs = 0;
async function jobOf(ownerId: string): Promise<string> {
  const done = { tables: {}, totals: { t: 10 }, work: 0, totalWork: 10, samples: [] };
  const { id } = await database.prisma.job.create({ data: { ownerId, kind: 'TEXT', status: 'RUNNING', stage: 'GENERATING', seed: 1n, input: {}, plan: {}, planHash: 'x', generators: 1, folder: `folder_${jobs++}`, done } });
  return id;
}

/** Has it resolved by the time that the database has answered something else? */
async function isIdle(step: Promise<unknown>): Promise<boolean> {
  return (await Promise.race([step.then(() => 'came'), database.prisma.job.count().then(() => 'idle')])) === 'idle';
}

describe('a follower that a hint did not reach', () => {
  it('sees the change after a resync, and the end after the next', async () => {
    await using live = await Live.open({ db: deaf, plans: new JobPlans(database.prisma), threads, previews: NO_PREVIEWS, now: Date.now });
    const id = await jobOf(LOCAL_VIEWER.ownerId);
    const progress = live.progress(LOCAL_VIEWER, id);
    assert.equal((await progress.next()).value?.pausedReason, null);
    const second = progress.next();
    await database.prisma.job.update({ where: { id }, data: { pausedReason: 'no room' } });
    handler?.onResync();
    assert.equal((await second).value?.pausedReason, 'no room');
    const last = progress.next();
    await database.prisma.job.update({ where: { id }, data: { status: 'COMPLETED', stage: 'DONE' } });
    handler?.onResync();
    assert.equal((await last).value?.status, 'COMPLETED');
    const end = progress.next();
    assert.equal(await isIdle(end), false, 'the end comes with the last state, not a pause later');
    assert.equal((await end).done, true);
    assert.equal(live.followed, 0);
  });

  it('of all jobs is told of those that changed meanwhile, and of nobody else’s', async () => {
    await using live = await Live.open({ db: deaf, plans: new JobPlans(database.prisma), threads, previews: NO_PREVIEWS, now: Date.now });
    const all = live.jobs(LOCAL_VIEWER);
    const first = all.next();
    await jobOf('somebody else');
    const id = await jobOf(LOCAL_VIEWER.ownerId);
    assert.equal(await isIdle(first), true);
    handler?.onResync();
    for (let step = await first; step.value?.id !== id; step = await all.next()) assert.equal(step.value?.ownerId, LOCAL_VIEWER.ownerId); // of earlier tests, too
    await all.return?.();
  });

  it('sees what was committed before it came, whatever others were shown a moment ago', async () => {
    await using live = await Live.open({ db: deaf, plans: new JobPlans(database.prisma), threads, previews: NO_PREVIEWS, now: Date.now });
    const id = await jobOf(LOCAL_VIEWER.ownerId);
    const earlier = live.progress(LOCAL_VIEWER, id);
    assert.equal((await earlier.next()).value?.status, 'RUNNING');
    await database.prisma.job.update({ where: { id }, data: { status: 'CANCELLING' } });
    const later = live.progress(LOCAL_VIEWER, id);
    assert.equal((await later.next()).value?.status, 'CANCELLING');
    await Promise.all([earlier.return?.(), later.return?.()]);
  });

  it('of a job that is another’s, or none, is refused alike', async () => {
    await using live = await Live.open({ db: deaf, plans: new JobPlans(database.prisma), threads, previews: NO_PREVIEWS, now: Date.now });
    const id = await jobOf('somebody else');
    for (const unknown of [id, '00000000-0000-7000-8000-000000000000', 'nothing', '']) {
      await assert.rejects(live.progress(LOCAL_VIEWER, unknown).next(), /no such job/, `progress of ${unknown}`);
      await assert.rejects(live.rows(LOCAL_VIEWER, unknown, { maxBatch: 10 }).next(), /no such job/, `rows of ${unknown}`);
    }
    assert.equal(live.followed, 0);
  });
});
