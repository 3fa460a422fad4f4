// Which rows of a job there are: for its outputs, and for who looks at it while it runs.
import type { DatabaseClient } from '../db/database.ts';
import { findKept, type Job } from '../db/jobs.ts';
import { prefixesOf, segmentsIn } from '../db/segments.ts';
import type { Plan } from '../domain/plan.ts';
import { runsIn, type RowRange, type RowRanges, type SparseRange } from '../files/parts.ts';
import { bitsFor, runsOf, setBit } from '../lib/bits.ts';
import type { Kept } from './kept.ts';
import type { JobRecord } from './records.ts';

/** Every row of the plan. */
export function wholeRanges(plan: Plan): RowRanges {
  return Object.fromEntries(plan.tables.map((table) => [table.name, upTo(table.rows)]));
}

/** What the job's outputs hold: of a run that ended early, what it keeps. */
export async function rowsOfOutputs(client: DatabaseClient, plan: Plan, job: Pick<Job, 'id' | 'partial'>): Promise<RowRanges> {
  return (await keptOf(client, job))?.ranges ?? wholeRanges(plan);
}

/** What can be paged through: the complete prefix of each table; of a run that ended early, what it kept. */
export async function rowsThere(client: DatabaseClient, plan: Plan, job: JobRecord): Promise<RowRanges> {
  const kept = await keptOf(client, job);
  if (kept !== null) return kept.ranges;
  if (job.progress.done === job.progress.total) return wholeRanges(plan);
  const prefixes = await prefixesOf(client, job.id);
  return Object.fromEntries(plan.tables.map(({ name }) => [name, upTo(prefixes[name] ?? 0)]));
}

/** Rows by table. */
export function countsOf(ranges: RowRanges): Record<string, number> {
  return Object.fromEntries(Object.entries(ranges).map(([table, own]) => [table, rowsIn(own)]));
}

export function rowsIn(ranges: readonly (RowRange | SparseRange)[]): number {
  return ranges.reduce((sum, range) => sum + ('rows' in range ? range.rows : range.last - range.first), 0);
}

/** The ranges of a table with the bits of those of which only some rows are there; a bit of memory for each row that these span. */
export async function withBits(client: DatabaseClient, jobId: string, table: string, ranges: readonly (RowRange | SparseRange)[]): Promise<readonly (RowRange | SparseRange)[]> {
  const sparse = ranges.filter((range) => 'rows' in range);
  const [start, end] = [sparse[0], sparse.at(-1)];
  if (start === undefined || end === undefined) return ranges;
  const segments = await segmentsIn(client, jobId, { table, first: start.first, last: end.last });
  return ranges.map((range) => {
    if (!('rows' in range)) return range;
    const bits = bitsFor(range.last - range.first);
    for (const segment of segments) {
      const [from, to] = [Math.max(segment.first, range.first), Math.min(segment.last, range.last)];
      const runs = segment.bits === null ? [{ first: from - segment.first, last: to - segment.first }] : runsOf(segment.bits, from - segment.first, to - segment.first);
      for (const { first, last } of runs) for (let row = segment.first + first; row < segment.first + last; row++) setBit(bits, row - range.first);
    }
    return { ...range, bits };
  });
}

/** The next `count` rows from a row on, of ranges whose bits are there. */
export function nextRows(ranges: readonly (RowRange | SparseRange)[], from: number, count: number): readonly RowRange[] {
  const found: RowRange[] = [];
  let left = count;
  for (const { first, last } of runsIn(ranges, from)) {
    if (left <= 0) break;
    found.push({ first, last: Math.min(last, first + left) });
    left -= last - first;
  }
  return found;
}

/** What a run that ended early keeps; null for all of its rows, or where that is not settled yet. */
export async function keptOf(client: DatabaseClient, { id, partial }: Pick<Job, 'id' | 'partial'>): Promise<Kept | null> {
  return partial ? ((await findKept(client, id)) as unknown as Kept | null) : null; // as settleJob put it in
}

function upTo(rows: number): readonly RowRange[] {
  return rows > 0 ? [{ first: 0, last: rows }] : [];
}
