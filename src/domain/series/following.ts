// A quantity that goes to one value after another, as a first-order lag does: 63 % of the way within its time constant. What it is at the beginning of each
// block is known beforehand in closed form, so that a block is made alone.
import { countUpTo } from '../../lib/sorted.ts';
import { BLOCK_POINTS } from './timeline.ts';

/** Constant from each of these points on, ascending, the first at 0. */
export interface Pieces {
  readonly from: Int32Array;
  /** Of a piece, its place in `values`. */
  readonly place: Uint8Array | Int32Array;
  readonly values: Float64Array;
}

export class Following {
  readonly #pieces: Pieces;
  /** Of its distance, what is left after a point. */
  readonly #kept: number;
  /** What it is just before each block; null: it follows at once. */
  readonly #before: Float64Array | null;

  /** `settling`: points of its time constant; 0: at once. It begins settled. */
  constructor(pieces: Pieces, settling: number, blocks: number) {
    this.#pieces = pieces;
    this.#kept = settling > 0 ? Math.exp(-1 / settling) : 0;
    this.#before = settling > 0 ? beforeBlocks(pieces, settling, blocks) : null;
  }

  /** What it is at the points of a block. */
  fill(block: number, out: Float64Array): void {
    const first = block * BLOCK_POINTS;
    fillPieces(this.#pieces, first, out);
    if (this.#before === null) return;
    let value = this.#before[block] as number; // every block has one
    for (let i = 0; i < out.length; i++) {
      const target = out[i] as number;
      value = target + (value - target) * this.#kept;
      out[i] = value;
    }
  }
}

/** The pieces' values from a point on. */
function fillPieces({ from, place, values }: Pieces, first: number, out: Float64Array): void {
  let piece = pieceAt(from, first);
  for (let at = 0; at < out.length; piece++) {
    const end = Math.min(out.length, (from[piece + 1] ?? Infinity) - first);
    out.fill(values[place[piece] as number] as number, at, end);
    at = end;
  }
}

/** The piece that a point is in. */
export function pieceAt(from: Int32Array, point: number): number {
  return Math.max(0, countUpTo(from, (start) => start <= point) - 1);
}

function beforeBlocks({ from, place, values }: Pieces, settling: number, blocks: number): Float64Array {
  const before = new Float64Array(blocks);
  let value = values[place[0] as number] as number;
  let block = 0;
  for (let piece = 0; piece < from.length && block < blocks; piece++) {
    const target = values[place[piece] as number] as number;
    const [start, end] = [from[piece] as number, from[piece + 1] ?? Infinity];
    const after = (points: number): number => target + (value - target) * Math.exp(-points / settling);
    for (; block < blocks && block * BLOCK_POINTS < end; block++) before[block] = after(block * BLOCK_POINTS - start);
    if (end < Infinity) value = after(end - start);
  }
  return before;
}
