// How like the dependence between two synthetic columns is to that between the real ones, as SDMetrics' column pair trends define it: by their
// correlation where both are continuous, else by their contingency table, for which a continuous column is cut into bins. Pairs that hardly depend on
// one another in the real data have no trend. Of the real ones only that is known, and no cell of the table that few rows share.
import { withinBounds, type Column } from './column.ts';

/** What is kept of two real columns that depend on one another. */
export interface ExamplePair {
  readonly columns: readonly [string, string];
  /** Pearson's coefficient of two continuous columns; of others Cramér's V, without correction. */
  readonly dependence: number;
  /** The contingency table in rows; left out where both are continuous. */
  readonly table?: {
    /** Cells that enough rows share, by the category of either column. */
    readonly cells: readonly (readonly [one: number, other: number, rows: number])[];
    /** Rows in all other cells of categories that are kept. */
    readonly rare: number;
  };
}

/** A column cut into categories, which are numbers from 0 on; -1: none that is known. */
export interface Categories {
  readonly codes: Int32Array;
  readonly count: number;
}

/** Bins of a continuous column beside a discrete one: numpy.histogram_bin_edges' default. */
const BINS = 10;
/** Pairs whose real correlation, or association, is no stronger are left out: the defaults of SDMetrics' quality report (0.32). */
export const LEAST_CORRELATION = 0.5;
export const LEAST_ASSOCIATION = 0.3;
/** Cells of a contingency table that are looked at. */
const MOST_CELLS = 65_536;

/** What is missing is a category, the first; then the labels, or bins. */
export function categoriesOf(column: Column, labels: readonly string[]): Categories {
  if (column.kind === 'continuous') return { codes: binned(column.values), count: BINS + 2 };
  const codeOf = new Map(labels.map((label, at) => [label, at + 1]));
  return { codes: Int32Array.from(column.values, (value) => (value === null ? 0 : (codeOf.get(value) ?? -1))), count: labels.length + 1 };
}

/** Bins of equal width over the column's own extent, from 1 on; the greatest value is past the last, as numpy.digitize has it, and so is what is missing. */
function binned(values: readonly (number | null)[]): Int32Array {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least === most) [least, most] = [least - 0.5, most + 0.5]; // as numpy does
  const edges = Array.from({ length: BINS + 1 }, (_, edge) => (edge === BINS ? most : least + (edge * (most - least)) / BINS));
  return Int32Array.from(values, (value) => (value === null ? BINS + 1 : edges.findLastIndex((edge) => edge <= value) + 1));
}

/** What a pair is made of: the column, all of its categories, and how many of them are kept, which are the first. */
export interface Paired {
  readonly column: Column;
  readonly categories: Categories;
  readonly kept: number;
}

/** What is kept of a pair, no cell of which is of fewer than `least` rows. Null: hardly anything goes with anything; undefined: there is too much to look at. */
export function pairOf(one: Paired, other: Paired, least: number): ExamplePair | null | undefined {
  const columns = [one.column.name, other.column.name] as const;
  if (one.column.kind === 'continuous' && other.column.kind === 'continuous') {
    const dependence = pearson([one.column.values, other.column.values]) ?? 0;
    return Math.abs(dependence) <= LEAST_CORRELATION ? null : { columns, dependence };
  }
  if (one.categories.count * other.categories.count > MOST_CELLS) return undefined;
  const counts = contingency(one.categories, other.categories);
  const dependence = cramersV(counts, other.categories.count);
  if (dependence <= LEAST_ASSOCIATION) return null;
  const known = [...counts.entries()].map(([cell, rows]) => [Math.floor(cell / other.categories.count), cell % other.categories.count, rows] as const).filter(([a, b, rows]) => rows > 0 && a < one.kept && b < other.kept);
  return { columns, dependence, table: { cells: known.filter(([, , rows]) => rows >= least), rare: known.reduce((sum, [, , rows]) => sum + (rows < least ? rows : 0), 0) } };
}

/** Rows by cell: the one's category times the count of the other's, and the other's. */
function contingency(one: Categories, other: Categories): Float64Array {
  const counts = new Float64Array(one.count * other.count);
  for (let row = 0; row < one.codes.length; row++) {
    const [a, b] = [one.codes[row] as number, other.codes[row] as number];
    if (a >= 0 && b >= 0) counts[a * other.count + b] = (counts[a * other.count + b] as number) + 1;
  }
  return counts;
}

/** 0 where the columns do not depend on one another, 1 where one tells the other. `width`: cells of a row of the table. */
function cramersV(counts: Float64Array, width: number): number {
  const [rows, columns] = [new Float64Array(counts.length / width), new Float64Array(width)];
  let all = 0;
  counts.forEach((count, cell) => {
    const [row, column] = [Math.floor(cell / width), cell % width];
    rows[row] = (rows[row] as number) + count;
    columns[column] = (columns[column] as number) + count;
    all += count;
  });
  const fewest = Math.min(rows.filter((sum) => sum > 0).length, columns.filter((sum) => sum > 0).length) - 1;
  if (fewest < 1) return 0;
  const squares = counts.reduce((sum, count, cell) => sum + (count === 0 ? 0 : count ** 2 / ((rows[Math.floor(cell / width)] as number) * (columns[cell % width] as number))), 0);
  return all === 0 ? 0 : Math.sqrt(Math.max(0, squares - 1) / fewest); // chi squared a row is the sum of p² / (p of row · p of column), less 1
}

export type PairOfNumbers = readonly [readonly (number | null)[], readonly (number | null)[]];

/** Pearson's coefficient over the rows that have both values; null where one of them is constant. */
export function pearson([xs, ys]: PairOfNumbers): number | null {
  let [rows, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  xs.forEach((x, row) => {
    const y = ys[row] ?? null;
    if (x === null || y === null) return;
    rows++;
    const [dx, dy] = [x - meanX, y - meanY];
    meanX += dx / rows;
    meanY += dy / rows;
    xx += dx * (x - meanX); // Welford's sums: nothing is lost where values are large and near to one another
    yy += dy * (y - meanY);
    xy += dx * (y - meanY);
  });
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy))) : null;
}

/** 1 less half the difference of the two coefficients. Null where a synthetic column is constant. */
export function correlationSimilarity(real: number, synthetic: PairOfNumbers): number | null {
  const found = pearson(synthetic);
  return found === null ? null : 1 - Math.abs(real - found) / 2;
}

/** 1 less the total variation distance of the two contingency tables: what they have in common. `rows`: of the real one; `least`: its cells with fewer are known together only. */
export function contingencySimilarity({ cells, rare }: NonNullable<ExamplePair['table']>, [one, other]: readonly [Categories, Categories], { rows, least }: { readonly rows: number; readonly least: number }): number | null {
  const made = one.codes.length;
  if (made === 0) return null;
  const counts = contingency(one, other);
  let common = 0;
  for (const [a, b, real] of cells) {
    const cell = a * other.count + b;
    common += Math.min(real / rows, (counts[cell] as number) / made);
    counts[cell] = 0;
  }
  const left = counts.filter((count) => count > 0).map((count) => count / made);
  return withinBounds(common + commonOfRare(left, { rare, rows, least }));
}

/**
 * What cells that are known together only are expected to have in common with the synthetic shares of these cells, had the rows fallen into them as these
 * shares say: so many rows that a cell's count follows Poisson's law, and is below `least`.
 */
function commonOfRare(shares: Float64Array, { rare, rows, least }: { readonly rare: number; readonly rows: number; readonly least: number }): number {
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.reduce((sum, share) => {
    const expected = (share / all) * rare;
    let [chance, chances, common] = [1, 0, 0];
    for (let count = 0; count < least; count++) {
      chances += chance;
      common += chance * Math.min(count / rows, share);
      chance *= expected / (count + 1);
    }
    return sum + common / chances;
  }, 0);
}
