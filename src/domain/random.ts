// Randomness by counter: a draw is a pure function of a stream's key, the row and the draw's number, so rows can be made in any
// order. Streams are keyed by hashed names, so a new field leaves the others as they were. 32-bit integer arithmetic
// only: the same bits on every machine.

/** FNV-1a over UTF-16 units, finished by murmur3's mixer. */
function hashText(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** murmur3's 32-bit finalizer (Appleby, public domain): every input bit reaches every output bit. */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** An endless table of draws: row by number. Rows up to 2^32, numbers up to 2^32. */
export class Stream {
  readonly #low: number;
  readonly #high: number;

  private constructor(low: number, high: number) {
    this.#low = low;
    this.#high = high;
  }

  /** The stream of a seed (up to 2^53) and a path of names, such as table and field. */
  static of(seed: number, ...names: readonly string[]): Stream {
    let low = mix((seed >>> 0) ^ 0x9e3779b9);
    let high = mix(Math.floor(seed / 0x1_0000_0000) ^ low ^ 0x7f4a7c15);
    for (const name of names) {
      low = hashText(name, low ^ 0x811c9dc5);
      high = hashText(name, high ^ 0x01000193 ^ low);
    }
    return new Stream(low, high);
  }

  /** 32 random bits, unsigned. */
  bits(row: number, number = 0): number {
    let hash = Math.imul(row ^ this.#low, 0xcc9e2d51);
    hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ this.#high, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  /** A number in [0, 1) with 32 bits; enough to choose by, and quick. */
  unit(row: number, number = 0): number {
    return this.bits(row, number) / 0x1_0000_0000;
  }

  /** A number in [0, 1) with all 53 bits. Uses the draws `number` and `number + 0x8000_0000`. */
  fine(row: number, number = 0): number {
    return ((this.bits(row, number) >>> 5) * 0x400_0000 + (this.bits(row, number + 0x8000_0000) >>> 6)) / 0x20_0000_0000_0000;
  }

  /** A whole number in [0, size), size up to 2^53. */
  below(size: number, row: number, number = 0): number {
    return size <= 0x10_0000 ? Math.floor(this.unit(row, number) * size) : Math.floor(this.fine(row, number) * size);
  }

  /** One of the items, each alike. */
  pick<T>(items: readonly T[], row: number, number = 0): T {
    return items[this.below(items.length, row, number)] as T; // below() stays inside a non-empty list
  }
}
