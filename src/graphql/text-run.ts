// How a run of rows is ordered: of which schema, how many, and who makes the values.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput, ModelUnavailable, NotFound } from '../domain/errors.ts';
import { textPath } from '../domain/import/draft.ts';
import { MAX_INSTRUCTIONS_LENGTH } from '../domain/text/prompts.ts';
import type { TextEngine, TextRunInput } from '../jobs/records.ts';
import { MAX_OUTPUTS } from '../jobs/runs.ts';
import { builder, WORK_COST, type BuilderTypes } from './builder.ts';
import { CONDITION_WORDS, ConditionInput, readConditions } from './conditions.ts';
import type { Context } from './context.ts';
import { SchemaDefinition } from './definition-input.ts';
import { described } from './described.ts';
import { checkKey } from './idempotency-key.ts';
import { TextJob } from './job.ts';
import { LOCALE_WORDS } from './kinds.ts';
import { decodeId } from './node-id.ts';
import { OutputInput, readOutputs } from './output.ts';
import { forgetExample, readDefinition, repeatable } from './read-definition.ts';
import { given } from './read-generator.ts';
import { readTableRows, TableRows } from './row.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>, 'InputObject'>;

const DEFAULT_OUTPUTS = [{ format: 'JSON' as const }];

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

/** What every order of rows has, beside its outputs. */
export function rowsFields(t: InputFields) {
  return {
    source: t.field({ type: SchemaSourceInput, required: true, description: 'What to generate.' }),
    rows: t.field({
      type: 'SafeInt',
      required: true,
      description: 'Rows of every table that `rowsPerTable` does not name. A count that keys or categories cannot hold is refused if the table is named or the only one, else capped with a warning.',
    }),
    rowsPerTable: t.field({ type: [TableRows], description: 'Other counts for some tables.' }),
    conditions: t.field({ type: [ConditionInput], description: CONDITION_WORDS }),
    engine: t.field({ type: TextEngineEnum, defaultValue: 'AUTO', description: 'Who makes the values.' }),
    model: t.id({ description: 'Id of the model, as `models` lists it. Left out: the one that is standard here.' }),
    instructions: t.string({ description: `What the data is about, for the model; ${MAX_INSTRUCTIONS_LENGTH} characters at most.` }),
    temperature: t.float({ description: 'How freely the model chooses, from 0 (always the likeliest) to 2. Left out: 0.9.' }),
    seed: t.field({ type: 'SafeInt', description: 'Left out: drawn, and recorded on the job.' }),
    locale: t.string({ description: LOCALE_WORDS }),
    idempotencyKey: t.string({ description: 'The same key from the same caller starts one job only: the same order again answers that job, another is refused.' }),
  };
}

const TextRunInputType = builder.inputType('TextRunInput', {
  description: 'An order of rows.',
  fields: (t) => ({
    ...rowsFields(t),
    outputs: t.field({ type: [OutputInput], defaultValue: DEFAULT_OUTPUTS, description: `What to write, ${MAX_OUTPUTS} at most; an empty list writes nothing.` }),
  }),
});

builder.mutationFields((t) => ({
  startTextRun: t.field({
    type: TextJob,
    description: 'Starts a run. It goes on by itself; watch it with `jobProgress` and `jobRows`.',
    errors: { types: [InvalidInput, NotFound, ModelUnavailable] },
    args: { input: t.arg({ type: TextRunInputType, required: true, description: 'The order.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { input }, context) => {
      const order = await readTextRun(input, context);
      const job = await context.runs.startTextRun(context.viewer, order, context.signal);
      await forgetSource(input, order, context);
      return job;
    },
  }),
}));

/** The order, with paths of its faults from the root of the input. Throws InvalidInput, NotFound. */
export async function readTextRun(input: typeof TextRunInputType.$inferInput, context: Context): Promise<TextRunInput> {
  const { idempotencyKey, ...order } = input;
  const { source, shown } = await readSource(input.source, context);
  const outputs = readOutputs(input.outputs ?? DEFAULT_OUTPUTS);
  const engine = input.engine ?? 'AUTO';
  checkKey(idempotencyKey ?? '');
  checkModelling(input);
  return {
    source,
    rows: input.rows,
    rowsPerTable: readTableRows(input.rowsPerTable),
    ...readConditions(input.conditions),
    engine,
    outputs,
    ...given({ model: input.model, instructions: input.instructions, temperature: input.temperature, seed: input.seed, locale: input.locale, idempotencyKey }),
    asked: { ...order, source: shown, engine, outputs },
  };
}

/** Removes the upload that the run's table was learned from. With an idempotency key the same order may come again: then it stays until it is swept. */
export async function forgetSource({ source: { definition: asked }, idempotencyKey }: Pick<typeof TextRunInputType.$inferInput, 'source' | 'idempotencyKey'>, { source }: Pick<TextRunInput, 'source'>, context: Context): Promise<void> {
  if (asked != null && source.kind === 'once' && idempotencyKey == null) await forgetExample(asked, source.definition, context);
}

async function readSource(input: typeof SchemaSourceInput.$inferInput, context: Context): Promise<{ source: TextRunInput['source']; shown: object }> {
  if (input.definition == null) {
    return { source: { kind: 'saved', schemaId: decodeId(input.schemaId ?? '', 'schema', 'Schema') }, shown: { schemaId: input.schemaId } };
  }
  const asked = input.definition;
  return InvalidInput.withinAsync(['source', 'definition'], async () => {
    const definition = await readDefinition(asked, context);
    refuseUnstorable(textPath(definition), definition);
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
