// Fidelity and privacy: the figures are those that SDMetrics itself gives for the same tables (test/fixtures/sdmetrics/figures.py), and keep to what
// their definitions promise for any columns.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { correlationSimilarity, pearson } from '../src/domain/quality/column-pairs.ts';
import { columnShape, missingValueSimilarity, shapeOf } from '../src/domain/quality/column-shapes.ts';
import { continuous as columnOfNumbers, type Column } from '../src/domain/quality/column.ts';
import { exampleOf, type Example } from '../src/domain/quality/example.ts';
import { fidelityOf } from '../src/domain/quality/fidelity.ts';
import { distancesToClosest, privacyOf } from '../src/domain/quality/privacy.ts';

type Values = readonly (string | number | boolean | null)[];

/** figures.json, as figures.py writes it. */
interface Figures {
  readonly kinds: Readonly<Record<string, string>>;
  readonly training: Readonly<Record<string, Values>>;
  readonly holdout: Readonly<Record<string, Values>>;
  readonly synthetic: Readonly<Record<string, Values>>;
  readonly figures: {
    readonly score: number;
    readonly properties: Readonly<Record<'Column Shapes' | 'Column Pair Trends', number>>;
    readonly columns: Readonly<Record<string, { readonly shape: number; readonly missing: number }>>;
    readonly pairs: readonly (readonly [string, string, string, number | null])[];
    readonly overfitting: { readonly score: number; readonly closerToTraining: number };
    readonly distances: readonly number[];
  };
}

const { kinds, training, holdout, synthetic, figures } = JSON.parse(readFileSync(new URL('./fixtures/sdmetrics/figures.json', import.meta.url), 'utf8')) as Figures;

function columnsOf(table: Readonly<Record<string, Values>>): readonly Column[] {
  return Object.entries(table).map(([name, values]): Column => {
    if (kinds[name] === 'numerical' || kinds[name] === 'datetime') return { name, kind: 'continuous', values: values as readonly (number | null)[] };
    return { name, kind: 'discrete', values: values.map((value) => (value === null ? null : String(value))) };
  });
}

/** Up to what SDMetrics puts in the place of values that the real column lacks: a millionth. */
const near = (value: number | null | undefined, expected: number | null, what: string): void => assert(value === expected || Math.abs((value ?? NaN) - (expected ?? NaN)) < 1e-6, `${what}: expected ${expected}, got ${value}`);

describe('the figures of SDMetrics', () => {
  it('of every column, every pair, and the whole', () => {
    const fidelity = fidelityOf(exampleOf(columnsOf(training), 1), columnsOf(synthetic));
    for (const { column, shape, missing } of fidelity.columns) {
      near(shape, figures.columns[column]?.shape ?? null, column);
      near(missing, figures.columns[column]?.missing ?? null, `${column}, missing`);
    }
    const compared = figures.pairs.filter(([, , , trend]) => trend !== null);
    assert(compared.length < figures.pairs.length && compared.some(([, , metric]) => metric === 'CorrelationSimilarity'));
    assert.equal(fidelity.pairs.length, compared.length);
    for (const [one, other, metric, trend] of compared) {
      const found = fidelity.pairs.find(({ columns }) => columns.join() === [one, other].join());
      assert.equal(found?.metric, metric === 'CorrelationSimilarity' ? 'CORRELATION_SIMILARITY' : 'CONTINGENCY_SIMILARITY');
      near(found.trend, trend, `${one}, ${other}`);
    }
    near(fidelity.columnShapes, figures.properties['Column Shapes'], 'Column Shapes');
    near(fidelity.columnPairTrends, figures.properties['Column Pair Trends'], 'Column Pair Trends');
    near(fidelity.score, figures.score, 'score');
  });

  it('of privacy, row by row', () => {
    const sets = { training: columnsOf(training), holdout: columnsOf(holdout), synthetic: columnsOf(synthetic) };
    distancesToClosest(sets.synthetic, sets.training).forEach((distance, row) => near(distance, figures.distances[row] ?? null, `row ${row}`));
    const privacy = privacyOf(sets);
    near(privacy?.closerToTraining, figures.overfitting.closerToTraining, 'closer to training');
    near(privacy?.score, figures.overfitting.score, 'DCROverfittingProtection');
    assert.equal(privacy?.exactCopies, 4 / 80, 'the rows that the script copies');
  });
});

const numbers = fc.array(fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })), { nil: null, freq: 6 }), { maxLength: 40 });
const words = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', '["a"]', ''), { nil: null, freq: 6 }), { maxLength: 40 });

const continuous = (values: readonly (number | null)[], name = 'x'): Column => columnOfNumbers(name, values);
const discrete = (values: readonly (string | null)[], name = 'x'): Column => ({ name, kind: 'discrete', values });
/** Of columns of which all is known. */
const shape = (real: Column, synthetic: Column): number | null => columnShape(shapeOf(real, 1), synthetic);
const ks = (real: readonly (number | null)[], synthetic: readonly (number | null)[]): number | null => shape(continuous(real), continuous(synthetic));
const tv = (real: readonly (string | null)[], synthetic: readonly (string | null)[]): number | null => shape(discrete(real), discrete(synthetic));
const isNear = (one: number | null | undefined, other: number | null): boolean => one === other || Math.abs((one ?? NaN) - (other ?? NaN)) < 1e-6;

function assertShare(score: number | null): void {
  assert(score === null || (score >= 0 && score <= 1), String(score));
}

describe('a figure of fidelity', () => {
  it('is 1 for a column against itself, in any order, and the same both ways', () => {
    fc.assert(fc.property(numbers, numbers, words, words, (xs, ys, vs, ws) => {
      assert(isNear(ks(xs, xs.toReversed()), xs.some((x) => x !== null) ? 1 : null));
      assert(isNear(tv(vs, vs.toReversed()), vs.some((v) => v !== null) ? 1 : null));
      assert(isNear(ks(xs, ys), ks(ys, xs)));
      assert(isNear(tv(vs, ws), tv(ws, vs)));
      for (const score of [ks(xs, ys), tv(vs, ws), missingValueSimilarity(shapeOf(continuous(xs), 1), continuous(ys))]) assertShare(score);
    }));
  });

  it('of numbers is what all of the distribution functions say, and stays where both are stretched alike', () => {
    fc.assert(fc.property(numbers, numbers, (xs, ys) => {
      const [a, b] = [xs.filter((x) => x !== null), ys.filter((y) => y !== null)];
      const at = (values: readonly number[], x: number): number => values.filter((value) => value <= x).length / values.length;
      const distances = [...a, ...b].map((x) => Math.abs(at(a, x) - at(b, x)));
      const found = ks(xs, ys);
      assert(isNear(found, a.length === 0 || b.length === 0 ? null : 1 - Math.max(...distances)));
      assert(isNear(ks(xs.map((x) => (x === null ? null : x * 2)), ys.map((y) => (y === null ? null : y * 2))), found));
    }));
  });

  it('is 0 for columns that have nothing in common, and none where there is nothing', () => {
    assert.equal(ks([1, 2], [3, 4, null]), 0);
    assert.equal(tv(['a'], ['b', 'c']), 0);
    assert.equal(ks([null], [1]), null);
    assert.equal(shape(continuous([1]), discrete(['1'])), null);
    near(correlationSimilarity(1, [[1, 2, 3], [3, 2, 1]]), 0, 'opposite');
    assert.equal(correlationSimilarity(1, [[1, 1], [1, 2]]), null);
    const real = exampleOf([discrete(['a', 'b'], 'one'), discrete(['b', 'a'], 'other')], 1);
    assert.equal(fidelityOf(real, [discrete(['b', 'a'], 'one'), discrete(['b', 'a'], 'other')]).pairs[0]?.trend, 0, 'which column has which value is no matter of indifference');
  });

  it('is a share whatever the values are, and the same once the example was kept as JSON', () => {
    const wide = fc.array(fc.tuple(fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 })), fc.double(), fc.constantFrom('a', 'b', '__proto__', null)), { maxLength: 300 });
    fc.assert(fc.property(wide, wide, fc.constantFrom(1, 5), (real, made, least) => {
      const columns = (rows: typeof real): readonly Column[] => [continuous(rows.map(([x]) => x), 'x'), continuous(rows.map(([, y]) => y), 'y'), discrete(rows.map(([, , v]) => v), 'v')];
      const example = exampleOf(columns(real), least);
      const fidelity = fidelityOf(example, columns(made));
      assert.deepEqual(fidelityOf(JSON.parse(JSON.stringify(example)) as Example, columns(made)), fidelity);
      for (const score of [fidelity.score, ...fidelity.columns.flatMap(({ shape: one, missing }) => [one, missing]), ...fidelity.pairs.map(({ trend }) => trend)]) assertShare(score);
    }));
  });

  it('of pairs is whole for a table against itself; dependence is between -1 and 1', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer(), fc.constantFrom('a', 'b', null), fc.constantFrom('x', 'y', 'z')), { minLength: 1, maxLength: 40 }), (rows) => {
      const columns = [continuous(rows.map(([x]) => x), 'x'), continuous(rows.map(([, y]) => y), 'y'), discrete(rows.map(([, , v]) => v), 'v'), discrete(rows.map(([, , , w]) => w), 'w')];
      const coefficient = pearson([rows.map(([x]) => x), rows.map(([, y]) => y)]);
      assert(coefficient === null || Math.abs(coefficient) <= 1);
      for (const { dependence, trend } of fidelityOf(exampleOf(columns, 1), columns).pairs) {
        assert(Math.abs(dependence) > 0.3 && Math.abs(dependence) <= 1 + 1e-9);
        assert(isNear(trend, 1), String(trend));
        assertShare(trend);
      }
    }));
    const pairs = (one: readonly string[], other: readonly string[]): readonly number[] => exampleOf([discrete(one, 'one'), discrete(other, 'other')], 1).pairs.map(({ dependence }) => dependence);
    assert(isNear(pairs(['a', 'b', 'c'], ['x', 'y', 'z'])[0], 1));
    assert.deepEqual(pairs(['a', 'a', 'b', 'b'], ['x', 'y', 'x', 'y']), []);
  });
});

describe('a figure of privacy', () => {
  const column = (values: readonly number[]): readonly Column[] => [{ name: 'x', kind: 'continuous', values }];

  it('is worst where all rows are copies, best where none is nearer to what was learned from', () => {
    const [learned, apart] = [column([1, 2, 3, 4]), column([10, 20, 30, 40])];
    assert.deepEqual(privacyOf({ training: learned, holdout: apart, synthetic: learned }), { closerToTraining: 1, score: 0, exactCopies: 1 });
    assert.deepEqual(privacyOf({ training: learned, holdout: apart, synthetic: apart }), { closerToTraining: 0, score: 1, exactCopies: 0 });
    assert.equal(privacyOf({ training: learned, holdout: apart, synthetic: column([]) }), null);
  });

  it('measures no row further than 1 from another, and 0 from itself', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.option(fc.integer(), { nil: null }), fc.option(fc.constantFrom('a', 'b'), { nil: null })), { minLength: 1, maxLength: 20 }), (rows) => {
      const set: readonly Column[] = [{ name: 'x', kind: 'continuous', values: rows.map(([x]) => x) }, { name: 'y', kind: 'discrete', values: rows.map(([, y]) => y) }];
      assert(distancesToClosest(set, set).every((distance) => distance === 0));
      const shifted: readonly Column[] = [{ name: 'x', kind: 'continuous', values: rows.map(([x]) => (x === null ? 0 : x + 1)) }, { name: 'y', kind: 'discrete', values: rows.map(() => 'c') }];
      assert(distancesToClosest(shifted, set).every((distance) => distance > 0 && distance <= 1));
    }));
  });
});
