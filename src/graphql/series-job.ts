// Runs of series, as the API shows them: the job, its time, its machines, and its rows.
import { InvalidInput } from '../domain/errors.ts';
import type { JobRecord, MachineRecord, TimelineRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { JobType, loadJob, rowsField } from './job.ts';
import { MachineType } from './machine.ts';

/** Machines that a run is taken to have where none is named; of more, readings and anomalies are had of those that are. */
const MOST_UNNAMED = 25;

const TimelineType = builder.objectRef<TimelineRecord>('Timeline').implement({
  description: 'The time of a series: points at equal distances of elapsed time.',
  fields: (t) => ({
    start: t.expose('start', { type: 'DateTime', description: 'Of the first point.' }),
    end: t.expose('end', { type: 'DateTime', description: 'The first moment that is not in it.' }),
    intervalSeconds: t.exposeInt('intervalSeconds', { description: 'From one point to the next.' }),
    points: t.expose('points', { type: 'SafeInt', description: 'Readings of each signal.' }),
    timeZone: t.exposeString('timeZone', { description: 'Whose clock timestamps, shifts and rhythms go by: an IANA name.' }),
  }),
});

export const SeriesJob = builder.node(builder.objectRef<JobRecord>('SeriesJob'), {
  description: "An order of machines' sensor data. Its tables are the readings and the labels of each machine, and `anomalies` of all.",
  id: { resolve: (job) => job.id },
  interfaces: [JobType],
  loadOne: (id, context) => loadJob(context, 'SERIES', id),
  fields: (t) => ({
    timeline: t.field({ type: TimelineType, description: 'Its time.', resolve: async (job, _args, context) => (await context.series.of(job)).timeline }),
    anomalyRate: t.float({ description: 'Share of points inside an anomaly, of machines that say no other.', resolve: async (job, _args, context) => (await context.series.of(job)).anomalyRate }),
    machines: t.field({
      type: [MachineType],
      description: 'Its machines.',
      args: { names: t.arg.stringList({ description: `Only these. Left out: all; where a run has more than ${MOST_UNNAMED}, \`readings\` and \`anomalies\` are had of named ones alone.` }) },
      complexity: ({ names }) => ({ field: 1, multiplier: names?.length ?? MOST_UNNAMED }),
      resolve: async (job, { names }, context) => {
        const { machines } = await context.series.of(job);
        if (names == null) return machines.map((machine) => (machines.length > MOST_UNNAMED ? { ...machine, unnamedOf: machines.length } : machine));
        return names.map((name, index) => machines.find(({ spec }) => spec.name === name) ?? unknownMachine(index, name, machines));
      },
    }),
    rows: rowsField(t),
  }),
});

/** Throws InvalidInput. */
function unknownMachine(index: number, name: string, machines: readonly MachineRecord[]): never {
  throw InvalidInput.at(['names', String(index)], `unknown machine ${JSON.stringify(name.slice(0, 80))}: expected one of ${machines.slice(0, 20).map(({ spec }) => spec.name).join(', ')}`);
}
