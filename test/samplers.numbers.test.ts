// Numbers: bounds and places hold for whatever range is asked, and each distribution has the moments that it should.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { DISTRIBUTIONS, type Distribution, type Generator } from '../src/domain/generator.ts';
import { normalQuantile, normalShareBelow, spreadOf } from '../src/domain/samplers/distribution.ts';
import { cursorOf, deviationOf, fieldOf, meanOf, numbersOf, sampleOf, samplerOf } from './support/samples.ts';

const DRAWS = 20_000;
const distribution = fc.constantFrom(...DISTRIBUTIONS);
const rows = Array.from({ length: 40 }, (_, i) => i * 97);

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} should be within ${tolerance} of ${expected}`);
}

describe('whole numbers', () => {
  it('stay inside the bounds of the generator, whatever the distribution, mean and deviation', () => {
    fc.assert(fc.property(
      fc.maxSafeInteger(), fc.maxSafeInteger(), distribution, fc.option(fc.double({ min: -1e17, max: 1e17, noNaN: true }), { nil: undefined }), fc.option(fc.double({ min: 0, max: 1e17, noNaN: true }), { nil: undefined }),
      (a, b, kind, mean, deviation) => {
        const [minimum, maximum] = a < b ? [a, b] : [b, a];
        const generator: Generator = { kind: 'integer', minimum, maximum, distribution: kind, ...(mean === undefined ? {} : { mean }), ...(deviation === undefined ? {} : { deviation }) };
        const make = samplerOf(generator, fieldOf('INTEGER'));
        for (const row of rows) {
          const value = make(cursorOf(row));
          assert.ok(typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0), String(value));
          assert.ok(value >= minimum && value <= maximum, `${value} is outside of ${minimum} to ${maximum}`);
        }
      },
    ));
  });

  it('reach both ends of a small range and nothing else', () => {
    const seen = new Set(numbersOf({ kind: 'integer', minimum: -2, maximum: 3 }, fieldOf('INTEGER'), 500));
    assert.deepEqual([...seen].sort((a, b) => a - b), [-2, -1, 0, 1, 2, 3]);
  });

  it('keep to the bounds of the field where those are narrower', () => {
    for (const value of numbersOf({ kind: 'integer', minimum: -1e9, maximum: 1e9 }, fieldOf('INTEGER', { minimum: -32768, maximum: 32767 }), 2_000)) {
      assert.ok(value >= -32768 && value <= 32767);
    }
  });

  it('past 2^53 are strings that fit a bigint', () => {
    const values = sampleOf({ kind: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 }, fieldOf('INTEGER'), 2_000);
    assert.ok(values.some((value) => typeof value === 'string'));
    for (const value of values) {
      const exact = BigInt(String(value));
      assert.ok(exact >= -(2n ** 63n) && exact <= 2n ** 63n - 1n);
      assert.equal(typeof value, Number.isSafeInteger(Number(value)) ? 'number' : 'string');
    }
    assert.equal(new Set(values).size, values.length);
  });

  it('refuse a range that is upside down or does not meet the field', () => {
    assert.throws(() => samplerOf({ kind: 'integer', minimum: 5, maximum: 1 }, fieldOf('INTEGER')), InvalidInput);
    assert.throws(() => samplerOf({ kind: 'integer', minimum: 0.2, maximum: 0.8 }, fieldOf('INTEGER')), /whole number/);
    assert.throws(() => samplerOf({ kind: 'integer', minimum: 70_000, maximum: 80_000 }, fieldOf('INTEGER', { maximum: 32767 })), /fits the field/);
    assert.throws(() => samplerOf({ kind: 'integer', minimum: NaN, maximum: 1 }, fieldOf('INTEGER')), InvalidInput);
  });
});

describe('decimals', () => {
  it('are strings with exactly the places of the field, inside bounds and precision', () => {
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 30 }), fc.nat(12), fc.nat(12), distribution, fc.double({ min: -1e15, max: 1e15, noNaN: true }), fc.double({ min: 0, max: 1e15, noNaN: true }),
      (digits, asked, places, kind, minimum, width) => {
        const scale = Math.min(asked, digits);
        const field = fieldOf('DECIMAL', { precision: digits, scale });
        let make;
        try {
          make = samplerOf({ kind: 'decimal', minimum, maximum: minimum + width, places, distribution: kind }, field);
        } catch (error) {
          assert.ok(error instanceof InvalidInput);
          return;
        }
        for (const row of rows) {
          const value = make(cursorOf(row));
          assert.ok(typeof value === 'string');
          assert.match(value, scale === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${scale}}$`));
          assert.ok(value.replace(/[-.]/g, '').replace(/^0+/, '').length <= digits, `${value} has more than ${digits} digits`);
          const slack = 2 ** -50 * Math.max(Math.abs(minimum), Math.abs(minimum + width));
          assert.ok(Number(value) >= minimum - slack && Number(value) <= minimum + width + slack, `${value} is outside of ${minimum} to ${minimum + width}`);
          assert.doesNotMatch(value, /^-0*\.?0*$/);
        }
      },
    ));
  });

  it('have no binary crumbs at their bounds', () => {
    const seen = new Set(sampleOf({ kind: 'decimal', minimum: 0.28, maximum: 0.29, places: 2 }, fieldOf('DECIMAL', { precision: 4, scale: 2 }), 100));
    assert.deepEqual([...seen].sort(), ['0.28', '0.29']);
  });

  it('draw every digit of a range that no double can hold', () => {
    const values = sampleOf({ kind: 'decimal', minimum: 0, maximum: 1e18, places: 4 }, fieldOf('DECIMAL', { precision: 30, scale: 4 }), 1_000).map(String);
    assert.ok(values.filter((value) => value.endsWith('0000')).length < 10);
  });

  it('without a scale have the places of the generator', () => {
    for (const value of sampleOf({ kind: 'decimal', minimum: -1, maximum: 1, places: 1 }, fieldOf('DECIMAL'), 100)) assert.match(String(value), /^-?\d\.\d$/);
  });
});

describe('floats', () => {
  it('stay inside the bounds, on the grid of their places', () => {
    fc.assert(fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 1, max: 1e9, noNaN: true }), fc.option(fc.nat(6), { nil: undefined }), distribution, (minimum, width, places, kind) => {
      const maximum = minimum + width;
      const make = samplerOf({ kind: 'float', minimum, maximum, distribution: kind, ...(places === undefined ? {} : { places }) }, fieldOf('FLOAT'));
      for (const row of rows) {
        const value = make(cursorOf(row));
        // A bound that no double can hold exactly counts as the step next to it.
        const slack = Number.EPSILON * Math.max(Math.abs(minimum), Math.abs(maximum));
        assert.ok(typeof value === 'number' && value >= minimum - slack && value <= maximum + slack, `${value} is outside of ${minimum} to ${maximum}`);
        if (places !== undefined) assert.ok((String(value).split('.')[1] ?? '').length <= places || String(value).includes('e'));
      }
    }));
  });
});

describe('distributions', () => {
  const float = (kind: Distribution, more: object = {}): readonly number[] => numbersOf({ kind: 'float', minimum: 0, maximum: 100, distribution: kind, ...more }, fieldOf('FLOAT'), DRAWS);

  it('uniform: every tenth of the range has a tenth of the values', () => {
    const values = float('UNIFORM');
    near(meanOf(values), 50, 0.6);
    for (let tenth = 0; tenth < 10; tenth++) near(values.filter((value) => Math.floor(value / 10) === tenth).length / DRAWS, 0.1, 0.008);
  });

  it('normal: the mean and deviation asked for, two thirds within one deviation', () => {
    const values = float('NORMAL', { mean: 60, deviation: 8 });
    near(meanOf(values), 60, 0.2);
    near(deviationOf(values), 8, 0.15);
    near(values.filter((value) => Math.abs(value - 60) < 8).length / DRAWS, 0.6827, 0.01);
  });

  it('normal, cut: its mean is that of the truncated bell', () => {
    // A half bell from its mean upwards has its mean at 0.7979 deviations.
    near(meanOf(float('NORMAL', { mean: 0, deviation: 10 })), 7.979, 0.15);
  });

  it('lognormal: mean and deviation are of the values themselves', () => {
    const values = numbersOf({ kind: 'float', minimum: 0, maximum: 1e6, distribution: 'LOGNORMAL', mean: 100, deviation: 50 }, fieldOf('FLOAT'), DRAWS);
    near(meanOf(values), 100, 1.5);
    near(deviationOf(values), 50, 2.5);
  });

  it('exponential: mean and deviation are the distance from the minimum', () => {
    const values = numbersOf({ kind: 'float', minimum: 5, maximum: 1e6, distribution: 'EXPONENTIAL', mean: 15 }, fieldOf('FLOAT'), DRAWS);
    near(meanOf(values), 15, 0.3);
    near(deviationOf(values), 10, 0.4);
  });

  it('poisson: mean and variance are alike, and counts have their exact shares', () => {
    const values = numbersOf({ kind: 'integer', minimum: 0, maximum: 1000, distribution: 'POISSON', mean: 3 }, fieldOf('INTEGER'), DRAWS);
    near(meanOf(values), 3, 0.05);
    near(deviationOf(values) ** 2, 3, 0.15);
    near(values.filter((value) => value === 0).length / DRAWS, Math.exp(-3), 0.005);
    near(values.filter((value) => value === 3).length / DRAWS, (27 / 6) * Math.exp(-3), 0.01);
  });

  it('poisson with a large mean looks the same on both sides of the switch to the bell', () => {
    for (const mean of [99_000, 101_000]) {
      const values = numbersOf({ kind: 'integer', minimum: 0, maximum: 1e6, distribution: 'POISSON', mean }, fieldOf('INTEGER'), 5_000);
      near(meanOf(values), mean, 15);
      near(deviationOf(values), Math.sqrt(mean), 12);
    }
  });

  it('defaults spread over the range that is given', () => {
    for (const kind of DISTRIBUTIONS) {
      const values = float(kind);
      assert.ok(deviationOf(values) > 3, `${kind} is too narrow`);
      assert.ok(Math.max(...values) > 50, `${kind} never gets far`);
    }
  });

  it('a mean far outside of the bounds gives values at the nearer bound, never none', () => {
    const spread = spreadOf({ minimum: 0, maximum: 10, distribution: 'NORMAL', mean: 1e9, deviation: 1 });
    for (const unit of [0.01, 0.1, 0.5, 0.999]) near(spread(unit), 10, 2);
  });

  it('the normal quantile is the inverse of the normal share', () => {
    for (let deviations = -8; deviations <= 5; deviations += 0.37) near(normalQuantile(normalShareBelow(deviations)), deviations, 1e-6);
    near(normalQuantile(0.975), 1.959963984540054, 1e-12);
    near(normalShareBelow(-1), 0.15865525393145705, 1e-12);
  });

  it('a larger draw never gives a smaller value, poisson apart', () => {
    const units = Array.from({ length: 200 }, (_, i) => i / 200);
    for (const kind of ['UNIFORM', 'NORMAL', 'LOGNORMAL', 'EXPONENTIAL'] as const) {
      const values = units.map(spreadOf({ minimum: -7, maximum: 90, distribution: kind }));
      assert.deepEqual(values, [...values].sort((a, b) => a - b), kind);
    }
  });
});
