// Numbers on their way to bytes: the very ones that JavaScript writes, however they are written.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TextBytes } from '../src/files/encoders/bytes.ts';

function written(value: number): string {
  const out = new TextBytes();
  out.number(value);
  return Buffer.from(out.take()).toString();
}

describe('TextBytes.number', () => {
  it('writes decimals of a few places as String does', () => {
    fc.assert(fc.property(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), fc.integer({ min: 0, max: 9 }), (units, places) => {
      assert.equal(written(units / 10 ** places), String(units / 10 ** places));
    }), { numRuns: 20_000 });
  });

  it('writes any other number as String does', () => {
    fc.assert(fc.property(fc.double(), (value) => assert.equal(written(value), String(value))), { numRuns: 20_000 });
    fc.assert(fc.property(fc.float({ min: -2, max: 2 }), (value) => assert.equal(written(value), String(value))), { numRuns: 20_000 });
  });

  it('writes numbers at the edges as String does', () => {
    for (const value of [0, -0, 1, -1, 0.1, 0.1 + 0.2, 1e-6, 1.5e-6, 9.999999, 0.999999, 0.9999995, 999_999_999, 999_999_999.999999, 1e9, 1e9 + 0.5, 2 ** 31, -(2 ** 31), 1e15, 1e21, 1e-7, 5e-324, NaN, Infinity, -Infinity, 123_456_789.1234565]) {
      assert.equal(written(value), String(value));
    }
  });

  it('writes numbers one behind the other, over the end of its memory', () => {
    const out = new TextBytes();
    const values = Array.from({ length: 40_000 }, (_, index) => (index - 20_000) * 1234.567);
    for (const value of values) out.number(value);
    assert.equal(Buffer.from(out.take()).toString(), values.join(''));
  });
});
