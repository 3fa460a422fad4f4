// The quality report of SDMetrics: how like a synthetic table is to the real one, column by column and pair by pair.
import { columnShape, missingValueSimilarity } from './column-shapes.ts';
import { pairTrend } from './column-pairs.ts';
import type { Column } from './column.ts';

export interface ColumnFidelity {
  readonly column: string;
  /** KSComplement (continuous) or TVComplement (discrete); null: there was nothing to compare. */
  readonly shape: number | null;
  readonly missing: number | null;
}

export interface PairFidelity {
  readonly columns: readonly [string, string];
  /** CorrelationSimilarity (both continuous) or ContingencySimilarity; null: a column is constant. */
  readonly trend: number | null;
}

export interface Fidelity {
  /** The mean of both properties, as SDMetrics' overall quality score. */
  readonly score: number | null;
  readonly columnShapes: number | null;
  readonly columnPairTrends: number | null;
  readonly columns: readonly ColumnFidelity[];
  readonly pairs: readonly PairFidelity[];
}

/** Compares columns of the same names and kinds. */
export function fidelityOf(real: readonly Column[], synthetic: readonly Column[]): Fidelity {
  const compared = real.flatMap((column) => synthetic.filter(({ name, kind }) => name === column.name && kind === column.kind).map((other) => ({ real: column, synthetic: other })));
  const columns = compared.map((one): ColumnFidelity => ({ column: one.real.name, shape: columnShape(one.real, one.synthetic), missing: missingValueSimilarity(one.real.values, one.synthetic.values) }));
  const pairs = compared.flatMap((one, at) => compared.slice(at + 1).map((other): PairFidelity => ({
    columns: [one.real.name, other.real.name],
    trend: pairTrend([one.real, other.real], [one.synthetic, other.synthetic]),
  })));
  const columnShapes = meanOf(columns.map(({ shape }) => shape));
  const columnPairTrends = meanOf(pairs.map(({ trend }) => trend));
  return { score: meanOf([columnShapes, columnPairTrends]), columnShapes, columnPairTrends, columns, pairs };
}

/** Of those that are known; null where none is. */
function meanOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length;
}
