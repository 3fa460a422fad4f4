// Robust statistics of readings: medians, deviations and tails, of each situation that a machine may be in.
import { countUpTo } from '../../../lib/sorted.ts';
import { STAGES } from './readings.ts';

/** Of a normal distribution, its standard deviation is so many times its median absolute deviation. */
const DEVIATION_PER_MAD = 1.4826;
/** Share of values about the median that a deviation is measured by as well, and how many deviations from it they reach in a normal distribution. */
const MOST = { share: 0.99, deviations: 2.576 };
/** Fewest values that tell what is usual in a situation, and fewest stretches that they are from: one occasion tells of itself. */
const LEAST_VALUES = 50;
const LEAST_STRETCHES = 4;

/** The value that a share of ascending values is not above; NaN of none. */
export function quantile(ascending: Float64Array, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN;
}

/** Median and median absolute deviation, the latter as a standard deviation; a greater one where values lie in several heaps; `least` at least. */
export function robust(least: number): (ascending: Float64Array) => Usual {
  return (ascending) => {
    const center = quantile(ascending, 0.5);
    const sizes = ascending.map((value) => Math.abs(value - center)).sort();
    return { center, scale: Math.max(least, DEVIATION_PER_MAD * quantile(sizes, 0.5), quantile(sizes, MOST.share) / MOST.deviations) };
  };
}

/** Median, and how far a share of values is at most above it; `least` at least. */
export function tail(share: number, least: number): (ascending: Float64Array) => Usual {
  return (ascending) => {
    const center = quantile(ascending, 0.5);
    return { center, scale: Math.max(least, quantile(ascending, share) - center) };
  };
}

/** What values usually are, and how far from that. */
export interface Usual {
  readonly center: number;
  readonly scale: number;
}

const UNKNOWN: Usual = { center: 0, scale: Infinity };

interface Group {
  readonly values: number[];
  /** Those that they are from. */
  readonly stretches: Set<number>;
}

/** The situations of values that come from stretches of equal length, one after the other. */
export interface Situations {
  readonly of: Uint16Array;
  /** How many there may be. */
  readonly count: number;
  readonly perStretch: number;
}

/** What is usual in each situation. Of one that hardly came up while it was learned, what is usual in its mode; of a mode that hardly did, nothing is known, and any value is as usual as any other. */
export class UsualBySituation {
  readonly #center: Float64Array;
  readonly #scale: Float64Array;

  private constructor(center: Float64Array, scale: Float64Array) {
    this.#center = center;
    this.#scale = scale;
  }

  /** Learned from values, without those that are NaN. */
  static learned(values: Float64Array, { of: situations, count, perStretch }: Situations, usualOf: (ascending: Float64Array) => Usual): UsualBySituation {
    const groups = Array.from({ length: count }, (): Group => ({ values: [], stretches: new Set() }));
    values.forEach((value, at) => {
      const group = groups[situations[at] as number];
      if (Number.isNaN(value) || group === undefined) return;
      group.values.push(value);
      group.stretches.add(Math.floor(at / perStretch));
    });
    const told = ({ values: some, stretches }: Group): Usual | null => (some.length < LEAST_VALUES || stretches.size < LEAST_STRETCHES ? null : usualOf(Float64Array.from(some).sort()));
    const [center, scale] = [new Float64Array(count), new Float64Array(count)];
    for (let mode = 0; mode < count; mode += STAGES) {
      const stages = groups.slice(mode, mode + STAGES);
      const inMode = told({ values: stages.flatMap((stage) => stage.values), stretches: new Set(stages.flatMap((stage) => [...stage.stretches])) }) ?? UNKNOWN;
      stages.forEach((stage, at) => ({ center: center[mode + at], scale: scale[mode + at] } = told(stage) ?? inMode));
    }
    return new UsualBySituation(center, scale);
  }

  /** The distance of a value from what is usual, in its own unit. */
  off(value: number, situation: number): number {
    return this.#scale[situation] === Infinity ? 0 : value - (this.#center[situation] as number);
  }

  /** That in what is usual, too. */
  standardized(value: number, situation: number): number {
    return (value - (this.#center[situation] as number)) / (this.#scale[situation] as number);
  }

  scaleIn(situation: number): number {
    return this.#scale[situation] as number;
  }
}

/** The probability that a value of one group is above one of the other, ties by halves: the area under the ROC curve (Mann and Whitney). NaN where either has none. */
export function auroc(positive: Float64Array, negative: Float64Array): number {
  const ascending = negative.slice().sort();
  return positive.reduce((sum, value) => sum + (countUpTo(ascending, (other) => other < value) + countUpTo(ascending, (other) => other <= value)) / 2, 0) / (positive.length * negative.length);
}
