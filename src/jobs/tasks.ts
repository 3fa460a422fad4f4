// Which tasks a job is made of. Shards cut every table into ranges of rows, parents' tables first; parts cut every output on its grid;
// one task joins each output, and the last one ends the job. What is small goes together: every task costs a commit under the job's lock.
// db/tasks.ts says what is ready when.
import type { TableRange } from '../db/segments.ts';
import type { NewTask, Task } from '../db/tasks.ts';
import { rankOf } from '../domain/order.ts';
import { BLOCK_ROWS, isWritten, keepsImages, type Plan } from '../domain/plan.ts';
import { PART_ROWS, partsOf, type Part, type RowRange, type RowRanges } from '../files/parts.ts';
import type { PlannedOutput } from './outputs.ts';
import { rowsIn } from './rows-there.ts';

/** Tasks of one job that are ready or running at once: enough for many workers, few enough that jobs take turns. */
export const READY_WINDOW = 16;

/** Pieces that hold no more rows than this together are one task's: few enough that tasks are of much the same length. */
const GATHERED_ROWS = 16_384;
/** What an output costs beside its rows, as so many more. */
const OUTPUT_ROWS = 256;

/** Rows of a shard that a model writes, 16 blocks: minutes of work on a CPU. */
const WRITTEN_SHARD_ROWS = 16 * BLOCK_ROWS;

/** Pictures of a shard: minutes of work on a CPU, and two full batches of a GPU. */
const IMAGES_OF_SHARD = 16;

/** Shards over the ranges, at most `shardRows` long, with as many of the small ones in a task; what a model writes in tasks of its own. */
export function shardTasks(jobId: string, plan: Plan, ranges: RowRanges, shardRows: number): readonly NewTask[] {
  const ranks = ranksOf(plan);
  const shards = plan.tables
    .flatMap((table) => {
      const written = isWritten(table);
      const most = keepsImages(plan, table.name) ? IMAGES_OF_SHARD : written ? WRITTEN_SHARD_ROWS : shardRows;
      const pieces = (ranges[table.name] ?? []).flatMap((range) => cut(range, Math.min(shardRows, most)));
      return pieces.map((piece) => ({ rank: ranks.get(table.name) ?? 0, written, rows: rowsIn([piece]), range: { table: table.name, ...piece } }));
    })
    .sort((a, b) => a.rank - b.rank);
  const firstOfRanks = new Set(shards.filter(({ rank }, index) => rank !== shards[index - 1]?.rank));
  // No table is begun before its parents are whole: a task goes on with the next rank only where it has all of its own.
  const mayJoin = ([first]: readonly (typeof shards)[number][], next: (typeof shards)[number]): boolean =>
    first !== undefined && !first.written && !next.written && (first.rank === next.rank || firstOfRanks.has(first));
  const groups = gathered(shards, Math.min(shardRows, GATHERED_ROWS), mayJoin);
  return groups.map((group, position) => ({ jobId, kind: 'SHARD', status: 'WAITING', position, rank: group[0]?.rank ?? 0, part: group.map(({ range }) => range as object), last: group.reduce((sum, { rows }) => sum + rows, 0) }));
}

/** Parents before their children, and pictures behind all rows: they show what is in them. */
function ranksOf(plan: Plan): ReadonlyMap<string, number> {
  const ranks = rankOf(plan.tables);
  const behind = Math.max(0, ...ranks.values()) + 1;
  return new Map([...ranks].map(([table, rank]) => [table, keepsImages(plan, table) ? behind : rank]));
}

/** The ranges that a shard makes. */
export function rangesOf({ part }: { readonly part?: unknown }): readonly TableRange[] {
  return part as readonly TableRange[]; // as shardTasks put them in
}

/** The items in their order, one after another together as long as they hold no more than `most` rows, and may. */
function gathered<T extends { readonly rows: number }>(items: readonly T[], most: number, mayJoin: (group: readonly T[], item: T) => boolean = () => true): readonly (readonly T[])[] {
  const groups: T[][] = [];
  let rows = 0;
  for (const item of items) {
    const group = groups.at(-1);
    rows += item.rows;
    if (group !== undefined && rows <= most && mayJoin(group, item)) {
      group.push(item);
    } else {
      groups.push([item]);
      rows = item.rows;
    }
  }
  return groups;
}

/** The range in pieces, cut on the grid of so many rows: a block lies in one piece, wherever the range begins. */
function cut({ first, last }: RowRange, rows: number): readonly RowRange[] {
  const pieces: RowRange[] = [];
  for (let from = first; from < last; ) {
    const to = Math.min(last, (Math.floor(from / rows) + 1) * rows);
    pieces.push({ first: from, last: to });
    from = to;
  }
  return pieces;
}

/** An output of no more rows, each of its sections in one part, is written at once, by one task: parts would cost more than they save. */
const WHOLE_ROWS = PART_ROWS;

/** Parts of outputs over the ranges, in the order in which rows are made, and the joining of each; small outputs whole, several in a task. */
export function outputTasks(jobId: string, plan: Plan, outputs: readonly PlannedOutput[], ranges: RowRanges): readonly NewTask[] {
  const ranks = ranksOf(plan);
  const awaited = ({ table }: Part): string => lastMadeFor(plan, table);
  const rankOfPart = ({ part }: { readonly part: Part }): number => ranks.get(awaited(part)) ?? 0;
  const cut = outputs.map(({ id, file }) => ({ outputId: id, parts: partsOf(file, ranges) })).map((output) => ({ ...output, rows: output.parts.reduce((sum, part) => sum + rowsIn(part.ranges), 0) }));
  const { whole = [], large = [] } = Object.groupBy(cut, ({ rows, parts: own }) => (rows <= WHOLE_ROWS && own.every(({ opens, closes }) => opens && closes) ? 'whole' : 'large'));
  const parts = large
    .flatMap(({ outputId, parts: own }) => own.map((part, place) => ({ outputId, part, place })))
    .sort((a, b) => rankOfPart(a) - rankOfPart(b) || startOf(a.part) - startOf(b.part) || a.place - b.place);
  const small = whole.map(({ outputId, rows }) => ({ outputId, written: rows, rows: rows + OUTPUT_ROWS }));
  return [
    ...parts.map(({ outputId, part, place }, position): NewTask => {
      return { jobId, kind: 'PART', status: 'WAITING', position, outputId, part: part as object, place, table: awaited(part), first: startOf(part), last: startOf(part) + rowsIn(part.ranges) };
    }),
    ...large.map(({ outputId }, position): NewTask => ({ jobId, kind: 'OUTPUT', status: 'WAITING', position, outputId })),
    ...gathered(small, GATHERED_ROWS).map((group, position): NewTask => {
      return { jobId, kind: 'WHOLE', status: 'WAITING', position, part: group.map(({ outputId }) => outputId), last: group.reduce((sum, { written }) => sum + written, 0) };
    }),
  ];
}

/** The table whose rows come last of those that are needed to write rows of a table: of those with pictures, that of the pictures. */
function lastMadeFor(plan: Plan, table: string): string {
  return plan.images?.illustrates?.table === table ? plan.images.table : table;
}

/** The outputs that a WHOLE writes. */
export function outputsIn({ part }: { readonly part?: unknown }): readonly string[] {
  return part as readonly string[]; // as outputTasks put them in
}

function startOf(part: Part): number {
  return part.ranges[0]?.first ?? 0;
}

/** The part that a task writes. */
export function partOf({ part }: { readonly part?: unknown }): Part {
  return part as Part; // as outputTasks put it in
}

/** What changes where some of the tasks are done already. */
export interface Reuse {
  /** Those that are still to be done. */
  readonly tasks: readonly NewTask[];
  /** Written parts that are used in another place of their file. */
  readonly moved: readonly { readonly id: string; readonly place: number }[];
  /** Written parts that fit nowhere. */
  readonly dropped: readonly string[];
}

/** Takes parts that are written already for those of the tasks that would write the same bytes. */
export function reusing(tasks: readonly NewTask[], written: readonly Pick<Task, 'id' | 'outputId' | 'part' | 'place'>[]): Reuse {
  const wanted = new Map(tasks.filter(({ kind }) => kind === 'PART').map((task) => [partKey(task), task]));
  const reused = new Set<NewTask>();
  const moved: { id: string; place: number }[] = [];
  const dropped: string[] = [];
  for (const part of written) {
    const task = wanted.get(partKey(part));
    if (task === undefined) {
      dropped.push(part.id);
      continue;
    }
    reused.add(task);
    if (task.place != null && task.place !== part.place) moved.push({ id: part.id, place: task.place });
  }
  return { tasks: tasks.filter((task) => !reused.has(task)), moved, dropped };
}

/** The same for the same rows in the same place of the same output. */
function partKey(task: { readonly outputId?: string | null; readonly part?: unknown }): string {
  const { section, ranges, opens, closes } = partOf(task);
  return JSON.stringify([task.outputId, section, ranges.map((range) => [range.first, range.last, rowsIn([range])]), opens, closes]);
}

export function finishTaskOf(jobId: string): NewTask {
  return { jobId, kind: 'FINISH', status: 'WAITING', position: 0 };
}

export function settleTaskOf(jobId: string): NewTask {
  return { jobId, kind: 'SETTLE', status: 'WAITING', position: 0 };
}

/** Rows that the tasks make or write. */
export function workOf(tasks: readonly NewTask[]): number {
  return tasks.reduce((sum, task) => sum + Number(task.last ?? 0) - Number(task.first ?? 0), 0);
}

/** What is missing of [0, rows) of each table. */
export function gaps(plan: Plan, committed: readonly { readonly table: string; readonly first: number; readonly last: number }[]): RowRanges {
  return Object.fromEntries(
    plan.tables.map((table) => {
      const missing: RowRange[] = [];
      let next = 0;
      for (const { first, last } of committed.filter((range) => range.table === table.name).sort((a, b) => a.first - b.first)) {
        if (first > next) missing.push({ first: next, last: first });
        next = Math.max(next, last);
      }
      if (next < table.rows) missing.push({ first: next, last: table.rows });
      return [table.name, missing];
    }),
  );
}
