// What a specification says of a machine can be measured in its readings.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Stream } from '../src/domain/random.ts';
import { normalQuantile } from '../src/domain/samplers/distribution.ts';
import { Noise } from '../src/domain/series/noise.ts';
import { normalAt } from '../src/domain/series/normal.ts';
import { BLOCK_POINTS } from '../src/domain/series/timeline.ts';
import { machineOf, readingsOf, rowsOf, seriesOf, signalOf } from './support/machines.ts';

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's correlation of two series, the second so many points later. */
function correlation(one: Float64Array, other: Float64Array, lag = 0): number {
  const [a, b] = [one.subarray(0, one.length - lag), other.subarray(lag)];
  const [meanA, meanB] = [mean(a), mean(b)];
  let [covariance, varianceA, varianceB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    covariance += x * y;
    varianceA += x * x;
    varianceB += y * y;
  }
  return covariance / Math.sqrt(varianceA * varianceB);
}

/** Strength of a frequency, in turns over the whole series. */
function power(values: Float64Array, turns: number): number {
  let [cosine, sine] = [0, 0];
  const middle = mean(values);
  values.forEach((value, point) => {
    const angle = (2 * Math.PI * turns * point) / values.length;
    cosine += (value - middle) * Math.cos(angle);
    sine += (value - middle) * Math.sin(angle);
  });
  return cosine ** 2 + sine ** 2;
}

describe('noise', () => {
  it('is normally distributed, in the tails too', () => {
    const stream = Stream.of(3, 'normal');
    const draws = Float64Array.from({ length: 1_000_000 }, (_, row) => normalAt(stream, row)).sort();
    for (const share of [0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999]) {
      const expected = normalQuantile(share);
      // Five standard errors of an order statistic.
      const error = (5 * Math.sqrt((share * (1 - share)) / draws.length) * Math.sqrt(2 * Math.PI)) / Math.exp(-(expected ** 2) / 2);
      assert.ok(Math.abs((draws[Math.floor(share * draws.length)] ?? NaN) - expected) < error, `${share}`);
    }
  });

  it('has the autocorrelation that is asked for, over the ends of blocks as inside them', () => {
    for (const correlationMinutes of [2, 30, 600, 20_000]) {
      const count = 400;
      const noise = new Noise(Stream.of(5, String(correlationMinutes)), { deviation: 2, correlation: correlationMinutes, blocks: count });
      const values = new Float64Array(count * BLOCK_POINTS);
      for (let block = 0; block < count; block++) noise.fill(block, values.subarray(block * BLOCK_POINTS, (block + 1) * BLOCK_POINTS));
      const changes = { inside: 0, over: 0 };
      for (let point = 1; point < values.length; point++) {
        const change = ((values[point] ?? 0) - (values[point - 1] ?? 0)) ** 2;
        if (point % BLOCK_POINTS === 0) changes.over += change / (count - 1);
        else changes.inside += change / (values.length - count);
      }
      const expected = 2 * 4 * -Math.expm1(-1 / correlationMinutes);
      assert.ok(Math.abs(changes.inside / expected - 1) < 0.02, `${correlationMinutes}: ${changes.inside} inside, expected ${expected}`);
      assert.ok(Math.abs(changes.over / expected - 1) < 0.4, `${correlationMinutes}: ${changes.over} over the ends, expected ${expected}`);
      if (correlationMinutes > 1_000) continue; // too few independent values to tell more
      assert.ok(Math.abs(Math.sqrt(mean(values.map((value) => value ** 2))) - 2) < 0.1, `${correlationMinutes}: deviation`);
      assert.ok(Math.abs(correlation(values, values, correlationMinutes) - Math.exp(-1)) < 0.05, `${correlationMinutes}: ${correlation(values, values, correlationMinutes)}`);
    }
  });
});

describe('a machine', () => {
  it('has its rhythms: the spectrum peaks at the day, and at the week', () => {
    const plan = seriesOf([machineOf([signalOf({ daily: { amplitude: 2, peak: 15 }, weekly: { amplitude: 1, peak: 3 }, noise: { deviation: 1, correlationSeconds: 600 } })])], { days: 140, intervalSeconds: 600 });
    const values = readingsOf(plan, 'value');
    const strongest = Array.from({ length: 400 }, (_, turns) => ({ turns: turns + 1, power: power(values, turns + 1) })).sort((a, b) => b.power - a.power);
    assert.deepEqual(strongest.slice(0, 2).map(({ turns }) => turns), [140, 20]);
    assert.ok((strongest[1]?.power ?? 0) > 20 * (strongest[2]?.power ?? Infinity));
  });

  it('has signals that follow what drives them, at the lag that is said', () => {
    const driver = signalOf({ name: 'pump', noise: { deviation: 2, correlationSeconds: 300 } });
    const plan = seriesOf([machineOf([driver, signalOf({ noise: { deviation: 0.5 }, drivers: [{ signal: 'pump', gain: -1.5, lagSeconds: 720 }] })])], { days: 60 });
    const [pump, value] = [readingsOf(plan, 'pump'), readingsOf(plan, 'value')];
    const best = Array.from({ length: 40 }, (_, lag) => ({ lag, size: -correlation(pump, value, lag) })).sort((a, b) => b.size - a.size)[0];
    assert.equal(best?.lag, 12);
    assert.ok((best?.size ?? 0) > 0.95, `${best?.size}`);
  });

  it('goes to another level at its settling time, and knows it at the beginning of any block', () => {
    const modes = [{ name: 'low', meanMinutes: 3_000 }, { name: 'high', meanMinutes: 3_000 }];
    const settlingMinutes = 200;
    const values = readingsOf(seriesOf([machineOf([signalOf({ resolution: 1e-6, level: 20, levels: [{ mode: 'high', level: 80 }], settlingSeconds: settlingMinutes * 60 })], { modes })], { days: 60 }), 'value');
    const labels = rowsOf(seriesOf([machineOf([signalOf()], { modes })], { days: 60 }), 'machine_labels').map(([, , mode]) => mode);
    let expected = 20;
    values.forEach((value, point) => {
      const target = labels[point] === 'high' ? 80 : 20;
      expected = target + (expected - target) * Math.exp(-1 / settlingMinutes);
      assert.ok(Math.abs(value - expected) < 2e-6, `point ${point}: ${value}, expected ${expected}`);
    });
  });

  it('wears with its work, until maintenance undoes it', () => {
    const machine = machineOf([signalOf({ wearPerDay: 1 })], { modes: [{ name: 'run', meanMinutes: 60 }, { name: 'service', meanMinutes: 60 }], maintenance: { mode: 'service', everyDays: 10, hours: 4 } });
    const plan = seriesOf([machine], { days: 100 });
    const values = readingsOf(plan, 'value');
    const modes = rowsOf(plan, 'machine_labels').map(([, , mode]) => mode);
    let stays = 0;
    values.forEach((value, point) => {
      if (modes[point] === 'service') {
        assert.equal(value, 50);
        if (modes[point - 1] !== 'service') stays++;
      } else if (point > 0) {
        assert.ok(Math.abs(value - (values[point - 1] ?? 0) - 1 / 1_440) < 0.0011, `point ${point}`);
      }
    });
    assert.ok(stays >= 9 && stays <= 11, `${stays} times`);
    const most = values.reduce((greatest, value) => Math.max(greatest, value), 0);
    assert.ok(most > 59 && most < 61.1, `${most} at most`);
  });

  it('drifts with its trend, and has set-points as far apart and as often as is said', () => {
    const year = readingsOf(seriesOf([machineOf([signalOf({ trendPerDay: 0.1, resolution: 0.0001 })])], { days: 100 }), 'value');
    assert.ok(Math.abs((year.at(-1) ?? 0) - 60) < 0.001);
    const steps = readingsOf(seriesOf([machineOf([signalOf({ steps: { deviation: 5, meanHours: 6 } })])], { days: 500, intervalSeconds: 600 }), 'value');
    const changes = steps.filter((value, point) => point > 0 && value !== steps[point - 1]).length;
    assert.ok(Math.abs(changes / 2_000 - 1) < 0.02, `${changes} changes`);
    assert.ok(Math.abs(Math.sqrt(mean(steps.map((value) => (value - 50) ** 2))) - 5) < 0.5);
  });

  it('is in its modes as much as the Markov chain says, weighted by how long they last', () => {
    const modes = [
      { name: 'a', meanMinutes: 30, next: [{ mode: 'b', weight: 3 }, { mode: 'c', weight: 1 }] },
      { name: 'b', meanMinutes: 10, next: [{ mode: 'a', weight: 1 }] },
      { name: 'c', meanMinutes: 90, next: [{ mode: 'a', weight: 1 }, { mode: 'b', weight: 1 }] },
    ];
    // Stationary by hand: a = b + c / 2, b = 3 a / 4 + c / 2, c = a / 4; so a : b : c = 8 : 7 : 2.
    const weights = { a: 8 * 30, b: 7 * 10, c: 2 * 90 };
    const all = weights.a + weights.b + weights.c;
    const labels = rowsOf(seriesOf([machineOf([signalOf()], { modes })], { days: 1_000, intervalSeconds: 300 }), 'machine_labels');
    for (const [mode, weight] of Object.entries(weights)) {
      const share = labels.filter((row) => row[2] === mode).length / labels.length;
      assert.ok(Math.abs(share - weight / all) < 0.02, `${mode}: ${share}, expected ${weight / all}`);
    }
    const stays = labels.filter((row, point) => row[2] === 'c' && labels[point - 1]?.[2] !== 'c').length;
    const lasts = (labels.filter((row) => row[2] === 'c').length * 5) / stays;
    assert.ok(Math.abs(lasts / 90 - 1) < 0.05, `c lasts ${lasts} minutes in the mean`);
  });

  it('goes on in the morning with what it was at in the evening', () => {
    const modes = [{ name: 'long', meanMinutes: 3_000, next: [{ mode: 'short', weight: 1 }] }, { name: 'short', meanMinutes: 1_000, next: [{ mode: 'long', weight: 1 }] }, { name: 'off', meanMinutes: 1 }];
    const machine = machineOf([signalOf()], { modes, shifts: { days: [1, 2, 3, 4, 5, 6, 7], from: 8, until: 16, mode: 'off' } });
    const working = rowsOf(seriesOf([machine], { days: 2_000, intervalSeconds: 3_600 }), 'machine_labels').map(([, , mode]) => mode).filter((mode) => mode !== 'off');
    const share = working.filter((mode) => mode === 'long').length / working.length;
    assert.ok(Math.abs(share - 0.75) < 0.04, `${share}`);
    const changes = working.filter((mode, point) => point > 0 && mode !== working[point - 1]).length;
    assert.ok(Math.abs(changes / 480 - 1) < 0.1, `${changes} changes in 960,000 minutes of work`);
  });

  it('has activity that scales what its signals do, but not what stands alike in all modes', () => {
    fc.assert(fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.nat(), (activity, seed) => {
      const machine = machineOf([signalOf({ levels: [{ mode: 'idle', level: 20 }], noise: { deviation: 1 } }), signalOf({ name: 'room', noise: { deviation: 1 } })], { modes: [{ name: 'run', meanMinutes: 100 }, { name: 'idle', meanMinutes: 100, activity }] });
      const plan = seriesOf([machine], { days: 30, seed });
      const modes = rowsOf(plan, 'machine_labels').map(([, , mode]) => mode);
      const deviation = (signal: string, level: number): number => Math.sqrt(mean(readingsOf(plan, signal).filter((_, point) => modes[point] === 'idle').map((value) => (value - level) ** 2)));
      assert.ok(Math.abs(deviation('value', 20) / activity - 1) < 0.06);
      assert.ok(Math.abs(deviation('room', 50) - 1) < 0.06);
    }), { numRuns: 5 });
  });

  it('has signals at rest where they stand at the beginning of their range', () => {
    const modes = [{ name: 'open', meanMinutes: 100 }, { name: 'shut', meanMinutes: 100 }];
    const plan = seriesOf([machineOf([signalOf({ levels: [{ mode: 'shut', level: 0 }], noise: { deviation: 1 } })], { modes })], { days: 30 });
    const labels = rowsOf(plan, 'machine_labels').map(([, , mode]) => mode);
    const shut = readingsOf(plan, 'value').filter((_, point) => labels[point] === 'shut');
    assert.ok(shut.length > 10_000 && shut.every((value) => value < 1.2) && shut.some((value) => value > 0.4));
  });
});
