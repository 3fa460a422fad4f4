// What is kept of the rows that a table was learned from, so that rows of a run can be compared with them when they are long gone: how the values of
// each column are spread, and what goes with what, where something does. It is plain JSON of bounded size, without any value, or cell of a table, that fewer than `least` rows share.
import type { Column } from './column.ts';
import { categoriesOf, pairOf, type ExamplePair, type Paired } from './column-pairs.ts';
import { labelsOf, shapeOf, type ExampleColumn } from './column-shapes.ts';
import type { LearnedPrivacy } from './privacy.ts';

export interface Example {
  readonly rows: number;
  /** The rows that share whatever is told of them, at the least. */
  readonly least: number;
  readonly columns: readonly ExampleColumn[];
  /** Pairs of columns that depend on one another, those that do most first. */
  readonly pairs: readonly ExamplePair[];
  /** Pairs that are not kept: there are so many, or they have so many categories. */
  readonly pairsLeftOut: number;
  /** Left out: there were too few rows to measure it, or nothing to compare. */
  readonly privacy?: LearnedPrivacy;
}

/** Pairs that are kept, and cells of their contingency tables in all. */
export const MAX_PAIRS = 300;
export const MAX_CELLS = 20_000;

/** Of columns of one table; `least`: 1 keeps all there is to know of few rows. */
export function exampleOf(columns: readonly Column[], least: number): Example {
  const shapes = columns.map((column) => shapeOf(column, least));
  const paired = columns.map((column, at): Paired => {
    const labels = column.kind === 'discrete' ? labelsOf(column.values).map(([label]) => label) : [];
    const categories = categoriesOf(column, labels);
    const shape = shapes[at];
    return { column, categories, kept: shape?.kind === 'discrete' ? shape.labels.length + 1 : categories.count };
  });
  const found = paired.flatMap((one, at) => paired.slice(at + 1).map((other) => pairOf(one, other, least))).filter((pair) => pair !== null);
  const strongest = found.filter((pair) => pair !== undefined).toSorted((a, b) => Math.abs(b.dependence) - Math.abs(a.dependence)).slice(0, MAX_PAIRS);
  let cells = 0;
  const pairs = strongest.filter(({ table }) => (cells += table?.cells.length ?? 0) <= MAX_CELLS);
  return { rows: columns[0]?.values.length ?? 0, least, columns: shapes, pairs, pairsLeftOut: found.length - pairs.length };
}
