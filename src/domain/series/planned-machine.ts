// From a model's answers to a machine that can be run, whatever it answered: ranges the right way round and within what their unit can be, every signal
// with room above and below, and no circle of signals that follow one another. How strong things are is ours, as a share of the sensor's range.
import type { DriverSpec, MachineSpec, ModeSpec, RhythmSpec, SignalSpec } from './specification.ts';
import { NOTHING, type KindAnswer, type SignalAnswer } from './planning.ts';

const WORK = 'run';
const MAINTENANCE = 'maintenance';
const OFF = 'off';
const MEAN_MINUTES: Readonly<Record<typeof WORK | typeof MAINTENANCE | typeof OFF | KindAnswer['modes'][number], number>> = {
  run: 240, idle: 45, standby: 120, setup: 30, loading: 10, warm_up: 20, cleaning: 60, fault: 25, maintenance: 240, off: 480,
};
/** How much goes on in a machine that does not work. */
const STOPPED_ACTIVITY = 0.2;
const SHIFTS = { one_shift: { from: 6, until: 14 }, two_shifts: { from: 6, until: 22 } } as const;
const WORKDAYS = [1, 2, 3, 4, 5];
const EVERY_DAYS = { weekly: 7, monthly: 30, quarterly: 91, half_yearly: 182 } as const;
const MAINTENANCE_HOURS = 4;

/** Seconds that a word for a speed stands for. */
const SECONDS: Readonly<Record<SignalAnswer['speed'], number>> = { at_once: 0, seconds: 20, minutes: 300, hours: 3_600 };
/** As shares of the range: standard deviation of noise and set-points, amplitudes, wear until maintenance, and what a signal follows of another's whole range. */
const NOISE: Readonly<Record<SignalAnswer['noise'], number>> = { quiet: 0.003, ordinary: 0.008, noisy: 0.02 };
const DAILY = 0.03;
const WEEKLY = 0.02;
const WEAR = 0.05;
const STEPS = 0.02;
const FOLLOWED = 0.4;
const STEP_HOURS = 8;
/** Where a signal may stand at work, and does when it is nearly off, from the bottom of its range. */
const ROOM = 0.25;
const NEARLY_OFF = 0.05;
/** Hour and day of the highest point of a rhythm: of the afternoon, and of Wednesday. */
const AFTERNOON = 15;
const WEDNESDAY = 3;
/** A sensor tells some thousands of readings apart. */
const READINGS = 2_000;

/** What readings in a unit can be; of the others anything. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = { '%': [0, 100], 'pH': [0, 14], '°C': [-273.15, Infinity], 'K': [0, Infinity], 'rpm': [0, Infinity], 'kg': [0, Infinity], 'ppm': [0, 1_000_000] };

/** A machine of the kind, named by it. `answers`: of its signals, in their order. */
export function plannedMachine(name: string, kind: KindAnswer, answers: readonly SignalAnswer[]): MachineSpec {
  const { about, modes, hours, maintenance } = kind;
  const stopped = [...modes, ...(maintenance === 'never' ? [] : [MAINTENANCE] as const), ...(hours === 'around_the_clock' ? [] : [OFF] as const)];
  const days = maintenance === 'never' ? undefined : EVERY_DAYS[maintenance];
  return {
    name,
    kind: name.replaceAll('_', ' '),
    description: about,
    modes: [{ name: WORK, meanMinutes: MEAN_MINUTES[WORK] }, ...stopped.map((mode): ModeSpec => ({ name: mode, meanMinutes: MEAN_MINUTES[mode], activity: STOPPED_ACTIVITY }))],
    ...(hours === 'around_the_clock' ? {} : { shifts: { days: WORKDAYS, ...SHIFTS[hours], mode: OFF } }),
    ...(days === undefined ? {} : { maintenance: { mode: MAINTENANCE, everyDays: days, hours: MAINTENANCE_HOURS } }),
    signals: signalsOf(kind, answers, { stopped, days }),
  };
}

interface Surroundings {
  /** Modes in which the machine does not work. */
  readonly stopped: readonly string[];
  /** Days between maintenances; undefined: there are none. */
  readonly days: number | undefined;
}

function signalsOf({ signals }: KindAnswer, answers: readonly SignalAnswer[], surroundings: Surroundings): readonly SignalSpec[] {
  const ranges = new Map(signals.map((signal, index) => [signal, rangeOf(answers[index] as SignalAnswer)])); // one for each
  const followed = withoutCircles(signals, answers);
  return signals.map((signal, index) => {
    const answer = answers[index] as SignalAnswer;
    const own = ranges.get(signal) as Range;
    const other = ranges.get(followed.get(signal) ?? '');
    const drivers = other === undefined ? [] : [driverOf(followed.get(signal) ?? '', answer, own.span / other.span)];
    return signalOf(signal, answer, { ...surroundings, ...own, drivers });
  });
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly span: number;
  readonly resolution: number;
}

function rangeOf({ unit, numbers }: SignalAnswer): Range {
  const [least, most] = BOUNDS[unit] ?? [-Infinity, Infinity];
  const within = numbers.map((number) => Math.min(most, Math.max(least, number)));
  const [low, high] = [Math.min(...within), Math.max(...within)];
  const wide = Math.max(high - low, 1);
  const minimum = Math.min(low, most - wide);
  const resolution = 10 ** Math.floor(Math.log10(wide / READINGS));
  return { minimum: clean(minimum), maximum: clean(minimum + wide), span: wide, resolution: clean(resolution) };
}

function signalOf(name: string, answer: SignalAnswer, { stopped, days, minimum, maximum, span, resolution, drivers }: Surroundings & Range & { readonly drivers: readonly DriverSpec[] }): SignalSpec {
  const at = (share: number): number => onGrid(minimum + share * span, resolution);
  const usual = Math.min(1 - ROOM, Math.max(ROOM, ((answer.numbers[2] ?? minimum) - minimum) / span));
  const levels = answer.stopped === 'the_same' ? [] : stopped.map((mode) => ({ mode, level: at(answer.stopped === 'lower' ? usual / 2 : NEARLY_OFF) }));
  const seconds = SECONDS[answer.speed];
  const wear = answer.wear === 'none' || days === undefined ? undefined : clean((answer.wear === 'rises' ? WEAR : -WEAR) * span / days);
  return {
    name,
    unit: answer.unit,
    description: answer.about,
    minimum,
    maximum,
    resolution,
    level: at(usual),
    ...(levels.length === 0 ? {} : { levels }),
    ...(seconds === 0 ? {} : { settlingSeconds: seconds }),
    noise: { deviation: clean(NOISE[answer.noise] * span), ...(seconds === 0 ? {} : { correlationSeconds: seconds }) },
    ...rhythms(answer, span),
    ...(wear === undefined ? {} : { wearPerDay: wear }),
    ...(answer.adjusted ? { steps: { deviation: clean(STEPS * span), meanHours: STEP_HOURS } } : {}),
    ...(drivers.length === 0 ? {} : { drivers }),
  };
}

function rhythms({ rhythm }: SignalAnswer, span: number): { readonly daily?: RhythmSpec; readonly weekly?: RhythmSpec } {
  const daily = { daily: { amplitude: clean(DAILY * span), peak: AFTERNOON } };
  const weekly = { weekly: { amplitude: clean(WEEKLY * span), peak: WEDNESDAY } };
  return { ...(rhythm === 'daily' || rhythm === 'daily_and_weekly' ? daily : {}), ...(rhythm === 'weekly' || rhythm === 'daily_and_weekly' ? weekly : {}) };
}

/** `scale`: units of the signal's range for one of the other's. */
function driverOf(signal: string, { how, lag }: SignalAnswer, scale: number): DriverSpec {
  const lagSeconds = SECONDS[lag];
  return { signal, gain: clean((how === 'falls_with_it' ? -FOLLOWED : FOLLOWED) * scale), ...(lagSeconds === 0 ? {} : { lagSeconds }) };
}

/** Which signal each follows, but for those that would close a circle. */
function withoutCircles(signals: readonly string[], answers: readonly SignalAnswer[]): ReadonlyMap<string, string> {
  const followed = new Map<string, string>();
  answers.forEach(({ follows }, index) => {
    const signal = signals[index] ?? '';
    let at: string | undefined = follows === NOTHING ? signal : follows;
    while (at !== undefined && at !== signal) at = followed.get(at);
    if (at === undefined) followed.set(signal, follows);
  });
  return followed;
}

/** A multiple of the resolution. */
function onGrid(value: number, resolution: number): number {
  return clean(Math.round(value / resolution) * resolution);
}

/** Without the digits that binary fractions leave behind. */
function clean(value: number): number {
  return Number(value.toPrecision(10));
}
