// Which tasks a job is made of. Shards cut every table into ranges of rows, parents' tables first; parts cut every output on its grid;
// one task joins each output, and the last one ends the job. db/tasks.ts says what is ready when.
import type { NewTask, Task } from '../db/tasks.ts';
import { rankOf } from '../domain/order.ts';
import type { Plan } from '../domain/plan.ts';
import { PART_ROWS, partsOf, type Part, type RowRange, type RowRanges } from '../files/parts.ts';
import type { PlannedOutput } from './outputs.ts';
import { rowsIn } from './rows-there.ts';

/** Tasks of one job that are ready or running at once: enough for many workers, few enough that jobs take turns. */
export const READY_WINDOW = 16;

/** Shards over the ranges, at most `shardRows` long. */
export function shardTasks(jobId: string, plan: Plan, ranges: RowRanges, shardRows: number): readonly NewTask[] {
  const ranks = rankOf(plan.tables);
  const shards = plan.tables.flatMap((table) => (ranges[table.name] ?? []).flatMap((range) => cut(range, shardRows).map((piece) => ({ table: table.name, rank: ranks.get(table.name) ?? 0, ...piece }))));
  return shards
    .sort((a, b) => a.rank - b.rank)
    .map(({ table, rank, first, last }, position) => ({ jobId, kind: 'SHARD', status: 'WAITING', position, rank, table, first, last }));
}

function cut({ first, last }: RowRange, rows: number): readonly RowRange[] {
  return Array.from({ length: Math.ceil((last - first) / rows) }, (_, index) => ({ first: first + index * rows, last: Math.min(last, first + (index + 1) * rows) }));
}

/** An output of no more rows is written at once, by one task: parts would cost more than they save. */
const WHOLE_ROWS = PART_ROWS;

/** Parts of outputs over the ranges, in the order in which rows are made, and the joining of each; small outputs whole. */
export function outputTasks(jobId: string, plan: Plan, outputs: readonly PlannedOutput[], ranges: RowRanges): readonly NewTask[] {
  const ranks = rankOf(plan.tables);
  const rankOfPart = ({ part }: { readonly part: Part }): number => ranks.get(part.table) ?? 0;
  const cut = outputs.map(({ id, file }) => ({ outputId: id, parts: partsOf(file, ranges) })).map((output) => ({ ...output, rows: output.parts.reduce((sum, part) => sum + rowsIn(part.ranges), 0) }));
  const parts = cut
    .filter(({ rows }) => rows > WHOLE_ROWS)
    .flatMap(({ outputId, parts: own }) => own.map((part, place) => ({ outputId, part, place })))
    .sort((a, b) => rankOfPart(a) - rankOfPart(b) || startOf(a.part) - startOf(b.part) || a.place - b.place);
  return [
    ...parts.map(({ outputId, part, place }, position): NewTask => {
      return { jobId, kind: 'PART', status: 'WAITING', position, outputId, part: part as object, place, table: part.table, first: startOf(part), last: part.ranges.at(-1)?.last ?? 0 };
    }),
    ...cut.map(({ outputId, rows }, position): NewTask => {
      return { jobId, status: 'WAITING', position, outputId, ...(rows > WHOLE_ROWS ? { kind: 'OUTPUT' } : { kind: 'WHOLE', last: rows }) };
    }),
  ];
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
  return JSON.stringify([task.outputId, section, ranges.map(({ first, last }) => [first, last]), opens, closes]);
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
