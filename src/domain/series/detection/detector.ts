// A plain detector of anomalies, as anybody would write it: robust z-scores of readings by what the machine is at, what a regression on their drivers leaves
// of them, and features of moving windows. It learns what is usual from readings without anomalies, and knows of these nothing.
import { featuresOf, REACH } from './features.ts';
import type { Readings, Stretch } from './readings.ts';
import { quantile, robust, tail, UsualBySituation, type Situations } from './statistics.ts';

/** What a feature hardly exceeds: by this, features are measured against one another. */
const HARDLY = 0.995;
/** Where a feature is hardly ever anything else, as of a sensor that shows the same all the time, it is no less than this from its median to there. */
const LEAST_TAIL = 0.1;
/** Deviations at which readings are cut for the regression: mode changes would weigh more than all else. */
const MOST_DEVIATIONS = 4;
/** A trace of the identity, so that equations of drivers that go alike have one solution. */
const RIDGE = 1e-6;

/** What is usual of a signal. */
interface UsualSignal {
  readonly name: string;
  readonly readings: UsualBySituation;
  /** Of what its drivers do not explain, and what they do; null: it has none. */
  readonly driven: { readonly gains: readonly number[]; readonly rest: UsualBySituation } | null;
  readonly features: readonly UsualBySituation[];
}

/** What makes a machine's detector. */
export interface Lesson {
  /** Without anomalies. */
  readonly readings: Readings;
  /** Of equal length. */
  readonly stretches: readonly Stretch[];
  /** Called now and then; may throw, to stop it. */
  readonly check: () => void;
}

export class Detector {
  readonly #signals: readonly UsualSignal[];

  private constructor(signals: readonly UsualSignal[]) {
    this.#signals = signals;
  }

  static learned({ readings, stretches, check }: Lesson): Detector {
    const [{ first, last } = { first: 0, last: 1 }] = stretches;
    const situations: Situations = { of: joined(stretches.map((stretch) => readings.situations(stretch)), Uint16Array), count: readings.situationCount, perStretch: last - first };
    const { signals } = readings.machine.spec;
    const usual = new Map(signals.map(({ name, resolution }) => {
      check();
      return [name, UsualBySituation.learned(joined(stretches.map((stretch) => readings.of(name, stretch)), Float64Array), situations, robust(resolution))];
    }));
    return new Detector(signals.map(({ name, resolution }): UsualSignal => {
      check();
      const own = usual.get(name) as UsualBySituation; // each has one
      const drivers = readings.driversOf(name);
      const off = (signal: string, stretch: Stretch): Float64Array => offUsual(readings, signal, usual.get(signal) as UsualBySituation, stretch);
      const gains = regression(joined(stretches.map((stretch) => off(name, stretch)), Float64Array), drivers.map(({ signal, lag }) => joined(stretches.map((stretch) => off(signal, earlier(stretch, lag))), Float64Array)), (at) => MOST_DEVIATIONS * own.scaleIn(situations.of[at] as number));
      const rest = (stretch: Stretch): Float64Array => withoutDrivers(off(name, stretch), drivers.map(({ signal, lag }) => off(signal, earlier(stretch, lag))), gains);
      const driven = drivers.length === 0 ? null : { gains, rest: UsualBySituation.learned(joined(stretches.map(rest), Float64Array), situations, robust(resolution)) };
      const seen = stretches.map((stretch) => seenFeatures(readings, { name, readings: own, driven }, usual, stretch));
      const features = (seen[0] ?? []).map((_, feature) => UsualBySituation.learned(joined(seen.map((one) => one[feature] as Float64Array), Float64Array), situations, tail(HARDLY, LEAST_TAIL)));
      return { name, readings: own, driven, features };
    }));
  }

  /** How unusual each point is: the greatest of all features of all signals, where 1 is what one of them hardly exceeds. */
  scores(readings: Readings, stretch: Stretch): Float64Array {
    const out = new Float64Array(stretch.last - stretch.first);
    const situations = readings.situations(stretch);
    const usual = new Map(this.#signals.map((signal) => [signal.name, signal.readings]));
    for (const signal of this.#signals) {
      seenFeatures(readings, signal, usual, stretch).forEach((values, place) => {
        const feature = signal.features[place] as UsualBySituation; // as many as were learned
        for (let at = 0; at < out.length; at++) out[at] = Math.max(out[at] as number, feature.standardized(values[at] as number, situations[at] as number));
      });
    }
    return out;
  }
}

/** The threshold above which a share of scores lie, at most. */
export function thresholdOf(scores: Float64Array, share: number): number {
  return quantile(scores.slice().sort(), 1 - share);
}

function seenFeatures(readings: Readings, { name, readings: own, driven }: Omit<UsualSignal, 'features'>, usual: ReadonlyMap<string, UsualBySituation>, { first, last }: Stretch): readonly Float64Array[] {
  const wide = { first: first - REACH, last: last + REACH };
  const situations = readings.situations(wide);
  const off = offUsual(readings, name, own, wide);
  const drivers = driven === null ? [] : readings.driversOf(name).map(({ signal, lag }) => offUsual(readings, signal, usual.get(signal) as UsualBySituation, earlier(wide, lag)));
  const values = readings.of(name, wide);
  const orNone = (scores: Float64Array): Float64Array => scores.map((score, at) => (Number.isNaN(values[at]) ? 0 : score));
  return featuresOf({
    readings: values,
    scores: orNone(values.map((value, at) => own.standardized(value, situations[at] as number))),
    unexplained: driven === null ? null : orNone(withoutDrivers(off, drivers, driven.gains).map((value, at) => driven.rest.standardized(value, situations[at] as number))),
  });
}

/** How far a signal's readings are from what is usual; 0 where there is none. */
function offUsual(readings: Readings, name: string, usual: UsualBySituation, stretch: Stretch): Float64Array {
  const situations = readings.situations(stretch);
  return readings.of(name, stretch).map((value, at) => (Number.isNaN(value) ? 0 : usual.off(value, situations[at] as number)));
}

function withoutDrivers(off: Float64Array, drivers: readonly Float64Array[], gains: readonly number[]): Float64Array {
  return off.map((value, at) => drivers.reduce((rest, driver, place) => rest - (gains[place] as number) * (driver[at] as number), value));
}

function earlier({ first, last }: Stretch, points: number): Stretch {
  return { first: first - points, last: last - points };
}

/** Least squares: gains by which drivers explain a signal. `most`: where what is to be explained is cut. */
function regression(off: Float64Array, drivers: readonly Float64Array[], most: (at: number) => number): readonly number[] {
  const cut = off.map((value, at) => Math.max(-most(at), Math.min(most(at), value)));
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, at) => (Math.abs(off[at] as number) > most(at) ? sum : sum + value * (b[at] as number)), 0);
  const matrix = drivers.map((one, row) => [...drivers.map((other, column) => product(one, other) * (row === column ? 1 + RIDGE : 1)), product(one, cut)]);
  return solved(matrix);
}

/** Gauss and Jordan, of a positive definite matrix with its right-hand side; what cannot be told is 0. */
function solved(matrix: number[][]): readonly number[] {
  matrix.forEach((row, pivot) => {
    const head = row[pivot] as number;
    if (head <= 0) return;
    for (const other of matrix) {
      if (other === row) continue;
      const factor = (other[pivot] as number) / head;
      for (let column = pivot; column < other.length; column++) other[column] = (other[column] as number) - factor * (row[column] as number);
    }
  });
  return matrix.map((row, pivot) => ((row[pivot] as number) > 0 ? (row.at(-1) as number) / (row[pivot] as number) : 0));
}

function joined<Column extends Float64Array | Uint16Array>(parts: readonly Column[], make: new (length: number) => Column): Column {
  const out = new make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
