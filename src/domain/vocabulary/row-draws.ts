// A stream as the vocabularies draw from it: by row, the row's attempt counted in, and by the number of what is drawn.
import type { Stream } from '../random.ts';
import { drawOf } from '../samplers/draws.ts';
import type { Cursor } from '../samplers/sampler.ts';
import { fillPattern, hexDigits } from './text.ts';

export class RowDraws {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** In [0, 1), with 32 bits. */
  unit(row: Cursor, number = 0): number {
    return this.#stream.unit(row.index, drawOf(row, number));
  }

  /** In [0, 1), with 53 bits. */
  fine(row: Cursor, number = 0): number {
    return this.#stream.fine(row.index, drawOf(row, number));
  }

  /** 32 bits. */
  bits(row: Cursor, number = 0): number {
    return this.#stream.bits(row.index, drawOf(row, number));
  }

  /** A whole number in [0, size). */
  below(size: number, row: Cursor, number = 0): number {
    return this.#stream.below(size, row.index, drawOf(row, number));
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[], row: Cursor, number = 0): T {
    return this.#stream.pick(list, row.index, drawOf(row, number));
  }

  /** The pattern filled (text.ts), from draw `number` on. */
  fill(pattern: string, row: Cursor, number = 0): string {
    return fillPattern(pattern, this.#stream, row.index, drawOf(row, number));
  }

  /** So many hexadecimal digits, from draw `number` on. */
  hex(count: number, row: Cursor, number = 0): string {
    return hexDigits(count, this.#stream, row.index, drawOf(row, number));
  }
}
