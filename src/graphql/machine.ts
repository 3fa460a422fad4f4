// Machines and their signals, as runs of series and the catalogue show them: what a reader of their data must know, and the whole specification as JSON,
// which can be handed in again.
import { InvalidInput } from '../domain/errors.ts';
import { MAX_PREVIEW_BUCKETS } from '../domain/series/limits.ts';
import type { MachineSpec, SignalSpec } from '../domain/series/specification.ts';
import type { AnomalyRecord, MachineRecord, SeriesPart, SeriesPreview } from '../jobs/records.ts';
import { builder, WORK_COST } from './builder.ts';
import { AnomalyKindEnum } from './machine-input.ts';
import { given } from './read-generator.ts';

/** Buckets of a preview where the caller says nothing. */
const DEFAULT_POINTS = 500;
/** The same of the anomalies of a machine; the table of all can be paged. */
const DEFAULT_ANOMALIES = 100;
const MAX_SHOWN_ANOMALIES = 1_000;

export const SPECIFICATION_WORDS = 'All of it as JSON: a MachineInput, member by member, ready to be handed in as one of `specs`.';

export const SignalType = builder.objectRef<SignalSpec>('Signal').implement({
  description: 'What a sensor measures.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The header of its column.' }),
    unit: t.exposeString('unit', { description: 'As engineers write it; empty: a number without one.' }),
    description: t.string({ nullable: true, description: 'What it is about.', resolve: (signal) => signal.description }),
    minimum: t.exposeFloat('minimum', { description: "Least of the sensor's range." }),
    maximum: t.exposeFloat('maximum', { description: 'Most of it: no reading is outside.' }),
    resolution: t.exposeFloat('resolution', { description: 'The step between two readings that can be told apart.' }),
    level: t.exposeFloat('level', { description: 'Where it stands, in modes that have no level of their own.' }),
    drivers: t.stringList({ description: 'Signals that drive it.', resolve: ({ drivers = [] }) => drivers.map(({ signal }) => signal) }),
  }),
});

const AnomalyType = builder.objectRef<AnomalyRecord>('Anomaly').implement({
  description: 'A stretch of readings that are not as they should be.',
  fields: (t) => ({
    kind: t.expose('kind', { type: AnomalyKindEnum, description: 'What it is.' }),
    signals: t.stringList({ description: 'The signals that it befalls.', resolve: ({ signals }) => [...signals] }),
    start: t.expose('start', { type: 'DateTime', description: 'Its first reading.' }),
    end: t.expose('end', { type: 'DateTime', description: 'Its last reading.' }),
    points: t.expose('points', { type: 'SafeInt', description: 'How many readings of each signal.' }),
    severity: t.exposeFloat('severity', { description: "How strong it is, in multiples of the signal's usual deviation." }),
  }),
});

const SignalPreviewType = builder.objectRef<SeriesPreview['signals'][number]>('SignalPreview').implement({
  description: 'The readings of a signal, bucket by bucket.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the signal.' }),
    unit: t.exposeString('unit', { description: 'What its readings are in.' }),
    minimum: t.field({ type: ['Float'], nullable: { list: false, items: true }, complexity: { field: 1, multiplier: 1 }, description: 'The least reading of each bucket; null where there is none.', resolve: ({ minimum }) => [...minimum] }),
    maximum: t.field({ type: ['Float'], nullable: { list: false, items: true }, complexity: { field: 1, multiplier: 1 }, description: 'The largest.', resolve: ({ maximum }) => [...maximum] }),
  }),
});

const SeriesPreviewType = builder.objectRef<SeriesPreview>('SeriesPreview').implement({
  description: 'Readings of a machine for plotting: buckets of equal length, and in each the least and the largest reading, so that no spike is lost.',
  fields: (t) => ({
    starts: t.field({ type: ['DateTime'], complexity: { field: 1, multiplier: 1 }, description: 'Where each bucket begins.', resolve: ({ starts }) => starts.map((start) => new Date(start * 1_000)) }),
    pointsPerBucket: t.expose('pointsPerBucket', { type: 'SafeInt', description: 'Readings of each; the last may have fewer.' }),
    isExact: t.exposeBoolean('isExact', { description: 'Every reading was looked at; else an even share of each bucket, for there are too many.' }),
    signals: t.field({ type: [SignalPreviewType], description: 'Signal by signal.', resolve: ({ signals }) => [...signals] }),
  }),
});

const PART_ARGS = {
  from: { description: 'Left out: from the start.' },
  to: { description: 'The first moment that is not wanted. Left out: to the end.' },
} as const;

/** A machine of a run, as it was asked for. */
export interface ShownMachine extends MachineRecord {
  /** Set where it is one of so many that were not named, too many for a look at the readings of each. */
  readonly unnamedOf?: number;
}

export const MachineType = builder.objectRef<ShownMachine>('Machine').implement({
  description: 'A machine of a run, with its sensors.',
  fields: (t) => ({
    name: t.string({ description: 'Unique in the run; its files are named by it.', resolve: ({ spec }) => spec.name }),
    kind: t.string({ description: 'What it is.', resolve: ({ spec }) => spec.kind }),
    description: t.string({ nullable: true, description: 'What it is about.', resolve: ({ spec }) => spec.description }),
    modes: t.stringList({ description: 'What it may be doing, as labels have it.', resolve: ({ spec }) => spec.modes.map(({ name }) => name) }),
    signals: t.field({ type: [SignalType], description: 'What is measured.', resolve: ({ spec }) => [...spec.signals] }),
    specification: t.field({ type: 'JSON', description: SPECIFICATION_WORDS, resolve: ({ spec }) => spec }),
    readingsTable: t.exposeString('readings', { description: 'The table of its readings: `Timestamp`, and a field for each signal.' }),
    labelsTable: t.exposeString('labels', { description: 'The table of their labels, row for row: `Timestamp`, `UtcOffset`, `Mode`, `Anomaly` (0 or 1), `Kinds`, `Signals`.' }),
    anomalies: t.field({
      type: [AnomalyType],
      description: 'Its anomalies, the earliest first. All of them are the table `anomalies`.',
      args: {
        from: t.arg({ type: 'DateTime', ...PART_ARGS.from }),
        to: t.arg({ type: 'DateTime', ...PART_ARGS.to }),
        first: t.arg.int({ defaultValue: DEFAULT_ANOMALIES, description: `How many, 1 to ${MAX_SHOWN_ANOMALIES.toLocaleString('en')}.` }),
      },
      complexity: ({ first }) => ({ field: WORK_COST, multiplier: bounded(first ?? DEFAULT_ANOMALIES, MAX_SHOWN_ANOMALIES) }),
      resolve: async (machine, { first, ...part }, context) =>
        [...(await context.series.anomalies(named(machine), { ...partOf(part), first: within('first', first ?? DEFAULT_ANOMALIES, MAX_SHOWN_ANOMALIES) }))],
    }),
    readings: t.field({
      type: SeriesPreviewType,
      description: 'Its readings for plotting, also of a run that is under way: they are computed when they are asked for.',
      args: {
        from: t.arg({ type: 'DateTime', ...PART_ARGS.from }),
        to: t.arg({ type: 'DateTime', ...PART_ARGS.to }),
        signals: t.arg.stringList({ description: 'Only these. Left out: all.' }),
        points: t.arg.int({ defaultValue: DEFAULT_POINTS, description: `Most buckets, 1 to ${MAX_PREVIEW_BUCKETS.toLocaleString('en')}.` }),
      },
      complexity: ({ points }) => WORK_COST + bounded(points ?? DEFAULT_POINTS, MAX_PREVIEW_BUCKETS),
      resolve: (machine, { points, signals, ...part }, context) =>
        context.series.readings(named(machine), { ...partOf(part), ...given({ signals }), points: within('points', points ?? DEFAULT_POINTS, MAX_PREVIEW_BUCKETS) }),
    }),
  }),
});

/** A machine of the catalogue is a specification that is in no run yet. */
export const CatalogMachineType = builder.objectRef<MachineSpec>('CatalogMachine').implement({
  description: 'A kind of machine that the catalogue has.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What units of it are named by: plasma_etcher gives plasma_etcher_01.' }),
    kind: t.exposeString('kind', { description: 'What it is.' }),
    description: t.string({ nullable: true, description: 'What it is about.', resolve: (machine) => machine.description }),
    signals: t.field({ type: [SignalType], description: 'What is measured.', resolve: ({ signals }) => [...signals] }),
    specification: t.field({ type: 'JSON', description: SPECIFICATION_WORDS, resolve: (machine) => machine }),
  }),
});

/** Throws InvalidInput where it is one of too many. */
function named({ unnamedOf, ...machine }: ShownMachine): MachineRecord {
  if (unnamedOf !== undefined) throw InvalidInput.at(['names'], `expected the names of the machines whose readings or anomalies are wanted, got none, and the run has ${unnamedOf}: machines(names: [${JSON.stringify(machine.spec.name)}, ...])`);
  return machine;
}

function bounded(value: number, most: number): number {
  return Math.min(Math.max(value, 1), most);
}

function within(name: string, value: number, most: number): number {
  if (value < 1 || value > most) throw InvalidInput.at([name], `expected 1 to ${most}, got ${value}`);
  return value;
}

/** Throws InvalidInput where it ends before it begins. */
function partOf({ from, to }: { readonly from?: Date | null | undefined; readonly to?: Date | null | undefined }): SeriesPart {
  if (from != null && to != null && to <= from) throw InvalidInput.at(['to'], `expected a moment after \`from\`, ${from.toISOString()}, got ${to.toISOString()}`);
  return given({ from, to });
}
