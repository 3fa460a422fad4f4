// Draws some rows of a plan on trial, so that a CHECK that cannot be met is found before the run. Never draws all of a large table.
import { CheckUnmet } from './cursor.ts';
import { InvalidInput, RowFailure } from './errors.ts';
import type { PlanRows, TableRows } from './rows.ts';
import type { Check } from './schema.ts';

/** How many rows of each table are drawn on trial. */
const TRIAL_ROWS = 200;
/** The first ones are all tried: they have the fewest rows before them to refer to. */
const FIRST_ROWS = 8;
/** The same for checks on nothing but keys: those are what they are, so that one row in a thousand that fails them would fail the run. */
const KEY_TRIAL_ROWS = 20_000;
/** All tables share these: of hundreds of tables fewer rows each are tried, so that a plan stays a matter of seconds. */
const MAX_TRIALS = 2_400;
const MAX_KEY_TRIALS = 1_000_000;
/** Rows from which on so many of a hundred fail a check are past what the keys hold; where fewer do, the failures lie scattered. */
const PAST_THE_END = 0.9;

export interface Unmet {
  /** The check may be another table's: a row takes its keys from its parents', which have checks of their own. */
  readonly table: string;
  readonly check: Check;
  /** It reads nothing but keys. */
  readonly onKeys: boolean;
  /** Rows of the table before the first that fails it, where nearly all that follow do, too; null: no count of rows would help. */
  readonly heldRows: number | null;
}

/** Makes some rows of a table. Thrown: InvalidInput, where one cannot be made. */
export function tryRows(table: TableRows): void {
  try {
    makeSome(table, TRIAL_ROWS);
  } catch (error) {
    throw error instanceof RowFailure ? InvalidInput.at([], error.message) : error;
  }
}

/** A check that the rows of one table out of so many do not meet; null where all trial rows meet all. Thrown: InvalidInput, where a row cannot be made at all. */
export function firstUnmet(compiled: PlanRows, name: string, tables: number): Unmet | null {
  const table = compiled.table(name);
  try {
    makeSome(table, Math.min(TRIAL_ROWS, Math.ceil(MAX_TRIALS / tables)));
    for (const row of spread(table.table.rows, Math.min(KEY_TRIAL_ROWS, Math.ceil(MAX_KEY_TRIALS / tables)))) table.tryKeyChecks(row);
    return null;
  } catch (error) {
    if (error instanceof CheckUnmet) return { table: error.table, check: error.check, onKeys: error.onKeys, heldRows: error.onKeys ? heldRows(compiled, error) : null };
    if (error instanceof RowFailure) throw InvalidInput.at(['rows'], error.message);
    throw error;
  }
}

function makeSome(table: TableRows, most: number): void {
  for (const row of spread(table.table.rows, most)) for (const _ of table.rows(row, row + 1)) continue;
}

function heldRows(compiled: PlanRows, { table: name, check, rowIndex }: CheckUnmet): number | null {
  const table = compiled.table(name);
  const fails = (row: number): boolean => {
    try {
      table.tryKeyChecks(row);
      return false;
    } catch (error) {
      if (error instanceof CheckUnmet) return error.check === check;
      throw error;
    }
  };
  let first = Math.max(0, rowIndex - KEY_TRIAL_ROWS);
  while (first < rowIndex && !fails(first)) first++;
  if (first === 0) return null;
  const later = [...spread(table.table.rows - first, TRIAL_ROWS * FIRST_ROWS)];
  return later.filter((row) => fails(first + row)).length >= later.length * PAST_THE_END ? first : null;
}

/** Up to `most` of so many rows, from the first ones on. */
function* spread(rows: number, most: number): Generator<number> {
  for (let row = 1; row < Math.min(rows, FIRST_ROWS); row++) yield row;
  const count = Math.min(rows, most);
  for (let trial = 0; trial < count; trial++) yield Math.floor((trial * rows) / count);
}
