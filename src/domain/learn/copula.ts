// How columns hang together: a Gaussian copula. Every column is a standard normal score cut into its values: labels and missing cells are intervals of
// it, in an order, numbers its quantiles. The correlations of the scores are found from what is seen of them, which intervals hide in part.
import type { GeneratorOf } from '../generator.ts';
import { normalQuantile } from '../samplers/distribution.ts';
import type { Spread } from './values.ts';

/** Most columns of one copula: its weights grow with their square. */
export const MAX_JOINED = 100;
/** Correlations are kept this far from certain. */
const MOST_CERTAIN = 0.98;
/** Correlations of so many standard errors are taken for chance by half; smaller ones for more. */
const CHANCE_ERRORS = 2;
/** Terms of the series that links the correlation of scores to that of what is seen. */
const TERMS = 16;
/** Where so little is seen of two scores, as of one that is all one value, they tell nothing. */
const LEAST_SEEN = 1e-9;
/** Points at which a column's cut is looked at. */
const POINTS = 2_048;
/** Weights below this change nothing that could be seen. */
const LEAST_WEIGHT = 0.005;

/** A column of the copula: what it holds, and the share of rows without a value, which are its lowest scores. */
export interface Joined {
  readonly name: string;
  readonly spread: Spread;
  readonly missing: number;
}

/** How each of the columns is made, in their order; MAX_JOINED at the most. */
export function join(columns: readonly Joined[]): readonly GeneratorOf<'learned'>[] {
  const ordered = inOrder(columns);
  const factor = choleskyOf(correlationsOf(ordered.map(cutOf)));
  return ordered.map(({ name, spread, missing }, row) => {
    const scores = (factor[row] ?? []).map((weight, place) => ({ of: ordered[place]?.name ?? name, weight: Number(weight.toFixed(6)) }));
    return { kind: 'learned', values: spread.values, missing, scores: scores.filter(({ weight }) => Math.abs(weight) >= LEAST_WEIGHT) };
  });
}

/** What a score is seen as, by share of the scores below it, and in every row. */
interface Cut {
  readonly seen: Float64Array;
  /** Coefficients of `at` in the normalized Hermite polynomials, from the first on. */
  readonly series: Float64Array;
}

function cutOf({ spread, missing }: Joined): Cut {
  const at = seenAt(spread, missing);
  const shares = Float64Array.from({ length: POINTS }, (_, point) => (point + 0.5) / POINTS);
  const series = new Float64Array(TERMS);
  for (const share of shares) {
    const score = normalQuantile(share);
    const seen = at.share(share);
    let [before, now] = [1, score];
    for (let term = 0; term < TERMS; term++) {
      series[term] = (series[term] ?? 0) + (seen * now) / POINTS;
      // He(n+1) = x He(n) - n He(n-1), each divided by the root of its factorial.
      [before, now] = [now, (score * now - Math.sqrt(term + 1) * before) / Math.sqrt(term + 2)];
    }
  }
  return { seen: spread.places.map(at.place), series };
}

/** What is seen of the scores of a column in every row; centred. */
export function scoresOf({ spread, missing }: Joined): Float64Array {
  return centredOf(spread.places.map(seenAt(spread, missing).place));
}

/** The mean score of what is seen: of a whole interval, or the score itself. */
function seenAt({ values, places }: Spread, missing: number): { readonly share: (share: number) => number; readonly place: (place: number) => number } {
  const absent = meanScore(0, missing);
  if (values.of !== 'labels') {
    const share = (below: number): number => (below < missing ? absent : normalQuantile(below));
    const margin = 0.25 / places.length;
    return { share, place: (place) => (place < 0 ? absent : normalQuantile(missing + (1 - missing) * Math.min(Math.max(place, margin), 1 - margin))) };
  }
  const ends = endsOf(values.labels.map(({ weight }) => weight)).map((end) => missing + (1 - missing) * end);
  const means = ends.slice(1).map((end, label) => meanScore(ends[label] ?? 0, end));
  const labelAt = (below: number): number => Math.min(Math.max(ends.findLastIndex((end) => end <= below), 0), means.length - 1);
  return {
    share: (below) => (below < missing ? absent : (means[labelAt(below)] ?? 0)),
    place: (place) => (place < 0 ? absent : (means[place] ?? 0)),
  };
}

/** Running shares of weights, from 0 to 1. */
function endsOf(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return [0, ...weights.map((weight) => (sum += weight) / total)];
}

/** The mean of the standard normals between two shares. */
function meanScore(low: number, high: number): number {
  return high > low ? (densityAt(low) - densityAt(high)) / (high - low) : 0;
}

function densityAt(share: number): number {
  return share <= 0 || share >= 1 ? 0 : Math.exp(-(normalQuantile(share) ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

/** Labels have no order of their own: each column of them takes the one in which the numbers that it has most to do with rise. */
function inOrder(columns: readonly Joined[]): readonly Joined[] {
  const numbers = columns.filter(({ spread }) => isOrdered(spread));
  return columns.map((column) => {
    const { spread } = column;
    if (spread.values.of !== 'labels' || isOrdered(spread)) return column;
    const { labels } = spread.values;
    const best = numbers.map((other) => meansBy(spread, labels.length, other)).reduce<LabelMeans | null>((most, means) => (most === null || means.explained > most.explained ? means : most), null);
    if (best === null) return column;
    const order = labels.map((_, place) => place).sort((a, b) => (best.means[a] ?? 0) - (best.means[b] ?? 0) || a - b);
    const placeOf = order.map((_, place) => order.indexOf(place));
    const values = { of: 'labels', labels: order.map((place) => labels[place] as (typeof labels)[number]) } as const; // a permutation of its places
    return { ...column, spread: { ...spread, values, places: spread.places.map((place) => placeOf[place] ?? place) } };
  });
}

function isOrdered({ values }: Spread): boolean {
  return values.of !== 'labels' || values.labels.every(({ value }) => typeof value === 'number');
}

interface LabelMeans {
  readonly means: readonly number[];
  /** The share of the numbers' variance between the labels. */
  readonly explained: number;
}

function meansBy(spread: Spread, labels: number, { spread: other, missing }: Joined): LabelMeans {
  const { place } = seenAt(other, missing);
  const sums = new Float64Array(labels);
  const counts = new Float64Array(labels);
  let squares = 0;
  spread.places.forEach((label, row) => {
    const score = place(other.places[row] ?? -1);
    if (!(label >= 0)) return;
    sums[label] = (sums[label] ?? 0) + score;
    counts[label] = (counts[label] ?? 0) + 1;
    squares += score ** 2;
  });
  const means = Array.from(sums, (sum, label) => sum / Math.max(counts[label] ?? 0, 1));
  const between = means.reduce((sum, mean, label) => sum + mean ** 2 * (counts[label] ?? 0), 0);
  return { means, explained: squares > 0 ? between / squares : 0 };
}

function correlationsOf(cuts: readonly Cut[]): readonly Float64Array[] {
  const centred = cuts.map(({ seen }) => centredOf(seen));
  const variances = centred.map((values) => meanProduct(values, values));
  const matrix = cuts.map(() => new Float64Array(cuts.length));
  cuts.forEach((cut, row) => {
    for (let column = 0; column <= row; column++) {
      const other = cuts[column] as Cut; // column <= row
      const slope = Math.abs((cut.series[0] as number) * (other.series[0] as number));
      const error = Math.sqrt(((variances[row] as number) * (variances[column] as number)) / cut.seen.length) / slope;
      const found = column === row ? 1 : beyondChance(scoreCorrelation(cut.series, other.series, meanProduct(centred[row] as Float64Array, centred[column] as Float64Array)), error);
      (matrix[row] as Float64Array)[column] = found;
      (matrix[column] as Float64Array)[row] = found;
    }
  });
  return matrix;
}

/** What is left of a correlation with that standard error: of few rows, columns that have nothing to do with one another seem to, and rows drawn by that would be like these rows more than like others of their kind. */
function beyondChance(correlation: number, error: number): number {
  return correlation === 0 ? 0 : correlation / (1 + (CHANCE_ERRORS * error / correlation) ** 2);
}

function centredOf(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function meanProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] as number) * (other[i] as number);
  return sum / one.length;
}

/** The correlation of two scores whose cuts have this covariance: cov = sum of a(n) b(n) r^n (Mehler), turned round by halving. */
function scoreCorrelation(one: Float64Array, other: Float64Array, covariance: number): number {
  const at = (correlation: number): number => {
    let [sum, power] = [0, 1];
    one.forEach((coefficient, term) => {
      power *= correlation;
      sum += coefficient * (other[term] ?? 0) * power;
    });
    return sum;
  };
  if (at(MOST_CERTAIN) - at(-MOST_CERTAIN) < LEAST_SEEN) return 0;
  let [low, high] = [-MOST_CERTAIN, MOST_CERTAIN];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (at(middle) < covariance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The Cholesky factor of the correlations, shrunk towards none by as little as makes them possible together. */
function choleskyOf(correlations: readonly Float64Array[]): readonly (readonly number[])[] {
  for (let shrink = 0; shrink < 1; shrink = shrink * 1.5 + 0.001) {
    const factor = factorOf(correlations, 1 - shrink);
    if (factor !== null) return factor;
  }
  return correlations.map((_, row) => Array.from({ length: row + 1 }, (__, column) => (row === column ? 1 : 0)));
}

/** Null where the matrix is not positive definite. */
function factorOf(correlations: readonly Float64Array[], kept: number): readonly (readonly number[])[] | null {
  const factor: number[][] = [];
  for (const [row, line] of correlations.entries()) {
    const weights: number[] = [];
    for (let column = 0; column < row; column++) {
      const above = factor[column] as number[]; // made before
      let sum = (line[column] ?? 0) * kept;
      for (let k = 0; k < column; k++) sum -= (weights[k] ?? 0) * (above[k] ?? 0);
      weights.push(sum / (above[column] as number));
    }
    const rest = 1 - weights.reduce((sum, weight) => sum + weight ** 2, 0);
    if (rest < 1e-6) return null;
    factor.push([...weights, Math.sqrt(rest)]);
  }
  return factor;
}
