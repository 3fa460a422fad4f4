// What is wrong with a machine's specification: everything that could not be carried out, or would mean nothing. Each fault has its path, and says what was
// expected, what came, and where it is not plain what to do.
import { parseDate, SECONDS_PER_DAY } from '../calendar.ts';
import type { InputIssue } from '../errors.ts';
import { Faults, type Path } from './faults.ts';
import { longestLags } from './lags.ts';
import { MAX_ANOMALY_RATE, MAX_HOLIDAYS, MAX_LAG_SECONDS, MAX_MODE_CHANGES, MAX_MODES, MAX_SERIES_NAME_LENGTH, MAX_SERIES_TEXT_LENGTH, MAX_SET_POINTS, MAX_SIGNALS } from './limits.ts';
import type { Timeline } from './plan.ts';
import { chainModes } from './schedule.ts';
import { MAX_SIZE, signalIssues } from './signal-issues.ts';
import { ANOMALY_KINDS, type AnomalySpec, type MachineSpec, type MaintenanceSpec, type ModeSpec, type ShiftSpec } from './specification.ts';
import { usualDeviations } from './usual.ts';

/** Names of files on any system, and of no option, hidden file or prototype (`__proto__`). */
const MACHINE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9 _.-]*[A-Za-z0-9])?$/;
const [DAY_OF_A_YEAR, DAY_OF_EVERY_YEAR] = [/^\d{4}-\d\d-\d\d$/, /^\d\d-\d\d$/];
/** Longest mean of a mode and between two maintenances: a century. */
const MAX_DAYS = 36_525;
const MINUTES_PER_DAY = 1_440;
/** In multiples of a usual deviation: far beyond any sensor's range. */
const MAX_SEVERITY = 1e6;
/** Header of the first column. */
const TIMESTAMP = 'timestamp';

/** Everything that is wrong with a machine, at `path`; none: it can be carried out, if scheduleIssues has none either. */
export function machineIssues(spec: MachineSpec, path: Path): readonly InputIssue[] {
  const faults = new Faults();
  const { name, kind, description = '', modes, signals, shifts, maintenance, anomalies, anomalyRate } = spec;
  const modeNames = modes.map((mode) => mode.name);
  faults.expect(MACHINE_NAME.test(name) && name.length <= MAX_SERIES_NAME_LENGTH, [...path, 'name'], () => `expected a name of 1 to ${MAX_SERIES_NAME_LENGTH} letters, digits, spaces and _ - . that begins and ends with a letter or digit, got ${JSON.stringify(name)}`);
  faults.text(kind, [...path, 'kind'], MAX_SERIES_TEXT_LENGTH);
  faults.text(description, [...path, 'description'], MAX_SERIES_TEXT_LENGTH);
  faults.expect(modes.length >= 1 && modes.length <= MAX_MODES, [...path, 'modes'], `expected 1 to ${MAX_MODES} modes, got ${modes.length}`);
  faults.expect(signals.length >= 1 && signals.length <= MAX_SIGNALS, [...path, 'signals'], `expected 1 to ${MAX_SIGNALS} signals, got ${signals.length}`);
  if (faults.issues.length > 0) return faults.issues;
  faults.names(modeNames, (index) => [...path, 'modes', String(index), 'name'], 'mode');
  faults.names(signals.map((signal) => signal.name), (index) => [...path, 'signals', String(index), 'name'], 'signal');
  modes.forEach((mode, index) => modeIssues(mode, modeNames, [...path, 'modes', String(index)], faults));
  signals.forEach((signal, index) => {
    const at = [...path, 'signals', String(index)];
    faults.expect(signal.name.toLowerCase() !== TIMESTAMP, [...at, 'name'], 'the first column is named Timestamp: give the signal another name');
    signalIssues(signal, { modes: modeNames, signals }, at, faults);
  });
  for (const [driver, lag] of longestLags(signals)) {
    faults.expect(lag <= MAX_LAG_SECONDS, [...path, 'signals', String(signals.findIndex((signal) => signal.name === driver)), 'name'], () => `expected signals that lag behind ${JSON.stringify(driver)} by ${MAX_LAG_SECONDS} seconds at most, with all that is between them, got ${lag}: shorten the lags of those that it drives`);
  }
  if (shifts !== undefined) shiftIssues(shifts, modeNames, [...path, 'shifts'], faults);
  if (maintenance !== undefined) maintenanceIssues(maintenance, modeNames, [...path, 'maintenance'], faults);
  anomalies?.forEach((anomaly, index) => anomalyIssues(anomaly, spec, [...path, 'anomalies', String(index)], faults));
  if (anomalyRate !== undefined) faults.number(anomalyRate, [...path, 'anomalyRate'], { least: 0, most: MAX_ANOMALY_RATE });
  return faults.issues;
}

function modeIssues({ meanMinutes, next, activity = 1 }: ModeSpec, names: readonly string[], path: Path, faults: Faults): void {
  faults.number(meanMinutes, [...path, 'meanMinutes'], { above: 0, most: MAX_DAYS * MINUTES_PER_DAY, unit: 'minutes' });
  faults.number(activity, [...path, 'activity'], { least: 0, most: 1 });
  if (next === undefined) return;
  faults.expect(next.length <= MAX_MODES, [...path, 'next'], `expected at most ${MAX_MODES} modes, got ${next.length}`);
  next.slice(0, MAX_MODES).forEach(({ mode, weight }, index) => {
    faults.known(mode, names, [...path, 'next', String(index), 'mode'], 'mode');
    faults.number(weight, [...path, 'next', String(index), 'weight'], { least: 0 });
  });
  faults.expect(next.some(({ weight }) => weight > 0), [...path, 'next'], 'expected a mode with a weight above 0: name one, or leave `next` out');
}

function shiftIssues({ days, from, until, holidays = [], mode }: ShiftSpec, modes: readonly string[], path: Path, faults: Faults): void {
  faults.known(mode, modes, [...path, 'mode'], 'mode');
  faults.expect(days.length >= 1 && days.length <= 7 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7), [...path, 'days'], () => `expected days of work from 1 (Monday) to 7 (Sunday), got [${days.slice(0, 10).join(', ')}]`);
  faults.number(from, [...path, 'from'], { least: 0, most: 24, unit: 'hours' });
  faults.number(until, [...path, 'until'], { least: 0, most: 24, unit: 'hours' });
  faults.expect(holidays.length <= MAX_HOLIDAYS, [...path, 'holidays'], `expected at most ${MAX_HOLIDAYS} days, got ${holidays.length}`);
  holidays.slice(0, MAX_HOLIDAYS).forEach((day, index) => faults.expect(isDay(day), [...path, 'holidays', String(index)], () => `expected a day such as 2025-12-25, or 12-25 for every year, got ${JSON.stringify(day)}`));
}

function isDay(text: string): boolean {
  return parseDate(DAY_OF_EVERY_YEAR.test(text) ? `2024-${text}` : DAY_OF_A_YEAR.test(text) ? text : '') !== null; // 2024 has a 29th of February
}

function maintenanceIssues({ mode, everyDays, hours }: MaintenanceSpec, modes: readonly string[], path: Path, faults: Faults): void {
  faults.known(mode, modes, [...path, 'mode'], 'mode');
  const isFine = faults.number(everyDays, [...path, 'everyDays'], { above: 0, most: MAX_DAYS, unit: 'days' });
  if (faults.number(hours, [...path, 'hours'], { above: 0, unit: 'hours' }) && isFine) faults.expect(hours <= everyDays * 12, [...path, 'hours'], `expected maintenance of at most half the time between two, ${everyDays * 12} hours, got ${hours}`);
}

function anomalyIssues({ kind, signals: befallen, weight = 1, minutes, severity }: AnomalySpec, { signals }: MachineSpec, path: Path, faults: Faults): void {
  const names = signals.map(({ name }) => name);
  faults.known(kind, ANOMALY_KINDS, [...path, 'kind'], 'kind of anomalies');
  faults.number(weight, [...path, 'weight'], { least: 0 });
  faults.expect((befallen?.length ?? 1) > 0, [...path, 'signals'], 'expected signals that it may befall, got none: name one, or leave `signals` out');
  befallen?.forEach((name, index) => faults.known(name, names, [...path, 'signals', String(index)], 'signal'));
  if (minutes !== undefined) rangeIssues(minutes, MAX_DAYS * MINUTES_PER_DAY, [...path, 'minutes'], faults);
  if (severity !== undefined) rangeIssues(severity, MAX_SEVERITY, [...path, 'severity'], faults);
  const driven = new Set(signals.filter(({ drivers = [] }) => drivers.length > 0).map(({ name }) => name));
  if (kind === 'CORRELATION_BREAK') faults.expect((befallen ?? names).some((name) => driven.has(name)), path, 'a CORRELATION_BREAK needs a signal that others drive: give one drivers, or leave the kind out');
}

function rangeIssues({ least, most }: { readonly least: number; readonly most: number }, largest: number, path: Path, faults: Faults): void {
  const areFine = [faults.number(least, [...path, 'least'], { above: 0, most: largest }), faults.number(most, [...path, 'most'], { above: 0, most: largest })].every(Boolean);
  if (areFine) faults.expect(least <= most, [...path, 'most'], `expected ${least} or more, got ${most}: the range is the wrong way round`);
}

/** What is too much of a sound machine for a run's time: everything drawn before its readings is kept in memory, and what grows with time or along drivers must stay a number. */
export function scheduleIssues(spec: MachineSpec, timeline: Pick<Timeline, 'points' | 'intervalSeconds'>, path: Path): readonly InputIssue[] {
  const faults = new Faults();
  const { signals, shifts, maintenance } = spec;
  const days = (timeline.points * timeline.intervalSeconds) / SECONDS_PER_DAY;
  const shortest = Math.min(...chainModes(spec).map(({ meanMinutes }) => meanMinutes));
  const changes = Math.ceil((days * MINUTES_PER_DAY) / shortest + (shifts === undefined ? 0 : 2 * days) + (maintenance === undefined ? 0 : (2 * days) / maintenance.everyDays));
  faults.expect(changes <= MAX_MODE_CHANGES, [...path, 'modes'], `expected at most ${MAX_MODE_CHANGES} changes of mode, and modes this short make up to ${changes}: give them more minutes, or ask for fewer days`);
  signals.forEach(({ steps }, index) => {
    const setPoints = Math.ceil((days * 24) / (steps?.meanHours ?? Infinity));
    faults.expect(setPoints <= MAX_SET_POINTS, [...path, 'signals', String(index), 'steps', 'meanHours'], `expected at most ${MAX_SET_POINTS} set-points, and this makes ${setPoints}: give them more hours, or ask for fewer days`);
  });
  const deviations = [...usualDeviations(spec, timeline).values()].map(({ all }) => all);
  const beyond = deviations.findIndex((all) => !(all <= MAX_SIZE)); // those that it drives are, too
  faults.expect(beyond < 0, [...path, 'signals', String(beyond)], () => `expected a signal that is usually within ${MAX_SIZE} of its level, with all that drives it, got ${deviations[beyond]?.toPrecision(3)}: lower gains, wear and trend`);
  return faults.issues;
}
