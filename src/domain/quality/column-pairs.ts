// How like the dependence between two synthetic columns is to that between the real ones, as SDMetrics' column pair trends define it: by their
// correlation where both are continuous, else by their contingency table, for which a continuous column is cut into bins. Pairs that hardly depend on
// one another in the real data have no trend.
import { overlapOf, sharesOf, type Column } from './column.ts';

/** Two columns of one table. */
export type Pair = readonly [Column, Column];

/** Bins of a continuous column beside a discrete one: numpy.histogram_bin_edges' default. */
const BINS = 10;

/** Pairs whose real correlation, or association, is no stronger are left out: the defaults of SDMetrics' quality report (0.32). */
const LEAST_CORRELATION = 0.5;
const LEAST_ASSOCIATION = 0.3;

/** 1 less half the difference of the two Pearson coefficients. Null where one of the columns is constant. */
export function correlationSimilarity(real: PairOfNumbers, synthetic: PairOfNumbers): number | null {
  const [a, b] = [pearson(real), pearson(synthetic)];
  return a === null || b === null ? null : 1 - Math.abs(a - b) / 2;
}

export type PairOfNumbers = readonly [readonly (number | null)[], readonly (number | null)[]];

/** Pearson's coefficient over the rows that have both values; null where one of them is constant. */
export function pearson([one, other]: PairOfNumbers): number | null {
  const [xs, ys]: [number[], number[]] = [[], []];
  one.forEach((x, row) => {
    const y = other[row] ?? null;
    if (x === null || y === null) return;
    xs.push(x);
    ys.push(y);
  });
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  xs.forEach((x, at) => {
    const [dx, dy] = [x - meanX, (ys[at] as number) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy))) : null;
}

/** 1 less the total variation distance of the two contingency tables, where a missing value is a category of its own. */
export function contingencySimilarity(real: PairOfCategories, synthetic: PairOfCategories): number | null {
  return real[0].length === 0 || synthetic[0].length === 0 ? null : overlapOf(sharesOf(joined(real)), sharesOf(joined(synthetic)));
}

export type PairOfCategories = readonly [readonly (string | number | null)[], readonly (string | number | null)[]];

/** One or the other, by the kinds of the columns; null, too, where the real ones hardly depend on one another. */
export function pairTrend(real: Pair, synthetic: Pair): number | null {
  const [[a, b], [c, d]] = [real, synthetic];
  if (a.kind === 'continuous' && b.kind === 'continuous' && c.kind === 'continuous' && d.kind === 'continuous') {
    return Math.abs(pearson([a.values, b.values]) ?? 0) <= LEAST_CORRELATION ? null : correlationSimilarity([a.values, b.values], [c.values, d.values]);
  }
  const own = [categories(a), categories(b)] as const;
  return cramersV(own) <= LEAST_ASSOCIATION ? null : contingencySimilarity(own, [categories(c), categories(d)]);
}

/** Cramér's V of two columns of categories, without correction: 0 where they do not depend on one another, 1 where one tells the other. */
export function cramersV([one, other]: PairOfCategories): number {
  const [rows, columns] = [sharesOf(one), sharesOf(other)];
  const fewest = Math.min(rows.size, columns.size) - 1;
  if (fewest < 1) return 0;
  let squares = 0;
  for (const [cell, share] of sharesOf(joined([one, other]))) {
    const [row, column] = JSON.parse(cell) as [string | number | null, string | number | null]; // as joined wrote it
    squares += share ** 2 / ((rows.get(row) as number) * (columns.get(column) as number));
  }
  return Math.sqrt(Math.max(0, squares - 1) / fewest); // chi squared a row is the sum of p² / (p of row · p of column), less 1
}

function categories(column: Column): readonly (string | number | null)[] {
  return column.kind === 'discrete' ? column.values : binned(column.values);
}

/** Bins of equal width over the column's own extent, from 1 on; the greatest value is past the last, as numpy.digitize has it, and so is what is missing. */
function binned(values: readonly (number | null)[]): readonly number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least === most) [least, most] = [least - 0.5, most + 0.5]; // as numpy does
  const edges = Array.from({ length: BINS + 1 }, (_, edge) => (edge === BINS ? most : least + (edge * (most - least)) / BINS));
  return values.map((value) => (value === null ? BINS + 1 : edges.filter((edge) => edge <= value).length));
}

function joined([one, other]: PairOfCategories): readonly string[] {
  return one.map((value, row) => JSON.stringify([value, other[row] ?? null]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
