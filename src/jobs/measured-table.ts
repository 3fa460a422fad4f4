// The rows of the tables of a run as they are measured (domain/quality/): a sample spread evenly over those that there are, and the keys of as many as
// cost little. For worker threads.
import { references } from '../domain/quality/references.ts';
import { qualityOf, type TableQuality } from '../domain/quality/table-quality.ts';
import { BLOCK_ROWS, type Plan } from '../domain/plan.ts';
import type { PlanRows } from '../domain/rows.ts';
import type { Value } from '../domain/schema.ts';
import { runsIn, type RowRange, type RowRanges, type SparseRange } from '../files/parts.ts';
import { hasBit } from '../lib/bits.ts';
import { rowsIn } from './rows-there.ts';
import type { RowsOf } from './whole-rows.ts';

/** What is measured of a run. */
export interface MeasureOrder {
  /** Its tables, each with those of its rows whose values are looked at. */
  readonly samples: readonly { readonly table: string; readonly sample: readonly RowRange[] }[];
  /** The rows that there are, of these tables and of those that they refer to, with bits. */
  readonly there: RowRanges;
  /** Keys that are compared, of each key. */
  readonly mostKeys: number;
}

interface Made {
  readonly plan: Plan;
  readonly rows: PlanRows;
  readonly rowsOf: RowsOf;
}

/** Measures table by table; `check` is called for every row that is looked at. */
export function measuredTables(made: Made, { samples, ...order }: MeasureOrder, check: () => void): readonly TableQuality[] {
  return samples.map((sampled) => measuredTable(made, { ...order, ...sampled }, check));
}

function measuredTable({ plan, rows, rowsOf }: Made, order: Omit<MeasureOrder, 'samples'> & MeasureOrder['samples'][number], check: () => void): TableQuality {
  const compiled = rows.table(order.table);
  const own = order.there[order.table] ?? [];
  return qualityOf({
    table: compiled.table,
    reference: plan.reference,
    rows: rowsIn(own),
    sample: numbered(order.sample, (range) => rowsOf(order.table, range), check),
    keys: (fields) => {
      const ranges = sampleOf(own, order.mostKeys);
      const visit = (visitor: (key: readonly Value[], row: number) => void): void => {
        for (const range of ranges) {
          check();
          compiled.visit(fields, range, visitor);
        }
      };
      return { visit, most: rowsIn(ranges) };
    },
    refers: references(rows, order.table, (table, row) => isIn(order.there[table] ?? [], row)),
  });
}

function* numbered(ranges: readonly RowRange[], rowsOf: (range: RowRange) => Iterable<readonly Value[]>, check: () => void): Generator<readonly [number, readonly Value[]]> {
  for (const range of ranges) {
    let row = range.first;
    for (const values of rowsOf(range)) {
      check();
      yield [row++, values];
    }
  }
}

/** All of the rows, or blocks of them, evenly spread, with `most` rows or a few less. */
export function sampleOf(ranges: readonly (RowRange | SparseRange)[], most: number): readonly RowRange[] {
  const rows = rowsIn(ranges);
  if (rows <= most) return [...runsIn(ranges)];
  const count = Math.max(1, Math.floor(most / BLOCK_ROWS));
  const placeOf = (block: number): number => Math.floor((block * rows) / count);
  const blocks: RowRange[] = [];
  let [passed, block] = [0, 0];
  for (const { first, last } of runsIn(ranges)) {
    for (; block < count && placeOf(block) < passed + last - first; block++) {
      const start = first + placeOf(block) - passed;
      blocks.push({ first: start, last: Math.min(last, start + BLOCK_ROWS) });
    }
    passed += last - first;
  }
  return blocks;
}

function isIn(ranges: readonly (RowRange | SparseRange)[], row: number): boolean {
  const range = ranges.find(({ first, last }) => row >= first && row < last);
  return range !== undefined && (!('rows' in range) || (range.bits !== undefined && hasBit(range.bits, row - range.first)));
}
