// A machine as a caller hands it in: the specification of domain/series, member by member. Only maps; whether it makes sense is the domain's to say.
import { refuseUnstorable } from '../db/storable.ts';
import type { AnomalyKind, MachineSpec } from '../domain/series/specification.ts';
import { builder } from './builder.ts';
import { described } from './described.ts';

const ANOMALY_WORDS: Readonly<Record<AnomalyKind, string>> = {
  POINT: 'One reading far off (GutenTAG: extremum).',
  LEVEL_SHIFT: 'Off by the same for a while (mean).',
  DRIFT: 'Farther and farther off (trend).',
  VARIANCE: 'Noise of several times its strength (variance).',
  PATTERN: 'An oscillation that does not belong there (pattern, frequency).',
  STUCK_AT: 'The same reading again and again (platform).',
  SPIKE_TRAIN: 'Spikes at equal distances (extremum, repeated).',
  CORRELATION_BREAK: 'It no longer follows what drives it, but that signal as it was at another time, and several times as strongly (mode correlation); only of signals that have drivers.',
};

export const AnomalyKindEnum = builder.enumType('AnomalyKind', {
  description: "Kinds of anomalies, beside those of GutenTAG (Wenig, Schmidl, Papenbrock 2022). They are the sensor's: signals that it drives are untouched.",
  values: described(ANOMALY_WORDS),
});

const NextModeInput = builder.inputType('NextModeInput', {
  description: 'What may come after a mode.',
  fields: (t) => ({
    mode: t.string({ required: true, description: 'Name of the mode.' }),
    weight: t.float({ required: true, description: 'How often, beside the others.' }),
  }),
});

const ModeInput = builder.inputType('ModeInput', {
  description: 'Something that a machine does for a while; a Markov chain leads from one to the next.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As labels have it: run, idle.' }),
    meanMinutes: t.float({ required: true, description: 'How long it lasts in the mean.' }),
    next: t.field({ type: [NextModeInput], description: 'What comes after it. Left out: any of the others that maintenance and shifts do not call for, each alike; of one mode alone: itself.' }),
    activity: t.float({ description: 'How much of their rhythms, noise, set-points and wear its signals have in it, 0 to 1; left out: 1. Signals that stand alike in all modes take no notice, and those that stand at their minimum in one are at rest in it.' }),
  }),
});

const ShiftInput = builder.inputType('ShiftInput', {
  description: 'Working hours by the clock of the place.',
  fields: (t) => ({
    days: t.intList({ required: true, description: 'Days of work: Monday is 1, Sunday 7.' }),
    from: t.float({ required: true, description: 'Hour of the day, 0 to 24, fractions allowed.' }),
    until: t.float({ required: true, description: 'The same; where it is not past `from`, it is of the next day.' }),
    holidays: t.stringList({ description: 'Days without work: 2025-12-25, or 12-25 in every year.' }),
    mode: t.string({ required: true, description: 'The mode outside of working hours.' }),
  }),
});

const MaintenanceInput = builder.inputType('MaintenanceInput', {
  description: 'Planned work on a machine, which undoes its wear.',
  fields: (t) => ({
    mode: t.string({ required: true, description: 'The mode during it.' }),
    everyDays: t.float({ required: true, description: 'Days from one to the next, in the mean; they vary by a tenth.' }),
    hours: t.float({ required: true, description: 'How long it takes.' }),
  }),
});

const ModeLevelInput = builder.inputType('ModeLevelInput', {
  description: 'Where a signal stands in a mode.',
  fields: (t) => ({
    mode: t.string({ required: true, description: 'Name of the mode.' }),
    level: t.float({ required: true, description: "In the signal's unit." }),
  }),
});

const NoiseInput = builder.inputType('NoiseInput', {
  description: 'Noise, normally distributed and autocorrelated: an Ornstein-Uhlenbeck process, which is AR(1) at equal steps of time.',
  fields: (t) => ({
    deviation: t.float({ required: true, description: 'Standard deviation.' }),
    correlationSeconds: t.float({ description: 'Time after which its autocorrelation is 1/e. Left out: 0, white noise.' }),
  }),
});

const RhythmInput = builder.inputType('RhythmInput', {
  description: 'A sine.',
  fields: (t) => ({
    amplitude: t.float({ required: true, description: 'Above and below.' }),
    peak: t.float({ required: true, description: 'When it is highest: of a day, the hour (0 to 24); of a week, the day (1 is Monday noon, fractions allowed, below 8).' }),
  }),
});

const StepsInput = builder.inputType('StepsInput', {
  description: 'Set-points: every so often another one is set.',
  fields: (t) => ({
    deviation: t.float({ required: true, description: 'How far from the level, in the mean square.' }),
    meanHours: t.float({ required: true, description: 'How long one stays, in the mean.' }),
  }),
});

const DriverInput = builder.inputType('DriverInput', {
  description: "A signal that drives this one: a chamber's pressure follows its pump.",
  fields: (t) => ({
    signal: t.string({ required: true, description: 'Name of the signal, of the same machine. Never in a circle.' }),
    gain: t.float({ required: true, description: "Units of this signal for one of the other's." }),
    lagSeconds: t.float({ description: 'How long it takes. Left out: 0.' }),
  }),
});

const DropoutsInput = builder.inputType('DropoutsInput', {
  description: 'Readings that are missing.',
  fields: (t) => ({
    perDay: t.float({ required: true, description: 'How often it happens.' }),
    meanMinutes: t.float({ required: true, description: 'How long it lasts, in the mean.' }),
  }),
});

const SignalInput = builder.inputType('SignalInput', {
  description: "What a sensor measures, and how that goes: its mode's level, rhythms, trend and wear, set-points, what drives it, and noise are summed, kept inside the range and rounded to the resolution. Numbers are in the signal's unit.",
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in the machine: the header of its column.' }),
    unit: t.string({ required: true, description: 'As engineers write it: °C, mbar, rpm, %; empty: a number without one.' }),
    description: t.string({ description: 'What it is about.' }),
    minimum: t.float({ required: true, description: "Least of the sensor's range." }),
    maximum: t.float({ required: true, description: 'Most of it: no reading is outside.' }),
    resolution: t.float({ required: true, description: 'The step between two readings that can be told apart.' }),
    level: t.float({ required: true, description: 'Where it stands, in modes that `levels` does not name.' }),
    levels: t.field({ type: [ModeLevelInput], description: 'Where it stands in some modes.' }),
    settlingSeconds: t.float({ description: 'Time constant with which it follows its level to another mode (63 % of the way). Left out: 0, at once.' }),
    noise: t.field({ type: NoiseInput, description: 'Left out: none.' }),
    daily: t.field({ type: RhythmInput, description: 'Over a day, by the clock of the place.' }),
    weekly: t.field({ type: RhythmInput, description: 'Over a week, by the clock of the place.' }),
    trendPerDay: t.float({ description: 'Slow change over the whole series.' }),
    wearPerDay: t.float({ description: 'Change for each day of work since the last maintenance.' }),
    steps: t.field({ type: StepsInput, description: 'Left out: its set-point stays.' }),
    drivers: t.field({ type: [DriverInput], description: 'Signals that drive it.' }),
    dropouts: t.field({ type: DropoutsInput, description: 'Left out: none is missing.' }),
  }),
});

const SpreadInput = builder.inputType('SpreadInput', {
  description: 'Drawn evenly between two numbers.',
  fields: (t) => ({
    least: t.float({ required: true, description: 'The lower.' }),
    most: t.float({ required: true, description: 'The upper.' }),
  }),
});

const AnomalyInput = builder.inputType('AnomalyInput', {
  description: 'Anomalies of one kind.',
  fields: (t) => ({
    kind: t.field({ type: AnomalyKindEnum, required: true, description: 'The kind.' }),
    signals: t.stringList({ description: 'Which signals it may befall. Left out: all that it can.' }),
    weight: t.float({ description: 'How many of them there are beside those of the other kinds. Left out: 1.' }),
    minutes: t.field({ type: SpreadInput, description: 'How long one lasts; POINT is one reading. Left out: as usual.' }),
    severity: t.field({ type: SpreadInput, description: "How strong one is, in multiples of the signal's usual deviation; what the sensor's range has no room for is less. Left out: as usual." }),
  }),
});

export const MachineInput = builder.inputType('MachineInput', {
  description: 'A machine with its sensors, and how they behave. It is data: nothing of it is run.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in the run, and the name of its files: letters, digits, space, _, - and .' }),
    kind: t.string({ required: true, description: 'What it is: plasma etcher.' }),
    description: t.string({ description: 'What it is about.' }),
    modes: t.field({ type: [ModeInput], required: true, description: 'What it may be doing; the first is what it starts in.' }),
    shifts: t.field({ type: ShiftInput, description: 'When it may work. Left out: always.' }),
    maintenance: t.field({ type: MaintenanceInput, description: 'Left out: never, and nothing wears.' }),
    signals: t.field({ type: [SignalInput], required: true, description: 'What is measured.' }),
    anomalies: t.field({ type: [AnomalyInput], description: 'Which anomalies there may be. Left out: all kinds, as usual; empty: none.' }),
    anomalyRate: t.float({ description: "Share of points inside an anomaly, 0 to 0.5. Left out: the run's." }),
  }),
});

/** The same in the domain's words. Throws InvalidInput for texts that cannot be stored. */
export function readMachines(inputs: readonly (typeof MachineInput.$inferInput)[]): readonly MachineSpec[] {
  refuseUnstorable([], inputs);
  return inputs.map(givenWhole);
}

type GivenWhole<T> = T extends readonly (infer Item)[] ? GivenWhole<Item>[] : T extends object ? { [K in keyof T]: GivenWhole<NonNullable<T[K]>> } : T;

/** Only the members that were given, all the way down: null and left out are the same to a caller. */
function givenWhole<T>(value: T): GivenWhole<T> {
  if (Array.isArray(value)) return value.map(givenWhole) as GivenWhole<T>;
  if (typeof value !== 'object' || value === null) return value as GivenWhole<T>;
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (member == null ? [] : [[name, givenWhole(member)]]))) as GivenWhole<T>;
}
