// A series run in its plan: machines, each a table of readings and one of labels, over the same points of time; and one table of the anomalies of all.
import { formatDateTime, SECONDS_PER_DAY } from '../calendar.ts';
import { InvalidInput, type InputIssue } from '../errors.ts';
import { DEFAULT_LOCALE, GENERATORS_VERSION, REFERENCE_INSTANT, type Plan } from '../plan.ts';
import { drawAnomalies } from './anomaly.ts';
import { machineIssues, scheduleIssues } from './issues.ts';
import { FIRST_INSTANT, LAST_INSTANT, MAX_ANOMALIES, MAX_ANOMALY_RATE, MAX_INTERVAL_SECONDS, MAX_MACHINES, MAX_POINTS } from './limits.ts';
import type { MachineSpec } from './specification.ts';
import { ANOMALIES, labelsOf, seriesTables } from './tables.ts';
import { isTimeZone, nearZones, offsetsBetween } from './zone.ts';

/** In a plan. */
export interface SeriesPlan extends Timeline {
  readonly machines: readonly PlannedMachine[];
  /** Share of points inside an anomaly, of machines that say no other. */
  readonly anomalyRate: number;
}

/** Points at equal distances of time. */
export interface Timeline {
  /** Of point 0, in seconds since 1970 UTC. */
  readonly start: number;
  readonly intervalSeconds: number;
  readonly points: number;
  /** IANA name. */
  readonly timeZone: string;
  /** The clock of the place: from each moment (seconds since 1970 UTC, ascending, the first not after `start`) so many seconds ahead of UTC. Frozen, since rules of zones change. */
  readonly offsets: readonly { readonly from: number; readonly seconds: number }[];
}

export interface PlannedMachine {
  readonly spec: MachineSpec;
  /** Table of its readings: `Timestamp`, and a field for each signal. */
  readonly readings: string;
  /** Table of its labels, a row for each of the readings. */
  readonly labels: string;
  /** How many it has. */
  readonly anomalies: number;
}

/** What a series run is asked for. */
export interface SeriesRequest {
  readonly machines: readonly MachineSpec[];
  /** Seconds since 1970 UTC. */
  readonly start: number;
  /** IANA name. */
  readonly timeZone: string;
  /** Of 24 hours each. */
  readonly days: number;
  readonly intervalSeconds: number;
  /** Share of points inside an anomaly, 0 to 0.5, of machines that say no other. */
  readonly anomalyRate: number;
  readonly seed: number;
  /** Most readings' rows of all machines together. */
  readonly maxRows: number;
}

/** The plan of a run. Throws InvalidInput with paths as in the request: ['machines', index, ...], ['days'], ['timeZone'] and so on. */
export function planSeries(request: SeriesRequest): Plan {
  const { start, timeZone, intervalSeconds, anomalyRate, seed } = request;
  refuse([...timeIssues(request), ...specIssues(request)]);
  const points = pointsOf(request);
  const timeline: Timeline = { start, intervalSeconds, points, timeZone, offsets: offsetsBetween(timeZone, start, start + points * intervalSeconds) };
  refuse(request.machines.flatMap((spec, index) => scheduleIssues(spec, timeline, ['machines', String(index)])));
  const machines = request.machines.map((spec): PlannedMachine => {
    const { length } = drawAnomalies({ spec, timeline, rate: spec.anomalyRate ?? anomalyRate, seed });
    return { spec, readings: spec.name, labels: labelsOf(spec.name), anomalies: length };
  });
  refuse(machines.flatMap(({ anomalies }, index) => (anomalies < MAX_ANOMALIES ? [] : [{ path: ['machines', String(index), 'anomalies'], message: `expected fewer than ${MAX_ANOMALIES} anomalies, and this machine would have more: lower their rate, give them more minutes, or ask for fewer days` }])));
  const series: SeriesPlan = { ...timeline, machines, anomalyRate };
  return { generators: GENERATORS_VERSION, seed, reference: REFERENCE_INSTANT, locale: DEFAULT_LOCALE, tables: seriesTables(series), series };
}

function refuse(issues: readonly InputIssue[]): void {
  if (issues.length > 0) throw new InvalidInput(issues);
}

function pointsOf({ days, intervalSeconds }: Pick<SeriesRequest, 'days' | 'intervalSeconds'>): number {
  return Math.floor(Math.round(days * SECONDS_PER_DAY) / intervalSeconds);
}

function timeIssues(request: SeriesRequest): readonly InputIssue[] {
  const { start, timeZone, days, intervalSeconds, anomalyRate, machines, maxRows } = request;
  const issues: InputIssue[] = [];
  const expect = (holds: boolean, path: string, message: () => string): void => {
    if (!holds) issues.push({ path: [path], message: message() });
  };
  expect(isTimeZone(timeZone), 'timeZone', () => `expected the name of a time zone, such as ${[...nearZones(timeZone), 'UTC'].join(', ')}, got ${JSON.stringify(timeZone)}`);
  expect(anomalyRate >= 0 && anomalyRate <= MAX_ANOMALY_RATE, 'anomalyRate', () => `expected a share of points from 0 to ${MAX_ANOMALY_RATE}, got ${anomalyRate}`);
  expect(Number.isInteger(intervalSeconds) && intervalSeconds >= 1 && intervalSeconds <= MAX_INTERVAL_SECONDS, 'intervalSeconds', () => `expected whole seconds from 1 to ${MAX_INTERVAL_SECONDS} (a day), got ${intervalSeconds}`);
  expect(Number.isFinite(days) && days > 0, 'days', () => `expected more than 0 days, got ${days}: a series ends after it begins`);
  if (issues.length > 0) return issues;
  const points = pointsOf(request);
  expect(points >= 1, 'days', () => `expected as long as one interval, ${intervalSeconds} s, got ${days} days: ask for more days or a shorter interval`);
  expect(points <= MAX_POINTS, 'days', () => `expected at most ${MAX_POINTS} points of a machine, got ${points}: ask for fewer days or a longer interval`);
  // One that is too long begins too early, too, where it was told by its end.
  if (issues.length > 0) return issues;
  expect(Number.isInteger(start) && start >= FIRST_INSTANT && start <= LAST_INSTANT, 'start', () => `expected a whole second in the years 1970 to 9000, got ${formatDateTime(start) ?? start}`);
  expect(start + days * SECONDS_PER_DAY <= LAST_INSTANT, 'days', () => `expected a series that ends before the year 9001, got ${days} days: ask for fewer`);
  expect(points * machines.length <= maxRows, 'days', () => `expected at most ${maxRows} rows of readings in all, got ${points} of each of ${machines.length} machines: ask for fewer days or machines or a longer interval, or raise MAX_ROWS_PER_JOB`);
  return issues;
}

function specIssues({ machines }: SeriesRequest): readonly InputIssue[] {
  if (machines.length < 1 || machines.length > MAX_MACHINES) return [{ path: ['machines'], message: `expected 1 to ${MAX_MACHINES} machines, got ${machines.length}${machines.length > 0 ? ': start several runs' : ''}` }];
  const taken = new Map<string, string>([[ANOMALIES, 'the table of anomalies']]);
  return machines.flatMap((spec, index) => {
    const path = ['machines', String(index)];
    const clashes = [spec.name, labelsOf(spec.name)].map((name) => name.toLowerCase()).filter((name) => taken.has(name)).map((name): InputIssue => ({ path: [...path, 'name'], message: `the table ${name} is ${taken.get(name)} already: give the machine a name of its own` }));
    for (const name of [spec.name, labelsOf(spec.name)]) taken.set(name.toLowerCase(), `machine ${index}'s`);
    return [...machineIssues(spec, path), ...clashes];
  });
}
