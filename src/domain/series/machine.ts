// A machine, ready to be read: its modes and anomalies are drawn, and the readings of its signals are made block by block, column by column.
import { Recent } from '../../lib/recent.ts';
import { countUpTo } from '../../lib/sorted.ts';
import { SECONDS_PER_DAY } from '../calendar.ts';
import { Stream } from '../random.ts';
import { anomaliesIn, type Anomaly } from './anomaly.ts';
import type { Clocks } from './clocks.ts';
import { disturb } from './disturbance.ts';
import { pieceAt } from './following.ts';
import type { PlannedMachine, SeriesPlan } from './plan.ts';
import { scheduleOf, type Schedule } from './schedule.ts';
import { Sensor } from './sensor.ts';
import { longestLags } from './lags.ts';
import { addTimes, lagPoints, Signal } from './signal.ts';
import type { MachineSpec } from './specification.ts';
import { BLOCK_POINTS } from './timeline.ts';
import { usualDeviations, type UsualDeviation } from './usual.ts';
import { Wear } from './wear.ts';

/** Blocks whose wear is kept: those that signals driven with a lag go back to. */
const KEPT_WEAR = 4;
/** How far away the time is that a signal follows instead of the present, in days: not near a whole one, where rhythms are the same again, and far enough for set-points to have changed. */
const OTHER_TIME = { least: 1.3, most: 1.7 };
/** Times whose blocks are kept, those that lags go back to with them: the present, and the other one that a broken correlation follows. */
const KEPT_TIMES = 2;
/** Of the streams of a machine's anomalies. */
const ANOMALY_STREAM = 'anomaly';

/** A signal that drives another; the lag in points. */
interface Driving {
  readonly from: Member;
  readonly gain: number;
  readonly lag: number;
}

/** A signal among the others of its machine. */
interface Member {
  readonly signal: Signal;
  readonly sensor: Sensor;
  readonly drivers: Driving[];
  /** Its deviation in the last blocks that were asked for: signals that it drives ask for them again, a lag later. */
  readonly kept: Recent<Float64Array>;
  /** Places in the machine's anomalies of those that befall it. */
  readonly anomalies: ReadonlySet<number>;
  readonly usual: UsualDeviation;
}

export class Machine {
  readonly spec: MachineSpec;
  readonly schedule: Schedule;
  /** In the order of time; no two overlap. */
  readonly anomalies: readonly Anomaly[];
  readonly #series: SeriesPlan;
  readonly #seed: number;
  readonly #wear: Wear;
  readonly #members: readonly Member[];
  readonly #worn = new Recent<Float64Array>(KEPT_WEAR);
  readonly #buffer = new Float64Array(BLOCK_POINTS);

  /** The machine was checked. */
  constructor({ spec }: Pick<PlannedMachine, 'spec'>, series: SeriesPlan, { seed, clocks }: { readonly seed: number; readonly clocks: Clocks }) {
    const blocks = Math.ceil(series.points / BLOCK_POINTS);
    this.spec = spec;
    this.schedule = scheduleOf(spec, series, seed);
    this.anomalies = anomaliesIn({ spec, timeline: series, rate: spec.anomalyRate ?? series.anomalyRate, seed }, this.schedule);
    this.#series = series;
    this.#seed = seed;
    this.#wear = new Wear(spec, this.schedule, { timeline: series, blocks });
    const usual = usualDeviations(spec, series);
    const lags = longestLags(spec.signals);
    this.#members = spec.signals.map((signal): Member => ({
      signal: new Signal(signal, { machine: spec, schedule: this.schedule, timeline: series, seed, blocks, clocks }),
      sensor: new Sensor(signal),
      drivers: [],
      kept: new Recent(KEPT_TIMES * (2 + Math.ceil((lags.get(signal.name) ?? 0) / series.intervalSeconds / BLOCK_POINTS))),
      anomalies: new Set(this.anomalies.flatMap(({ signals }, place) => (signals.includes(signal.name) ? [place] : []))),
      usual: usual.get(signal.name) as UsualDeviation, // it has one of each
    }));
    for (const { signal, drivers } of this.#members) {
      for (const driver of signal.spec.drivers ?? []) drivers.push({ from: this.#member(driver.signal), gain: driver.gain, lag: lagPoints(driver, series) });
    }
  }

  /** A signal's readings at the points of a block; NaN: there is none. */
  readings(name: string, block: number): Float64Array {
    const member = this.#member(name);
    const out = this.#quantity(member, block);
    const first = block * BLOCK_POINTS;
    // An anomaly that nobody could read would be none.
    const disturbed = this.#anomaliesIn(member, first, out.length).map(({ anomaly, from, until, place }) => {
      const stream = Stream.of(this.#seed, this.spec.name, name, ANOMALY_STREAM, String(place));
      if (anomaly.kind === 'STUCK_AT') out.fill(this.#quantityAt(member, anomaly.first - 1), from - first, until - first);
      else if (anomaly.kind === 'CORRELATION_BREAK') this.#breakCorrelation(member, out.subarray(from - first, until - first), { from, anomaly, stream });
      else disturb(out, first, { from, until }, { anomaly, stream, usual: member.usual.all, level: member.signal.levelIn(this.#modeAt(anomaly.first)), signal: member.signal.spec });
      return { at: from - first, values: out.slice(from - first, until - first) };
    });
    member.signal.dropouts?.erase(first, out);
    for (const { at, values } of disturbed) out.set(values, at);
    member.sensor.read(out);
    return out;
  }

  /** What a sensor would show, if nothing were wrong and its range had no end. */
  #quantity(member: Member, block: number): Float64Array {
    const out = this.#deviation(member, block).slice();
    const level = this.#buffer.subarray(0, out.length);
    member.signal.fillLevel(block, level);
    addTimes(out, level, 1);
    return out;
  }

  #quantityAt(member: Member, point: number): number {
    const known = Math.max(0, point);
    return this.#quantity(member, Math.floor(known / BLOCK_POINTS))[known % BLOCK_POINTS] as number;
  }

  #modeAt(point: number): number {
    return this.schedule.mode[pieceAt(this.schedule.from, point)] as number;
  }

  /** The anomalies of a signal that have points in a block, with those. */
  #anomaliesIn({ anomalies }: Member, first: number, length: number): readonly { readonly anomaly: Anomaly; readonly place: number; readonly from: number; readonly until: number }[] {
    const found = [];
    for (let next = this.anomalyFrom(first), anomaly = this.anomalies[next]; anomaly !== undefined && anomaly.first < first + length; anomaly = this.anomalies[++next]) {
      if (anomalies.has(next)) found.push({ anomaly, place: next, from: Math.max(first, anomaly.first), until: Math.min(first + length, anomaly.last) });
    }
    return found;
  }

  /** The place of the first anomaly that a point is in, or before. */
  anomalyFrom(point: number): number {
    return countUpTo(this.anomalies, ({ last }) => last <= point);
  }

  /** The signal follows its drivers as they were at another time, so many times as strongly; `out` begins at point `from`. */
  #breakCorrelation({ drivers }: Member, out: Float64Array, { from, anomaly, stream }: { readonly from: number; readonly anomaly: Anomaly; readonly stream: Stream }): void {
    const days = OTHER_TIME.least + stream.unit(0) * (OTHER_TIME.most - OTHER_TIME.least);
    const away = Math.round((days * SECONDS_PER_DAY) / this.#series.intervalSeconds);
    const other = anomaly.first - away < 0 ? Math.min(away, this.#series.points - anomaly.last) : -away;
    for (const { from: driver, gain, lag } of drivers) {
      this.#addDriver(out, from - lag, { from: driver, gain: -gain });
      this.#addDriver(out, from - lag + other, { from: driver, gain: gain * anomaly.severity });
    }
  }

  #member(name: string): Member {
    const member = this.#members.find(({ signal }) => signal.spec.name === name);
    if (member === undefined) throw new Error(`machine ${this.spec.name} has no signal ${name}`);
    return member;
  }

  /** The deviation of a signal from its level at the points of a block, with what drives it. Not to be changed. */
  #deviation(member: Member, block: number): Float64Array {
    return member.kept.of(String(block), () => {
      const out = new Float64Array(Math.min(BLOCK_POINTS, this.#series.points - block * BLOCK_POINTS));
      member.signal.fillDeviation(block, this.#wornIn(block, out.length), out);
      for (const { from, gain, lag } of member.drivers) this.#addDriver(out, block * BLOCK_POINTS - lag, { from, gain });
      return out;
    });
  }

  /** Adds what a driver's deviation was from point `first` on; before the series began it was as at its first point. */
  #addDriver(out: Float64Array, first: number, { from, gain }: Pick<Driving, 'from' | 'gain'>): void {
    for (let i = 0; i < out.length; ) {
      const point = Math.max(0, first + i);
      const block = Math.floor(point / BLOCK_POINTS);
      const values = this.#deviation(from, block);
      let at = point - block * BLOCK_POINTS;
      const end = Math.min(out.length, i + (first + i < 0 ? -first - i : values.length - at));
      const step = first + i < 0 ? 0 : 1;
      for (; i < end; i++, at += step) out[i] = (out[i] as number) + gain * (values[at] as number);
    }
  }

  #wornIn(block: number, length: number): Float64Array {
    return this.#worn.of(String(block), () => {
      const worn = new Float64Array(length);
      this.#wear.fill(block, worn);
      return worn;
    });
  }
}
