// The quality report of SDMetrics: how like a synthetic table is to the real one, column by column and pair by pair.
import type { PlannedTable } from '../plan.ts';
import type { Value } from '../schema.ts';
import { columnOf, type Column } from './column.ts';
import { categoriesOf, contingencySimilarity, correlationSimilarity } from './column-pairs.ts';
import { columnShape, missingValueSimilarity, type ExampleColumn } from './column-shapes.ts';
import type { Example } from './example.ts';

/** Of one column, and of two. */
export const FIDELITY_METRICS = ['KS_COMPLEMENT', 'TV_COMPLEMENT', 'CORRELATION_SIMILARITY', 'CONTINGENCY_SIMILARITY'] as const;
export type FidelityMetric = (typeof FIDELITY_METRICS)[number];

export interface ColumnFidelity {
  readonly column: string;
  readonly metric: FidelityMetric;
  /** Null: there was nothing to compare. */
  readonly shape: number | null;
  /** MissingValueSimilarity. */
  readonly missing: number | null;
}

export interface PairFidelity {
  readonly columns: readonly [string, string];
  readonly metric: FidelityMetric;
  /** How much the real columns depend on one another: Pearson's coefficient, or Cramér's V. */
  readonly dependence: number;
  /** Null: a synthetic column is constant. */
  readonly trend: number | null;
}

export interface Fidelity {
  /** The mean of both properties, as SDMetrics' overall quality score. */
  readonly score: number | null;
  readonly columnShapes: number | null;
  readonly columnPairTrends: number | null;
  readonly columns: readonly ColumnFidelity[];
  /** Those whose real columns depend on one another, those that do most first. */
  readonly pairs: readonly PairFidelity[];
}

/** Of a table of a run, against the example that it was learned from. */
export interface TableFidelity extends Fidelity {
  /** Rows of the example. */
  readonly exampleRows: number;
  /** Pairs of its columns that are not compared, since there are so many, or they have so many categories. */
  readonly pairsLeftOut: number;
  /** The run wants some of the rows only, or some more often, so that they differ from the example as they are meant to. */
  readonly conditioned: boolean;
}

/** Gathers rows of a table that are compared with its example. */
export class Comparison {
  readonly #table: PlannedTable;
  readonly #example: Example;
  readonly #columns: readonly { readonly example: ExampleColumn; readonly place: number; readonly values: Value[] }[];

  constructor(table: PlannedTable, example: Example) {
    this.#table = table;
    this.#example = example;
    const placeOf = new Map(table.fields.map(({ name }, place) => [name, place]));
    this.#columns = example.columns.flatMap((column) => {
      const place = placeOf.get(column.name);
      return place === undefined ? [] : [{ example: column, place, values: [] }];
    });
  }

  add(row: readonly Value[]): void {
    for (const { place, values } of this.#columns) values.push(row[place] ?? null);
  }

  fidelity(): TableFidelity {
    const { fields, conditions = [] } = this.#table;
    const columns = this.#columns.map(({ example, place, values }) => columnOf(example, fields[place]?.type ?? 'STRING', values));
    return { ...fidelityOf(this.#example, columns), exampleRows: this.#example.rows, pairsLeftOut: this.#example.pairsLeftOut, conditioned: conditions.length > 0 };
  }
}

/** Compares columns with those of the same names and kinds that an example had. */
export function fidelityOf({ columns: real, pairs: realPairs, ...known }: Example, synthetic: readonly Column[]): Fidelity {
  const made = new Map(synthetic.map((column) => [column.name, column]));
  const compared = new Map(real.flatMap((example): readonly (readonly [string, readonly [ExampleColumn, Column]])[] => {
    const column = made.get(example.name);
    return column?.kind === example.kind ? [[example.name, [example, column]]] : [];
  }));
  const columns = [...compared.values()].map(([example, column]): ColumnFidelity => ({
    column: example.name,
    metric: example.kind === 'continuous' ? 'KS_COMPLEMENT' : 'TV_COMPLEMENT',
    shape: columnShape(example, column),
    missing: missingValueSimilarity(example, column),
  }));
  const pairs = realPairs.flatMap(({ columns: names, dependence, table }): readonly PairFidelity[] => {
    const [one, other] = [compared.get(names[0]), compared.get(names[1])];
    if (one === undefined || other === undefined) return [];
    if (table !== undefined) return [{ columns: names, metric: 'CONTINGENCY_SIMILARITY', dependence, trend: contingencySimilarity(table, [categorized(one), categorized(other)], known) }];
    const numbers = ([, { kind, values }]: typeof one): readonly (number | null)[] => (kind === 'continuous' ? values : []);
    return [{ columns: names, metric: 'CORRELATION_SIMILARITY', dependence, trend: correlationSimilarity(dependence, [numbers(one), numbers(other)]) }];
  });
  const columnShapes = meanOf(columns.map(({ shape }) => shape));
  const columnPairTrends = meanOf(pairs.map(({ trend }) => trend));
  return { score: meanOf([columnShapes, columnPairTrends]), columnShapes, columnPairTrends, columns, pairs };
}

function categorized([example, column]: readonly [ExampleColumn, Column]): ReturnType<typeof categoriesOf> {
  return categoriesOf(column, example.kind === 'discrete' ? example.labels.map(([label]) => label) : []);
}

/** Of those that are known; null where none is. */
function meanOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length;
}
