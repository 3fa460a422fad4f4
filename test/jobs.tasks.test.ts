// Which tasks a job is made of, which of them is ready when, and who may commit: against a real PostgreSQL.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { addSegment, prefixesOf } from '../src/db/segments.ts';
import { createTasks, claimTask, finishTask, holdTask, makeReady, movePlaces, partsOfOutput, returnTasksOf, writtenParts } from '../src/db/tasks.ts';
import { layoutOutput } from '../src/files/layout.ts';
import { wholeRanges } from '../src/jobs/rows-there.ts';
import { finishTaskOf, gaps, outputTasks, partOf, reusing, shardTasks, workOf } from '../src/jobs/tasks.ts';
import { openTestDatabase } from './support/postgres.ts';
import { field, planOf, reference, SEQUENCE, table } from './support/plans.ts';

const WINDOW = 4;
const database = await openTestDatabase();
after(() => database[Symbol.asyncDispose]());
const { prisma } = database;

/** A parent that is written in two parts, and a child that is written whole. */
const PLAN = planOf(
  1,
  table('parent', 70_000, [field('id', SEQUENCE)], { primaryKey: ['id'] }),
  table('child', 300, [field('id', SEQUENCE), reference('parent_id', 'parent')], { primaryKey: ['id'], foreignKeys: [{ fields: ['parent_id'], table: 'parent', references: ['id'] }] }),
);

let jobs = 0;
/** A job with all tasks of PLAN, as a start makes them. */
async function jobWithTasks(): Promise<string> {
  const { id } = await prisma.job.create({ data: { ownerId: 'local', kind: 'TEXT', status: 'RUNNING', stage: 'GENERATING', seed: 1n, input: {}, plan: {}, planHash: 'x', generators: 1, folder: `folder_${jobs++}` } });
  await createTasks(prisma, [...shardTasks(id, PLAN, wholeRanges(PLAN), 30_000), ...outputTasks(id, PLAN, outputsOf(id), wholeRanges(PLAN)), finishTaskOf(id)]);
  return id;
}

function outputsOf(jobId: string) {
  return layoutOutput(PLAN, { format: 'CSV', compression: 'NONE' }).map((file) => ({ id: `${jobId} ${file.fileName}`, file }));
}

async function taskOf(id: string) {
  return prisma.task.findUniqueOrThrow({ where: { id } });
}

describe('tasks of a job', () => {
  it('get ready in an order that no task has to wait in: parents first, parts once their rows are there, the end last', async () => {
    const jobId = await jobWithTasks();
    const order: string[] = [];
    for (const ready = [...(await makeReady(prisma, jobId, WINDOW))]; ready.length > 0; ) {
      assert(ready.length <= WINDOW);
      const task = await taskOf(ready.shift() ?? '');
      order.push([task.kind, task.table ?? task.outputId?.split(' ')[1] ?? '', task.table === null ? '' : task.first].join(' ').trim());
      await finishTask(prisma, task.id, {});
      ready.push(...(await makeReady(prisma, jobId, WINDOW)));
    }
    assert.deepEqual(order, [
      'SHARD parent 0', 'SHARD parent 30000', 'SHARD parent 60000',
      'PART parent 0', 'PART parent 65536', 'SHARD child 0',
      'OUTPUT parent.csv', 'WHOLE child.csv', 'FINISH',
    ]);
    assert.equal(await prisma.task.count({ where: { jobId, status: { not: 'DONE' } } }), 0);
  });

  it('are taken by one worker only, and an attempt that lost its task commits nothing', async () => {
    const jobId = await jobWithTasks();
    const [id = ''] = await makeReady(prisma, jobId, WINDOW);
    const taken = (await Promise.all([1, 2, 3].map((worker) => claimTask(prisma, id, worker)))).filter((task) => task !== null);
    assert.equal(taken.length, 1);
    const [first] = taken;
    assert(first !== undefined);
    assert.equal(await holdTask(prisma, first), true);

    await returnTasksOf(prisma, [first.workerId ?? -1]);
    assert.equal(await holdTask(prisma, first), false, 'given back');
    const second = await claimTask(prisma, id, 9);
    assert(second !== null);
    assert.equal(await holdTask(prisma, first), false, 'another has it');
    assert.equal(await holdTask(prisma, second), true);
    await finishTask(prisma, id, {});
    assert.equal(await holdTask(prisma, second), false, 'done');
    assert.equal(await claimTask(prisma, id, 9), null);
  });

  it('are taken anew by their own worker, whose first answer was lost, and by no other', async () => {
    const jobId = await jobWithTasks();
    const [id = ''] = await makeReady(prisma, jobId, WINDOW);
    const lost = await claimTask(prisma, id, 1);
    assert.equal(await claimTask(prisma, id, 2), null);
    const again = await claimTask(prisma, id, 1);
    assert(lost !== null && again !== null);
    assert.equal(again.attempt, lost.attempt + 1);
    assert.equal(await holdTask(prisma, lost), false);
  });

  it('cover what is missing exactly, whatever is committed and however large shards are', () => {
    const small = planOf(1, table('parent', 300, [field('id', SEQUENCE)]), table('child', 300, [field('id', SEQUENCE)]));
    const committed = fc.array(fc.record({ table: fc.constantFrom('parent', 'child'), cell: fc.nat({ max: 29 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(committed, fc.integer({ min: 1, max: 400 }), (pieces, shardRows) => {
        const there = pieces.map(({ table: name, cell }) => ({ table: name, first: cell * 10, last: cell * 10 + 10 }));
        const tasks = shardTasks('job', small, gaps(small, there), shardRows);
        const ranges = [...there, ...tasks.map((task) => ({ table: task.table ?? '', first: Number(task.first), last: Number(task.last) }))];
        const made = new Set(ranges.flatMap(({ table: name, first, last }) => Array.from({ length: last - first }, (_, row) => `${name} ${first + row}`)));
        assert.equal(made.size, 600);
        assert.equal(workOf(tasks), 600 - new Set(there.map(({ table: name, first }) => `${name} ${first}`)).size * 10, 'no row is made twice');
        assert(tasks.every((task) => Number(task.last) - Number(task.first) <= shardRows));
      }),
    );
  });

  it('say what they write, in the order of the file; parts that are written are used again where they fit, in their new places', async () => {
    const jobId = await jobWithTasks();
    const firstRows = async () => (await partsOfOutput(prisma, jobId, `${jobId} parent.csv`)).map((task) => partOf(task).ranges[0]?.first);
    assert.deepEqual(await firstRows(), [0, 65_536]);
    await prisma.task.updateMany({ where: { jobId, kind: 'PART' }, data: { status: 'DONE' } });

    const kept = { parent: [{ first: 0, last: 70_000 }, { first: 131_072, last: 131_073 }] };
    const { tasks, moved, dropped } = reusing(outputTasks(jobId, PLAN, outputsOf(jobId), kept), await writtenParts(prisma, jobId));
    assert.deepEqual(tasks.map(({ kind, place }) => [kind, place]), [['PART', 1], ['PART', 2], ['OUTPUT', undefined], ['WHOLE', undefined]]);
    assert.deepEqual([moved.length, dropped.length], [0, 1], 'the second part no longer closes the file');

    const ids = (await writtenParts(prisma, jobId)).toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0)).map(({ id }) => id);
    await movePlaces(prisma, ids.map((id, index) => ({ id, place: 9 - index })));
    assert.deepEqual(await firstRows(), [65_536, 0]);
    const again = reusing(outputTasks(jobId, PLAN, outputsOf(jobId), wholeRanges(PLAN)), await writtenParts(prisma, jobId));
    assert.deepEqual(again.moved.toSorted((a, b) => a.place - b.place), ids.map((id, place) => ({ id, place })));
  });
});

describe('committed ranges', () => {
  it('are complete up to the first gap, in whatever order they came', () => {
    const cells = fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 12 });
    return fc.assert(
      fc.asyncProperty(cells, cells, async (parent, child) => {
        const jobId = await jobWithTasks();
        const ranges = [...parent.map((cell) => ({ table: 'parent', cell })), ...child.map((cell) => ({ table: 'child', cell }))];
        for (const [index, { table: name, cell }] of ranges.entries()) await addSegment(prisma, jobId, { seq: index + 1, table: name, first: cell * 10, last: cell * 10 + 10 });
        const prefixOf = (own: readonly number[]): [number] | [] => (own.length === 0 ? [] : [(Array.from({ length: 14 }, (_, cell) => cell).find((cell) => !own.includes(cell)) ?? 0) * 10]);
        const expected = Object.entries({ parent, child }).flatMap(([name, own]) => prefixOf(own).map((prefix) => [name, prefix]));
        assert.deepEqual(await prefixesOf(prisma, jobId), Object.fromEntries(expected));
      }),
      { numRuns: 25 },
    );
  });
});
