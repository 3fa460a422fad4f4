// How a signal behaves when nothing is wrong: its level, and its deviation from it, block by block. What it drives sees the deviation alone, so that a
// change of mode, which levels of both tell of, is not counted twice.
import { Stream } from '../random.ts';
import { DAYS_PER_WEEK, HOURS_PER_DAY, turnShares, type Clocks, type Turn } from './clocks.ts';
import { Following } from './following.ts';
import { Noise } from './noise.ts';
import { Dropouts, setPoints } from './occasions.ts';
import type { Timeline } from './plan.ts';
import type { Schedule } from './schedule.ts';
import type { DriverSpec, MachineSpec, SignalSpec } from './specification.ts';
import { SECONDS_PER_DAY } from '../calendar.ts';
import { BLOCK_POINTS } from './timeline.ts';

const SECONDS_PER_HOUR = 3_600;
const MINUTES_PER_DAY = 1_440;

/** Activity of a signal in modes in which it stands at the beginning of its range: a flow that is shut, a drive that is off. */
const AT_REST = 0.2;

/** Where a signal's behaviour comes from. */
export interface SignalSource {
  readonly machine: MachineSpec;
  readonly schedule: Schedule;
  readonly timeline: Timeline;
  readonly seed: number;
  readonly blocks: number;
  readonly clocks: Clocks;
}

/** A signal without what drives it. */
export class Signal {
  readonly spec: SignalSpec;
  /** Null: it has none. */
  readonly dropouts: Dropouts | null;
  readonly #clocks: Clocks;
  readonly #daysPerPoint: number;
  readonly #levels: readonly number[];
  readonly #level: Following;
  /** How active it is, as it follows its machine; null: always fully. */
  readonly #activity: Following | null;
  readonly #noise: Noise | null;
  readonly #setPoints: Following | null;
  readonly #day: ReturnType<typeof turnShares> | null;
  readonly #week: ReturnType<typeof turnShares> | null;
  readonly #buffer = new Float64Array(BLOCK_POINTS);

  constructor(spec: SignalSpec, { machine, schedule, timeline, seed, blocks, clocks }: SignalSource) {
    const { noise, steps, daily, weekly, dropouts, settlingSeconds = 0 } = spec;
    const { intervalSeconds } = timeline;
    const stream = (what: string): Stream => Stream.of(seed, machine.name, spec.name, what);
    const settling = settlingSeconds / intervalSeconds;
    const ofModes = (values: readonly number[]): Following => new Following({ from: schedule.from, place: schedule.mode, values: Float64Array.from(values) }, settling, blocks);
    this.spec = spec;
    this.#clocks = clocks;
    this.#daysPerPoint = intervalSeconds / SECONDS_PER_DAY;
    const activity = activityOf(spec, machine);
    this.#levels = levelsOf(spec, machine);
    this.#level = ofModes(this.#levels);
    this.#activity = activity.every((one) => one === 1) ? null : ofModes(activity);
    this.#noise = noise === undefined || noise.deviation === 0 ? null : new Noise(stream('noise'), { deviation: noise.deviation, correlation: (noise.correlationSeconds ?? 0) / intervalSeconds, blocks });
    this.#setPoints = steps === undefined ? null : new Following(setPoints(stream('set-points'), steps.meanHours * SECONDS_PER_HOUR, timeline), settling, blocks);
    this.#day = daily === undefined ? null : turnShares(daily.amplitude, daily.peak, HOURS_PER_DAY);
    this.#week = weekly === undefined ? null : turnShares(weekly.amplitude, weekly.peak, DAYS_PER_WEEK);
    this.dropouts = dropouts === undefined || dropouts.perDay === 0 ? null : new Dropouts(stream('dropouts'), SECONDS_PER_DAY / dropouts.perDay / intervalSeconds, (dropouts.meanMinutes * SECONDS_PER_DAY) / MINUTES_PER_DAY / intervalSeconds);
  }

  /** Where it stands in a mode. */
  levelIn(mode: number): number {
    return this.#levels[mode] ?? this.spec.level;
  }

  /** Its level at the points of a block, as it follows its modes. */
  fillLevel(block: number, out: Float64Array): void {
    this.#level.fill(block, out);
  }

  /** Its deviation from that, but for what drives it. `worn`: days of work since the last maintenance; `out` holds zeros. */
  fillDeviation(block: number, worn: Float64Array, out: Float64Array): void {
    const { steps, wearPerDay = 0, trendPerDay = 0 } = this.spec;
    const buffer = this.#buffer.subarray(0, out.length);
    this.#noise?.fill(block, out);
    if (wearPerDay !== 0) addTimes(out, worn, wearPerDay);
    if (this.#day !== null) addTurn(out, this.#clocks.day(block), this.#day);
    if (this.#week !== null) addTurn(out, this.#clocks.week(block), this.#week);
    if (this.#setPoints !== null) {
      this.#setPoints.fill(block, buffer);
      addTimes(out, buffer, steps?.deviation ?? 0);
    }
    if (this.#activity !== null) {
      this.#activity.fill(block, buffer);
      for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * (buffer[i] as number);
    }
    const first = block * BLOCK_POINTS;
    if (trendPerDay !== 0) for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + trendPerDay * this.#daysPerPoint * (first + i);
  }
}

/** Where it stands in each mode of its machine. */
function levelsOf({ level, levels = [] }: SignalSpec, { modes }: MachineSpec): readonly number[] {
  return modes.map(({ name }) => levels.find(({ mode }) => mode === name)?.level ?? level);
}

/** How much of its noise, rhythms, set-points and wear it has in each mode of its machine, 0 to 1. */
export function activityOf(signal: SignalSpec, machine: MachineSpec): readonly number[] {
  const levels = levelsOf(signal, machine);
  // Where it stands alike in all modes, it is none of the machine's doing: the room's temperature, the mains' voltage.
  if (levels.every((level) => level === signal.level)) return levels.map(() => 1);
  return machine.modes.map(({ activity = 1 }, mode) => activity * (levels[mode] === signal.minimum ? AT_REST : 1));
}

function addTurn(out: Float64Array, turn: Turn, shares: { readonly cosine: number; readonly sine: number }): void {
  addTimes(out, turn.cosine, shares.cosine);
  addTimes(out, turn.sine, shares.sine);
}

/** Adds `factor` times the other to it. */
export function addTimes(out: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + factor * (other[i] as number);
}

/** Points that a driver is ahead. */
export function lagPoints({ lagSeconds = 0 }: DriverSpec, { intervalSeconds }: Timeline): number {
  return Math.round(lagSeconds / intervalSeconds);
}
