// What a stopped run keeps: each table's prefix, and the parents of every row that is kept, theirs too, and no row more; told alike by its
// outputs, its pages and its stream. Against a real PostgreSQL.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, ExportJobDocument, RetryJobDocument, RowsPageDocument, type RowPartsFragment, type TextRunInput } from '../src/client/generated/graphql.ts';
import { addSegments, cutSegments, nextSegment, restoreSegments, segmentsOf, type Segment } from '../src/db/segments.ts';
import type { Plan } from '../src/domain/plan.ts';
import { PART_ROWS, runsIn, type RowRange } from '../src/files/parts.ts';
import { settledOf, type ParentOf } from '../src/jobs/kept.ts';
import { countsOf, withBits } from '../src/jobs/rows-there.ts';
import { gaps } from '../src/jobs/tasks.ts';
import { collect } from './support/collect.ts';
import { field, planOf, SEQUENCE, table } from './support/plans.ts';
import { openTestDatabase } from './support/postgres.ts';
import { ended, filesOf, rowsInJson, seen, startRun, textOf, underWay } from './support/runs.ts';
import { startServiceProcess } from './support/service-process.ts';

const database = await openTestDatabase();
after(() => database[Symbol.asyncDispose]());
const { prisma } = database;

/** A job that was stopped: its plan, how far its tables are whole, and what was committed past that. */
interface Stopped {
  readonly plan: Plan;
  readonly prefixes: Readonly<Record<string, number>>;
  readonly beyond: readonly Segment[];
  readonly parentOf: ParentOf;
}

/**
 * Any tables over several cells of the grid, with any links between them, round cycles and to themselves, and any prefixes. Parents (-1: none) are few
 * of each table, all over it.
 */
const stopped: fc.Arbitrary<Stopped> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => fc.record({
    tables: fc.array(
      fc.record({
        rows: fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 3 * PART_ROWS })),
        parents: fc.array(fc.nat({ max: count - 1 }), { maxLength: 3 }),
        prefix: fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(64, PART_ROWS - 1, PART_ROWS, PART_ROWS + 5, 2 * PART_ROWS + 64)),
        // Committed past the prefix, or across its end where a row that cannot be made ends it: the gap before each, and its length.
        beyond: fc.array(fc.tuple(fc.integer({ min: 1, max: PART_ROWS }), fc.integer({ min: 1, max: PART_ROWS })), { maxLength: 3 }),
        across: fc.nat({ max: 200 }),
      }),
      { minLength: count, maxLength: count },
    ),
    salt: fc.nat({ max: 1_000 }),
    targets: fc.integer({ min: 1, max: 40 }),
  }))
  .map(({ tables, salt, targets }) => {
    const plan = planOf(1, ...tables.map(({ rows, parents }, index) =>
      table(`t${index}`, rows, [field('id', SEQUENCE)], { foreignKeys: parents.map((parent) => ({ fields: ['id'], table: `t${parent}`, references: ['id'] })) })));
    const rowsOf = new Map(plan.tables.map(({ name, rows }) => [name, rows]));
    const parentsOf = new Map(plan.tables.map(({ name, foreignKeys }) => [name, foreignKeys.map((key) => rowsOf.get(key.table) ?? 0)]));
    const prefixes = Object.fromEntries(tables.map(({ rows, prefix }, index) => [`t${index}`, Math.min(rows, prefix)]));
    const beyond = tables.flatMap(({ rows, beyond: pieces, across }, index) => {
      let next = Math.max(0, (prefixes[`t${index}`] ?? 0) - across);
      return pieces.map(([gap, length]) => {
        const first = Math.min(rows, next + gap);
        next = Math.min(rows, first + length);
        return { table: `t${index}`, first, last: next };
      });
    });
    return {
      plan,
      prefixes,
      beyond: beyond.filter(({ table: name, first, last }) => first < last && last > (prefixes[name] ?? 0)).map((range, index) => ({ seq: index + 1, ...range })),
      parentOf: (name, key, row) => {
        const rows = parentsOf.get(name)?.[key] ?? 0;
        const drawn = (row * 31 + key * 17 + salt + name.length) % (targets + 1);
        return drawn === 0 || rows === 0 ? -1 : Math.floor(((drawn - 1) * rows) / targets);
      },
    };
  });

/** The rows that are to be kept past the prefixes, by table. */
function expectedLater({ plan, prefixes, parentOf }: Stopped): ReadonlyMap<string, ReadonlySet<number>> {
  const later = new Map(plan.tables.map(({ name }) => [name, new Set<number>()]));
  const open: (readonly [string, number])[] = [];
  const follow = (name: string, row: number): void => {
    const foreignKeys = plan.tables.find((one) => one.name === name)?.foreignKeys ?? [];
    foreignKeys.forEach((foreignKey, key) => {
      const parent = parentOf(name, key, row);
      const known = later.get(foreignKey.table);
      if (parent < (prefixes[foreignKey.table] ?? 0) || known === undefined || known.has(parent)) return;
      known.add(parent);
      open.push([foreignKey.table, parent]);
    });
  };
  for (const { name } of plan.tables) for (let row = 0; row < (prefixes[name] ?? 0); row++) follow(name, row);
  for (let next = open.pop(); next !== undefined; next = open.pop()) follow(...next);
  return later;
}

/** The rows of the ranges from a row on, which are to ascend and not to touch. */
function rowsFrom(ranges: Iterable<RowRange>, from = 0): readonly number[] {
  const rows: number[] = [];
  for (const { first, last } of ranges) {
    assert(first < last && first > (rows.at(-1) ?? -1), 'ranges ascend, and none is empty');
    for (let row = Math.max(first, from); row < last; row++) rows.push(row);
  }
  return rows;
}

function sorted(rows: Iterable<number>): readonly number[] {
  return [...rows].toSorted((a, b) => a - b);
}

let jobs = 0;
async function emptyJob(): Promise<string> {
  const { id } = await prisma.job.create({ data: { ownerId: 'local', kind: 'TEXT', status: 'CANCELLING', stage: 'EXPORTING', seed: 1n, input: {}, plan: {}, planHash: 'x', generators: 1, folder: `folder_${jobs++}` } });
  return id;
}

/** The rows of a job's committed ranges, by table, in the order of the stream. */
async function streamed(jobId: string, plan: Plan): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = new Map(plan.tables.map(({ name }) => [name, [] as number[]]));
  for (let seq = 0; ; seq++) {
    const segment = await nextSegment(prisma, jobId, seq, undefined);
    if (segment === null) return rows;
    seq = segment.seq;
    const { first, last, bits } = segment;
    for (const run of runsIn([bits === null ? { first, last } : { first, last, rows: 0, bits }])) for (let row = run.first; row < run.last; row++) rows.get(segment.table)?.push(row);
  }
}

describe('the rows that a stopped run keeps', () => {
  it('are the prefixes with all that they refer to, and nothing else: counted by cells, told by bits, and committed each once', async () => {
    await fc.assert(
      fc.asyncProperty(stopped, async (run) => {
        const { plan, prefixes, beyond, parentOf } = run;
        const jobId = await emptyJob();
        await addSegments(prisma, jobId, 1, beyond);
        const wholeUpTo = (name: string): number => Math.min(prefixes[name] ?? 0, ...beyond.filter((range) => range.table === name).map(({ first }) => first));
        const whole = plan.tables.map(({ name }) => ({ table: name, first: 0, last: wholeUpTo(name) })).filter(({ last }) => last > 0);
        await addSegments(prisma, jobId, beyond.length + 1, whole);
        const committed = beyond.length + whole.length;
        const settled = settledOf(plan, { prefixes, committed: beyond }, parentOf);
        await cutSegments(prisma, jobId, settled.cut);
        await addSegments(prisma, jobId, committed + 1, settled.added);

        const later = expectedLater(run);
        const inStream = await streamed(jobId, plan);
        const counts = countsOf(JSON.parse(JSON.stringify(settled.ranges)) as typeof settled.ranges); // as it is kept on the job
        for (const { name } of plan.tables) {
          const [prefix, expected] = [prefixes[name] ?? 0, sorted(later.get(name) ?? [])];
          const ranges = await withBits(prisma, jobId, name, settled.ranges[name] ?? []);
          assert.equal(counts[name], prefix + expected.length, name);
          assert.deepEqual(rowsFrom(runsIn(ranges), prefix), expected, `${name} in outputs and pages`);
          assert.equal(rowsFrom(runsIn(ranges)).length, prefix + expected.length, name);
          const own = inStream.get(name) ?? [];
          assert.deepEqual(sorted(own.filter((row) => row >= prefix)), expected, `${name} in the stream`);
          assert.equal(own.length, prefix + expected.length, name);
        }

        const restored = await restoreSegments(prisma, jobId, { committed, seq: committed + settled.added.length });
        const again = (await segmentsOf(prisma, jobId)).toSorted((x, y) => x.seq - y.seq);
        const cut = new Set(settled.cut.map(({ seq }) => seq));
        const uncut = beyond.filter((_, index) => !cut.has(index + 1)).map(({ table: name, first, last }) => ({ table: name, first, last }));
        const restoredRanges = beyond.filter((_, index) => cut.has(index + 1)).map(({ table: name, first, last }) => ({ table: name, first, last }));
        assert.deepEqual(again.map(({ table: name, first, last }) => ({ table: name, first, last })), [...uncut, ...whole, ...restoredRanges], 'a retry goes on from all that was committed');
        assert.deepEqual(again.slice(uncut.length + whole.length).map(({ seq }) => seq), restoredRanges.map((_, index) => committed + settled.added.length + 1 + index));
        assert.equal(restored, cut.size);
        assert.equal((await nextSegment(prisma, jobId, committed + 1, undefined))?.bits ?? null, null);
      }),
      { numRuns: 60 },
    );
  });

  it('take a bit each, however many they are', () => {
    const rows = 20 * PART_ROWS;
    const links = (parent: string) => ({ foreignKeys: [{ fields: ['id'], table: parent, references: ['id'] }] });
    const plan = planOf(1, table('a', rows, [field('id', SEQUENCE)], links('b')), table('b', rows, [field('id', SEQUENCE)], links('a')));
    const { ranges, added } = settledOf(plan, { prefixes: { a: rows, b: 0 }, committed: [] }, (_table, _key, row) => (row * 7_919) % rows | 1);
    assert.equal(countsOf(ranges)['b'], rows / 2, 'the odd ones');
    assert(added.reduce((sum, { bits }) => sum + (bits?.length ?? 0), 0) <= rows / 8);
    assert(JSON.stringify(ranges).length < 2_000);
  });
});

/** Every row of a needs one of b, and the other way round. */
const CYCLE_SQL = `
CREATE TABLE a (id serial PRIMARY KEY, b_id integer NOT NULL);
CREATE TABLE b (id serial PRIMARY KEY, a_id integer NOT NULL REFERENCES a (id));
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id);`;
const CYCLE = { source: { definition: { sql: { text: CYCLE_SQL } } }, rows: 120_000, engine: 'SAMPLER', seed: 11, outputs: [{ format: 'JSON' }, { format: 'CSV' }] } satisfies TextRunInput;

type CycleRow = Readonly<Record<string, number>>;

function inTables(rows: readonly RowPartsFragment[]): Readonly<Record<string, readonly CycleRow[]>> {
  return Object.fromEntries(['a', 'b'].map((name) => [name, rows.filter((row) => row.table === name).toSorted((x, y) => x.index - y.index).map(({ values }) => values as CycleRow)]));
}

describe('a run over a cycle of tables, stopped in its middle', () => {
  it('keeps in its outputs, its pages, its stream and its later exports the same rows, closed under references; a retry makes the others', async () => {
    await using service = await startServiceProcess({ environment: { SHARD_ROWS: '1024', WORKER_PLACES: '2' } });
    const { client, folder } = service;
    const { id } = await startRun(client, CYCLE);
    const live = collect(client.followRows(id, { maxBatch: 1_000 }));
    await seen(client, id, (job) => underWay(job, 'a'));
    accepted((await client.ask(CancelJobDocument, { id })).cancelJob);
    const job = await ended(client, id, 'CANCELLED');
    filesOf(folder, job);

    const inFile = rowsInJson(folder, job) as unknown as Readonly<Record<string, readonly CycleRow[]>>;
    const [a = [], b = []] = [inFile['a'], inFile['b']];
    const ids = { a: new Set(a.map((row) => row['id'])), b: new Set(b.map((row) => row['id'])) };
    assert(a.length > 0 && a.length < CYCLE.rows, `${a.length} rows of a`);
    assert(b.length < CYCLE.rows && b.some((row, index) => row['id'] !== index + 1), 'single later rows of b');
    assert.deepEqual([ids.a.size, ids.b.size], [a.length, b.length]);
    assert(a.every((row) => ids.b.has(row['b_id'])) && b.every((row) => ids.a.has(row['a_id'])), 'a reference leads nowhere');
    assert.deepEqual(job.progress.tables.map(({ done }) => done), [a.length, b.length]);

    const replayed = (await collect(client.followRows(id, { maxBatch: 997 }))).flatMap(({ rows }) => rows);
    assert.deepEqual(inTables(replayed), inFile, 'the stream after the end');
    const followed = (await live).flatMap(({ rows }) => rows);
    assert.equal(new Set(followed.map(({ table: name, index }) => `${name} ${index}`)).size, followed.length, 'who followed it got a row twice');
    assert.deepEqual(await pagesOf(client, id, 'b'), b, 'pages');

    accepted((await client.ask(ExportJobDocument, { id, output: { format: 'JSONL' } })).exportJob);
    const exported = await ended(client, id, 'CANCELLED');
    for (const name of ['a', 'b']) {
      assert.deepEqual(textOf(folder, exported, `${name}.jsonl`).split('\n').slice(0, -1).map((line) => JSON.parse(line) as CycleRow), inFile[name], `${name}.jsonl`);
      assert.deepEqual(textOf(folder, exported, `${name}.csv`).split('\n').slice(1, -1).map((line) => Number(line.split(',')[0])), inFile[name]?.map((row) => row['id']), `${name}.csv`);
    }

    accepted((await client.ask(RetryJobDocument, { id })).retryJob);
    await ended(client, id);
    const rest = (await collect(client.followRows(id, { maxBatch: 1_000, after: (await live).at(-1)?.cursor ?? '' }))).flatMap(({ rows }) => rows);
    const all = new Set([...followed, ...rest].map(({ table: name, index }) => `${name} ${index}`));
    assert.equal(all.size, 2 * CYCLE.rows, 'rows that the stopped run did not keep are missed by who goes on behind it');
  });
});

async function pagesOf(client: Parameters<typeof startRun>[0], id: string, name: string): Promise<readonly CycleRow[]> {
  const rows: CycleRow[] = [];
  for (let behind: string | null | undefined; ; ) {
    const { job } = await client.ask(RowsPageDocument, { id, table: name, first: 1_000, after: behind });
    assert(job != null && 'rows' in job);
    rows.push(...job.rows.edges.map(({ node }) => node.values as CycleRow));
    if (!job.rows.pageInfo.hasNextPage) return rows;
    behind = job.rows.pageInfo.endCursor;
  }
}

describe('what is missing of a table', () => {
  it('is all that no committed range holds, in order', () => {
    const ranges = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 10 })), { maxLength: 8 });
    fc.assert(
      fc.property(ranges, fc.integer({ min: 0, max: 45 }), (pieces, rows) => {
        const committed = pieces.map(([first, length]) => ({ table: 't', first, last: Math.min(rows, first + length) })).filter(({ first, last }) => last > first);
        const plan = planOf(1, table('t', rows, [field('id', SEQUENCE)]));
        const missing = rowsFrom(runsIn(gaps(plan, committed)['t'] ?? []));
        assert.deepEqual(missing, Array.from({ length: rows }, (_, row) => row).filter((row) => !committed.some(({ first, last }) => row >= first && row < last)));
      }),
    );
  });
});
