// Keyed permutations of [0, size): how unique values and drawn keys look random and never collide, without any memory of what
// was drawn. A Feistel network over two digits of unlike radix (Black & Rogaway 2002, "generalized Feistel"), walked until it
// lands inside the domain.
import type { Stream } from './random.ts';

/** Even rounds: the digits end on their own sides. Small domains mix badly in few rounds, and cost nothing. */
const ROUNDS = 6;
const ROUNDS_WHEN_SMALL = 12;
const SMALL = 4096;

/** A bijection of [0, size) onto itself, with its inverse; size from 1 to 2^53. Same stream and size: same permutation. */
export class Permutation {
  readonly size: number;
  readonly #stream: Stream;
  readonly #left: number;
  readonly #right: number;
  readonly #rounds: number;

  constructor(size: number, stream: Stream) {
    if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`permutation size: expected 1 to 2^53, got ${size}`);
    this.size = size;
    this.#stream = stream;
    this.#left = Math.ceil(Math.sqrt(size));
    this.#right = Math.ceil(size / this.#left);
    this.#rounds = size < SMALL ? ROUNDS_WHEN_SMALL : ROUNDS;
  }

  /** Where `index` goes. Every tweak, a whole number, is a permutation of its own. */
  at(index: number, tweak = 0): number {
    let place = index;
    do place = this.#forward(place, tweak * ROUNDS_WHEN_SMALL);
    while (place >= this.size);
    return place;
  }

  /** The index that goes to `place`. */
  inverse(place: number, tweak = 0): number {
    let index = place;
    do index = this.#backward(index, tweak * ROUNDS_WHEN_SMALL);
    while (index >= this.size);
    return index;
  }

  #forward(value: number, number: number): number {
    let right = value % this.#right; // `%` is exact where a quotient near 2^53 is not
    let left = (value - right) / this.#right;
    for (let round = 0; round < this.#rounds; round += 2) {
      left = (left + Math.floor(this.#stream.unit(right, number + round) * this.#left)) % this.#left;
      right = (right + Math.floor(this.#stream.unit(left, number + round + 1) * this.#right)) % this.#right;
    }
    return left * this.#right + right;
  }

  #backward(value: number, number: number): number {
    let right = value % this.#right;
    let left = (value - right) / this.#right;
    for (let round = this.#rounds - 2; round >= 0; round -= 2) {
      right = (right + this.#right - Math.floor(this.#stream.unit(left, number + round + 1) * this.#right)) % this.#right;
      left = (left + this.#left - Math.floor(this.#stream.unit(right, number + round) * this.#left)) % this.#left;
    }
    return left * this.#right + right;
  }
}
