// A machine, ready to be read: its modes and anomalies are drawn, and the readings of its signals are made block by block, column by column.
import { Recent } from '../../lib/recent.ts';
import type { Anomaly } from './anomaly.ts';
import { turnsOf, Wear } from './clocks.ts';
import type { PlannedMachine, SeriesPlan } from './plan.ts';
import { scheduleOf, type Schedule } from './schedule.ts';
import { Sensor } from './sensor.ts';
import { addTimes, lagPoints, Signal, type Shared } from './signal.ts';
import type { MachineSpec } from './specification.ts';
import { BLOCK_POINTS } from './timeline.ts';

/** Blocks whose clocks are kept: those that signals driven with a lag go back to. */
const KEPT_CLOCKS = 4;

/** Signals that are driven in chains with lags ask for the same blocks again. */
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
  /** Its deviation in the last blocks that were asked for; only of those that drive others. */
  readonly kept: Recent<Float64Array>;
}

export class Machine {
  readonly spec: MachineSpec;
  readonly schedule: Schedule;
  /** In the order of time; no two overlap. */
  readonly anomalies: readonly Anomaly[];
  readonly #series: SeriesPlan;
  readonly #wear: Wear;
  readonly #members: readonly Member[];
  readonly #clocks = new Recent<Shared>(KEPT_CLOCKS);
  readonly #buffer = new Float64Array(BLOCK_POINTS);

  /** The machine was checked. */
  constructor({ spec }: PlannedMachine, series: SeriesPlan, seed: number) {
    const blocks = Math.ceil(series.points / BLOCK_POINTS);
    this.spec = spec;
    this.schedule = scheduleOf(spec, series, seed);
    this.anomalies = [];
    this.#series = series;
    this.#wear = new Wear(spec, this.schedule, { timeline: series, blocks });
    this.#members = spec.signals.map((signal): Member => ({
      signal: new Signal(signal, { machine: spec, schedule: this.schedule, timeline: series, seed, blocks }),
      sensor: new Sensor(signal),
      drivers: [],
      kept: new Recent(2 + Math.ceil(longestLag(spec, signal.name) / series.intervalSeconds / BLOCK_POINTS)),
    }));
    for (const { signal, drivers } of this.#members) {
      for (const driver of signal.spec.drivers ?? []) drivers.push({ from: this.#member(driver.signal), gain: driver.gain, lag: lagPoints(driver, series) });
    }
  }

  /** A signal's readings at the points of a block; NaN: there is none. */
  readings(name: string, block: number): Float64Array {
    const member = this.#member(name);
    const out = this.#deviation(member, block).slice();
    const level = this.#buffer.subarray(0, out.length);
    member.signal.fillLevel(block, level);
    addTimes(out, level, 1);
    member.signal.dropouts?.erase(block * BLOCK_POINTS, out);
    member.sensor.read(out);
    return out;
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
      member.signal.fillDeviation(block, this.#shared(block, out.length), out);
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

  #shared(block: number, length: number): Shared {
    return this.#clocks.of(String(block), () => {
      const worn = new Float64Array(length);
      this.#wear.fill(block, worn);
      return { ...turnsOf(this.#series, block, length), worn };
    });
  }
}

function longestLag({ signals }: MachineSpec, driver: string): number {
  return Math.max(0, ...signals.flatMap(({ drivers = [] }) => drivers.map(({ signal, lagSeconds = 0 }) => (signal === driver ? lagSeconds : 0))));
}
