// Autocorrelated noise whose blocks are made alone. The Ornstein-Uhlenbeck process has no memory but its last value; so its values at the beginnings of
// blocks are drawn first, one after the other, and between two of them it is a bridge (the same process, given where it ends up). That is exact for
// every correlation time, without any warming up, and without a seam where blocks meet.
import type { Stream } from '../random.ts';
import { normalAt } from './normal.ts';
import { BLOCK_POINTS } from './timeline.ts';

/** What a bridge's next value is made of: so much of the last one, so much of where it ends up, and so much that is new. */
interface Bridge {
  readonly last: Float64Array;
  readonly end: Float64Array;
  readonly fresh: Float64Array;
}

export interface NoiseShape {
  readonly deviation: number;
  /** Points after which its autocorrelation is 1/e; 0: white. */
  readonly correlation: number;
  /** How many blocks there are. */
  readonly blocks: number;
}

export class Noise {
  readonly #stream: Stream;
  readonly #deviation: number;
  /** At the beginning of each block, and behind the last; null: white. */
  readonly #knots: Float64Array | null;
  readonly #bridge: Bridge;

  constructor(stream: Stream, { deviation, correlation, blocks }: NoiseShape) {
    this.#stream = stream;
    this.#deviation = deviation;
    this.#knots = correlation > 0 ? knotsOf(stream, correlation, blocks) : null;
    this.#bridge = this.#knots === null ? NO_BRIDGE : bridgeOf(correlation);
  }

  /** The values of a block. */
  fill(block: number, out: Float64Array): void {
    const first = block * BLOCK_POINTS;
    if (this.#knots === null) {
      for (let i = 0; i < out.length; i++) out[i] = this.#deviation * normalAt(this.#stream, first + i);
      return;
    }
    const { last, end, fresh } = this.#bridge;
    let value = this.#knots[block] as number; // every block has its knot
    const target = this.#knots[block + 1] as number;
    out[0] = this.#deviation * value;
    for (let i = 1; i < out.length; i++) {
      value = (last[i] as number) * value + (end[i] as number) * target + (fresh[i] as number) * normalAt(this.#stream, first + i);
      out[i] = this.#deviation * value;
    }
  }
}

const NO_BRIDGE: Bridge = { last: new Float64Array(), end: new Float64Array(), fresh: new Float64Array() };

function knotsOf(stream: Stream, correlation: number, blocks: number): Float64Array {
  const knots = new Float64Array(blocks + 1);
  const kept = Math.exp(-BLOCK_POINTS / correlation);
  const fresh = Math.sqrt(-Math.expm1((-2 * BLOCK_POINTS) / correlation));
  for (let block = 0, value = 0; block <= blocks; block++) {
    const draw = normalAt(stream, block, 1);
    value = block === 0 ? draw : kept * value + fresh * draw;
    knots[block] = value;
  }
  return knots;
}

/** The bridge over a block. */
function bridgeOf(correlation: number): Bridge {
  const [last, end, fresh] = [new Float64Array(BLOCK_POINTS), new Float64Array(BLOCK_POINTS), new Float64Array(BLOCK_POINTS)];
  const kept = Math.exp(-1 / correlation);
  const lost = -Math.expm1(-2 / correlation);
  for (let i = 1; i < BLOCK_POINTS; i++) {
    const left = BLOCK_POINTS - i;
    const [leftKept, leftLost] = [Math.exp(-left / correlation), -Math.expm1((-2 * left) / correlation)];
    const all = -Math.expm1((-2 * (left + 1)) / correlation);
    last[i] = (kept * leftLost) / all;
    end[i] = (leftKept * lost) / all;
    fresh[i] = Math.sqrt((lost * leftLost) / all);
  }
  return { last, end, fresh };
}
