// The catalogue of machines: each can be run, stays within its sensors' ranges with room for anomalies, and is written alike; and so is every unit of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findIndustry, INDUSTRIES } from '../src/domain/series/catalogue/industries.ts';
import { HOLIDAYS, machine, signal } from '../src/domain/series/catalogue/machine.ts';
import { machinesOf } from '../src/domain/series/catalogue/units.ts';
import { machineIssues } from '../src/domain/series/issues.ts';
import { MAX_MACHINES } from '../src/domain/series/limits.ts';
import { UNITS as PLANNED_UNITS } from '../src/domain/series/planning.ts';
import type { MachineSpec, ModeSpec, RhythmSpec, SignalSpec } from '../src/domain/series/specification.ts';
import { usualDeviations } from '../src/domain/series/usual.ts';

const MACHINES = INDUSTRIES.flatMap(({ machines }) => machines);
const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const YEAR = { points: 525_600, intervalSeconds: 60 };

/** As UCUM and QUDT have them, in the signs that engineers write. */
const UNITS = new Set(`% ° °C °P 1/h 1/min A GWh Gbit/s Hz K L/h L/min L/s MN MPa MW MΩ·cm N N/m NTU N·m Pa Torr V W W/m² a.u. bar cm²/g dB dBm g g/L g/kg g/min g/m² g/m³ g/t kA kN kN/m kN·m kPa kV kW kWh/t
  kHz kWh kg kg/h kg/m³ kg/s kJ km/h km³/h kΩ lx m m/h m/min m/s m/s² mA mJ mJ/cm² mL mL/min mS/cm mTorr mV mW/cm² mbar mg mg/L mg/m³ min mm mm/min mm/s m³/h m³/s nm nm/min pF/cm pH ppb ppm psi rpm s sccm t t/h µA µS/cm µTorr µm µm/s µΩ`.split(/\s+/).concat(''));

/** How far below and above its level a signal usually is in a mode: `deviations` of what is drawn, all of what is not. */
function reachOf(spec: MachineSpec, { name: modeName, activity = 1 }: ModeSpec, { name, noise, steps, daily, weekly, wearPerDay = 0, trendPerDay = 0, drivers = [] }: SignalSpec, deviations: number): readonly [below: number, above: number] {
  const drawn = Math.hypot(noise?.deviation ?? 0, steps?.deviation ?? 0) * deviations;
  const worn = wearPerDay * (spec.maintenance?.everyDays ?? 0) * 1.3;
  assert(wearPerDay === 0 || spec.maintenance !== undefined, `${spec.name}.${name} wears without end`);
  const [dayLow, dayHigh] = extremes(daily, 24, (hour) => mayBe(spec, modeName, hour));
  const [weekLow, weekHigh] = extremes(weekly, 7, () => true);
  const driven = drivers.map((driver) => {
    const [below, above] = reachOf(spec, { name: modeName, meanMinutes: 1, activity }, signalOf(spec, driver.signal), deviations).map((part) => part * driver.gain) as [number, number];
    return driver.gain < 0 ? [above, below] as const : [below, above] as const;
  });
  const trend = trendPerDay * 365;
  return [
    activity * (dayLow + weekLow - drawn + Math.min(0, worn)) + Math.min(0, trend) + sumOf(driven.map(([below]) => below)),
    activity * (dayHigh + weekHigh + drawn + Math.max(0, worn)) + Math.max(0, trend) + sumOf(driven.map(([, above]) => above)),
  ];
}

/** Whether the machine may be in a mode at an hour: at night the sun's machines are in no other than `off`. */
function mayBe({ shifts }: MachineSpec, mode: string, hour: number): boolean {
  if (shifts === undefined || shifts.days.length < 7 || mode === 'maintenance') return true;
  const isWork = shifts.from < shifts.until ? hour >= shifts.from && hour < shifts.until : hour >= shifts.from || hour < shifts.until;
  return isWork === (mode !== shifts.mode);
}

function extremes(rhythm: RhythmSpec | undefined, period: number, isAt: (time: number) => boolean): readonly [number, number] {
  if (rhythm === undefined) return [0, 0];
  const values = Array.from({ length: 240 }, (_, index) => (index / 240) * period).filter(isAt).map((time) => rhythm.amplitude * Math.cos((2 * Math.PI * (time - rhythm.peak)) / period));
  return [Math.min(...values), Math.max(...values)];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function signalOf(spec: MachineSpec, name: string): SignalSpec {
  const found = spec.signals.find((one) => one.name === name);
  assert(found !== undefined, `${spec.name} has no signal ${name}`);
  return found;
}

function levelIn({ level, levels = [] }: SignalSpec, mode: string): number {
  return levels.find((one) => one.mode === mode)?.level ?? level;
}

/** Where a signal leaves its sensor's range in some mode. At an end of the range the sensor sees nothing, or all that it can: there it may. */
function overruns(spec: MachineSpec, deviations: number): string[] {
  return spec.signals.flatMap((one) => spec.modes.flatMap((mode) => {
    const level = levelIn(one, mode.name);
    const [below, above] = reachOf(spec, mode, one, deviations);
    const isOut = (level > one.minimum && level + below < one.minimum) || (level < one.maximum && level + above > one.maximum);
    return isOut ? [`${spec.name}.${one.name} in ${mode.name}: ${level + below} to ${level + above}, of ${one.minimum} to ${one.maximum}`] : [];
  }));
}

describe('the catalogue', () => {
  it('has 10 industries and 75 machines at least, semiconductor first with 10, each machine with 8 signals or 9, and none twice', () => {
    assert(INDUSTRIES.length >= 10 && MACHINES.length >= 75);
    assert.deepEqual([INDUSTRIES[0]?.name, INDUSTRIES[0]?.machines.length], ['semiconductor', 10]);
    assert.deepEqual(MACHINES.filter(({ signals }) => signals.length < 8 || signals.length > 9).map(({ name }) => name), []);
    assert.equal(new Set(MACHINES.map(({ kind }) => kind)).size, MACHINES.length);
    assert.equal(new Set(MACHINES.map(({ signals }) => signals.map(({ name }) => name).join())).size, MACHINES.length);
  });

  it('has machines that can be run, as every unit of them can, and the first units of an industry are the same however many are asked for', () => {
    assert.deepEqual(MACHINES.flatMap((spec) => machineIssues(spec, [spec.name])), []);
    fc.assert(fc.property(fc.constantFrom(...INDUSTRIES), fc.maxSafeNat(), fc.integer({ min: 1, max: 30 }), (industry, seed, count) => {
      const units = machinesOf(industry, count, seed);
      assert.deepEqual(units.flatMap((spec) => [...machineIssues(spec, [spec.name]), ...overruns(spec, 4)]), []);
      assert.deepEqual(units, machinesOf(industry, 30, seed).slice(0, count));
      for (const { signals } of units) for (const { resolution, level, levels = [] } of signals) for (const value of [level, ...levels.map((one) => one.level)]) assert(isOnStep(value, resolution), `${value} is no step of ${resolution}`);
    }), { numRuns: 100 });
  });

  it('writes names in snake_case without units, and units as engineers do', () => {
    const names = MACHINES.flatMap(({ name, modes, signals }) => [name, ...modes.map((mode) => mode.name), ...signals.map((one) => one.name)]);
    assert.deepEqual(names.filter((name) => !SNAKE_CASE.test(name)), []);
    assert.deepEqual(MACHINES.flatMap(({ signals }) => signals.filter(({ unit }) => !UNITS.has(unit)).map(({ unit }) => unit)), []);
    assert.deepEqual(PLANNED_UNITS.slice(0, -1).filter((unit) => !UNITS.has(unit)), [], 'those that a model chooses from');
  });

  it('keeps every signal well inside its range, in every mode', () => {
    assert.deepEqual(MACHINES.flatMap((spec) => overruns(spec, 5)), []);
  });

  it('leaves room for anomalies: six deviations on one side at least, wherever the rhythm is, in sensors that tell a deviation from none', () => {
    assert.deepEqual(MACHINES.flatMap((spec) => spec.signals.flatMap((one) => spec.modes.filter((mode) => {
      const [below, above] = reachOf(spec, mode, one, 0);
      const level = levelIn(one, mode.name);
      const room = 6 * Math.hypot(one.noise?.deviation ?? 0, one.steps?.deviation ?? 0);
      return Math.max(level + below - one.minimum, one.maximum - level - above) < room;
    }).map((mode) => `${spec.name}.${one.name} in ${mode.name}`))), []);
    assert.deepEqual(MACHINES.flatMap((spec) => spec.signals.filter(({ minimum, maximum, resolution, level, levels = [], noise }) => {
      const steps = (maximum - minimum) / resolution;
      return steps < 1_000 || steps > 50_000 || (noise?.deviation ?? 0) < resolution || [level, ...levels.map((each) => each.level)].some((value) => !isOnStep(value, resolution));
    }).map(({ name }) => `${spec.name}.${name}`)), []);
  });

  it('couples signals, in each machine one so that it shows where it no longer follows', () => {
    const uncoupled = MACHINES.filter((spec) => ![...usualDeviations(spec, YEAR).values()].some(({ drivenShare }) => drivenShare >= 0.8));
    assert.deepEqual(uncoupled.map((spec) => `${spec.name}: ${[...usualDeviations(spec, YEAR)].map(([name, { drivenShare }]) => `${name} ${drivenShare.toFixed(2)}`).join(', ')}`), []);
  });
});

describe('units of a machine', () => {
  it('take each kind in turn, are numbered, and differ a little', () => {
    const semiconductor = INDUSTRIES[0];
    assert(semiconductor !== undefined);
    const units = machinesOf(semiconductor, MAX_MACHINES, 7);
    assert.deepEqual([0, 1, 9, 10, 199].map((index) => units[index]?.name), ['plasma_etcher_01', 'pecvd_reactor_01', 'rapid_thermal_processor_01', 'plasma_etcher_02', 'rapid_thermal_processor_20']);
    const [kind, first, second] = [semiconductor.machines[0], units[0], units[10]].map((spec) => (spec as MachineSpec).signals[1] as SignalSpec) as [SignalSpec, SignalSpec, SignalSpec];
    assert(kind.level !== first.level && first.level !== second.level && Math.abs(first.level / second.level - 1) < 0.05);
    assert(first.noise?.deviation !== second.noise?.deviation);
    assert.notDeepEqual(machinesOf(semiconductor, 1, 8), machinesOf(semiconductor, 1, 7));
  });
});

describe('an industry', () => {
  it('is found by its name and every alias, however they are written', () => {
    for (const industry of INDUSTRIES) for (const words of [industry.name, ...industry.aliases]) for (const written of [words, words.toUpperCase(), ` ${words.replaceAll(' ', '-')} `, `the ${words} industry`]) assert.equal(findIndustry(written), industry, written);
    for (const [words, name] of [['Fab', 'semiconductor'], ['chips', 'semiconductor'], ['Semiconductor manufacturing', 'semiconductor'], ['a car factory', 'automotive'], ['F & B', 'food and beverage'], ['Food and Beverage production', 'food and beverage'], ['pharma', 'pharmaceutical'], ['utility company', 'power generation'], ['data_center', 'data centre']] as const) assert.equal(findIndustry(words)?.name, name, words);
    const written = INDUSTRIES.flatMap(({ name, aliases }) => [name, ...aliases].map((words) => words.toLowerCase()));
    assert.deepEqual(written.filter((words, index) => written.indexOf(words) !== index), []);
    for (const words of ['', 'industry', 'basket weaving', 'constructor', '__proto__']) assert.equal(findIndustry(words), null, words);
  });
});

describe('a sheet', () => {
  it('becomes a machine with a mode for its shifts and one for its maintenance; a level too few is refused', () => {
    const sheet = { kind: 'big pump', description: '', modes: { pumping: [60], idle: [10, 0.2, { pumping: 1 }] }, maintenance: [30, 4], shifts: { days: [1], from: 6, until: 22, holidays: HOLIDAYS } } as const;
    const { name, modes, shifts, maintenance, signals } = machine({ ...sheet, signals: [signal('flow', 'm³/h', [0, 10], 0.01, [5, 0, 0, 0], { noise: [0.1, 60], drivers: { head: [2, 30] } }), signal('head', 'm', [0, 10], 0.01, 4, { noise: 0.1 })] });
    assert.deepEqual([name, modes.map((mode) => mode.name), shifts?.mode, maintenance], ['big_pump', ['pumping', 'idle', 'off', 'maintenance'], 'off', { mode: 'maintenance', everyDays: 30, hours: 4 }]);
    assert.deepEqual([signals[0]?.level, signals[0]?.levels, signals[0]?.drivers, signals[1]?.levels], [5, ['idle', 'off', 'maintenance'].map((mode) => ({ mode, level: 0 })), [{ signal: 'head', gain: 2, lagSeconds: 30 }], undefined]);
    assert.throws(() => machine({ ...sheet, signals: [signal('flow', 'm³/h', [0, 10], 0.01, [5, 0], { noise: 0.1 })] }), /flow: expected a level for each of pumping, idle, off, maintenance, got 2/);
  });
});

function isOnStep(value: number, resolution: number): boolean {
  return Math.abs(value / resolution - Math.round(value / resolution)) < 1e-6;
}
