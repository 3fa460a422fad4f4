// What a run that was stopped keeps. Rows are complete up to a prefix of each table, but a kept row may refer to a parent past its
// table's prefix (round a cycle of tables): those parents are kept too, and theirs, so that every reference leads somewhere. Round a cycle
// that can be most rows of a table, so they are told by a bit each: at most two bits of memory for a row of the plan, cell by cell of the
// grid of parts, and one where it is kept (db/segments.ts). Pictures stand for themselves: each that is committed is kept.
import type { KeptSegment, Segment, TableRange } from '../db/segments.ts';
import { keepsImages, type Plan } from '../domain/plan.ts';
import { PART_ROWS, type RowRange, type RowRanges, type SparseRange } from '../files/parts.ts';
import { bitsFor, clearBit, countBits, hasBit, runsOf, setBit } from '../lib/bits.ts';

/** The parent's row behind one of a table's foreign keys, or a negative number for none. */
export type ParentOf = (table: string, foreignKey: number, row: number) => number;

/** What a run that was stopped keeps, as its job has it. */
export interface Kept {
  readonly ranges: RowRanges;
  /** The seq of the last range that was committed; those past it were added. */
  readonly committed: number;
}

/** What becomes of a run that was stopped. */
export interface Settled {
  /** The kept rows of every table: its prefix, then what is kept of one cell of the grid after another, without bits. */
  readonly ranges: RowRanges;
  /** The committed ranges that are not kept whole: which of their rows are. */
  readonly cut: readonly Pick<KeptSegment, 'seq' | 'bits'>[];
  /** The kept rows that no committed range holds. */
  readonly added: readonly (TableRange & Pick<KeptSegment, 'bits'>)[];
}

/** Works out what is kept of what was committed, given how many rows at the beginning of each table are whole; `committed` may leave out what lies in there. */
export function settledOf(plan: Plan, { prefixes, committed }: { readonly prefixes: Readonly<Record<string, number>>; readonly committed: readonly Segment[] }, parentOf: ParentOf): Settled {
  const pictures = committed.filter(({ table }) => keepsImages(plan, table));
  const tables = laterRows(plan, { prefixes, pictures }, parentOf);
  const cut = committed.flatMap(({ seq, table, ...range }) => {
    const kept = tables.get(table);
    if (kept === undefined || range.last <= kept.prefix) return [];
    const bits = taken(kept, range);
    return countBits(bits) === range.last - range.first ? [] : [{ seq, bits }];
  });
  return {
    ranges: Object.fromEntries([...tables].map(([name, table]) => [name, rangesOf(table)])),
    cut,
    added: [...tables].flatMap(([table, { rows, cells }]) => inOrder(cells).flatMap(({ first, open }) => {
      const range = trimmed(open, { first, last: Math.min(rows, first + PART_ROWS) });
      return range === null ? [] : [{ table, ...range }];
    })),
  };
}

/** What is kept of a table past its prefix, in one cell of the grid. */
interface Cell {
  readonly table: KeptTable;
  /** Its first row. */
  readonly first: number;
  readonly kept: Uint8Array<ArrayBuffer>;
  /** Of those, the rows that are still to be dealt with: their parents are to be followed, then they are to be put into a committed range. */
  readonly open: Uint8Array<ArrayBuffer>;
}

interface KeptTable {
  readonly name: string;
  readonly rows: number;
  readonly prefix: number;
  /** Those that hold kept rows past the prefix, by number. */
  readonly cells: Map<number, Cell>;
  /** The foreign keys that can lead past a prefix: those into tables that are cut short. */
  readonly outward: { readonly key: number; readonly parent: KeptTable }[];
}

function laterRows(plan: Plan, { prefixes, pictures }: { readonly prefixes: Readonly<Record<string, number>>; readonly pictures: readonly TableRange[] }, parentOf: ParentOf): ReadonlyMap<string, KeptTable> {
  const tables = new Map(plan.tables.map(({ name, rows }): [string, KeptTable] => [name, { name, rows, prefix: prefixes[name] ?? 0, cells: new Map(), outward: [] }]));
  for (const { name, foreignKeys } of plan.tables) {
    foreignKeys.forEach((foreignKey, key) => {
      const parent = tables.get(foreignKey.table);
      if (parent !== undefined && parent.prefix < parent.rows) tables.get(name)?.outward.push({ key, parent });
    });
  }
  // Cells take turns, so that each is looked through for many rows at once; one that gets another row takes its place at the end again.
  const waiting = new Set<Cell>();
  const keep = (table: KeptTable, row: number): void => {
    if (row < table.prefix) return;
    const cell = cellOf(table, row);
    const place = row - cell.first;
    if (hasBit(cell.kept, place)) return;
    setBit(cell.kept, place);
    setBit(cell.open, place);
    waiting.add(cell);
  };
  const follow = ({ name, outward }: KeptTable, row: number): void => {
    for (const { key, parent } of outward) keep(parent, parentOf(name, key, row));
  };
  for (const { table, first, last } of pictures) for (let row = first; row < last; row++) keep(tables.get(table) as KeptTable, row); // a table of the plan
  for (const table of tables.values()) {
    if (table.outward.length === 0) continue;
    for (let row = 0; row < table.prefix; row++) follow(table, row);
  }
  for (const cell of waiting) {
    waiting.delete(cell);
    for (const run of runsOf(cell.open, 0, PART_ROWS)) {
      for (let place = run.first; place < run.last; place++) {
        clearBit(cell.open, place); // before its parents: one of them may be in this cell
        follow(cell.table, cell.first + place);
      }
    }
  }
  for (const { cells } of tables.values()) for (const { kept, open } of cells.values()) open.set(kept);
  return tables;
}

function cellOf(table: KeptTable, row: number): Cell {
  const number = Math.floor(row / PART_ROWS);
  let cell = table.cells.get(number);
  if (cell === undefined) {
    cell = { table, first: number * PART_ROWS, kept: bitsFor(PART_ROWS), open: bitsFor(PART_ROWS) };
    table.cells.set(number, cell);
  }
  return cell;
}

function inOrder(cells: ReadonlyMap<number, Cell>): readonly Cell[] {
  return [...cells.values()].sort((a, b) => a.first - b.first);
}

/** The prefix, up to the cell that holds later rows too; then the cells. */
function rangesOf({ rows, prefix, cells }: KeptTable): readonly (RowRange | SparseRange)[] {
  const edge = Math.floor(prefix / PART_ROWS);
  const whole = cells.has(edge) ? edge * PART_ROWS : prefix;
  const later = inOrder(cells).map(({ first, kept }): RowRange | SparseRange => {
    const last = Math.min(rows, first + PART_ROWS);
    const count = countBits(kept) + Math.max(0, prefix - first);
    return count === last - first ? { first, last } : { first, last, rows: count };
  });
  return whole > 0 ? [{ first: 0, last: whole }, ...later] : later;
}

/** The kept rows of a committed range, which are dealt with so. */
function taken({ prefix, cells }: KeptTable, { first, last }: RowRange): Uint8Array<ArrayBuffer> {
  const bits = bitsFor(last - first);
  for (let row = first; row < prefix; row++) setBit(bits, row - first);
  for (let number = Math.floor(first / PART_ROWS); number * PART_ROWS < last; number++) {
    const cell = cells.get(number);
    if (cell === undefined) continue;
    for (const run of runsOf(cell.kept, Math.max(0, first - cell.first), Math.min(PART_ROWS, last - cell.first))) {
      for (let place = run.first; place < run.last; place++) {
        setBit(bits, cell.first + place - first);
        clearBit(cell.open, place);
      }
    }
  }
  return bits;
}

/** The range and its bits without the empty bytes at both ends. Null: it is empty. */
function trimmed(bits: Uint8Array<ArrayBuffer>, { first, last }: RowRange): (RowRange & Pick<KeptSegment, 'bits'>) | null {
  const start = bits.findIndex((byte) => byte !== 0);
  if (start < 0) return null;
  const end = bits.findLastIndex((byte) => byte !== 0) + 1;
  return { first: first + start * 8, last: Math.min(last, first + end * 8), bits: bits.slice(start, end) };
}
