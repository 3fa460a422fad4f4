// What is wrong with a signal of a machine.
import type { Faults, Path } from './faults.ts';
import { MAX_DRIVERS, MAX_LAG_SECONDS, MAX_SERIES_TEXT_LENGTH, MAX_SETTLING_SECONDS } from './limits.ts';
import { decimalOf, MAX_RESOLUTION_PLACES, Sensor } from './sensor.ts';
import type { DriverSpec, RhythmSpec, SignalSpec } from './specification.ts';

/** Most steps of its resolution that a reading may be from 0: as many as doubles can count, with room for decimals. */
const MAX_STEPS = 1e14;
/** Greatest size of anything in a signal's unit. */
export const MAX_SIZE = 1e15;
/** What the difference of two doubles may be off by, as a share of it. */
const ROUNDING = 1e-9;
/** Most of a day without readings. */
const MAX_DROPPED_MINUTES = 720;

/** Adds to `faults` all that is wrong with a signal, at `path`. */
export function signalIssues(signal: SignalSpec, { modes, signals }: { readonly modes: readonly string[]; readonly signals: readonly SignalSpec[] }, path: Path, faults: Faults): void {
  const { unit, description = '', levels = [], settlingSeconds = 0, noise, daily, weekly, trendPerDay = 0, wearPerDay = 0, steps, drivers = [], dropouts } = signal;
  const size = { least: -MAX_SIZE, most: MAX_SIZE };
  faults.text(unit, [...path, 'unit'], MAX_SERIES_TEXT_LENGTH);
  faults.text(description, [...path, 'description'], MAX_SERIES_TEXT_LENGTH);
  if (rangeIssues(signal, path, faults)) levelIssues(signal, path, faults);
  faults.expect(levels.length <= modes.length, [...path, 'levels'], `expected a level for each of ${modes.length} modes at most, got ${levels.length}`);
  levels.forEach(({ mode }, index) => {
    faults.known(mode, modes, [...path, 'levels', String(index), 'mode'], 'mode');
    faults.expect(levels.findIndex((other) => other.mode === mode) === index, [...path, 'levels', String(index), 'mode'], () => `mode ${JSON.stringify(mode)} has two levels: give one`);
  });
  faults.number(settlingSeconds, [...path, 'settlingSeconds'], { least: 0, most: MAX_SETTLING_SECONDS, unit: 'seconds' });
  if (noise !== undefined) {
    faults.number(noise.deviation, [...path, 'noise', 'deviation'], { least: 0, most: MAX_SIZE });
    faults.number(noise.correlationSeconds ?? 0, [...path, 'noise', 'correlationSeconds'], { least: 0, most: MAX_SETTLING_SECONDS, unit: 'seconds' });
  }
  if (daily !== undefined) rhythmIssues(daily, { least: 0, most: 24 }, [...path, 'daily'], faults);
  if (weekly !== undefined) rhythmIssues(weekly, { least: 1, most: 8 }, [...path, 'weekly'], faults);
  faults.number(trendPerDay, [...path, 'trendPerDay'], size);
  faults.number(wearPerDay, [...path, 'wearPerDay'], size);
  if (steps !== undefined) {
    faults.number(steps.deviation, [...path, 'steps', 'deviation'], { least: 0, most: MAX_SIZE });
    faults.number(steps.meanHours, [...path, 'steps', 'meanHours'], { above: 0, unit: 'hours' });
  }
  if (dropouts !== undefined) {
    const areFine = [faults.number(dropouts.perDay, [...path, 'dropouts', 'perDay'], { least: 0, most: 86_400 }), faults.number(dropouts.meanMinutes, [...path, 'dropouts', 'meanMinutes'], { above: 0, unit: 'minutes' })].every(Boolean);
    const dropped = dropouts.perDay * dropouts.meanMinutes;
    if (areFine) faults.expect(dropped <= MAX_DROPPED_MINUTES, [...path, 'dropouts'], `expected at most ${MAX_DROPPED_MINUTES} minutes of a day without readings, got ${dropped}`);
  }
  faults.expect(drivers.length <= MAX_DRIVERS, [...path, 'drivers'], `expected at most ${MAX_DRIVERS} drivers, got ${drivers.length}`);
  drivers.slice(0, MAX_DRIVERS).forEach((driver, index) => driverIssues(driver, signal, signals, [...path, 'drivers', String(index)], faults));
}

/** False where a signal has no range to speak of. */
function rangeIssues({ minimum, maximum, resolution }: SignalSpec, path: Path, faults: Faults): boolean {
  const bounds = { least: -MAX_SIZE, most: MAX_SIZE };
  const areNumbers = [faults.number(minimum, [...path, 'minimum'], bounds), faults.number(maximum, [...path, 'maximum'], bounds), faults.number(resolution, [...path, 'resolution'], { above: 0, most: MAX_SIZE })].every(Boolean);
  if (!areNumbers) return false;
  faults.expect(minimum < maximum, [...path, 'maximum'], `expected more than the minimum, ${minimum}, got ${maximum}: the range is the wrong way round`);
  if (minimum >= maximum) return false;
  faults.expect(resolution <= (maximum - minimum) * (1 + ROUNDING), [...path, 'resolution'], `expected a step within the range of ${maximum - minimum}, got ${resolution}`);
  const isDecimal = decimalOf(resolution) !== null;
  faults.expect(isDecimal, [...path, 'resolution'], `expected a decimal number of at most ${MAX_RESOLUTION_PLACES} places, such as 0.05, got ${resolution}: round it`);
  faults.expect(Math.max(Math.abs(minimum), Math.abs(maximum)) / resolution <= MAX_STEPS, [...path, 'resolution'], `expected at most ${MAX_STEPS} steps between 0 and the ends of the range, got steps of ${resolution}: take larger ones`);
  faults.expect(!isDecimal || new Sensor({ minimum, maximum, resolution }).canRead, [...path, 'resolution'], `expected a range that holds a multiple of the resolution, got steps of ${resolution} from ${minimum} to ${maximum}: take smaller ones`);
  return true;
}

function levelIssues({ minimum, maximum, level, levels = [] }: SignalSpec, path: Path, faults: Faults): void {
  const within = (value: number, at: Path): void => {
    faults.expect(value >= minimum && value <= maximum, at, `expected a level within the range from ${minimum} to ${maximum}, got ${value}`);
  };
  within(level, [...path, 'level']);
  levels.forEach((one, index) => within(one.level, [...path, 'levels', String(index), 'level']));
}

function rhythmIssues({ amplitude, peak }: RhythmSpec, bounds: { readonly least: number; readonly most: number }, path: Path, faults: Faults): void {
  faults.number(amplitude, [...path, 'amplitude'], { least: 0, most: MAX_SIZE });
  faults.number(peak, [...path, 'peak'], bounds);
}

function driverIssues({ signal: driver, gain, lagSeconds = 0 }: DriverSpec, { name }: SignalSpec, signals: readonly SignalSpec[], path: Path, faults: Faults): void {
  faults.known(driver, signals.map((one) => one.name), [...path, 'signal'], 'signal');
  faults.number(gain, [...path, 'gain'], { least: -MAX_SIZE, most: MAX_SIZE });
  faults.number(lagSeconds, [...path, 'lagSeconds'], { least: 0, most: MAX_LAG_SECONDS, unit: 'seconds' });
  const circle = wayBack(driver, name, signals);
  faults.expect(circle === null, [...path, 'signal'], () => `drivers go in a circle: ${[name, ...(circle ?? [])].join(' <- ')}; take one of them out`);
}

/** The signals by which one drives another, the other last; null: it does not. */
function wayBack(from: string, to: string, signals: readonly SignalSpec[]): readonly string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]]);
  for (const name of cameFrom.keys()) {
    if (name === to) {
      const way: string[] = [];
      for (let at: string | null = name; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at);
      return way;
    }
    for (const { signal } of signals.find((one) => one.name === name)?.drivers ?? []) if (!cameFrom.has(signal)) cameFrom.set(signal, name);
  }
  return null;
}
