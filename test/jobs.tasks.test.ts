// Which tasks a job is made of, which of them is ready when, and who may commit: against a real PostgreSQL.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { addSegments, prefixesOf } from '../src/db/segments.ts';
import { createTasks, claimTask, finishTask, holdTask, leaveTask, makeReady, movePlaces, othersWait, outputsUnderWay, partsOfOutput, returnTasksOf, writtenParts, type ReadyTask } from '../src/db/tasks.ts';
import { rankOf } from '../src/domain/order.ts';
import { layoutOutput } from '../src/files/layout.ts';
import { wholeRanges } from '../src/jobs/rows-there.ts';
import { finishTaskOf, gaps, outputsIn, outputTasks, partOf, rangesOf, reusing, shardTasks, workOf } from '../src/jobs/tasks.ts';
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

/** Takes the task, and does it without doing anything. */
async function doneTask(id: string) {
  const task = await claimTask(prisma, id, 1);
  assert(task !== null && await finishTask(prisma, task, {}));
  return task;
}

/** What a task does, in a few words. */
function words(task: Awaited<ReturnType<typeof doneTask>>): string {
  switch (task.kind) {
    case 'SHARD': return `SHARD ${rangesOf(task).map(({ table, first }) => `${table} ${first}`).join(' ')}`;
    case 'PART': return `PART ${task.table} ${task.first}`;
    case 'WHOLE': return `WHOLE ${outputsIn(task).map((id) => id.split(' ')[1]).join(' ')}`;
    case 'OUTPUT': return `OUTPUT ${task.outputId?.split(' ')[1]}`;
    default: return task.kind;
  }
}

describe('tasks of a job', () => {
  it('get ready in an order that no task has to wait in: parents first, parts once their rows are there, the end last', async () => {
    const jobId = await jobWithTasks();
    const order: string[] = [];
    for (const ready = [...(await makeReady(prisma, jobId, WINDOW))]; ready.length > 0; ) {
      assert(ready.length <= WINDOW);
      order.push(words(await doneTask(ready.shift()?.id ?? '')));
      ready.push(...(await makeReady(prisma, jobId, WINDOW)));
    }
    assert.deepEqual(order, [
      'SHARD parent 0', 'SHARD parent 30000', 'SHARD parent 60000',
      'PART parent 0', 'PART parent 65536', 'SHARD child 0',
      'OUTPUT parent.csv', 'WHOLE child.csv', 'FINISH',
    ]);
    assert.equal(await prisma.task.count({ where: { jobId, status: { not: 'DONE' } } }), 0);
  });

  it('go before those of others where they are the first of their job, and only then', async () => {
    const [jobId, other] = [await jobWithTasks(), await jobWithTasks()];
    const made = async (): Promise<readonly [readonly ReadyTask[], readonly unknown[]]> => {
      const ready = await makeReady(prisma, jobId, WINDOW);
      return [ready, ready.map(({ goesFirst }) => goesFirst)];
    };
    const [parents, first] = await made();
    assert.deepEqual(first, [true, false, false]);
    assert.deepEqual([await othersWait(prisma, other), await othersWait(prisma, jobId)], [true, false]);
    await prisma.job.update({ where: { id: jobId }, data: { pausedReason: 'the disk is full' } });
    assert.equal(await othersWait(prisma, other), false, 'what is on hold waits for no place');
    for (const { id } of parents) await doneTask(id);
    const [[one, two, child], second] = await made();
    assert.deepEqual(second, [true, false, false], 'parts, and a shard');
    for (const task of [one, two]) await doneTask(task?.id ?? '');
    const [[output], third] = await made();
    assert.deepEqual(third, [false], 'the shard is still to be taken');
    for (const task of [child, output]) await doneTask(task?.id ?? '');
    const [[whole], fourth] = await made();
    assert.deepEqual(fourth, [true]);
    const taken = await claimTask(prisma, whole?.id ?? '', 1);
    assert(taken !== null && await leaveTask(prisma, taken, { part: taken.part as object, rows: 1 }));
    assert.deepEqual((await made())[1], [false], 'it has had its turn');
  });

  it('are taken by one worker only, and an attempt that lost its task commits nothing', async () => {
    const jobId = await jobWithTasks();
    const [{ id } = { id: '' }] = await makeReady(prisma, jobId, WINDOW);
    const taken = (await Promise.all([1, 2, 3].map((worker) => claimTask(prisma, id, worker)))).filter((task) => task !== null);
    assert.equal(taken.length, 1);
    const [first] = taken;
    assert(first !== undefined);
    assert.notEqual(await holdTask(prisma, first), null);

    await returnTasksOf(prisma, [first.workerId ?? -1]);
    assert.equal(await holdTask(prisma, first), null, 'given back');
    const second = await claimTask(prisma, id, 9);
    assert(second !== null);
    assert.equal(await holdTask(prisma, first), null, 'another has it');
    assert.equal(await finishTask(prisma, first, {}), false);
    assert.equal(await finishTask(prisma, second, {}), true);
    assert.equal(await holdTask(prisma, second), null, 'done');
    assert.equal(await claimTask(prisma, id, 9), null);
  });

  it('are taken anew by their own worker, whose first answer was lost, and by no other', async () => {
    const jobId = await jobWithTasks();
    const [{ id } = { id: '' }] = await makeReady(prisma, jobId, WINDOW);
    const lost = await claimTask(prisma, id, 1);
    assert.equal(await claimTask(prisma, id, 2), null);
    const again = await claimTask(prisma, id, 1);
    assert(lost !== null && again !== null);
    assert.equal(again.attempt, lost.attempt + 1);
    assert.equal(await holdTask(prisma, lost), null);
  });

  it('cover what is missing exactly, whatever is committed and however large shards are', () => {
    const small = planOf(1, table('parent', 300, [field('id', SEQUENCE)]), table('child', 300, [field('id', SEQUENCE)]));
    const committed = fc.array(fc.record({ table: fc.constantFrom('parent', 'child'), cell: fc.nat({ max: 29 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(committed, fc.integer({ min: 1, max: 400 }), (pieces, shardRows) => {
        const there = pieces.map(({ table: name, cell }) => ({ table: name, first: cell * 10, last: cell * 10 + 10 }));
        const tasks = shardTasks('job', small, gaps(small, there), shardRows);
        const ranges = [...there, ...tasks.flatMap(rangesOf)];
        const made = new Set(ranges.flatMap(({ table: name, first, last }) => Array.from({ length: last - first }, (_, row) => `${name} ${first + row}`)));
        assert.equal(made.size, 600);
        assert.equal(workOf(tasks), 600 - new Set(there.map(({ table: name, first }) => `${name} ${first}`)).size * 10, 'no row is made twice');
        assert(tasks.every((task) => workOf([task]) <= shardRows));
      }),
    );
  });

  it('take up what is small together, but no rows before those of all parents are there', () => {
    const tables = fc.array(fc.record({ rows: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 40_000 })), parents: fc.array(fc.nat({ max: 9 }), { maxLength: 2 }) }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(tables, fc.constantFrom(64, 5_000, 16_384, 262_144), (drawn, shardRows) => {
        const keysOf = (parents: readonly number[]) => parents.filter((parent) => parent < drawn.length).map((parent) => ({ fields: ['id'], table: `t${parent}`, references: ['id'] }));
        const plan = planOf(1, ...drawn.map(({ rows, parents }, index) => table(`t${index}`, rows, [field('id', SEQUENCE)], { foreignKeys: keysOf(parents) })));
        const ranks = rankOf(plan.tables);
        const tasks = shardTasks('job', plan, wholeRanges(plan), shardRows);
        const ranges = tasks.map(rangesOf);
        for (const [name, rows] of plan.tables.map((one) => [one.name, one.rows] as const)) {
          const own = ranges.flat().filter((range) => range.table === name).toSorted((a, b) => a.first - b.first);
          assert.deepEqual([0, ...own.map(({ last }) => last)], [...own.map(({ first }) => first), rows], 'each row once');
        }
        const most = Math.min(shardRows, 16_384);
        const before = new Set<string>();
        tasks.forEach((task, index) => {
          const own = ranges[index] ?? [];
          assert(own.length === 1 || workOf([task]) <= most);
          for (const range of own) {
            // What a task of a lower rank makes is there before it is begun; and what it has made itself by then.
            const unmade = ranges.flatMap((others, other) => (Number(tasks[other]?.rank) < Number(task.rank) ? [] : others)).filter((one) => !before.has(JSON.stringify(one)) || !own.includes(one));
            const parents = plan.tables.find((one) => one.name === range.table)?.foreignKeys ?? [];
            for (const { table: parent } of parents) if (ranks.get(parent) !== ranks.get(range.table)) assert(unmade.every((one) => one.table !== parent), `${range.table} before ${parent}`);
            before.add(JSON.stringify(range));
          }
          const [next] = ranges[index + 1] ?? [];
          const together = new Set([...own, ...(next === undefined ? [] : [next])].map((range) => ranks.get(range.table)));
          if (next !== undefined && together.size === 1) assert(workOf([task]) + next.last - next.first > most, 'these two could be one');
        });
      }),
    );
    const many = planOf(1, ...Array.from({ length: 400 }, (_, index) => table(`t${index}`, 1, [field('id', SEQUENCE)], { foreignKeys: index === 0 ? [] : [{ fields: ['id'], table: `t${index - 1}`, references: ['id'] }] })));
    assert.deepEqual(shardTasks('job', many, wholeRanges(many), 262_144).map((task) => rangesOf(task).map((range) => range.table)), [many.tables.map(({ name }) => name)]);
    const outputs = layoutOutput(many, { format: 'CSV', compression: 'NONE' }).map((file, index) => ({ id: `output ${index}`, file }));
    const written = outputTasks('job', many, outputs, wholeRanges(many));
    assert.deepEqual(written.flatMap(outputsIn), outputs.map(({ id }) => id));
    assert(written.length < 10 && workOf(written) === 400, `${written.length} tasks`);
  });

  it('name the outputs that they make, for whoever stops them', async () => {
    const jobId = await jobWithTasks();
    assert.deepEqual((await outputsUnderWay(prisma, jobId)).toSorted(), outputsOf(jobId).map(({ id }) => id).toSorted());
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
        for (const [index, { table: name, cell }] of ranges.entries()) await addSegments(prisma, jobId, index + 1, [{ table: name, first: cell * 10, last: cell * 10 + 10 }]);
        const prefixOf = (own: readonly number[]): [number] | [] => (own.length === 0 ? [] : [(Array.from({ length: 14 }, (_, cell) => cell).find((cell) => !own.includes(cell)) ?? 0) * 10]);
        const expected = Object.entries({ parent, child }).flatMap(([name, own]) => prefixOf(own).map((prefix) => [name, prefix]));
        assert.deepEqual(await prefixesOf(prisma, jobId), Object.fromEntries(expected));
      }),
      { numRuns: 25 },
    );
  });
});
