// Machines and times that make no sense are refused, with a path and a reason; and sound ones are not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { machineIssues } from '../src/domain/series/issues.ts';
import { MAX_DRIVERS, MAX_MACHINES, MAX_MODES, MAX_POINTS, MAX_SIGNALS } from '../src/domain/series/limits.ts';
import type { SeriesRequest } from '../src/domain/series/plan.ts';
import { seriesPreview, type PreviewOrder } from '../src/domain/series/preview.ts';
import type { MachineSpec, SignalSpec } from '../src/domain/series/specification.ts';
import { anyMachine, machineOf, NEW_YEAR, readingsOf, seriesOf, signalOf } from './support/machines.ts';

function refusal(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw error;
  }
  return [];
}

const withSignal = (more: Partial<SignalSpec>): MachineSpec => machineOf([signalOf(more)]);
const MODES = [{ name: 'run', meanMinutes: 60 }, { name: 'idle', meanMinutes: 60 }];

describe('a machine is refused', () => {
  const faults: readonly (readonly [MachineSpec, RegExp])[] = [
    [machineOf([signalOf()], { name: '../x' }), /^name: expected a name of 1 to 60 letters/],
    [machineOf([signalOf()], { name: 'x.' }), /^name: /],
    ...['__proto__', '-rf', 'pump_', '.pump'].map((name) => [machineOf([signalOf()], { name }), /^name: .*begins and ends with a letter or digit/] as const),
    [machineOf([]), /^signals: expected 1 to 64 signals, got 0$/],
    [machineOf(Array.from({ length: MAX_SIGNALS + 1 }, (_, at) => signalOf({ name: `s${at}` }))), /^signals: .* got 65$/],
    [machineOf([signalOf()], { modes: [] }), /^modes: expected 1 to 32 modes, got 0$/],
    [machineOf([signalOf()], { modes: Array.from({ length: MAX_MODES + 1 }, (_, at) => ({ name: `m${at}`, meanMinutes: 1 })) }), /^modes: /],
    [machineOf([signalOf()], { modes: [...MODES, { name: 'Run', meanMinutes: 1 }] }), /^modes.2.name: two modes are named "Run"/],
    [machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 0 }] }), /^modes.0.meanMinutes: expected a number of minutes above 0/],
    [machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: NaN }] }), /^modes.0.meanMinutes: .* got NaN$/],
    [machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 1, activity: 2 }] }), /^modes.0.activity: /],
    [machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 1, next: [{ mode: 'fly', weight: 1 }] }] }), /^modes.0.next.0.mode: unknown mode "fly": expected one of run$/],
    [machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 1, next: [{ mode: 'run', weight: 0 }] }] }), /^modes.0.next: expected a mode with a weight above 0/],
    [machineOf([signalOf(), signalOf()]), /^signals.1.name: two signals are named "value"/],
    [withSignal({ name: 'Timestamp' }), /^signals.0.name: the first column is named Timestamp/],
    [withSignal({ name: ' x' }), /^signals.0.name: /],
    [withSignal({ minimum: 100, maximum: 0 }), /^signals.0.maximum: .*the wrong way round$/],
    [withSignal({ maximum: Infinity }), /^signals.0.maximum: /],
    [withSignal({ resolution: 0 }), /^signals.0.resolution: expected a number above 0/],
    [withSignal({ resolution: 101 }), /^signals.0.resolution: expected a step within the range of 100, got 101$/],
    [withSignal({ resolution: 1 / 3 }), /^signals.0.resolution: expected a decimal number of at most 12 places/],
    [withSignal({ minimum: 0.6000000000000001, maximum: 0.6999999999999998, level: 0.65, resolution: 0.1 }), /^signals.0.resolution: expected a range that holds a multiple/],
    [withSignal({ level: 101 }), /^signals.0.level: expected a level within the range from 0 to 100, got 101$/],
    [withSignal({ levels: [{ mode: 'run', level: -1 }] }), /^signals.0.levels.0.level: /],
    [withSignal({ levels: [{ mode: 'fly', level: 1 }] }), /^signals.0.levels.0.mode: unknown mode "fly"/],
    [withSignal({ settlingSeconds: -1 }), /^signals.0.settlingSeconds: /],
    [withSignal({ noise: { deviation: -1 } }), /^signals.0.noise.deviation: /],
    [withSignal({ noise: { deviation: 1, correlationSeconds: NaN } }), /^signals.0.noise.correlationSeconds: /],
    [withSignal({ daily: { amplitude: 1, peak: 25 } }), /^signals.0.daily.peak: /],
    [withSignal({ weekly: { amplitude: 1, peak: 0 } }), /^signals.0.weekly.peak: /],
    [withSignal({ trendPerDay: Infinity }), /^signals.0.trendPerDay: /],
    [withSignal({ steps: { deviation: 1, meanHours: 0 } }), /^signals.0.steps.meanHours: /],
    [withSignal({ dropouts: { perDay: 100, meanMinutes: 100 } }), /^signals.0.dropouts: expected at most 720 minutes of a day without readings, got 10000$/],
    [withSignal({ drivers: [{ signal: 'none', gain: 1 }] }), /^signals.0.drivers.0.signal: unknown signal "none"/],
    [withSignal({ drivers: [{ signal: 'value', gain: 1 }] }), /^signals.0.drivers.0.signal: drivers go in a circle: value <- value/],
    [withSignal({ drivers: Array.from({ length: MAX_DRIVERS + 1 }, () => ({ signal: 'none', gain: 1 })) }), /^signals.0.drivers: expected at most 16/],
    [machineOf([signalOf({ drivers: [{ signal: 'b', gain: 1 }] }), signalOf({ name: 'b', drivers: [{ signal: 'value', gain: 1 }] })]), /^signals.0.drivers.0.signal: drivers go in a circle: value <- b <- value/],
    [machineOf([signalOf({ drivers: [{ signal: 'b', gain: 1, lagSeconds: 86_401 }] }), signalOf({ name: 'b' })]), /^signals.0.drivers.0.lagSeconds: /],
    [machineOf([signalOf({ drivers: [{ signal: 'b', gain: 1, lagSeconds: 50_000 }] }), signalOf({ name: 'b', drivers: [{ signal: 'c', gain: 1, lagSeconds: 50_000 }] }), signalOf({ name: 'c' })]), /^signals.2.name: expected signals that lag behind "c" by 86400 seconds at most, with all that is between them, got 100000/],
    [machineOf([signalOf()], { shifts: { days: [0], from: 6, until: 14, mode: 'run' } }), /^shifts.days: /],
    [machineOf([signalOf()], { shifts: { days: [1], from: 6, until: 25, mode: 'off' } }), /^shifts.mode: unknown mode "off".*\nshifts.until: /],
    [machineOf([signalOf()], { shifts: { days: [1], from: 6, until: 14, mode: 'run', holidays: ['Christmas'] } }), /^shifts.holidays.0: expected a day such as/],
    [machineOf([signalOf()], { shifts: { days: [1], from: 6, until: 14, mode: 'run', holidays: ['02-29', '2024-02-29', '2025-02-29', '02-30'] } }), /^shifts.holidays.2: .* got "2025-02-29"\nshifts.holidays.3: .* got "02-30"$/],
    [machineOf([signalOf()], { maintenance: { mode: 'run', everyDays: 1, hours: 13 } }), /^maintenance.hours: expected maintenance of at most half/],
    [machineOf([signalOf()], { anomalyRate: 0.6 }), /^anomalyRate: /],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', signals: [] }] }), /^anomalies.0.signals: expected signals that it may befall, got none/],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', signals: ['none'] }] }), /^anomalies.0.signals.0: unknown signal/],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', weight: -1 }] }), /^anomalies.0.weight: /],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', minutes: { least: 5, most: 1 } }] }), /^anomalies.0.minutes.most: expected 5 or more, got 1/],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', severity: { least: 0, most: 1 } }] }), /^anomalies.0.severity.least: /],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', severity: { least: 1, most: 1e308 } }] }), /^anomalies.0.severity.most: expected a number above 0 and of 1000000 at most/],
    [machineOf([signalOf()], { anomalies: [{ kind: 'DRIFT', minutes: { least: 1e308, most: 1e308 } }] }), /^anomalies.0.minutes.least: .*of 52596000 at most/],
    [machineOf([signalOf()], { anomalies: [{ kind: 'CORRELATION_BREAK' }] }), /^anomalies.0: a CORRELATION_BREAK needs a signal that others drive/],
  ];
  for (const [machine, expected] of faults) {
    const found = machineIssues(machine, []).map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
    it(`where ${found.slice(0, 70)}`, () => assert.match(found, expected));
  }

  it('never where it is sound', () => {
    fc.assert(fc.property(anyMachine, (machine) => assert.deepEqual(machineIssues(machine, []), [])));
  });
});

describe('a run is refused', () => {
  const sound = machineOf([signalOf()]);
  const faults: readonly (readonly [Partial<SeriesRequest>, RegExp])[] = [
    [{ machines: [] }, /^machines: expected 1 to 200 machines, got 0$/],
    [{ machines: Array.from({ length: MAX_MACHINES + 1 }, (_, at) => ({ ...sound, name: `m${at}` })) }, /^machines: .* got 201: start several runs$/],
    [{ machines: [sound, sound] }, /^machines.1.name: the table machine is machine 0's already/],
    [{ machines: [sound, { ...sound, name: 'Machine_labels' }] }, /^machines.1.name: the table machine_labels is machine 0's already/],
    [{ machines: [{ ...sound, name: 'Anomalies' }] }, /^machines.0.name: the table anomalies is the table of anomalies already/],
    [{ machines: [withSignal({ resolution: 0 })] }, /^machines.0.signals.0.resolution: /],
    [{ intervalSeconds: 0 }, /^intervalSeconds: expected whole seconds from 1 to 86400 \(a day\), got 0$/],
    [{ intervalSeconds: 0.5 }, /^intervalSeconds: /],
    [{ days: 0 }, /^days: expected more than 0 days, got 0/],
    [{ days: -1 }, /^days: /],
    [{ days: NaN }, /^days: /],
    [{ days: 0.5, intervalSeconds: 86_400 }, /^days: expected as long as one interval/],
    [{ days: 11_574.1, intervalSeconds: 1, maxRows: 1e12 }, new RegExp(`^days: expected at most ${MAX_POINTS} points of a machine, got 1000002240`)],
    [{ days: 100, maxRows: 1_000 }, /^days: expected at most 1000 rows of readings in all, got 144000 of each of 1 machines.*MAX_ROWS_PER_JOB$/],
    [{ start: -1 }, /^start: expected a whole second in the years 1970 to 9000, got 1969-12-31T23:59:59Z$/],
    [{ start: 2e11, days: 1e6, intervalSeconds: 86_400 }, /^days: expected a series that ends before the year 9001/],
    [{ timeZone: 'Mars/Olympus' }, /^timeZone: expected the name of a time zone.* got "Mars\/Olympus"/],
    [{ anomalyRate: 0.51 }, /^anomalyRate: expected a share of points from 0 to 0.5, got 0.51$/],
    [{ machines: [machineOf([signalOf()], { modes: [{ name: 'run', meanMinutes: 0.001 }] })] }, /^machines.0.modes: expected at most 2000000 changes of mode, and modes this short make up to 14400000/],
    [{ machines: [withSignal({ steps: { deviation: 1, meanHours: 0.001 } })] }, /^machines.0.signals.0.steps.meanHours: expected at most 100000 set-points, and this makes 240000/],
    [{ machines: [machineOf(Array.from({ length: 20 }, (_, at) => signalOf({ name: `s${at}`, noise: { deviation: 1 }, drivers: at === 0 ? [] : [{ signal: `s${at - 1}`, gain: 1e6 }] })))] }, /^machines.0.signals.3: expected a signal that is usually within 1000000000000000 of its level, with all that drives it, got 1.00e\+18: lower gains, wear and trend$/],
    [{ machines: [withSignal({ wearPerDay: 1e15 })], days: 100 }, /^machines.0.signals.0: expected a signal that is usually within/],
    [{ machines: [machineOf([signalOf()], { anomalies: [{ kind: 'POINT' }] })], days: 200, intervalSeconds: 1 }, /^machines.0.anomalies: expected fewer than 100000 anomalies/],
  ];
  for (const [more, expected] of faults) {
    const found = refusal(() => seriesOf([sound], more)).join('\n');
    it(`where ${found.slice(0, 70)}`, () => assert.match(found, expected));
  }
});

describe('a preview', () => {
  const plan = seriesOf([machineOf([signalOf({ noise: { deviation: 1 }, dropouts: { perDay: 4, meanMinutes: 30 } }), signalOf({ name: 'other', level: 20 })])], { days: 30 });

  it('has the least and the greatest reading of each bucket, of any stretch', () => {
    const values = readingsOf(plan, 'value');
    fc.assert(fc.property(fc.nat({ max: 43_000 }), fc.integer({ min: 1, max: 43_200 }), fc.integer({ min: 1, max: 500 }), (from, length, points) => {
      const last = Math.min(43_200, from + length);
      const { starts, pointsPerBucket, isExact, signals } = seriesPreview(plan, 'machine', { from: NEW_YEAR + from * 60, to: NEW_YEAR + last * 60, points, signals: ['value'] });
      assert.ok(isExact && signals.length === 1 && starts.length <= points);
      starts.forEach((start, bucket) => {
        const first = (start - NEW_YEAR) / 60;
        const seen = values.slice(first, Math.min(last, first + pointsPerBucket)).filter((value) => !Number.isNaN(value)).sort();
        assert.deepEqual([signals[0]?.minimum[bucket], signals[0]?.maximum[bucket]], [seen[0] ?? null, seen.at(-1) ?? null]);
      });
    }), { numRuns: 40 });
  });

  it('looks at a part of each bucket where there are too many points, and says so', () => {
    const long = seriesOf([machineOf([signalOf({ trendPerDay: 0.01, noise: { deviation: 1 } })])], { days: 4_000 });
    const { isExact, pointsPerBucket, signals: [preview] } = seriesPreview(long, 'machine', { points: 40 });
    assert.deepEqual([isExact, pointsPerBucket], [false, 144_000]);
    const values = readingsOf(long, 'value');
    preview?.minimum.forEach((least, bucket) => {
      const part = values.subarray(bucket * pointsPerBucket, (bucket + 1) * pointsPerBucket);
      const [low, high] = part.reduce(([lowest, highest], value) => [Math.min(lowest, value), Math.max(highest, value)] as [number, number], [Infinity, -Infinity] as [number, number]);
      assert.ok(least !== null && least >= low && least < low + 2 && (preview.maximum[bucket] ?? NaN) <= high && (preview.maximum[bucket] ?? NaN) > high - 2);
    });
  });

  const faults: readonly (readonly [string, PreviewOrder, RegExp])[] = [
    ['other', { points: 1 }, /^machine: unknown machine "other": expected one of machine$/],
    ['machine', { points: 0 }, /^points: expected 1 to/],
    ['machine', { points: 1, signals: ['none'] }, /^signals.0: unknown signal "none": expected one of value, other$/],
    ['machine', { points: 1, from: NEW_YEAR + 60, to: NEW_YEAR + 60 }, /^to: expected a time with readings/],
    ['machine', { points: 1, from: NEW_YEAR + 1e9 }, /^to: /],
  ];
  for (const [machine, order, expected] of faults) it(`is refused where ${String(expected).slice(2, 40)}`, () => assert.match(refusal(() => seriesPreview(plan, machine, order)).join('\n'), expected));
});
