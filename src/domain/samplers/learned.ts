// Values as a column of an example had them (learn/): a normal score for each row, correlated with those of other columns by what they share, through the
// column's quantile function. Scores are streams of the columns' names, so each field is made on its own and they still hang together.
import { formatDate, formatDateTime, formatTime, SECONDS_PER_DAY } from '../calendar.ts';
import type { GeneratorOf } from '../generator.ts';
import { Stream } from '../random.ts';
import { roundTo } from '../rounding.ts';
import type { Field, Value } from '../schema.ts';
import { activeTime } from './active-time.ts';
import { fittedOnce } from './categories.ts';
import { normalQuantile, normalShareBelow } from './distribution.ts';
import { drawOf } from './draws.ts';
import { stepWriter, writtenPlaces } from './numbers.ts';
import { unfit } from './ranges.ts';
import type { Cursor, Sampler, SamplerContext } from './sampler.ts';

/** Half a step of Stream.unit: a share is never 0, whose score would be none. */
const HALF_STEP = 2 ** -33;

/** As learned; null for the lowest scores. Thrown: InvalidInput, where the field cannot hold the values. */
export function makeLearned({ values, missing, scores }: GeneratorOf<'learned'>, field: Field, context: SamplerContext): Sampler {
  const shareOf = shareBelow(scores, context);
  const valueAt = values.of === 'labels' ? labelAt(values, field) : values.of === 'numbers' ? numberAt(values, field) : momentAt(values, field);
  if (missing <= 0) return (row) => valueAt(shareOf(row));
  return (row) => {
    const share = shareOf(row);
    return share < missing ? null : valueAt((share - missing) / (1 - missing));
  };
}

/** The share of rows whose score is below the row's. */
function shareBelow(scores: GeneratorOf<'learned'>['scores'], { seed, table, field }: SamplerContext): (row: Cursor) => number {
  const streams = scores.map(({ of }) => Stream.of(seed, table, of, 'score'));
  const weights = scores.map(({ weight }) => weight);
  const [only] = streams;
  if (only === undefined) throw new Error(`${table}.${field} has no score`);
  // One score is a share already.
  if (streams.length === 1) return (row) => only.unit(row.index, drawOf(row)) + HALF_STEP;
  return (row) => {
    let score = 0;
    for (let i = 0; i < streams.length; i++) score += (weights[i] as number) * normalQuantile((streams[i] as Stream).unit(row.index, drawOf(row)) + HALF_STEP);
    return normalShareBelow(score);
  };
}

type ValueAt = (share: number) => Value;

function labelAt({ labels }: Extract<GeneratorOf<'learned'>['values'], { of: 'labels' }>, field: Field): ValueAt {
  const total = labels.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) throw unfit(field, 'it was learned with no value; give it another generator', 'labels');
  const held = labels.map(({ value }) => fittedOnce(field, value));
  let sum = 0;
  const ends = Float64Array.from(labels, ({ weight }) => (sum += weight) / total);
  return (share) => {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (share < (ends[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return held[low] as Value; // inside: low < ends.length
  };
}

function numberAt({ quantiles, places }: Extract<GeneratorOf<'learned'>['values'], { of: 'numbers' }>, field: Field): ValueAt {
  const at = quantileOf(quantiles);
  if (field.type === 'DECIMAL') {
    const write = stepWriter(places, writtenPlaces(places, field));
    const scale = 10 ** places;
    return (share) => write(Math.round(at(share) * scale) + 0);
  }
  return places === 0 ? (share) => Math.round(at(share)) + 0 : (share) => roundTo(at(share), places) + 0;
}

function momentAt({ quantiles, step, rhythm }: Extract<GeneratorOf<'learned'>['values'], { of: 'moments' }>, field: Field): ValueAt {
  const unit = field.type === 'DATE' ? SECONDS_PER_DAY : 1;
  const time = activeTime(rhythm);
  const at = quantileOf(quantiles.map((value) => time.at((value + step / 2) * unit)));
  const format = field.type === 'DATE' ? formatDate : field.type === 'TIME' ? formatTime : formatDateTime;
  return (share) => format(Math.floor(time.moment(at(share)) / unit / step) * step);
}

/** Straight lines between values at equal steps from 0 to 1. */
function quantileOf(quantiles: readonly number[]): (share: number) => number {
  const knots = Float64Array.from(quantiles);
  const last = knots.length - 1;
  return (share) => {
    const place = share * last;
    const below = Math.min(Math.floor(place), last - 1);
    const low = knots[below] as number;
    return low + ((knots[below + 1] as number) - low) * (place - below);
  };
}
