// How like a synthetic column is to the real one, each by itself, as SDMetrics defines it (docs.sdv.dev/sdmetrics): 1 is alike, 0 altogether
// unlike, null where there is nothing to compare.
import { overlapOf, sharesOf, type Column } from './column.ts';

/** 1 less the Kolmogorov-Smirnov statistic of the values that are there: the greatest distance of the two distribution functions. */
export function ksComplement(real: readonly (number | null)[], synthetic: readonly (number | null)[]): number | null {
  const [a, b] = [sorted(real), sorted(synthetic)];
  if (a.length === 0 || b.length === 0) return null;
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  return 1 - distance;
}

/** 1 less the total variation distance of the categories that are there. */
export function tvComplement(real: readonly (string | null)[], synthetic: readonly (string | null)[]): number | null {
  const [a, b] = [real.filter((value) => value !== null), synthetic.filter((value) => value !== null)];
  return a.length === 0 || b.length === 0 ? null : overlapOf(sharesOf(a), sharesOf(b));
}

/** 1 less the difference of the shares of missing values. */
export function missingValueSimilarity(real: readonly unknown[], synthetic: readonly unknown[]): number | null {
  return real.length === 0 || synthetic.length === 0 ? null : 1 - Math.abs(missingShare(real) - missingShare(synthetic));
}

/** KSComplement or TVComplement, by the kind of the column. Null where the two columns are not of one kind, too. */
export function columnShape(real: Column, synthetic: Column): number | null {
  if (real.kind === 'continuous' && synthetic.kind === 'continuous') return ksComplement(real.values, synthetic.values);
  return real.kind === 'discrete' && synthetic.kind === 'discrete' ? tvComplement(real.values, synthetic.values) : null;
}

function sorted(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values.filter((value) => value !== null)).sort();
}

function missingShare(values: readonly unknown[]): number {
  return values.filter((value) => value === null).length / values.length;
}
