// Normally distributed draws by counter, quick enough for tens of millions of readings: a draw is looked up in a table of the quantile function, with a
// straight line between its entries. That is off by less than 0.001 deviations everywhere; in the outermost cells the function itself is asked.
import type { Stream } from '../random.ts';
import { normalQuantile } from '../samplers/distribution.ts';

const CELL_BITS = 12;
const CELLS = 2 ** CELL_BITS;
const BITS_IN_CELL = 32 - CELL_BITS;
const CELL_SIZE = 2 ** BITS_IN_CELL;
/** Cells at either end where the quantile function bends too much for a straight line. */
const BENT = 8;

const QUANTILES = Float64Array.from({ length: CELLS + 1 }, (_, cell) => normalQuantile(Math.min(Math.max(cell, 0.5), CELLS - 0.5) / CELLS));

/** The draw of a row: mean 0, deviation 1. */
export function normalAt(stream: Stream, row: number, number = 0): number {
  const bits = stream.bits(row, number);
  const cell = bits >>> BITS_IN_CELL;
  if (cell < BENT || cell >= CELLS - BENT) return normalQuantile((bits + 0.5) / 0x1_0000_0000);
  const low = QUANTILES[cell] as number; // cells are inside
  return low + ((QUANTILES[cell + 1] as number) - low) * ((bits & (CELL_SIZE - 1)) / CELL_SIZE);
}
