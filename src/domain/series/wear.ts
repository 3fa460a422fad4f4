// How much a machine has worn since its last maintenance, point by point.
import { SECONDS_PER_DAY } from '../calendar.ts';
import { pieceAt } from './following.ts';
import type { Timeline } from './plan.ts';
import { placeOf, type Schedule } from './schedule.ts';
import type { MachineSpec } from './specification.ts';
import { BLOCK_POINTS } from './timeline.ts';

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
