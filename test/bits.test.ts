// Sets of numbers, a bit each.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bitsFor, clearBit, countBits, hasBit, runsOf, setBit } from '../src/lib/bits.ts';

const ROOM = 70;

describe('a set of numbers, a bit each', () => {
  it('holds what was put in and not taken out, and tells it in runs that ascend and do not touch', () => {
    const numbers = fc.array(fc.nat({ max: ROOM - 1 }), { maxLength: 90 });
    fc.assert(
      fc.property(numbers, numbers, fc.nat({ max: ROOM }), fc.nat({ max: ROOM }), (put, taken, from, to) => {
        const bits = bitsFor(ROOM);
        for (const number of put) setBit(bits, number);
        for (const number of taken) clearBit(bits, number);
        const expected = [...new Set(put)].filter((number) => !taken.includes(number)).toSorted((a, b) => a - b);
        assert.deepEqual(Array.from({ length: ROOM + 20 }, (_, number) => number).filter((number) => hasBit(bits, number)), expected);
        assert.equal(countBits(bits), expected.length);
        const runs = [...runsOf(bits, from, to)];
        assert(runs.every(({ first, last }, index) => first < last && first > (runs[index - 1]?.last ?? -1)));
        assert.deepEqual(runs.flatMap(({ first, last }) => Array.from({ length: last - first }, (_, offset) => first + offset)), expected.filter((number) => number >= from && number < to));
      }),
      { numRuns: 500 },
    );
  });
});
