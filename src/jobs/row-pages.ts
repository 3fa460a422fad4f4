// Pages of a job's rows, in index order. Rows are not stored: the page is computed from the plan, by a worker thread.
import type { Database } from '../db/database.ts';
import { unknownTable } from '../domain/errors.ts';
import type { Plan } from '../domain/plan.ts';
import type { RowRange, RowRanges } from '../files/parts.ts';
import type { JobPlans } from './job-plans.ts';
import type { JobRecord, Page, PageRequest, RowRecord } from './records.ts';
import { readCursor, writeCursor } from './row-cursor.ts';
import { rowsThere } from './rows-there.ts';
import type { WorkThreads } from './threads.ts';

export interface RowPagesParts {
  readonly db: Database;
  readonly plans: JobPlans;
  readonly threads: WorkThreads;
}

/** A row's place in the whole of a job: which table of the plan, and which of its rows. */
interface Place {
  readonly table: number;
  readonly row: number;
}

/** Throws InvalidInput for an unknown table or a cursor that is none. */
export async function pageOfRows({ db, plans, threads }: RowPagesParts, job: JobRecord, request: PageRequest & { table?: string }): Promise<Page<RowRecord>> {
  const { plan } = await plans.of(job.id);
  const only = request.table === undefined ? undefined : tableIndex(plan, request.table);
  const after = request.after === undefined ? null : placeOf(request.after);
  const there = await rowsThere(db.prisma, plan, job);
  const wanted = rangesAfter(plan, there, { only, after }, request.first + 1);
  const rows = (await Promise.all(wanted.map(async ({ table, range }) => {
    const name = plan.tables[table]?.name ?? '';
    return threads.quick('rowsOf', await plans.textFor(job.id, [{ table: name, ...range }]), name, range);
  }))).flat();
  const items = rows.slice(0, request.first).map((row) => ({ node: row, cursor: writeCursor(tableIndex(plan, row.table), row.index) }));
  return { items, hasNextPage: rows.length > request.first, hasPreviousPage: after !== null };
}

/** The next `count` rows, as ranges by table. */
function rangesAfter(plan: Plan, there: RowRanges, { only, after }: { readonly only: number | undefined; readonly after: Place | null }, count: number): { table: number; range: RowRange }[] {
  const found: { table: number; range: RowRange }[] = [];
  let left = count;
  plan.tables.forEach((table, index) => {
    if ((only !== undefined && index !== only) || (after !== null && index < after.table)) return;
    const from = after !== null && index === after.table ? after.row + 1 : 0;
    for (const range of there[table.name] ?? []) {
      const first = Math.max(range.first, from);
      const last = Math.min(range.last, first + left);
      if (last <= first) continue;
      found.push({ table: index, range: { first, last } });
      left -= last - first;
    }
  });
  return found;
}

function tableIndex(plan: Plan, name: string): number {
  const index = plan.tables.findIndex((table) => table.name === name);
  if (index < 0) throw unknownTable(['table'], name, plan.tables);
  return index;
}

function placeOf(cursor: string): Place {
  const [table, row] = readCursor(cursor, 'a page of rows');
  return { table, row };
}
