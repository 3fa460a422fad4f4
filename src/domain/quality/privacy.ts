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

/** The privacy of a table that was learned, as it was measured on its example: parts of that took turns at being learned from. */
export interface LearnedPrivacy {
  /** Rows of the example that were compared. */
  readonly rows: number;
  readonly synthetic: Privacy;
  /** The same of other rows of the example in the place of the synthetic ones: what is nobody's doing. */
  readonly real: Privacy;
}

/** Null where one of the sets has no rows, or no columns. */
export function privacyOf({ training, holdout, synthetic }: { readonly training: ColumnSet; readonly holdout: ColumnSet; readonly synthetic: ColumnSet }): Privacy | null {
  const rows = rowsIn(synthetic);
  if (rows === 0 || rowsIn(training) === 0 || rowsIn(holdout) === 0) return null;
  const [toTraining, toHoldout] = [distancesToClosest(synthetic, training), distancesToClosest(synthetic, holdout)];
  return privacyFrom(toTraining.filter((distance, row) => distance < (toHoldout[row] as number)).length / rows, toTraining.filter((distance) => distance === 0).length / rows);
}

function privacyFrom(closerToTraining: number, exactCopies: number): Privacy {
  return { closerToTraining, score: Math.min(1, (1 - closerToTraining) * 2), exactCopies };
}

/** Of measurements of as many rows each; there is one at the least. */
export function meanPrivacy(all: readonly Privacy[]): Privacy {
  const mean = (of: (one: Privacy) => number): number => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return privacyFrom(mean(({ closerToTraining }) => closerToTraining), mean(({ exactCopies }) => exactCopies));
}

/** Of every row its distance to the closest record of the others: the mean over columns of |a - b| as a share of the others' range, at most 1, or of 0 for equal and 1 for different categories. */
export function distancesToClosest(rows: ColumnSet, others: ColumnSet): Float64Array {
  const pairs = rows.map((column, at) => measured(column, others[at] as Column)); // the same columns
  return Float64Array.from({ length: rowsIn(rows) }, (_, row) => {
    let closest = Infinity;
    for (let other = 0; other < rowsIn(others) && closest > 0; other++) {
      let sum = 0;
      for (let at = 0; at < pairs.length && sum < closest; at++) {
        const { own, theirs, isLength } = pairs[at] as Measured; // one of them
        const distance = Math.abs((own[row] as number) - (theirs[other] as number));
        sum += distance === 0 ? 0 : isLength && distance < 1 ? distance : 1;
      }
      closest = Math.min(closest, sum);
    }
    return closest / pairs.length;
  });
}

/** A column of both tables in numbers that are equal where the values are, and lie as far apart as these are where they have a distance. */
interface Measured {
  readonly own: Float64Array;
  readonly theirs: Float64Array;
  readonly isLength: boolean;
}

function measured(column: Column, others: Column): Measured {
  const range = column.kind === 'continuous' && others.kind === 'continuous' ? rangeOf(others.values) : 0;
  const codes = new Map<unknown, number>();
  const measure = (value: string | number | null): number => {
    if (range > 0) return value === null ? MISSING : Number(value) / range;
    return codes.get(value) ?? codes.set(value, codes.size).size - 1;
  };
  return { own: Float64Array.from(column.values, measure), theirs: Float64Array.from(others.values, measure), isLength: range > 0 };
}

/** Further from every number than any other, and equal to itself. */
const MISSING = Number.MAX_VALUE;

function rangeOf(values: readonly (number | null)[]): number {
  const present = values.filter((value) => value !== null);
  const most = present.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
  return Math.max(0, most - present.reduce((least, value) => Math.min(least, value), Infinity));
}

function rowsIn([first]: ColumnSet): number {
  return first?.values.length ?? 0;
}
