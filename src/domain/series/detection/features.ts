// What a plain detector looks at in a signal's readings: how far they are from what is usual, and what goes on in windows about them.

/** Points in a short window and in a long one, all about the point in their middle. */
const SHORT = 11;
const LONG = 61;
/** Points before and after a stretch that its features look at. */
export const REACH = (LONG - 1) / 2 + (SHORT - 1) / 2;

/** A signal's readings in a stretch, REACH points more on either side. */
export interface Seen {
  /** As the sensor shows them. */
  readonly readings: Float64Array;
  /** Robust z-scores: by what is usual in their situation; 0 where there is no reading. */
  readonly scores: Float64Array;
  /** The same of what its drivers do not explain; null: nothing drives it. */
  readonly unexplained: Float64Array | null;
}

/** Each feature at the points of the stretch, all 0 or more, and the greater the less usual. */
export function featuresOf({ readings, scores, unexplained }: Seen): readonly Float64Array[] {
  const rest = unexplained ?? scores;
  const jumps = awayFromMedian(rest);
  const sizes = (values: Float64Array): Float64Array => values.map(Math.abs);
  const features = [
    sizes(scores),
    sizes(jumps),
    rootMeanSquare(jumps, SHORT),
    rootMeanSquare(rest, LONG),
    sizes(movingMean(scores, LONG)),
    repeated(readings),
    ...(unexplained === null ? [] : [sizes(rest), sizes(movingMean(rest, LONG))]),
  ];
  return features.map((feature) => feature.subarray(REACH, feature.length - REACH));
}

/** How far each is from the median of the short window about it. */
function awayFromMedian(values: Float64Array): Float64Array {
  const half = (SHORT - 1) / 2;
  const window = new Float64Array(SHORT);
  return values.map((value, at) => {
    if (at < half || at + half >= values.length) return 0;
    for (let i = 0; i < SHORT; i++) {
      const next = values[at - half + i] as number;
      let place = i;
      for (; place > 0 && (window[place - 1] as number) > next; place--) window[place] = window[place - 1] as number;
      window[place] = next;
    }
    return value - (window[half] as number);
  });
}

function rootMeanSquare(values: Float64Array, points: number): Float64Array {
  return movingMean(values.map((value) => value ** 2), points).map((mean) => Math.sqrt(Math.max(0, mean)));
}

/** The mean of the window about each; before the first whole window and after the last one, 0. */
function movingMean(values: Float64Array, points: number): Float64Array {
  const out = new Float64Array(values.length);
  const half = (points - 1) / 2;
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    sum += values[at] as number;
    if (at >= points) sum -= values[at - points] as number;
    if (at >= points - 1) out[at - half] = sum / points;
  }
  return out;
}

/** How many equal readings in a row each is one of; as a logarithm, since that is how lengths of runs spread. */
function repeated(readings: Float64Array): Float64Array {
  const out = new Float64Array(readings.length);
  for (let from = 0, until = 0; from < readings.length; from = until) {
    for (until = from + 1; until < readings.length && readings[until] === readings[from]; until++);
    out.fill(Math.log2(until - from), from, until);
  }
  return out;
}
