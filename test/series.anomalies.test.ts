// Anomalies: as many as were asked for, each in a stretch of its own, where it is labelled, and doing what its kind says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anomaliesOf } from '../src/domain/series/preview.ts';
import { ANOMALY_KINDS, type AnomalyKind, type MachineSpec } from '../src/domain/series/specification.ts';
import { anyMachine, anyTime, machineOf, readingsOf, rowsOf, seriesOf, signalOf } from './support/machines.ts';

/** A signal that every kind shows in, and one that drives it. */
const SIGNALS = [
  signalOf({ name: 'pump', noise: { deviation: 1, correlationSeconds: 1_800 } }),
  signalOf({ noise: { deviation: 0.2 }, drivers: [{ signal: 'pump', gain: 2, lagSeconds: 300 }] }),
];

function machineWith(kind: AnomalyKind, more: Partial<MachineSpec> = {}): MachineSpec {
  return machineOf(SIGNALS, { anomalies: [{ kind, signals: ['value'] }], ...more });
}

/** The readings of `value`, with and without its anomalies. */
function bothOf(kind: AnomalyKind): { readonly anomalies: ReturnType<typeof anomaliesOf>; readonly found: Float64Array; readonly sound: Float64Array } {
  const anomalies = [{ kind, signals: ['value'], minutes: { least: 200, most: 400 } }]; // so long that some go over the end of a block
  const [plan, sound] = [seriesOf([machineOf(SIGNALS, { anomalies })], { days: 200, anomalyRate: 0.1 }), seriesOf([machineOf(SIGNALS)], { days: 200 })];
  return { anomalies: anomaliesOf(plan, 'machine'), found: readingsOf(plan, 'value'), sound: readingsOf(sound, 'value') };
}

describe('anomalies', () => {
  it('hold the share of points that is asked for, whatever the machine, the time and the share; none meets another', () => {
    fc.assert(fc.property(anyMachine, anyTime, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.nat(), (machine, time, anomalyRate, seed) => {
      const plan = seriesOf([machine], { ...time, anomalyRate, seed });
      const { points = 0, machines = [] } = plan.series ?? {};
      const anomalies = anomaliesOf(plan, 'machine');
      assert.equal(anomalies.length, machines[0]?.anomalies);
      const inAll = anomalies.reduce((sum, { first, last }) => sum + last - first, 0);
      if (anomalies.length > 0) assert.ok(Math.abs(inAll - Math.max(1, Math.round(anomalyRate * points))) <= 1, `${inAll} of ${points} points, asked for ${anomalyRate}`);
      anomalies.forEach(({ first, last }, index) => assert.ok(first < last && last <= points && first >= (anomalies[index - 1]?.last ?? 0)));
    }), { numRuns: 150 });
  });

  it('are there at all in a short series, and of several kinds in one that is not so short', () => {
    for (const points of [100, 1_000]) assert.ok(anomaliesOf(seriesOf([machineOf(SIGNALS, { anomalyRate: 0.01, anomalies: ANOMALY_KINDS.map((kind) => ({ kind })) })], { days: points / 1_440 }), 'machine').length >= 1);
    const kinds = new Set(anomaliesOf(seriesOf([machineOf(SIGNALS, { anomalies: ANOMALY_KINDS.map((kind) => ({ kind })) })], { days: 100 }), 'machine').map(({ kind }) => kind));
    assert.ok(kinds.size >= 6, [...kinds].join());
  });

  it('come by their weights, last as long and are as strong as is said', () => {
    const anomalies = anomaliesOf(seriesOf([machineOf(SIGNALS, { anomalies: [{ kind: 'DRIFT', weight: 3, minutes: { least: 20, most: 40 }, severity: { least: 2, most: 3 } }, { kind: 'LEVEL_SHIFT', minutes: { least: 5, most: 5 } }] })], { days: 365 }), 'machine');
    const drifts = anomalies.filter(({ kind }) => kind === 'DRIFT');
    assert.ok(Math.abs(drifts.length / anomalies.length - 0.75) < 0.1, `${drifts.length} of ${anomalies.length}`);
    assert.ok(drifts.slice(0, -1).every(({ first, last, severity }) => last - first >= 20 && last - first <= 40 && severity >= 2 && severity <= 3));
    assert.ok(Math.abs(drifts.reduce((sum, { first, last }) => sum + last - first, 0) / drifts.length - 30) < 2);
    assert.ok(anomalies.slice(0, -1).filter(({ kind }) => kind === 'LEVEL_SHIFT').every(({ first, last }) => last - first === 5));
  });

  it('lie where the machine works', () => {
    const machine = machineWith('LEVEL_SHIFT', { modes: [{ name: 'run', meanMinutes: 500 }, { name: 'off', meanMinutes: 1_500, activity: 0 }] });
    const plan = seriesOf([machine], { days: 100 });
    const labels = rowsOf(plan, 'machine_labels').filter(([, , , anomaly]) => anomaly === 1);
    assert.ok(labels.length > 1_000 && labels.every(([, , mode]) => mode === 'run'));
  });

  it('are read in spite of drop-outs', () => {
    const plan = seriesOf([machineOf([signalOf({ noise: { deviation: 1 }, dropouts: { perDay: 100, meanMinutes: 7 } })], { anomalies: [{ kind: 'LEVEL_SHIFT' }] })], { days: 30, anomalyRate: 0.1 });
    const values = readingsOf(plan, 'value');
    assert.ok(values.filter(Number.isNaN).length > 10_000);
    for (const { first, last } of anomaliesOf(plan, 'machine')) assert.ok(values.subarray(first, last).every((value) => !Number.isNaN(value)));
  });

  it('are labelled point by point and listed, and leave everything else as it was', () => {
    const plan = seriesOf([machineOf(SIGNALS, { anomalies: ANOMALY_KINDS.map((kind) => ({ kind })) })], { days: 100, timeZone: 'Europe/Berlin' });
    const labels = rowsOf(plan, 'machine_labels');
    const listed = rowsOf(plan, 'anomalies');
    const anomalies = anomaliesOf(plan, 'machine');
    assert.equal(listed.length, anomalies.length);
    for (const [index, { kind, signals, first, last, severity }] of anomalies.entries()) {
      const [start, end] = [labels[first]?.[0], labels[last - 1]?.[0]];
      const utc = (point: number): string => `${new Date(((plan.series?.start ?? 0) + point * 60) * 1_000).toISOString().slice(0, 19)}Z`;
      assert.deepEqual(listed[index], ['machine', kind, signals.join(';'), start, end, utc(first), utc(last - 1), last - first, severity]);
      for (const point of [first - 1, first, last - 1, last]) {
        const isIn = point >= first && point < last;
        assert.deepEqual(labels[point]?.slice(3), isIn ? [1, kind, signals.join(';')] : [0, null, null]);
      }
    }
    assert.equal(labels.filter(([, , , anomaly]) => anomaly === 1).length, Math.round(0.01 * 144_000));
    const [all, sound] = [rowsOf(plan, 'machine'), rowsOf(seriesOf([machineOf(SIGNALS)], { days: 100, timeZone: 'Europe/Berlin' }), 'machine')];
    labels.forEach(([, , , anomaly], point) => {
      if (anomaly === 0) assert.deepEqual(all[point], sound[point]);
    });
  });

  it('of all machines are one table, page by page', () => {
    const plan = seriesOf(Array.from({ length: 60 }, (_, index) => machineWith('POINT', { name: `m${index}` })), { days: 10 });
    const listed = rowsOf(plan, 'anomalies');
    assert.equal(listed.length, 60 * 144);
    assert.deepEqual(rowsOf(plan, 'anomalies', 4_090, 4_100), listed.slice(4_090, 4_100));
    const expected = Array.from({ length: 60 }, (_, index) => anomaliesOf(plan, `m${index}`).map(({ first }) => [`m${index}`, new Date(1_735_689_600_000 + first * 60_000).toISOString().slice(0, 19).replace('T', ' ')]));
    assert.deepEqual(listed.map(([machine, , , start]) => [machine, start]), expected.flat());
  });
});

describe('an anomaly', () => {
  /** What each kind does to the readings of its points: what was found, less what is sound. */
  const effects: Readonly<Record<AnomalyKind, (differences: Float64Array, found: Float64Array) => boolean>> = {
    POINT: (off) => off.length === 1 && Math.abs(off[0] ?? 0) > 10,
    LEVEL_SHIFT: (off) => off.every((one) => Math.abs(one - (off[0] ?? 0)) < 0.0021) && Math.abs(off[0] ?? 0) > 10,
    DRIFT: (off) => off.every((one, at) => at === 0 || Math.abs(one) >= Math.abs(off[at - 1] ?? 0) - 0.0021) && Math.abs(off.at(-1) ?? 0) > 10 && Math.abs(off[0] ?? 0) < 1,
    VARIANCE: (off) => Math.sqrt(off.reduce((sum, one) => sum + one ** 2, 0) / off.length) > 4,
    PATTERN: (off) => off.filter((one, at) => at > 0 && one * (off[at - 1] ?? 0) < 0).length >= 6 && off.some((one) => one > 4) && off.some((one) => one < -4),
    STUCK_AT: (_, found) => found.every((one) => one === found[0]),
    SPIKE_TRAIN: (off) => off.some((one, at) => at > 0 && Math.abs(one) > 10 && Math.abs(off[at - 1] ?? 0) < 0.0021) && off.filter((one) => Math.abs(one) > 10).length >= off.length / 6,
    CORRELATION_BREAK: (off) => Math.sqrt(off.reduce((sum, one) => sum + one ** 2, 0) / off.length) > 0.5,
  };
  for (const kind of ANOMALY_KINDS) it(`of kind ${kind} does what it says`, () => {
    const { anomalies, found, sound } = bothOf(kind);
    assert.ok(anomalies.length > 3);
    // The last one fills up the share, and may be as short as can be.
    for (const { first, last } of anomalies.slice(0, -1)) {
      const part = found.subarray(first, last);
      assert.ok(effects[kind](part.map((value, at) => value - (sound[first + at] ?? NaN)), part), `${first} to ${last}`);
      if (kind === 'STUCK_AT') assert.equal(part[0], sound[Math.max(0, first - 1)]);
    }
  });

  it('goes to the side where there is room, and shows there', () => {
    const low = signalOf({ level: 3, noise: { deviation: 0.5 } });
    const plan = seriesOf([machineOf([low], { anomalies: [{ kind: 'POINT', severity: { least: 10, most: 1e6 } }] })], { days: 10 });
    const values = readingsOf(plan, 'value');
    for (const { first } of anomaliesOf(plan, 'machine')) assert.ok((values[first] ?? 0) >= 7.5, `${values[first]}`);
  });
});
