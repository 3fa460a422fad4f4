// How numbers are spread between two bounds. Each spread is the inverse of its cumulative distribution, cut to the bounds, so one
// draw gives one value, always inside: no redraws, no loops per value.
import type { NumberRange } from '../generator.ts';
import { WeightedIndex } from './weights.ts';

/** From a number in [0, 1) to a value between the bounds. */
export type Spread = (unit: number) => number;

/** Bounds lie this many deviations from the default mean. */
const DEVIATIONS_TO_BOUND = 3;
/** The default mean of an exponential spread, as a share of the way between the bounds. */
const EXPONENTIAL_MEAN_SHARE = 0.2;
/** A mean further outside than this many deviations counts as this far: past it, doubles cannot tell the values apart. */
const FARTHEST_DEVIATIONS = 8;
/** A bell this many times wider than its range is as flat as doubles can tell. */
const FLAT = 1e6;
/** The greatest deviation of logarithms: past it, the whole range of doubles is alike. */
const WIDEST_LOGARITHM = 40;
/** Where a logarithmic spread starts from 0, its default median is reckoned from this share of the upper bound. */
const LOWEST_SHARE = 0.001;
/** Counts whose weight falls below this, the mode's being 1, are left out. */
const LEAST_WEIGHT = 1e-14;
/** From this mean on a Poisson spread is taken as the normal one that it then hardly differs from. */
const POISSON_AS_NORMAL = 100_000;

/** The spread of a range; its bounds are finite and in order. A POISSON spread gives whole numbers. */
export function spreadOf(range: NumberRange): Spread {
  const { minimum, maximum } = range;
  if (minimum === maximum) return () => minimum;
  switch (range.distribution ?? 'UNIFORM') {
    case 'UNIFORM': return inside(range, (unit) => minimum + unit * (maximum - minimum));
    case 'NORMAL': return inside(range, normal(minimum, maximum, range.mean ?? minimum + (maximum - minimum) / 2, range.deviation ?? deviationBetween(minimum, maximum)));
    case 'LOGNORMAL': return inside(range, lognormal(range));
    case 'EXPONENTIAL': return inside(range, exponential(range));
    case 'POISSON': return poisson(range);
  }
}

/** Rounding in the formulas may step over a bound by the last bit. */
function inside({ minimum, maximum }: NumberRange, spread: Spread): Spread {
  return (unit) => {
    const value = spread(unit);
    return value < minimum ? minimum : value > maximum ? maximum : value;
  };
}

function deviationBetween(minimum: number, maximum: number): number {
  return (maximum - minimum) / (2 * DEVIATIONS_TO_BOUND);
}

function normal(minimum: number, maximum: number, mean: number, deviation: number): Spread {
  if (!(deviation > 0)) return () => mean;
  if (deviation > (maximum - minimum) * FLAT) return (unit) => minimum + unit * (maximum - minimum);
  const centre = Math.min(Math.max(mean, minimum - FARTHEST_DEVIATIONS * deviation), maximum + FARTHEST_DEVIATIONS * deviation);
  // Shares are exact near 0 but not near 1, so bounds above the mean are mirrored below it.
  const mirrored = minimum > centre;
  const [near, far] = mirrored ? [centre - maximum, centre - minimum] : [minimum - centre, maximum - centre];
  const low = normalShareBelow(near / deviation);
  const width = normalShareBelow(far / deviation) - low;
  const sign = mirrored ? -deviation : deviation;
  return (unit) => centre + sign * normalQuantile(low + (unit || Number.EPSILON) * width);
}

/** Mean and deviation are of the values, not of their logarithms; a range that starts below 0 is counted from its start. */
function lognormal(range: NumberRange): Spread {
  const origin = Math.min(range.minimum, 0);
  const highest = range.maximum - origin;
  const lowest = Math.max(range.minimum - origin, highest * LOWEST_SHARE);
  let centre = (Math.log(lowest) + Math.log(highest)) / 2;
  let deviation = deviationBetween(Math.log(lowest), Math.log(highest));
  const mean = (range.mean ?? 0) - origin;
  if (range.mean !== undefined && mean > 0) {
    if (range.deviation !== undefined) deviation = Math.sqrt(Math.log1p((range.deviation / mean) ** 2));
    centre = Math.log(mean) - deviation ** 2 / 2;
  } else if (range.deviation !== undefined) {
    deviation = Math.sqrt(Math.log1p((range.deviation / Math.exp(centre)) ** 2));
  }
  const floor = Math.log(Math.max(range.minimum - origin, Number.MIN_VALUE));
  const spread = normal(floor, Math.log(highest), centre, Math.min(deviation, WIDEST_LOGARITHM));
  return (unit) => origin + Math.exp(spread(unit));
}

/** Falls off from the minimum; the mean says how fast, or else the deviation, which is the same distance. */
function exponential({ minimum, maximum, mean, deviation }: NumberRange): Spread {
  const width = maximum - minimum;
  const asked = mean === undefined ? deviation : mean - minimum;
  const scale = asked !== undefined && asked > 0 ? asked : width * EXPONENTIAL_MEAN_SHARE;
  const share = -Math.expm1(-width / scale);
  return (unit) => minimum - scale * Math.log1p(-unit * share);
}

/** Counts with this mean, cut to the bounds; a range that starts below 0 is counted from its start. */
function poisson(range: NumberRange): Spread {
  const minimum = Math.ceil(range.minimum);
  const maximum = Math.floor(range.maximum);
  if (maximum <= minimum) return () => minimum;
  const origin = Math.min(minimum, 0);
  const mean = (range.mean ?? minimum + (maximum - minimum) / 2) - origin;
  if (mean > POISSON_AS_NORMAL) {
    const spread = normal(minimum, maximum, mean + origin, Math.sqrt(mean));
    return inside(range, (unit) => Math.round(spread(unit)));
  }
  const mode = Math.min(Math.max(Math.floor(mean), minimum - origin), maximum - origin);
  const below: number[] = [];
  for (let count = mode, weight = 1; count > minimum - origin; count--) {
    weight *= count / mean;
    if (!(weight > LEAST_WEIGHT && weight < Infinity)) break;
    below.push(weight);
  }
  const above: number[] = [];
  for (let count = mode, weight = 1; count < maximum - origin; count++) {
    weight *= mean / (count + 1);
    if (!(weight > LEAST_WEIGHT)) break;
    above.push(weight);
  }
  const first = mode - below.length + origin;
  const weights = new WeightedIndex([...below.reverse(), 1, ...above]);
  return (unit) => first + weights.at(unit);
}

/** The share of a standard normal below `deviations` (W. J. Cody's erfc by way of West 2005, double precision). */
export function normalShareBelow(deviations: number): number {
  const distance = Math.abs(deviations);
  if (distance > 37) return deviations > 0 ? 1 : 0;
  const tail = distance < 7.07106781186547 ? nearTail(distance) : farTail(distance);
  return deviations > 0 ? 1 - tail : tail;
}

function nearTail(x: number): number {
  const above = polynomial(x, [0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376]);
  const under = polynomial(x, [0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752]);
  return Math.exp(-x * x / 2) * above / under;
}

function farTail(x: number): number {
  const fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
  return Math.exp(-x * x / 2) / fraction / 2.506628274631;
}

/** The deviations below which a share of a standard normal lies (Wichura's AS 241, PPND16; about 16 digits). */
export function normalQuantile(share: number): number {
  const offset = share - 0.5;
  if (Math.abs(offset) <= 0.425) {
    const r = 0.180625 - offset * offset;
    return offset * polynomial(r, CENTRE_ABOVE) / polynomial(r, CENTRE_UNDER);
  }
  const tail = offset < 0 ? share : 1 - share;
  if (tail <= 0) return offset < 0 ? -38 : 38;
  const r = Math.sqrt(-Math.log(tail));
  const size = r <= 5
    ? polynomial(r - 1.6, MIDDLE_ABOVE) / polynomial(r - 1.6, MIDDLE_UNDER)
    : polynomial(r - 5, FAR_ABOVE) / polynomial(r - 5, FAR_UNDER);
  return offset < 0 ? -size : size;
}

// AS 241's coefficients, highest power first, as doubles hold them.
const CENTRE_ABOVE = [2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665];
const CENTRE_UNDER = [5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1];
const MIDDLE_ABOVE = [0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835];
const MIDDLE_UNDER = [1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038, 2.053191626637759, 1];
const FAR_ABOVE = [2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103];
const FAR_UNDER = [2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1];

function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < coefficients.length; i++) sum = sum * x + (coefficients[i] ?? 0);
  return sum;
}
