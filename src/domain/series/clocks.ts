// What clocks show at the points of a series: the same for all of its machines, so it is worked out once for each block and kept for a while.
import { Recent } from '../../lib/recent.ts';
import { SECONDS_PER_DAY } from '../calendar.ts';
import type { Timeline } from './plan.ts';
import { BLOCK_POINTS, fillLocal, localWriter } from './timeline.ts';

/** Blocks that are kept: a part of an output has 16, and parts of all tables at one time are written one after the other. */
const KEPT_BLOCKS = 20;
export const HOURS_PER_DAY = 24;
export const DAYS_PER_WEEK = 7;
/** 1970 began on a Thursday: its Monday noon was two and a half days before. */
const MONDAY_NOON = -2.5;

/** How far days or weeks have gone, as the two parts of an angle. */
export interface Turn {
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** The shares of a Turn that make a sine of that amplitude, highest at `peak` of `period`. */
export function turnShares(amplitude: number, peak: number, period: number): { readonly cosine: number; readonly sine: number } {
  const angle = (2 * Math.PI * peak) / period;
  return { cosine: amplitude * Math.cos(angle), sine: amplitude * Math.sin(angle) };
}

export class Clocks {
  readonly #timeline: Timeline;
  readonly #texts = new Recent<readonly string[]>(KEPT_BLOCKS);
  readonly #days = new Recent<Turn>(KEPT_BLOCKS);
  readonly #weeks = new Recent<Turn>(KEPT_BLOCKS);
  readonly #write = localWriter();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Timestamps as they are written. */
  texts(block: number): readonly string[] {
    return this.#texts.of(String(block), () => Array.from(this.#local(block), this.#write));
  }

  /** From midnight. */
  day(block: number): Turn {
    return this.#days.of(String(block), () => turned(this.#local(block), (days) => days));
  }

  /** Counted so that Monday noon is day 1. */
  week(block: number): Turn {
    return this.#weeks.of(String(block), () => turned(this.#local(block), (days) => (days - MONDAY_NOON + 1) / DAYS_PER_WEEK));
  }

  #local(block: number): Float64Array {
    const local = new Float64Array(Math.min(BLOCK_POINTS, this.#timeline.points - block * BLOCK_POINTS));
    fillLocal(this.#timeline, block * BLOCK_POINTS, local);
    return local;
  }
}

function turned(local: Float64Array, turnsAt: (days: number) => number): Turn {
  const [cosine, sine] = [new Float64Array(local.length), new Float64Array(local.length)];
  for (let i = 0; i < local.length; i++) {
    const turns = turnsAt((local[i] as number) / SECONDS_PER_DAY);
    const angle = 2 * Math.PI * (turns - Math.floor(turns));
    cosine[i] = Math.cos(angle);
    sine[i] = Math.sin(angle);
  }
  return { cosine, sine };
}
