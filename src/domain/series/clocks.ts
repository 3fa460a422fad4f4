// What the signals of a machine share, point by point: where the day and the week are by the clock of the place, and how much the machine has worn.
import { SECONDS_PER_DAY } from '../calendar.ts';
import type { Timeline } from './plan.ts';
import { placeOf, type Schedule } from './schedule.ts';
import type { MachineSpec } from './specification.ts';
import { pieceAt } from './following.ts';
import { BLOCK_POINTS, fillLocal } from './timeline.ts';

const SECONDS_PER_HOUR = 3_600;
const DAYS_PER_WEEK = 7;
/** 1970 began on a Thursday: its Monday noon was two and a half days before. */
const MONDAY_NOON = -2.5;

/** How far a day or a week has gone, as the two parts of an angle. */
export interface Turn {
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** The shares of a Turn that make a sine of that amplitude, highest at `peak` of `period`. */
export function turnShares(amplitude: number, peak: number, period: number): { readonly cosine: number; readonly sine: number } {
  const angle = (2 * Math.PI * peak) / period;
  return { cosine: amplitude * Math.cos(angle), sine: amplitude * Math.sin(angle) };
}

/** Points of a block: days of 24 hours, from midnight; weeks of 7 days, counted so that Monday noon is 1. */
export function turnsOf(timeline: Timeline, block: number, length: number): { readonly day: Turn; readonly week: Turn } {
  const local = new Float64Array(length);
  fillLocal(timeline, block * BLOCK_POINTS, local);
  return { day: turn(local, (seconds) => seconds / SECONDS_PER_DAY), week: turn(local, (seconds) => (seconds / SECONDS_PER_DAY - MONDAY_NOON + 1) / DAYS_PER_WEEK) };
}

function turn(local: Float64Array, turnsAt: (seconds: number) => number): Turn {
  const [cosine, sine] = [new Float64Array(local.length), new Float64Array(local.length)];
  for (let i = 0; i < local.length; i++) {
    const turns = turnsAt(local[i] as number);
    const angle = 2 * Math.PI * (turns - Math.floor(turns));
    cosine[i] = Math.cos(angle);
    sine[i] = Math.sin(angle);
  }
  return { cosine, sine };
}

/** The turns of a day and a week that `peak` of RhythmSpec counts in. */
export const DAY_HOURS = SECONDS_PER_DAY / SECONDS_PER_HOUR;
export const WEEK_DAYS = DAYS_PER_WEEK;

/** Days of work since the last maintenance. */
export class Wear {
  readonly #schedule: Schedule;
  /** Of each mode, what a point of it adds; NaN: it undoes all. */
  readonly #adds: Float64Array;
  /** Just before each block. */
  readonly #before: Float64Array;

  constructor(spec: MachineSpec, schedule: Schedule, { timeline, blocks }: { readonly timeline: Timeline; readonly blocks: number }) {
    const undoes = spec.maintenance === undefined ? -1 : placeOf(spec.modes, spec.maintenance.mode);
    this.#schedule = schedule;
    this.#adds = Float64Array.from(spec.modes, ({ activity = 1 }, mode) => (mode === undoes ? NaN : (activity * timeline.intervalSeconds) / SECONDS_PER_DAY));
    this.#before = this.#beforeBlocks(timeline.points, blocks);
  }

  fill(block: number, out: Float64Array): void {
    const { from, mode } = this.#schedule;
    const first = block * BLOCK_POINTS;
    let days = this.#before[block] as number; // every block has one
    let piece = pieceAt(from, first);
    for (let i = 0; i < out.length; piece++) {
      const end = Math.min(out.length, (from[piece + 1] ?? Infinity) - first);
      const adds = this.#adds[mode[piece] as number] as number;
      for (; i < end; i++) {
        days = adds >= 0 ? days + adds : 0;
        out[i] = days;
      }
    }
  }

  #beforeBlocks(points: number, blocks: number): Float64Array {
    const { from, mode, wornDays } = this.#schedule;
    const before = new Float64Array(blocks);
    let days = wornDays * this.#usual(points);
    for (let piece = 0, block = 0; piece < from.length; piece++) {
      const adds = this.#adds[mode[piece] as number] as number;
      const [start, end] = [from[piece] as number, from[piece + 1] ?? points];
      const after = (count: number): number => (adds >= 0 ? days + count * adds : count > 0 ? 0 : days);
      for (; block < blocks && block * BLOCK_POINTS < end; block++) before[block] = after(block * BLOCK_POINTS - start);
      days = after(end - start);
    }
    return before;
  }

  /** Share of the time that it works: as much as it did before the series began. */
  #usual(points: number): number {
    const { from, mode } = this.#schedule;
    const most = Math.max(...this.#adds.filter((adds) => adds > 0), 0);
    if (most === 0) return 0;
    let sum = 0;
    from.forEach((start, piece) => (sum += ((from[piece + 1] ?? points) - start) * (this.#adds[mode[piece] as number] || 0)));
    return sum / points / most;
  }
}
