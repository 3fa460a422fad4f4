// Points of time of a series, and what clocks show then. Points have equal distances of elapsed time, so that a day of 23 or 25 hours has fewer or more of them.
import { countUpTo } from '../../lib/sorted.ts';
import { SECONDS_PER_DAY, two } from '../calendar.ts';
import { DateNames, timeText } from '../samplers/moments.ts';
import type { Timeline } from './plan.ts';

/** Points that are computed together. Blocks lie on a fixed grid, so that a reading is the same whoever asks for it, and for how many more. */
export const BLOCK_POINTS = 4_096;

/** No clock is farther from UTC. */
const FARTHEST_SECONDS = SECONDS_PER_DAY;

/** Seconds since 1970 UTC of a point. */
export function instantOf({ start, intervalSeconds }: Timeline, point: number): number {
  return start + point * intervalSeconds;
}

/** The first point at an instant or after it, from 0 up to as many as there are. */
export function pointFrom({ start, intervalSeconds, points }: Timeline, instant: number): number {
  return Math.min(points, Math.max(0, Math.ceil((instant - start) / intervalSeconds)));
}

/** Seconds that the clock of the place is ahead of UTC at an instant. */
export function offsetAt({ offsets }: Timeline, instant: number): number {
  return offsets[placeAt(offsets, instant)]?.seconds ?? 0; // the first is there
}

function placeAt(offsets: Timeline['offsets'], instant: number): number {
  return Math.max(0, countUpTo(offsets, ({ from }) => from <= instant) - 1);
}

/** The instant at which the clock of the place shows so many seconds since 1970: the first, where it does so twice, and the end of the gap, where it never does. */
export function instantOfLocal({ offsets }: Timeline, local: number): number {
  const earliest = placeAt(offsets, local - FARTHEST_SECONDS);
  for (let place = earliest; place < offsets.length; place++) {
    const { from, seconds } = offsets[place] as Timeline['offsets'][number]; // inside
    if (local - seconds < (offsets[place + 1]?.from ?? Infinity)) return Math.max(local - seconds, place === 0 ? -Infinity : from);
  }
  return local; // the last offset has no end
}

/** What the clock of the place shows at points from `first` on, in seconds since 1970. */
export function fillLocal(timeline: Timeline, first: number, out: Float64Array): void {
  const { offsets, intervalSeconds } = timeline;
  let instant = instantOf(timeline, first);
  let place = placeAt(offsets, instant);
  let next = offsets[place + 1]?.from ?? Infinity;
  let seconds = offsets[place]?.seconds ?? 0;
  for (let i = 0; i < out.length; i++, instant += intervalSeconds) {
    while (instant >= next) {
      place++;
      next = offsets[place + 1]?.from ?? Infinity;
      seconds = offsets[place]?.seconds ?? 0;
    }
    out[i] = instant + seconds;
  }
}

/** `2026-01-31 13:45:00` of seconds since 1970 by the clock of the place. */
export function localWriter(): (local: number) => string {
  const names = new DateNames(' ');
  return (local) => {
    const day = Math.floor(local / SECONDS_PER_DAY);
    return names.of(day) + timeText(local - day * SECONDS_PER_DAY);
  };
}

/** `+01:00`, and with seconds where an offset has some, as those of local mean time do. */
export function offsetText(seconds: number): string {
  const size = Math.abs(seconds);
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / 3_600))}:${two(Math.floor(size / 60) % 60)}${size % 60 === 0 ? '' : `:${two(size % 60)}`}`;
}
