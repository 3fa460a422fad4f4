// How like a synthetic column is to the real one, each by itself, as SDMetrics defines it (docs.sdv.dev/sdmetrics): 1 is alike, 0 altogether
// unlike, null where there is nothing to compare. Of the real one only its shape is known: no value of it that few rows share.
import { brief, withinBounds, type Column } from './column.ts';

/** What is kept of a real column. */
export type ExampleColumn = Distribution | Labels;

interface Named {
  readonly name: string;
  /** The share of rows without a value. */
  readonly missing: number;
}

/** The distribution function of the values that are there: those that many rows share, and the others between them. */
interface Distribution extends Named {
  readonly kind: 'continuous';
  /** Values that come often, ascending, with their share. */
  readonly steps: readonly (readonly [value: number, share: number])[];
  /** Means of neighbours among the other values, ascending, each with the share of these others that lie below; between two it rises evenly. */
  readonly knots: readonly (readonly [value: number, share: number])[];
  /** The least distance of two values: within half of it none lies beside another. */
  readonly grain: number;
}

/** The labels that enough rows share, the most frequent first, as shares of the values that are there. */
interface Labels extends Named {
  readonly kind: 'discrete';
  readonly labels: readonly (readonly [label: string, share: number])[];
}

/** Knots of a distribution function at the most, and steps. */
const MOST_KNOTS = 100;
const MOST_STEPS = 200;
/** Labels at the most. */
const MOST_LABELS = 1_000;

/** What is kept of a column, nothing of which is of fewer than `least` rows. */
export function shapeOf(column: Column, least: number): ExampleColumn {
  const { name, kind, values } = column;
  const missing = brief(missingShare(values));
  if (kind === 'continuous') return { name, kind, missing, ...distributionOf(sorted(values), least) };
  const present = values.filter((value) => value !== null);
  const labels = labelsOf(present).filter(([, count]) => count >= least).slice(0, MOST_LABELS);
  return { name, kind, missing, labels: labels.map(([label, count]) => [label, brief(count / present.length)]) };
}

/** Labels with how often each comes, the most frequent first. */
export function labelsOf(values: Iterable<string | null>): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function distributionOf(values: Float64Array, least: number): Omit<Distribution, 'name' | 'kind' | 'missing'> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const often = Math.max(least, values.length / MOST_STEPS);
  const others = values.filter((value) => (counts.get(value) ?? 0) < often);
  const known = values.length - (others.length < least ? others.length : 0);
  const distinct = [...counts.keys()];
  return {
    steps: [...counts].filter(([, count]) => count >= often).map(([value, count]) => [value, brief(count / known)]),
    knots: others.length < least ? [] : knotsOf(others, least).map(([value, share]) => [brief(value), brief((share * others.length) / known)]),
    grain: distinct.reduce((finest, value, at) => Math.min(finest, at === 0 ? Infinity : brief(value - (distinct[at - 1] as number))), Number.MAX_VALUE),
  };
}

/** From none of the values to all; the outermost knots lie where the line through the next two ends. */
function knotsOf(values: Float64Array, least: number): readonly (readonly [number, number])[] {
  const windows = Math.min(MOST_KNOTS, Math.floor(values.length / least));
  const size = windows === 1 ? values.length : least;
  const inner = Array.from({ length: windows }, (_, window): readonly [number, number] => {
    const first = windows === 1 ? 0 : Math.round((window * (values.length - size)) / (windows - 1));
    return [values.subarray(first, first + size).reduce((sum, value) => sum + value, 0) / size, (first + size / 2) / values.length];
  });
  const end = ([value, share]: readonly [number, number], [next, farther]: readonly [number, number], whole: number): readonly [number, number] =>
    [share === farther ? value : value + ((next - value) * (whole - share)) / (farther - share), whole];
  const [first, last] = [inner[0] as readonly [number, number], inner.at(-1) as readonly [number, number]]; // there is one
  return [end(first, inner[1] ?? first, 0), ...inner, end(last, inner.at(-2) ?? last, 1)];
}

/** KSComplement or TVComplement, by the kind of the column. Null where the two columns are not of one kind, too. */
export function columnShape(real: ExampleColumn, synthetic: Column): number | null {
  if (real.kind === 'continuous' && synthetic.kind === 'continuous') return ksComplement(real, sorted(synthetic.values));
  return real.kind === 'discrete' && synthetic.kind === 'discrete' ? tvComplement(real, synthetic.values.filter((value) => value !== null)) : null;
}

/** 1 less the Kolmogorov-Smirnov statistic of the values that are there: the greatest distance of the two distribution functions. */
function ksComplement({ steps, knots, grain }: Distribution, made: Float64Array): number | null {
  if (made.length === 0 || steps.length + knots.length === 0) return null;
  let [below, stepped, step, distance] = [0, 0, 0, 0];
  const compare = (value: number): void => {
    distance = Math.max(distance, Math.abs(stepped + shareBelow(knots, value) - below / made.length));
  };
  for (const value of Float64Array.from(new Set([...made, ...steps.map(([often]) => often)])).sort()) {
    compare(value - grain / 2);
    while (made[below] === value) below++;
    if (steps[step]?.[0] === value) stepped += steps[step++]?.[1] ?? 0;
    compare(value + grain / 2);
  }
  return withinBounds(1 - distance);
}

function shareBelow(knots: Distribution['knots'], value: number): number {
  const at = knots.findLastIndex(([knot]) => knot <= value);
  const [[low, from], [high, to]] = [knots[at] ?? [0, 0], knots[at + 1] ?? [0, 0]];
  if (at < 0 || at === knots.length - 1) return from;
  return from + ((to - from) * (value - low)) / (high - low);
}

/** 1 less the total variation distance of the categories that are there: what the two have in common. */
function tvComplement({ labels }: Labels, made: readonly string[]): number | null {
  if (made.length === 0 || labels.length === 0) return null;
  const counts = new Map(labelsOf(made));
  return withinBounds(labels.reduce((sum, [label, share]) => sum + Math.min(share, (counts.get(label) ?? 0) / made.length), 0));
}

/** 1 less the difference of the shares of missing values; null where there are no rows. */
export function missingValueSimilarity({ missing }: ExampleColumn, synthetic: Column): number | null {
  return synthetic.values.length === 0 ? null : 1 - Math.abs(missing - missingShare(synthetic.values));
}

function sorted(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values.filter((value) => value !== null)).sort();
}

function missingShare(values: readonly unknown[]): number {
  return values.length === 0 ? 0 : values.filter((value) => value === null).length / values.length;
}
