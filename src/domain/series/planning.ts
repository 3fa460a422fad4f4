// What a text model is asked where machines are planned from words: which kinds there are, then of each what it does and what is measured, then of each
// signal its unit, its range, and how it behaves, in words to choose from. Each answer is a few values held to constraints, and short.
import type { Value } from '../schema.ts';
import type { Constraint, Place } from '../text/constraint.ts';

/** Most kinds of machines of a plan, and most signals of a kind. */
export const MAX_PLANNED_KINDS = 12;
export const MAX_PLANNED_SIGNALS = 12;
const MIN_SIGNALS = 3;
const MAX_ABOUT = 120;
const MAX_SIGNAL_ABOUT = 80;
/** Of a sensor's range, in whatever unit. */
const RANGE: Constraint = { kind: 'float', minimum: -1_000_000, maximum: 1_000_000, places: 2 };

/** Words in lower case, joined by underscores. */
const NAME: Constraint = { kind: 'pattern', regex: '[a-z][a-z0-9]{1,15}(_[a-z0-9]{1,13}){0,2}' };

const NO_UNIT = 'none';

/** Units to choose from, spelled as in the catalogue; the last: a number without one. */
export const UNITS = [
  '°C', 'K', 'Pa', 'kPa', 'MPa', 'bar', 'mbar', 'mTorr', 'rpm', 'Hz', 'kHz', 'A', 'mA', 'V', 'kV', 'W', 'kW', 'MW', 'kWh', 'N', 'kN', 'N·m', 'm', 'mm', 'µm', 'm/s', 'm/min', 'mm/s', 'm/s²', 'kg', 'kg/h', 't/h', 'L/min', 'm³/h', 'sccm', '%',
  'ppm', 'mg/L', 'µS/cm', 'pH', 'dB', 'lx', 's', 'min', '1/min', '1/h', NO_UNIT,
] as const;

/** What a machine may be doing beside its work. */
export const OTHER_MODES = ['idle', 'standby', 'setup', 'loading', 'warm_up', 'cleaning', 'fault'] as const;
export const HOURS = ['around_the_clock', 'two_shifts', 'one_shift'] as const;
export const MAINTENANCES = ['never', 'weekly', 'monthly', 'quarterly', 'half_yearly'] as const;
export const STOPPED_LEVELS = ['the_same', 'lower', 'nearly_off'] as const;
export const SPEEDS = ['at_once', 'seconds', 'minutes', 'hours'] as const;
export const NOISES = ['quiet', 'ordinary', 'noisy'] as const;
export const RHYTHMS = ['none', 'daily', 'weekly', 'daily_and_weekly'] as const;
export const WEARS = ['none', 'rises', 'falls'] as const;
export const FOLLOWINGS = ['rises_with_it', 'falls_with_it'] as const;
/** Said of a signal that follows no other. */
export const NOTHING = 'nothing';

type OneOf<Words extends readonly string[]> = Words[number];

/** Asked once. `most` kinds, MAX_PLANNED_KINDS at most. */
export function kindsPlaces(most: number): readonly Place[] {
  return [{ name: 'machines', constraint: { kind: 'list', items: NAME, minItems: 1, maxItems: Math.min(most, MAX_PLANNED_KINDS) } }];
}

/** Names in their order, each once. */
export function readKinds([names]: readonly Value[]): readonly string[] {
  return [...new Set(names as readonly string[])]; // kindsPlaces holds it to a list of names
}

export interface KindAnswer {
  readonly about: string;
  readonly modes: readonly OneOf<typeof OTHER_MODES>[];
  readonly hours: OneOf<typeof HOURS>;
  readonly maintenance: OneOf<typeof MAINTENANCES>;
  /** Names, each once. */
  readonly signals: readonly string[];
}

/** Asked of each kind. */
export const KIND_PLACES: readonly Place[] = [
  { name: 'about', constraint: { kind: 'text', maxLength: MAX_ABOUT } },
  { name: 'modes', constraint: { kind: 'list', items: choice(OTHER_MODES), minItems: 0, maxItems: 4 } },
  { name: 'hours', constraint: choice(HOURS) },
  { name: 'maintenance', constraint: choice(MAINTENANCES) },
  { name: 'signals', constraint: { kind: 'list', items: NAME, minItems: MIN_SIGNALS, maxItems: MAX_PLANNED_SIGNALS } },
];

export function readKind(values: readonly Value[]): KindAnswer {
  const [about, modes, hours, maintenance, signals] = values as [string, KindAnswer['modes'], KindAnswer['hours'], KindAnswer['maintenance'], readonly string[]]; // as KIND_PLACES has them
  // The first column of readings is called so.
  const renamed = signals.map((signal) => (signal === 'timestamp' ? 'time' : signal));
  return { about, modes: [...new Set(modes)], hours, maintenance, signals: [...new Set(renamed)] };
}

export interface SignalAnswer {
  readonly about: string;
  /** Empty: it has none. */
  readonly unit: string;
  /** Of the sensor's range, and where the signal stands at work: three numbers in any order. */
  readonly numbers: readonly number[];
  readonly stopped: OneOf<typeof STOPPED_LEVELS>;
  readonly speed: OneOf<typeof SPEEDS>;
  readonly noise: OneOf<typeof NOISES>;
  readonly rhythm: OneOf<typeof RHYTHMS>;
  readonly wear: OneOf<typeof WEARS>;
  readonly adjusted: boolean;
  /** Name of the other signal, or NOTHING. */
  readonly follows: string;
  readonly how: OneOf<typeof FOLLOWINGS>;
  readonly lag: OneOf<typeof SPEEDS>;
}

/** Asked of each signal; `others`: the other signals of its machine. */
export function signalPlaces(others: readonly string[]): readonly Place[] {
  return [
    { name: 'about', constraint: { kind: 'text', maxLength: MAX_SIGNAL_ABOUT } },
    { name: 'unit', constraint: choice(UNITS) },
    { name: 'lowest', constraint: RANGE },
    { name: 'highest', constraint: RANGE },
    { name: 'usual', constraint: RANGE },
    { name: 'stopped', constraint: choice(STOPPED_LEVELS) },
    { name: 'speed', constraint: choice(SPEEDS) },
    { name: 'noise', constraint: choice(NOISES) },
    { name: 'rhythm', constraint: choice(RHYTHMS) },
    { name: 'wear', constraint: choice(WEARS) },
    { name: 'adjusted', constraint: { kind: 'boolean' } },
    { name: 'follows', constraint: choice([NOTHING, ...others]) },
    { name: 'how', constraint: choice(FOLLOWINGS) },
    { name: 'lag', constraint: choice(SPEEDS) },
  ];
}

export function readSignal(values: readonly Value[]): SignalAnswer {
  const [about, unit, lowest, highest, usual, stopped, speed, noise, rhythm, wear, adjusted, follows, how, lag] = values; // as signalPlaces has them
  return { about, unit: unit === NO_UNIT ? '' : unit, numbers: [lowest, highest, usual], stopped, speed, noise, rhythm, wear, adjusted, follows, how, lag } as SignalAnswer;
}

function choice(values: readonly string[]): Constraint {
  return { kind: 'choice', values };
}
