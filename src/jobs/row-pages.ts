// Pages of a job's rows, in index order. Rows are not stored: the page is computed from the plan, by a worker thread.
import type { Database } from '../db/database.ts';
import { unknownTable } from '../domain/errors.ts';
import { rowTables, type Plan } from '../domain/plan.ts';
import type { RowRange, RowRanges } from '../files/parts.ts';
import type { JobPlans } from './job-plans.ts';
import { withImageKeys } from './image-keys.ts';
import type { JobRecord, Page, PageRequest, RowRecord } from './records.ts';
import { readCursor, writeCursor } from './row-cursor.ts';
import { nextRows, rowsIn, rowsThere, withBits } from './rows-there.ts';
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
export async function pageOfRows(parts: RowPagesParts, job: JobRecord, { table, ...request }: PageRequest & { table?: string }): Promise<Page<RowRecord>> {
  const known = rowTables((await parts.plans.of(job.id)).plan);
  if (table !== undefined && !known.some(({ name }) => name === table)) throw unknownTable(['table'], table, known);
  return pageOf(parts, job, { ...request, tables: table === undefined ? known.map(({ name }) => name) : [table] });
}

/** Rows of tables of the plan, that of pictures too. Throws InvalidInput for a cursor that is none. */
export async function pageOf({ db, plans, threads }: RowPagesParts, job: JobRecord, request: PageRequest & { readonly tables: readonly string[] }): Promise<Page<RowRecord>> {
  const { plan } = await plans.of(job.id);
  const after = request.after === undefined ? null : placeOf(request.after);
  const there = await rowsThere(db.prisma, plan, job);
  const wanted = await rowsAfter(plan, there, { tables: new Set(request.tables), after, count: request.first + 1, bitsOf: (table, ranges) => withBits(db.prisma, job.id, table, ranges) });
  const rows = (await Promise.all(wanted.map(async ({ table, ranges }) => {
    const text = await plans.textFor(job.id, [{ table, first: ranges[0]?.first ?? 0, last: ranges.at(-1)?.last ?? 0 }]);
    return withImageKeys(job.id, plan, await threads.quick('rowsOf', text, table, ranges));
  }))).flat();
  const items = rows.slice(0, request.first).map((row) => ({ node: row, cursor: writeCursor(tableIndex(plan, row.table), row.index) }));
  return { items, hasNextPage: rows.length > request.first, hasPreviousPage: after !== null };
}

interface Wanted {
  readonly tables: ReadonlySet<string>;
  readonly after: Place | null;
  readonly count: number;
  readonly bitsOf: (table: string, ranges: RowRanges[string]) => Promise<RowRanges[string]>;
}

/** The next `count` rows, as ranges by table. */
async function rowsAfter(plan: Plan, there: RowRanges, { tables, after, count, bitsOf }: Wanted): Promise<readonly { readonly table: string; readonly ranges: readonly RowRange[] }[]> {
  const found: { table: string; ranges: readonly RowRange[] }[] = [];
  let left = count;
  for (const [index, { name }] of plan.tables.entries()) {
    if (left <= 0) break;
    if (!tables.has(name) || (after !== null && index < after.table)) continue;
    const from = after !== null && index === after.table ? after.row + 1 : 0;
    const ranges = nextRows(await bitsOf(name, enough(there[name] ?? [], from, left)), from, left);
    if (ranges.length === 0) continue;
    found.push({ table: name, ranges });
    left -= rowsIn(ranges);
  }
  return found;
}

/** The fewest ranges that are sure to have `count` rows from a row on. */
function enough(ranges: RowRanges[string], from: number, count: number): RowRanges[string] {
  const open = ranges.filter(({ last }) => last > from);
  let sure = 0;
  const end = open.findIndex((range) => {
    if (range.first >= from) sure += rowsIn([range]);
    else if (!('rows' in range)) sure += range.last - from;
    return sure >= count;
  });
  return end < 0 ? open : open.slice(0, end + 1);
}

function tableIndex(plan: Plan, name: string): number {
  return plan.tables.findIndex((table) => table.name === name);
}

function placeOf(cursor: string): Place {
  const [table, row] = readCursor(cursor, 'a page of rows');
  return { table, row };
}
