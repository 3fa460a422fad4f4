// What happens every so often: once in each cell of a grid as wide as the mean distance, at a drawn place in it. So whether and when is known for
// any moment alone. The distances between two are spread over 0 to 2 means.
import type { Stream } from '../random.ts';
import type { Pieces } from './following.ts';
import { normalAt } from './normal.ts';
import { pointFrom } from './timeline.ts';
import type { Timeline } from './plan.ts';

/** Set-points, drawn anew on each occasion: normally distributed about 0 with deviation 1. */
export function setPoints(stream: Stream, everySeconds: number, timeline: Timeline): Pieces {
  const cells = Math.ceil((timeline.points * timeline.intervalSeconds) / everySeconds) + 1;
  const from = new Int32Array(cells);
  const place = Int32Array.from({ length: cells }, (_, cell) => cell);
  const values = Float64Array.from({ length: cells }, (_, cell) => normalAt(stream, cell));
  for (let cell = 1; cell < cells; cell++) from[cell] = pointFrom(timeline, timeline.start + (cell - 1 + stream.unit(cell, 1)) * everySeconds);
  return { from, place, values };
}

/** Times without readings. They last exponentially long, but no longer than their cell. */
export class Dropouts {
  readonly #stream: Stream;
  readonly #cell: number;
  readonly #mean: number;

  /** In points: from one to the next, and how long they last, in the mean. Where there are several to a point, they count as one as long as all of them. */
  constructor(stream: Stream, every: number, mean: number) {
    const together = Math.max(1, Math.ceil(1 / every));
    this.#stream = stream;
    this.#cell = every * together;
    this.#mean = mean * together;
  }

  /** Puts NaN in their places, of points from `first` on. One between two readings leaves no trace. */
  erase(first: number, out: Float64Array): void {
    for (let cell = Math.floor(first / this.#cell); cell * this.#cell < first + out.length; cell++) {
      const length = Math.min(this.#cell, -this.#mean * Math.log(1 - this.#stream.unit(cell, 1)));
      const start = cell * this.#cell + this.#stream.unit(cell) * (this.#cell - length);
      out.fill(NaN, Math.max(0, Math.ceil(start) - first), Math.max(0, Math.ceil(start + length) - first));
    }
  }
}
