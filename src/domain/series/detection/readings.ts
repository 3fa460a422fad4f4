// A machine's readings as a detector sees them: columns of any stretch of time, and beside them what the machine was at, as the labels tell.
import { Recent } from '../../../lib/recent.ts';
import { pieceAt } from '../following.ts';
import type { Machine } from '../machine.ts';
import { lagPoints } from '../signal.ts';
import type { Timeline } from '../plan.ts';
import { BLOCK_POINTS } from '../timeline.ts';

/** Points [first, last). */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Times since a mode began that are told apart: up to 3 points, 15, 63, and so on, and what is longer. */
export const STAGES = 7;
/** Columns of blocks that are kept for each signal: those that a stretch and its drivers' lag reach into. */
const KEPT_PER_SIGNAL = 4;

export class Readings {
  readonly machine: Machine;
  readonly #timeline: Timeline;
  readonly #columns: Recent<Float64Array>;

  constructor(machine: Machine, timeline: Timeline) {
    this.machine = machine;
    this.#timeline = timeline;
    this.#columns = new Recent(KEPT_PER_SIGNAL * machine.spec.signals.length);
  }

  /** How many situations `situations` tells apart. */
  get situationCount(): number {
    return this.machine.spec.modes.length * STAGES;
  }

  /** The readings of a signal; NaN where there is none, and before and after the series. */
  of(signal: string, { first, last }: Stretch): Float64Array {
    const out = new Float64Array(last - first).fill(Number.NaN);
    const end = Math.min(last, this.#timeline.points);
    for (let point = Math.max(0, first); point < end; ) {
      const block = Math.floor(point / BLOCK_POINTS);
      const column = this.#columns.of(`${block} ${signal}`, () => this.machine.readings(signal, block));
      const at = point - block * BLOCK_POINTS;
      const part = column.subarray(at, Math.min(column.length, at + end - point));
      out.set(part, point - first);
      point += part.length;
    }
    return out;
  }

  /** The signals that drive one, each with the points that it is ahead. */
  driversOf(signal: string): readonly { readonly signal: string; readonly lag: number }[] {
    const spec = this.machine.spec.signals.find(({ name }) => name === signal);
    return (spec?.drivers ?? []).map((driver) => ({ signal: driver.signal, lag: lagPoints(driver, this.#timeline) }));
  }

  /** The most points by which a driver is ahead. */
  get longestLag(): number {
    return Math.max(0, ...this.machine.spec.signals.flatMap(({ name }) => this.driversOf(name).map(({ lag }) => lag)));
  }

  /** The situation at each point: its mode and, in stages, the time since that began. */
  situations({ first, last }: Stretch): Uint16Array {
    const { from, mode } = this.machine.schedule;
    const out = new Uint16Array(last - first);
    let piece = pieceAt(from, Math.max(0, first));
    for (let point = first; point < last; point++) {
      while (point >= (from[piece + 1] ?? Infinity)) piece++;
      // What the first mode was before the series began, nobody knows: for long.
      const since = piece === 0 ? Infinity : point - (from[piece] as number);
      out[point - first] = (mode[piece] as number) * STAGES + Math.min(STAGES - 1, Math.floor(Math.log2(since + 1) / 2));
    }
    return out;
  }
}
