// Draws by counter: the same everywhere, unlike in every direction, and even.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Stream } from '../src/domain/random.ts';

const DRAWS = 64_000;

/** Pearson's chi-square over 64 bins: 63 degrees of freedom, so 63 on the average, and above 120 once in 100,000 streams. */
function chiSquare(draw: (index: number) => number): number {
  const bins = new Array<number>(64).fill(0);
  for (let index = 0; index < DRAWS; index++) {
    const bin = Math.floor(draw(index) * 64);
    bins[bin] = (bins[bin] ?? Number.NaN) + 1; // outside [0, 1) there is no bin, and no chi-square
  }
  return bins.reduce((sum, count) => sum + (count - DRAWS / 64) ** 2 / (DRAWS / 64), 0);
}

describe('Stream', () => {
  it('gives the same bits for the same seed, names, row and number, on every machine and for ever', () => {
    const stream = Stream.of(42, 'orders', 'price');
    // Frozen: other bits mean other rows for the same plan, and call for a new GENERATORS_VERSION.
    assert.deepEqual([stream.bits(0), stream.bits(1), stream.bits(0, 1), stream.bits(4_294_967_295, 7)], [3_500_141_364, 2_306_698_645, 210_898_634, 3_600_650_390]);
  });

  it('is even over rows, over numbers and over streams', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.string(), (seed, name) => {
      const stream = Stream.of(seed, name);
      assert.ok(chiSquare((index) => stream.unit(index)) < 140);
      assert.ok(chiSquare((index) => stream.unit(7, index)) < 140);
      assert.ok(chiSquare((index) => stream.fine(index)) < 140);
    }), { numRuns: 40, seed: 1 });
    assert.ok(chiSquare((index) => Stream.of(index, 'a').unit(0)) < 140);
    assert.ok(chiSquare((index) => Stream.of(1, `field_${index}`).unit(0)) < 140);
  });

  it('has nothing to do with its neighbour: rows, numbers, seeds and names side by side are uncorrelated', () => {
    const a = Stream.of(1, 't', 'a');
    const pairs: readonly (readonly [string, (index: number) => readonly [number, number]])[] = [
      ['rows', (index) => [a.unit(index), a.unit(index + 1)]],
      ['numbers', (index) => [a.unit(index, 0), a.unit(index, 1)]],
      ['fields', (index) => [a.unit(index), Stream.of(1, 't', 'b').unit(index)]],
      ['tables', (index) => [a.unit(index), Stream.of(1, 'u', 'a').unit(index)]],
      ['seeds', (index) => [a.unit(index), Stream.of(2, 't', 'a').unit(index)]],
    ];
    for (const [what, pair] of pairs) {
      let sum = 0;
      for (let index = 0; index < DRAWS; index++) {
        const [x, y] = pair(index);
        sum += (x - 0.5) * (y - 0.5);
      }
      const correlation = (sum / DRAWS) * 12;
      assert.ok(Math.abs(correlation) < 0.02, `${what}: ${correlation}`); // 5 standard deviations
    }
  });

  it('keeps names apart that are cut elsewhere', () => {
    assert.notEqual(Stream.of(1, 'ab', 'c').bits(0), Stream.of(1, 'a', 'bc').bits(0));
    assert.notEqual(Stream.of(1, 'a').bits(0), Stream.of(1, 'a', '').bits(0));
  });

  it('draws below every size, up to 2^53', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.nat(), (size, row) => {
      const drawn = Stream.of(3, 'x').below(size, row);
      assert.ok(Number.isSafeInteger(drawn) && drawn >= 0 && drawn < size);
    }));
  });
});
