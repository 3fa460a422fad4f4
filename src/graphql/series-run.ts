// How a run of series is ordered: which machines, over which time, with how many anomalies.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput, ModelUnavailable } from '../domain/errors.ts';
import { MAX_INTERVAL_SECONDS, MAX_MACHINES, MAX_POINTS } from '../domain/series/limits.ts';
import { DEFAULT_DAYS } from '../domain/series/span.ts';
import { MAX_PLANNED_LENGTH } from '../jobs/model-planning.ts';
import type { MachinesOrder, SeriesRunInput } from '../jobs/records.ts';
import { MAX_OUTPUTS } from '../jobs/runs.ts';
import { builder, WORK_COST } from './builder.ts';
import { checkKey } from './idempotency-key.ts';
import { MachineInput, readMachines } from './machine-input.ts';
import { OutputInput, readOutputs } from './output.ts';
import { given } from './read-generator.ts';
import { SeriesJob } from './series-job.ts';

const DEFAULT_OUTPUTS = [{ format: 'CSV' as const }];
const DEFAULT_COUNT = 10;
const DEFAULTS = { timeZone: 'UTC', intervalSeconds: 60, anomalyRate: 0.01 } as const;

const IndustryInput = builder.inputType('IndustryInput', {
  description: 'An industry, and how many of its machines.',
  fields: (t) => ({
    name: t.string({ required: true, description: `As \`machineCatalog\` has it: semiconductor. With a text model any other, or a plant in plain words of at most ${MAX_PLANNED_LENGTH.toLocaleString('en')} characters.` }),
    count: t.int({ defaultValue: DEFAULT_COUNT, description: `Machines, 1 to ${MAX_MACHINES}: units of each of its kinds in turn, each a little unlike the others by the seed.` }),
  }),
});

const MachinesInput = builder.inputType('MachinesInput', {
  description: "From an industry's name, or given in full.",
  isOneOf: true,
  fields: (t) => ({
    industry: t.field({ type: IndustryInput, description: 'By industry.' }),
    specs: t.field({ type: [MachineInput], description: `1 to ${MAX_MACHINES} machines.` }),
  }),
});

const SeriesRunInputType = builder.inputType('SeriesRunInput', {
  description: "An order of machines' sensor data.",
  fields: (t) => ({
    machines: t.field({ type: MachinesInput, required: true, description: 'Which machines.' }),
    start: t.field({ type: 'DateTime', description: 'When the first reading is, at a whole second. Left out: so that the last is right before the year 2026 by the clock of the place.' }),
    end: t.field({ type: 'DateTime', description: 'The first moment without a reading. Beside it `start` or `days` may stand.' }),
    days: t.int({ description: `Of 24 hours. Left out: up to \`end\`, or ${DEFAULT_DAYS}.` }),
    timeZone: t.string({ defaultValue: DEFAULTS.timeZone, description: 'Whose clock timestamps, shifts and rhythms go by: an IANA name such as Europe/Berlin. Labels tell the repeated hour apart.' }),
    intervalSeconds: t.int({ defaultValue: DEFAULTS.intervalSeconds, description: `From one reading to the next, 1 to ${MAX_INTERVAL_SECONDS.toLocaleString('en')}. A machine has at most ${MAX_POINTS.toLocaleString('en')} readings of each signal.` }),
    anomalyRate: t.float({ defaultValue: DEFAULTS.anomalyRate, description: 'Share of points inside an anomaly, 0 to 0.5, of machines that say no other.' }),
    model: t.id({ description: 'Id of the text model that plans the machines of an industry, as `models` lists it. Left out: the catalogue; where it does not have the industry, the one that is standard here.' }),
    seed: t.field({ type: 'SafeInt', description: 'Left out: drawn, and recorded on the job.' }),
    outputs: t.field({ type: [OutputInput], defaultValue: DEFAULT_OUTPUTS, description: `What to write, ${MAX_OUTPUTS} at most: CSV, PARQUET, JSONL, JSON or ZIP; an empty list writes nothing. Files are named by the machine: its readings, its labels, and \`anomalies\` of all; \`specification.json\` beside them has the machines as they were used.` }),
    idempotencyKey: t.string({ description: 'The same key from the same caller starts one job only: the same order again answers that job, another is refused.' }),
  }),
});

builder.mutationFields((t) => ({
  startSeriesRun: t.field({
    type: SeriesJob,
    description: 'Starts a run of series. It goes on by itself; watch it with `jobProgress` and `jobRows`, and look at its machines with `readings`.',
    errors: { types: [InvalidInput, ModelUnavailable] },
    args: { input: t.arg({ type: SeriesRunInputType, required: true, description: 'The order.' }) },
    complexity: WORK_COST,
    resolve: (_root, { input }, context) => context.runs.startSeriesRun(context.viewer, readSeriesRun(input), context.signal),
  }),
}));

/** The order, with paths of its faults from the root of the input. Throws InvalidInput. */
function readSeriesRun(input: typeof SeriesRunInputType.$inferInput): SeriesRunInput {
  const { idempotencyKey, start, end, days, ...order } = input;
  const outputs = readOutputs(input.outputs ?? DEFAULT_OUTPUTS);
  checkKey(idempotencyKey ?? '');
  for (const name of ['model', 'timeZone'] as const) refuseUnstorable([name], input[name]);
  const machines = InvalidInput.within(['machines'], () => readMachinesOrder(input.machines));
  return {
    machines, outputs,
    span: { timeZone: input.timeZone ?? DEFAULTS.timeZone, ...given({ days, start: start?.getTime(), end: end?.getTime() }) },
    intervalSeconds: input.intervalSeconds ?? DEFAULTS.intervalSeconds,
    anomalyRate: input.anomalyRate ?? DEFAULTS.anomalyRate,
    ...given({ model: input.model, seed: input.seed, idempotencyKey }),
    asked: { ...order, ...given({ start: start?.toISOString(), end: end?.toISOString(), days }), outputs },
  };
}

function readMachinesOrder({ industry, specs }: typeof MachinesInput.$inferInput): MachinesOrder {
  if (specs != null) return { kind: 'specs', specs: InvalidInput.within(['specs'], () => readMachines(specs)) };
  const { name, count } = industry ?? { name: '' }; // one of the two is there
  refuseUnstorable(['industry', 'name'], name);
  return { kind: 'industry', name, count: count ?? DEFAULT_COUNT };
}
