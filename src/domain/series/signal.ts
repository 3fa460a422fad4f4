// How a signal behaves when nothing is wrong: its level, and its deviation from it, block by block. What it drives sees the deviation alone, so that a
// change of mode, which levels of both tell of, is not counted twice.
import { Stream } from '../random.ts';
import { DAY_HOURS, turnShares, WEEK_DAYS, type Turn } from './clocks.ts';
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

/** What the signals of a machine share in a block. */
export interface Shared {
  readonly day: Turn;
  readonly week: Turn;
  /** Days of work since the last maintenance. */
  readonly worn: Float64Array;
}

/** Where a signal's behaviour comes from. */
export interface SignalSource {
  readonly machine: MachineSpec;
  readonly schedule: Schedule;
  readonly timeline: Timeline;
  readonly seed: number;
  readonly blocks: number;
}

/** A signal without what drives it. */
export class Signal {
  readonly spec: SignalSpec;
  /** Null: it has none. */
  readonly dropouts: Dropouts | null;
  readonly #daysPerPoint: number;
  readonly #levels: readonly number[];
  readonly #level: Following;
  /** How active its machine is, as the signal follows it. */
  readonly #activity: Following;
  readonly #noise: Noise | null;
  readonly #setPoints: Following | null;
  readonly #day: ReturnType<typeof turnShares> | null;
  readonly #week: ReturnType<typeof turnShares> | null;
  readonly #buffer = new Float64Array(BLOCK_POINTS);

  constructor(spec: SignalSpec, { machine, schedule, timeline, seed, blocks }: SignalSource) {
    const { noise, steps, daily, weekly, dropouts, settlingSeconds = 0, levels = [] } = spec;
    const { intervalSeconds } = timeline;
    const stream = (what: string): Stream => Stream.of(seed, machine.name, spec.name, what);
    const settling = settlingSeconds / intervalSeconds;
    const ofModes = (values: readonly number[]): Following => new Following({ from: schedule.from, place: schedule.mode, values: Float64Array.from(values) }, settling, blocks);
    this.spec = spec;
    this.#daysPerPoint = intervalSeconds / SECONDS_PER_DAY;
    this.#levels = machine.modes.map(({ name }) => levels.find(({ mode }) => mode === name)?.level ?? spec.level);
    this.#level = ofModes(this.#levels);
    this.#activity = ofModes(machine.modes.map(({ activity = 1 }) => activity));
    this.#noise = noise === undefined || noise.deviation === 0 ? null : new Noise(stream('noise'), (noise.correlationSeconds ?? 0) / intervalSeconds, blocks);
    this.#setPoints = steps === undefined ? null : new Following(setPoints(stream('set-points'), steps.meanHours * SECONDS_PER_HOUR, timeline), settling, blocks);
    this.#day = daily === undefined ? null : turnShares(daily.amplitude, daily.peak, DAY_HOURS);
    this.#week = weekly === undefined ? null : turnShares(weekly.amplitude, weekly.peak, WEEK_DAYS);
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

  /** Its deviation from that, but for what drives it. */
  fillDeviation(block: number, { day, week, worn }: Shared, out: Float64Array): void {
    const { noise, steps, wearPerDay = 0, trendPerDay = 0 } = this.spec;
    const buffer = this.#buffer.subarray(0, out.length);
    if (this.#noise === null) out.fill(0);
    else this.#noise.fill(block, out);
    const deviation = noise?.deviation ?? 0;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * deviation + wearPerDay * (worn[i] as number);
    if (this.#day !== null) addTurn(out, day, this.#day);
    if (this.#week !== null) addTurn(out, week, this.#week);
    if (this.#setPoints !== null) {
      this.#setPoints.fill(block, buffer);
      addTimes(out, buffer, steps?.deviation ?? 0);
    }
    this.#activity.fill(block, buffer);
    const first = block * BLOCK_POINTS;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * (buffer[i] as number) + trendPerDay * this.#daysPerPoint * (first + i);
  }
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
