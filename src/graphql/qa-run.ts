// How a run of question-answer pairs is ordered: a text, or a file with one, and how many pairs.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput, ModelUnavailable, NotFound } from '../domain/errors.ts';
import { utf8Text } from '../domain/import/utf8.ts';
import { MAX_CONTEXT_BYTES } from '../domain/text/pairs.ts';
import type { QaRunInput } from '../jobs/records.ts';
import { builder, WORK_COST } from './builder.ts';
import type { Context } from './context.ts';
import { FileInput, type FileInputShape } from './definition-input.ts';
import { checkKey } from './idempotency-key.ts';
import { decodeId } from './node-id.ts';
import { OutputInput, readOutputs } from './output.ts';
import { QaJob } from './qa-job.ts';
import { given } from './read-generator.ts';

const TEXT_FILE = /\.(?:txt|md)$/i;
const DEFAULT_OUTPUTS = [{ format: 'JSONL' as const }];

const ContextInput = builder.inputType('ContextInput', {
  description: `The text that is asked about, of ${MAX_CONTEXT_BYTES.toLocaleString('en')} bytes at most.`,
  isOneOf: true,
  fields: (t) => ({
    text: t.string({ description: 'The text itself.' }),
    file: t.field({ type: FileInput, description: 'A .txt or .md file in UTF-8.' }),
  }),
});

const QaRunInputType = builder.inputType('QaRunInput', {
  description: 'An order of question-answer pairs.',
  fields: (t) => ({
    context: t.field({ type: ContextInput, required: true, description: 'What they are about.' }),
    pairs: t.int({ required: true, description: "In all; shared out evenly over the chunks of the text, which are as long as the model's context allows (MODEL_CONTEXT)." }),
    model: t.id({ description: 'Id of the model, as `models` lists it. Left out: the one that is standard here.' }),
    seed: t.field({ type: 'SafeInt', description: 'Left out: drawn, and recorded on the job.' }),
    outputs: t.field({ type: [OutputInput], defaultValue: DEFAULT_OUTPUTS, description: 'What to write: JSONL, CHAT_JSONL, JSON or CSV; an empty list writes nothing.' }),
    idempotencyKey: t.string({ description: 'The same key from the same caller starts one job only: the same order again answers that job, another is refused.' }),
  }),
});

builder.mutationFields((t) => ({
  startQaRun: t.field({
    type: QaJob,
    description: 'Starts a run of question-answer pairs about a text. It goes on by itself; watch it with `jobProgress` and `jobPairs`.',
    errors: { types: [InvalidInput, ModelUnavailable] },
    args: { input: t.arg({ type: QaRunInputType, required: true, description: 'The order.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { input }, context) => context.runs.startQaRun(context.viewer, await readQaRun(input, context)),
  }),
}));

async function readQaRun(input: typeof QaRunInputType.$inferInput, context: Context): Promise<QaRunInput> {
  const { pairs, idempotencyKey, ...order } = input;
  const outputs = readOutputs(input.outputs ?? DEFAULT_OUTPUTS);
  checkKey(idempotencyKey ?? '');
  refuseUnstorable(['model'], input.model);
  const text = await InvalidInput.withinAsync(['context'], () => readContext(input.context, context));
  return { context: text, pairs, outputs, ...given({ model: input.model, seed: input.seed, idempotencyKey }), asked: { ...order, pairs, context: { text }, outputs } };
}

async function readContext({ text, file }: typeof ContextInput.$inferInput, context: Context): Promise<string> {
  const read = text ?? (file == null ? '' : await InvalidInput.withinAsync(['file', file.file == null ? 'uploadId' : 'file'], () => readFile(file, context)));
  refuseUnstorable([], read);
  return read;
}

async function readFile({ file, uploadId }: FileInputShape, context: Context): Promise<string> {
  if (file != null) {
    checkFile(file.name, file.size);
    return textOf([new Uint8Array(await file.arrayBuffer())]);
  }
  try {
    const upload = await context.uploads.find(context.viewer, decodeId(uploadId ?? '', 'upload', 'Upload'));
    checkFile(upload.name, upload.bytes);
    return await textOf(context.uploads.bytes(upload));
  } catch (error) {
    throw error instanceof NotFound ? InvalidInput.at([], error.message) : error;
  }
}

function checkFile(name: string, bytes: number): void {
  if (!TEXT_FILE.test(name)) throw InvalidInput.at([], `expected a .txt or .md file, got ${JSON.stringify(name.slice(0, 80))}`);
  if (bytes > MAX_CONTEXT_BYTES) throw InvalidInput.at([], `expected a file of at most ${MAX_CONTEXT_BYTES} bytes, got ${bytes}: ask about its parts in several runs`);
}

async function textOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of utf8Text(chunks)) text += piece;
  return text;
}
