// Rows as they are shown and written: the plan's pure values, and in their places what a model wrote, read from its segments. For worker threads.
import type { WrittenRange } from '../db/segments.ts';
import { columnValues, companionOf } from '../domain/images/illustration.ts';
import { factsOf } from '../domain/images/plan.ts';
import { isWritten, keepsImages, type Plan, type PlannedTable } from '../domain/plan.ts';
import type { PlanRows } from '../domain/rows.ts';
import type { Value } from '../domain/schema.ts';
import type { RowRange } from '../files/parts.ts';
import { readSegment, type WrittenValues } from '../files/segment.ts';
import type { Storage } from '../files/storage.ts';
import { atOnce } from '../lib/at-once.ts';
import { Recent } from '../lib/recent.ts';

/** The values of rows of a table, in the order of its fields. */
export type RowsOf = (table: string, range: RowRange) => Iterable<readonly Value[]>;

/** Bytes of segments that a thread keeps, as they lie in storage: they never change. In its heap (lib/threads.ts) they take a few times as much. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** Segments that are read at once: a run that took long has more of them than files may be open. */
const FILES_AT_ONCE = 64;
const kept = new Recent<readonly WrittenValues[]>(MAX_KEPT_BYTES);

interface LoadedRange extends WrittenRange {
  readonly rows: readonly WrittenValues[];
}

/** Rows of the plan, with the model's values of those that lie in `written`. */
export async function wholeRows(plan: PlanRows, storage: Storage, written: readonly WrittenRange[]): Promise<RowsOf> {
  const loaded = await atOnce(written, FILES_AT_ONCE, async (range): Promise<LoadedRange> => ({ ...range, rows: await segmentRows(storage, range.file) }));
  const byTable = Map.groupBy(loaded, ({ table }) => table);
  return (name, { first, last }) => {
    const table = plan.table(name);
    const rows = table.rows(first, last);
    return isWritten(table.table) ? filledIn(table.table, rows, { first, ranges: byTable.get(name) ?? [] }) : rows;
  };
}

/** The same rows as outputs have them: behind the values of a row that has a picture come what is told of that, and behind the values of a picture those of its row. */
export function withCompanions(plan: Plan, rowsOf: RowsOf): RowsOf {
  return (table, range) => {
    const companion = companionOf(plan, table);
    if (companion === undefined) return rowsOf(table, range);
    const addedTo = keepsImages(plan, table) ? (_: number, row: readonly Value[]) => row : (index: number, image: readonly Value[]) => columnValues(index, factsOf(image));
    return sideBySide(rowsOf(table, range), rowsOf(companion, range), { first: range.first, addedTo });
  };
}

function* sideBySide(rows: Iterable<readonly Value[]>, companions: Iterable<readonly Value[]>, { first, addedTo }: { readonly first: number; readonly addedTo: (index: number, companion: readonly Value[]) => readonly Value[] }): Generator<readonly Value[]> {
  const others = companions[Symbol.iterator]();
  let index = first;
  for (const row of rows) {
    const other = others.next();
    yield [...row, ...addedTo(index++, other.done === true ? [] : other.value)];
  }
}

async function segmentRows(storage: Storage, file: string): Promise<readonly WrittenValues[]> {
  const known = kept.get(file);
  if (known !== undefined) return known;
  const { rows, bytes } = await readSegment(storage, file);
  kept.set(file, rows, bytes);
  return rows;
}

function* filledIn(table: PlannedTable, rows: Iterable<readonly Value[]>, { first, ranges }: { readonly first: number; readonly ranges: readonly LoadedRange[] }): Generator<readonly Value[]> {
  const positions = (table.written ?? []).map(({ name }) => table.fields.findIndex((field) => field.name === name));
  const sorted = ranges.toSorted((a, b) => a.first - b.first);
  let at = 0;
  let row = first;
  for (const pure of rows) {
    while ((sorted[at]?.last ?? Infinity) <= row) at++;
    const written = sorted[at]?.rows[row - (sorted[at]?.first ?? 0)];
    const values = [...pure];
    // Without: a run that was stopped keeps the row because others refer to it, and the model had not come to it. It stays as samplers make it.
    if (written !== undefined) positions.forEach((position, place) => (values[position] = written[place] ?? null));
    yield values;
    row++;
  }
}
