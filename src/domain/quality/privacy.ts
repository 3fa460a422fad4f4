// Whether synthetic rows lie nearer to the real rows that they were learned from than to others of the same kind that nobody learned from
// (a holdout): SDMetrics' DCROverfittingProtection, and copies of whole rows. Costs a comparison for every two rows, so callers bring samples.
import type { Column } from './column.ts';

/** Columns of one table, all of one length, in one order in every table that is compared. */
export type ColumnSet = readonly Column[];

export interface Privacy {
  /** Share of synthetic rows that are nearer to a row of the training set than to any of the holdout; about a half where nothing was copied. */
  readonly closerToTraining: number;
  /** 1 where that share is a half or less, 0 where it is all: DCROverfittingProtection. */
  readonly score: number;
  /** Share of synthetic rows that are a row of the training set, value for value. */
  readonly exactCopies: number;
}

/** Null where one of the sets has no rows, or no columns. */
export function privacyOf({ training, holdout, synthetic }: { readonly training: ColumnSet; readonly holdout: ColumnSet; readonly synthetic: ColumnSet }): Privacy | null {
  const rows = rowsIn(synthetic);
  if (rows === 0 || rowsIn(training) === 0 || rowsIn(holdout) === 0) return null;
  const [toTraining, toHoldout] = [distancesToClosest(synthetic, training), distancesToClosest(synthetic, holdout)];
  const closerToTraining = toTraining.filter((distance, row) => distance < (toHoldout[row] as number)).length / rows;
  return { closerToTraining, score: Math.min(1, (1 - closerToTraining) * 2), exactCopies: toTraining.filter((distance) => distance === 0).length / rows };
}

/** Of every row its distance to the closest record of the others: the mean over columns of |a - b| as a share of the others' range, at most 1, or of 0 for equal and 1 for different categories. */
export function distancesToClosest(rows: ColumnSet, others: ColumnSet): Float64Array {
  const [count, against] = [rowsIn(rows), rowsIn(others)];
  const differences = rows.map((column, at) => differenceBy(column, others[at] as Column)); // the same columns
  const closest = new Float64Array(count).fill(Infinity);
  for (let row = 0; row < count; row++) {
    for (let other = 0; other < against && closest[row] !== 0; other++) {
      let sum = 0;
      for (const difference of differences) sum += difference(row, other);
      closest[row] = Math.min(closest[row] as number, sum / differences.length);
    }
  }
  return closest;
}

type Difference = (row: number, other: number) => number;

function differenceBy(column: Column, others: Column): Difference {
  if (column.kind !== 'continuous' || others.kind !== 'continuous') return (row, other) => (column.values[row] === others.values[other] ? 0 : 1);
  const { values } = column;
  const range = rangeOf(others.values);
  return (row, other) => {
    const [a, b] = [values[row] ?? null, others.values[other] ?? null];
    if (a === null || b === null) return a === b ? 0 : 1;
    return range === 0 ? Number(a !== b) : Math.min(1, Math.abs(a - b) / range);
  };
}

function rangeOf(values: readonly (number | null)[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most > least ? most - least : 0;
}

function rowsIn([first]: ColumnSet): number {
  return first?.values.length ?? 0;
}
