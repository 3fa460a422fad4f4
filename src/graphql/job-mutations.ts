// What can be done to jobs: start one, stop it, go on with it, remove it, write it in another format.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput, InvalidState, ModelUnavailable, NotFound } from '../domain/errors.ts';
import { SQL_PATH } from '../domain/import/draft.ts';
import { MAX_INSTRUCTIONS_LENGTH } from '../domain/text/prompts.ts';
import type { JobRecord, TextEngine, TextRunInput } from '../jobs/records.ts';
import { MAX_OUTPUTS } from '../jobs/runs.ts';
import { builder, WORK_COST } from './builder.ts';
import { described } from './described.ts';
import type { Context } from './context.ts';
import { SchemaDefinition } from './definition-input.ts';
import { DeletedType } from './deleted.ts';
import { ImageJob } from './image-job.ts';
import { nodeOf, TextJob } from './job.ts';
import { checkKey } from './idempotency-key.ts';
import { LOCALE_WORDS } from './kinds.ts';
import { decodeId, JOB_NODES, type JobNode } from './node-id.ts';
import { OutputInput, readOutput, readOutputs } from './output.ts';
import { QaJob } from './qa-job.ts';
import { readDefinition, repeatable } from './read-definition.ts';
import { given } from './read-generator.ts';
import { readTableRows, TableRows } from './row.ts';

const MAX_TEMPERATURE = 2;

const ENGINE_WORDS: Readonly<Record<TextEngine, string>> = {
  AUTO: 'Samplers for typed values, the model for prose; samplers alone, with a warning, while no model is installed.',
  MODEL: 'The model writes every value but keys, references, unique, generated and expression fields.',
  SAMPLER: 'No model at all.',
};

const TextEngineEnum = builder.enumType('TextEngine', {
  description: 'Who makes the values.',
  values: described(ENGINE_WORDS),
});

const SchemaSourceInput = builder.inputType('SchemaSourceInput', {
  description: 'A saved schema, or one for this run only.',
  isOneOf: true,
  fields: (t) => ({
    schemaId: t.id({ description: 'Id of a saved schema.' }),
    definition: t.field({ type: SchemaDefinition, description: 'One for this run only.' }),
  }),
});

const TextRunInputType = builder.inputType('TextRunInput', {
  description: 'An order of rows.',
  fields: (t) => ({
    source: t.field({ type: SchemaSourceInput, required: true, description: 'What to generate.' }),
    rows: t.field({
      type: 'SafeInt',
      required: true,
      description: 'Rows of every table that `rowsPerTable` does not name. A count that keys or categories cannot hold is refused if the table is named or the only one, else capped with a warning.',
    }),
    rowsPerTable: t.field({ type: [TableRows], description: 'Other counts for some tables.' }),
    engine: t.field({ type: TextEngineEnum, defaultValue: 'AUTO', description: 'Who makes the values.' }),
    model: t.id({ description: 'Id of the model, as `models` lists it. Left out: the one that is standard here.' }),
    instructions: t.string({ description: `What the data is about, for the model; ${MAX_INSTRUCTIONS_LENGTH} characters at most.` }),
    temperature: t.float({ description: 'How freely the model chooses, from 0 (always the likeliest) to 2. Left out: 0.9.' }),
    seed: t.field({ type: 'SafeInt', description: 'Left out: drawn, and recorded on the job.' }),
    locale: t.string({ description: LOCALE_WORDS }),
    outputs: t.field({ type: [OutputInput], defaultValue: [{ format: 'JSON' }], description: `What to write, ${MAX_OUTPUTS} at most; an empty list writes nothing.` }),
    idempotencyKey: t.string({ description: 'The same key from the same caller starts one job only: the same order again answers that job, another is refused.' }),
  }),
});

/** What can be done to jobs of every kind answers the job, in its own type. */
const JOB_TYPES = [TextJob, QaJob, ImageJob];
const jobTypeOf = (job: unknown): JobNode => nodeOf(job as JobRecord); // failures are told apart before

builder.mutationFields((t) => ({
  startTextRun: t.field({
    type: TextJob,
    description: 'Starts a run. It goes on by itself; watch it with `jobProgress` and `jobRows`.',
    errors: { types: [InvalidInput, NotFound, ModelUnavailable] },
    args: { input: t.arg({ type: TextRunInputType, required: true, description: 'The order.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { input }, context) => context.runs.startTextRun(context.viewer, await readTextRun(input, context), context.signal),
  }),
  cancelJob: t.errorUnionField({
    types: [...JOB_TYPES, NotFound, InvalidState],
    union: { resolveType: jobTypeOf },
    description: 'Stops a job. What is made so far stays.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    complexity: WORK_COST,
    resolve: (_root, { id }, context) => context.runs.cancel(context.viewer, decodeId(id, 'job', ...JOB_NODES)),
  }),
  retryJob: t.errorUnionField({
    types: [...JOB_TYPES, NotFound, InvalidState],
    union: { resolveType: jobTypeOf },
    description: 'Takes up a job that failed or was cancelled. Goes on from what is committed.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    complexity: WORK_COST,
    resolve: (_root, { id }, context) => context.runs.retry(context.viewer, decodeId(id, 'job', ...JOB_NODES)),
  }),
  deleteJob: t.field({
    type: DeletedType,
    description: 'Removes a job that is not under way, with its rows and outputs.',
    errors: { types: [NotFound, InvalidState] },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { id }, context) => {
      await context.runs.remove(context.viewer, decodeId(id, 'job', ...JOB_NODES));
      return { id };
    },
  }),
  exportJob: t.errorUnionField({
    types: [...JOB_TYPES, InvalidInput, NotFound, InvalidState],
    union: { resolveType: jobTypeOf },
    description: 'Another format of what a job made, without making it again.',
    args: {
      id: t.arg.id({ required: true, description: 'Its id.' }),
      output: t.arg({ type: OutputInput, required: true, description: 'What to write.' }),
    },
    complexity: WORK_COST,
    resolve: (_root, { id, output }, context) =>
      context.runs.exportAs(context.viewer, decodeId(id, 'job', ...JOB_NODES), InvalidInput.within(['output'], () => readOutput(output))),
  }),
}));

async function readTextRun(input: typeof TextRunInputType.$inferInput, context: Context): Promise<TextRunInput> {
  const { idempotencyKey, ...order } = input;
  const { source, shown } = await readSource(input.source, context);
  const outputs = readOutputs(input.outputs ?? [{ format: 'JSON' }]);
  const engine = input.engine ?? 'AUTO';
  checkKey(idempotencyKey ?? '');
  checkModelling(input);
  return {
    source,
    rows: input.rows,
    rowsPerTable: readTableRows(input.rowsPerTable),
    engine,
    outputs,
    ...given({ model: input.model, instructions: input.instructions, temperature: input.temperature, seed: input.seed, locale: input.locale, idempotencyKey }),
    asked: { ...order, source: shown, engine, outputs },
  };
}

async function readSource(input: typeof SchemaSourceInput.$inferInput, context: Context): Promise<{ source: TextRunInput['source']; shown: object }> {
  if (input.definition == null) {
    return { source: { kind: 'saved', schemaId: decodeId(input.schemaId ?? '', 'schema', 'Schema') }, shown: { schemaId: input.schemaId } };
  }
  const asked = input.definition;
  return InvalidInput.withinAsync(['source', 'definition'], async () => {
    const definition = await readDefinition(asked, context);
    refuseUnstorable(definition.kind === 'sql' ? (definition.path ?? SQL_PATH) : [], definition);
    return { source: { kind: 'once', definition }, shown: { definition: repeatable(asked, definition) } };
  });
}

function checkModelling({ instructions, temperature, model }: typeof TextRunInputType.$inferInput): void {
  const length = instructions?.length ?? 0;
  if (length > MAX_INSTRUCTIONS_LENGTH) throw InvalidInput.at(['instructions'], `expected at most ${MAX_INSTRUCTIONS_LENGTH} characters, got ${length}`);
  if (temperature != null && !(temperature >= 0 && temperature <= MAX_TEMPERATURE)) throw InvalidInput.at(['temperature'], `expected a number from 0 to ${MAX_TEMPERATURE}, got ${temperature}`);
  refuseUnstorable(['instructions'], instructions);
  refuseUnstorable(['model'], model);
}
