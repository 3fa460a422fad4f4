// Sets of whole numbers from 0 on, a bit each: number n is bit n % 8, the lowest first, of byte n / 8.

/** An empty set with room for the numbers below `count`. */
export function bitsFor(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Math.ceil(count / 8));
}

/** False past its end, too. */
export function hasBit(bits: Uint8Array, index: number): boolean {
  return ((bits[Math.floor(index / 8)] ?? 0) & (1 << (index % 8))) !== 0;
}

export function setBit(bits: Uint8Array, index: number): void {
  const byte = Math.floor(index / 8);
  bits[byte] = (bits[byte] ?? 0) | (1 << (index % 8));
}

export function clearBit(bits: Uint8Array, index: number): void {
  const byte = Math.floor(index / 8);
  bits[byte] = (bits[byte] ?? 0) & ~(1 << (index % 8));
}

/** How many numbers are in it. */
export function countBits(bits: Uint8Array): number {
  let count = 0;
  for (let byte = 0; byte < bits.length; byte++) {
    for (let left = bits[byte] as number; left !== 0; left &= left - 1) count++;
  }
  return count;
}

/** The numbers from `from` up to, but without, `to` that are in it, as runs: ascending, each as long as it can be. */
export function* runsOf(bits: Uint8Array, from: number, to: number): Generator<{ readonly first: number; readonly last: number }> {
  for (let first = nextOf(bits, from, to, true); first < to; ) {
    const last = nextOf(bits, first, to, false);
    yield { first, last };
    first = nextOf(bits, last, to, true);
  }
}

/** The next number that is in it, or that is not; `to` where there is none before. */
function nextOf(bits: Uint8Array, from: number, to: number, isIn: boolean): number {
  const dull = isIn ? 0 : 0xff;
  let index = from;
  while (index < to) {
    if (index % 8 === 0 && (bits[index / 8] ?? 0) === dull) index += 8;
    else if (hasBit(bits, index) === isIn) return index;
    else index++;
  }
  return to;
}
