// A look at signals over a stretch of time, for plotting: the least and the greatest reading of each of some buckets. Every reading is looked at as long as
// there are not too many, and whole blocks evenly spread over each bucket beyond that.
import { InvalidInput } from '../errors.ts';
import type { Plan } from '../plan.ts';
import type { Anomaly } from './anomaly.ts';
import { MAX_PREVIEW_BUCKETS } from './limits.ts';
import type { SeriesPlan } from './plan.ts';
import { SeriesTables } from './tables.ts';
import { BLOCK_POINTS, instantOf, pointFrom } from './timeline.ts';

/** Points that are looked at, of each signal, or a block for each bucket. */
const MOST_POINTS = 2_000_000;

export interface PreviewOrder {
  /** Seconds since 1970 UTC, the second one exclusive; left out: the series' own. */
  readonly from?: number;
  readonly to?: number;
  /** Left out: all. */
  readonly signals?: readonly string[];
  /** Buckets; fewer where there are fewer points. */
  readonly points: number;
}

export interface SeriesPreview {
  /** The instant at which each bucket begins, in seconds since 1970 UTC. */
  readonly starts: readonly number[];
  /** The last bucket may have fewer. */
  readonly pointsPerBucket: number;
  /** Whether every reading was looked at. */
  readonly isExact: boolean;
  readonly signals: readonly SignalPreview[];
}

export interface SignalPreview {
  readonly name: string;
  readonly unit: string;
  /** Of each bucket; null: no reading was seen in it. */
  readonly minimum: readonly (number | null)[];
  readonly maximum: readonly (number | null)[];
}

/** The anomalies of a machine, in the order of time. Throws InvalidInput with path ['machine'] where there is no such. */
export function anomaliesOf(plan: Plan, machine: string): readonly Anomaly[] {
  return machineIn(plan, machine).ready.anomalies;
}

/** Readings of a machine in buckets. Throws InvalidInput with paths ['machine'], ['signals', index], ['points'] and ['to']. */
export function seriesPreview(plan: Plan, machine: string, order: PreviewOrder): SeriesPreview {
  const { series, ready } = machineIn(plan, machine);
  const names = ready.spec.signals.map(({ name }) => name);
  order.signals?.forEach((name, index) => {
    if (!names.includes(name)) throw InvalidInput.at(['signals', String(index)], `unknown signal ${JSON.stringify(name)}: expected one of ${names.join(', ')}`);
  });
  if (!(Number.isInteger(order.points) && order.points >= 1 && order.points <= MAX_PREVIEW_BUCKETS)) throw InvalidInput.at(['points'], `expected 1 to ${MAX_PREVIEW_BUCKETS} points, got ${order.points}`);
  const first = order.from === undefined ? 0 : pointFrom(series, order.from);
  const last = order.to === undefined ? series.points : pointFrom(series, order.to);
  if (first >= last) throw InvalidInput.at(['to'], 'expected a time with readings between `from` and `to`, got none: take a later `to`, within the run');
  const isExact = last - first <= MOST_POINTS;
  const pointsPerBucket = Math.ceil((last - first) / order.points);
  const buckets = bucketsOf({ first, last }, pointsPerBucket);
  const mostBlocks = isExact ? Infinity : Math.max(1, Math.floor(MOST_POINTS / BLOCK_POINTS / buckets.length));
  const ranges = buckets.flatMap((bucket, index) => looksAt(bucket, mostBlocks).map((range) => ({ ...range, bucket: index })));
  const signals = ready.spec.signals.filter(({ name }) => order.signals?.includes(name) ?? true).map(({ name, unit }): SignalPreview => {
    const [minimum, maximum] = [new Array<number | null>(buckets.length).fill(null), new Array<number | null>(buckets.length).fill(null)];
    let block = -1;
    let column: Float64Array = new Float64Array();
    for (const range of ranges) {
      if (range.block !== block) column = ready.readings(name, (block = range.block));
      let [least, most] = [minimum[range.bucket] ?? Infinity, maximum[range.bucket] ?? -Infinity];
      for (let i = range.first - block * BLOCK_POINTS; i < range.last - block * BLOCK_POINTS; i++) {
        const reading = column[i] as number;
        if (reading < least) least = reading;
        if (reading > most) most = reading;
      }
      if (least <= most) [minimum[range.bucket], maximum[range.bucket]] = [least, most];
    }
    return { name, unit, minimum, maximum };
  });
  return { starts: buckets.map((bucket) => instantOf(series, bucket.first)), pointsPerBucket, isExact, signals };
}

function machineIn(plan: Plan, name: string): { readonly series: SeriesPlan; readonly ready: ReturnType<SeriesTables['machine']> } {
  const { series } = plan;
  const planned = series?.machines.find(({ spec }) => spec.name === name);
  if (series === undefined || planned === undefined) throw InvalidInput.at(['machine'], `unknown machine ${JSON.stringify(name)}: expected one of ${series?.machines.map(({ spec }) => spec.name).join(', ') ?? 'none, for this is no series run'}`);
  return { series, ready: new SeriesTables(plan, series).machine(planned) };
}

interface PointRange {
  readonly first: number;
  readonly last: number;
}

function bucketsOf({ first, last }: PointRange, points: number): readonly PointRange[] {
  return Array.from({ length: Math.ceil((last - first) / points) }, (_, index) => ({ first: first + index * points, last: Math.min(last, first + (index + 1) * points) }));
}

/** The parts of a bucket that are looked at, each in one block: all, or so many. */
function looksAt({ first, last }: PointRange, most: number): readonly (PointRange & { readonly block: number })[] {
  const firstBlock = Math.floor(first / BLOCK_POINTS);
  const blocks = Math.floor((last - 1) / BLOCK_POINTS) - firstBlock + 1;
  const count = Math.min(blocks, most);
  return Array.from({ length: count }, (_, index) => {
    const block = firstBlock + Math.floor(((index + 0.5) * blocks) / count);
    return { block, first: Math.max(first, block * BLOCK_POINTS), last: Math.min(last, (block + 1) * BLOCK_POINTS) };
  });
}
