// How the catalogue writes machines shortly: a table, whose columns are the machine's modes and whose lines are its signals, each with its level in every mode.
// Names of signals are in snake_case and without a unit, as historians of such plants export them; the unit is in the signal's metadata, in which it can be looked up.
import type { DriverSpec, MachineSpec, ModeSpec, NoiseSpec, RhythmSpec, ShiftSpec, SignalSpec } from '../specification.ts';

/** Machines of one kind of plant. */
export interface Industry {
  /** `food and beverage` */
  readonly name: string;
  /** Other words for it, by which findIndustry knows it as well. */
  readonly aliases: readonly string[];
  readonly description: string;
  /** One of each kind; units of them are made by machinesOf. */
  readonly machines: readonly MachineSpec[];
}

/** A machine of the catalogue, before it is written out. */
export interface MachineSheet {
  /** In plain words: `plasma etcher`. */
  readonly kind: string;
  readonly description: string;
  /** Mean minutes of each mode, then its activity (1), then what comes after it, by weight (any of these). The first is its usual work, in which it starts. */
  readonly modes: Readonly<Record<string, readonly [minutes: number, activity?: number, next?: Readonly<Record<string, number>>]>>;
  /** Days from one to the next, hours, and the activity during them (0.1): adds the mode `maintenance`, behind the others. */
  readonly maintenance?: readonly [everyDays: number, hours: number, activity?: number];
  /** Working hours on working days; adds the mode `off`, before that of the maintenance, with its activity (0.1). */
  readonly shifts?: Omit<ShiftSpec, 'mode'> & { readonly activity?: number };
  readonly signals: readonly SignalSheet[];
}

/** A signal of it: one level for all modes, or one for each of them, in order. */
export interface SignalSheet extends Omit<SignalSpec, 'level' | 'levels'> {
  readonly levels: number | readonly number[];
}

/** How a signal behaves beside its levels, shortly: SignalSpec has what each of these means. */
export interface Behaviour {
  readonly noise: number | readonly [deviation: number, correlationSeconds: number];
  readonly settling?: number;
  readonly daily?: readonly [amplitude: number, peak: number];
  readonly weekly?: readonly [amplitude: number, peak: number];
  readonly trend?: number;
  readonly wear?: number;
  readonly steps?: readonly [deviation: number, meanHours: number];
  readonly drivers?: Readonly<Record<string, number | readonly [gain: number, lagSeconds: number]>>;
  readonly dropouts?: readonly [perDay: number, meanMinutes: number];
}

/** Monday to Friday. */
export const WEEKDAYS = [1, 2, 3, 4, 5];

/** Days on which most plants that close at all stand still. */
export const HOLIDAYS = ['01-01', '05-01', '12-24', '12-25', '12-26', '12-31'];

/** A signal's line in the sheet. */
export function signal(name: string, unit: string, range: readonly [minimum: number, maximum: number], resolution: number, levels: number | readonly number[], behaviour: Behaviour): SignalSheet {
  const { noise, settling, daily, weekly, trend, wear, steps, drivers, dropouts } = behaviour;
  return {
    name, unit, minimum: range[0], maximum: range[1], resolution, levels, noise: noiseOf(noise),
    ...(settling !== undefined && { settlingSeconds: settling }),
    ...(daily && { daily: rhythmOf(daily) }),
    ...(weekly && { weekly: rhythmOf(weekly) }),
    ...(trend !== undefined && { trendPerDay: trend }),
    ...(wear !== undefined && { wearPerDay: wear }),
    ...(steps && { steps: { deviation: steps[0], meanHours: steps[1] } }),
    ...(drivers && { drivers: Object.entries(drivers).map(([driver, coupling]) => driverOf(driver, coupling)) }),
    ...(dropouts && { dropouts: { perDay: dropouts[0], meanMinutes: dropouts[1] } }),
  };
}

function noiseOf(noise: Behaviour['noise']): NoiseSpec {
  return typeof noise === 'number' ? { deviation: noise } : { deviation: noise[0], correlationSeconds: noise[1] };
}

function rhythmOf([amplitude, peak]: readonly [number, number]): RhythmSpec {
  return { amplitude, peak };
}

function driverOf(driver: string, coupling: number | readonly [number, number]): DriverSpec {
  return typeof coupling === 'number' ? { signal: driver, gain: coupling } : { signal: driver, gain: coupling[0], lagSeconds: coupling[1] };
}

/** The machine of a sheet, named for its kind: `plasma_etcher`. */
export function machine(sheet: MachineSheet): MachineSpec {
  const modes = modesOf(sheet);
  return {
    name: sheet.kind.replaceAll(' ', '_'), kind: sheet.kind, description: sheet.description, modes,
    ...(sheet.shifts && { shifts: shiftsOf(sheet.shifts) }),
    ...(sheet.maintenance && { maintenance: { mode: 'maintenance', everyDays: sheet.maintenance[0], hours: sheet.maintenance[1] } }),
    signals: sheet.signals.map((each) => withLevels(each, modes)),
  };
}

function modesOf({ modes, shifts, maintenance }: MachineSheet): ModeSpec[] {
  return [
    ...Object.entries(modes).map(([name, [meanMinutes, activity, next]]) => ({
      name, meanMinutes,
      ...(activity !== undefined && { activity }),
      ...(next && { next: Object.entries(next).map(([mode, weight]) => ({ mode, weight })) }),
    })),
    ...(shifts ? [{ name: 'off', meanMinutes: 480, activity: shifts.activity ?? 0.1 }] : []),
    ...(maintenance ? [{ name: 'maintenance', meanMinutes: maintenance[1] * 60, activity: maintenance[2] ?? 0.1 }] : []),
  ];
}

function shiftsOf({ days, from, until, holidays }: Omit<ShiftSpec, 'mode'>): ShiftSpec {
  return { days, from, until, ...(holidays && { holidays }), mode: 'off' };
}

/** The signal with its level in the first mode, and those of the modes that have another. Throws a RangeError where there is not one for each mode. */
function withLevels({ levels, ...rest }: SignalSheet, modes: readonly ModeSpec[]): SignalSpec {
  if (typeof levels === 'number') return { ...rest, level: levels };
  const [level = Number.NaN] = levels;
  if (levels.length !== modes.length) throw new RangeError(`${rest.name}: expected a level for each of ${modes.map(({ name }) => name).join(', ')}, got ${levels.length}.`);
  const others = modes.flatMap(({ name }, index) => (levels[index] === level ? [] : [{ mode: name, level: levels[index] as number }])); // as long as the modes
  return { ...rest, level, ...(others.length > 0 && { levels: others }) };
}
