// Machines to make readings of: small ones that show one thing each, and any that fast-check thinks of.
import fc from 'fast-check';
import { compilePlan } from '../../src/domain/rows.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Value } from '../../src/domain/schema.ts';
import { planSeries, type SeriesRequest } from '../../src/domain/series/plan.ts';
import { ANOMALY_KINDS, type MachineSpec, type SignalSpec } from '../../src/domain/series/specification.ts';

/** 2025-01-01, a Wednesday, 00:00 UTC. */
export const NEW_YEAR = 1_735_689_600;

/** A signal about 50, of 0 to 100, without any behaviour. */
export function signalOf(more: Partial<SignalSpec> = {}): SignalSpec {
  return { name: 'value', unit: '°C', minimum: 0, maximum: 100, resolution: 0.001, level: 50, ...more };
}

/** A machine of one mode, without anomalies. */
export function machineOf(signals: readonly SignalSpec[], more: Partial<MachineSpec> = {}): MachineSpec {
  return { name: 'machine', kind: 'test bench', modes: [{ name: 'run', meanMinutes: 60 }], signals, anomalies: [], ...more };
}

export function seriesOf(machines: readonly MachineSpec[], more: Partial<SeriesRequest> = {}): Plan {
  return planSeries({ machines, start: NEW_YEAR, timeZone: 'UTC', days: 10, intervalSeconds: 60, anomalyRate: 0.01, seed: 1, maxRows: 100_000_000, ...more });
}

/** The rows of a table, all of them where no range is given. */
export function rowsOf(plan: Plan, table: string, first = 0, last = Infinity): readonly (readonly Value[])[] {
  const source = compilePlan(plan).table(table);
  return [...source.rows(first, Math.min(last, source.table.rows))];
}

/** A column of the readings of the only machine: numbers, NaN where there is none. */
export function readingsOf(plan: Plan, signal: string): Float64Array {
  const source = compilePlan(plan).table(plan.series?.machines[0]?.readings ?? '');
  const values = new Float64Array(source.table.rows);
  source.visit([signal], { first: 0, last: source.table.rows }, ([value], row) => {
    values[row] = typeof value === 'number' ? value : NaN;
  });
  return values;
}

const size = (most: number): fc.Arbitrary<number> => fc.double({ min: 0, max: most, noNaN: true });
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const MODES = ['idle', 'run', 'service'] as const;

/** Without members that are undefined, as the types have it. */
function given<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

const anySignal = (index: number): fc.Arbitrary<SignalSpec> =>
  fc.record({ decade: fc.integer({ min: -3, max: 4 }), from: fc.integer({ min: -1_000, max: 1_000 }), width: fc.integer({ min: 1, max: 2_000 }), step: fc.constantFrom(1, 2, 5, 10, 25), place: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }) }).chain(({ decade, from, width, step, place }) => {
    const unit = 10 ** decade;
    const [minimum, maximum] = [from, from + width].map((units) => Number((units * unit).toFixed(3))) as [number, number];
    const span = maximum - minimum;
    const level = (share: number): number => Math.min(maximum, minimum + share * span);
    return fc.record({
      settlingSeconds: optional(size(86_400)),
      noise: optional(fc.record({ deviation: size(span), correlationSeconds: size(1e6) })),
      daily: optional(fc.record({ amplitude: size(span), peak: size(24) })),
      weekly: optional(fc.record({ amplitude: size(span), peak: fc.double({ min: 1, max: 8, noNaN: true }) })),
      trendPerDay: optional(size(span)),
      wearPerDay: optional(size(span)),
      steps: optional(fc.record({ deviation: size(span), meanHours: fc.double({ min: 1, max: 100, noNaN: true }) })),
      dropouts: optional(fc.record({ perDay: size(20), meanMinutes: fc.double({ min: 0.1, max: 36, noNaN: true }) })),
      drivers: optional(fc.array(fc.record({ signal: fc.nat({ max: Math.max(0, index - 1) }).map((at) => `s${at}`), gain: fc.double({ min: -10, max: 10, noNaN: true }), lagSeconds: size(28_800) }), { maxLength: index === 0 ? 0 : 2 })),
    }).map((behaviour): SignalSpec => ({
      name: `s${index}`, unit: '', minimum, maximum, resolution: Number((Math.min(step, width) * unit).toFixed(3)), level: level(place[0] ?? 0),
      levels: [{ mode: 'idle', level: level(place[1] ?? 0) }, { mode: 'service', level: level(place[2] ?? 0) }], ...given(behaviour),
    }));
  });

/** Any sound machine of up to four signals, with anomalies of any severity. */
export const anyMachine: fc.Arbitrary<MachineSpec> = fc.integer({ min: 1, max: 4 }).chain((signals) =>
  fc.record({
    signals: fc.tuple(...Array.from({ length: signals }, (_, index) => anySignal(index))),
    modes: fc.tuple(...MODES.map((name) => fc.record({ name: fc.constant(name), meanMinutes: fc.double({ min: 2, max: 5_000, noNaN: true }), activity: fc.double({ min: 0, max: 1, noNaN: true }) }))),
    shifts: optional(fc.record({ days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), from: fc.integer({ min: 0, max: 24 }), until: fc.integer({ min: 0, max: 24 }), holidays: fc.constant(['01-01', '2025-02-03']), mode: fc.constant('idle') })),
    maintenance: optional(fc.record({ mode: fc.constant('service'), everyDays: fc.double({ min: 0.5, max: 40, noNaN: true }), hours: fc.double({ min: 0.1, max: 6, noNaN: true }) })),
    severity: optional(fc.constantFrom({ least: 0.01, most: 0.5 }, { least: 1, most: 1e6 })),
  }).map(({ severity, ...machine }) => given({
    name: 'machine', kind: 'any', ...machine,
    anomalies: severity === undefined ? undefined : ANOMALY_KINDS.filter((kind) => kind !== 'CORRELATION_BREAK' || machine.signals.some(({ drivers = [] }) => drivers.length > 0)).map((kind) => ({ kind, severity })),
  }) as MachineSpec));

/** Any time of up to some ten thousand points, and some years. */
export const anyTime: fc.Arbitrary<Pick<SeriesRequest, 'start' | 'timeZone' | 'days' | 'intervalSeconds'>> = fc.record({
  start: fc.integer({ min: 0, max: 200_000_000_000 }),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  intervalSeconds: fc.constantFrom(1, 7, 60, 900, 86_400),
  points: fc.integer({ min: 30, max: 14_000 }),
}).map(({ points, ...time }) => ({ ...time, days: (Math.min(points, 1e8 / time.intervalSeconds) * time.intervalSeconds) / 86_400 }));
