// Which rows of a job there are: for its outputs, and for who looks at it while it runs.
import type { DatabaseClient } from '../db/database.ts';
import { findKept, type Job } from '../db/jobs.ts';
import { prefixesOf } from '../db/segments.ts';
import type { Plan } from '../domain/plan.ts';
import type { RowRange, RowRanges } from '../files/parts.ts';
import type { JobRecord } from './records.ts';

/** Every row of the plan. */
export function wholeRanges(plan: Plan): RowRanges {
  return Object.fromEntries(plan.tables.map((table) => [table.name, upTo(table.rows)]));
}

/** What the job's outputs hold: of a run that ended early, what it keeps. */
export async function rowsOfOutputs(client: DatabaseClient, plan: Plan, job: Pick<Job, 'id' | 'partial'>): Promise<RowRanges> {
  return (await keptRows(client, job)) ?? wholeRanges(plan);
}

/** What can be paged through: the complete prefix of each table; of a run that ended early, what it kept. */
export async function rowsThere(client: DatabaseClient, plan: Plan, job: JobRecord): Promise<RowRanges> {
  const kept = await keptRows(client, job);
  if (kept !== null) return kept;
  if (job.progress.done === job.progress.total) return wholeRanges(plan);
  const prefixes = await prefixesOf(client, job.id);
  return Object.fromEntries(plan.tables.map(({ name }) => [name, upTo(prefixes[name] ?? 0)]));
}

/** Rows by table. */
export function countsOf(ranges: RowRanges): Record<string, number> {
  return Object.fromEntries(Object.entries(ranges).map(([table, own]) => [table, rowsIn(own)]));
}

export function rowsIn(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first, 0);
}

async function keptRows(client: DatabaseClient, { id, partial }: Pick<Job, 'id' | 'partial'>): Promise<RowRanges | null> {
  return partial ? ((await findKept(client, id)) as RowRanges | null) : null; // as settleJob put it in
}

function upTo(rows: number): readonly RowRange[] {
  return rows > 0 ? [{ first: 0, last: rows }] : [];
}
