// Runs of question-answer pairs, as the API shows them: the job, its pairs, and their live stream.
import { PAIRS } from '../domain/text/pairs.ts';
import type { JobRecord, RowBatchRecord, RowRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { JobType, loadJob } from './job.ts';
import { decodeId } from './node-id.ts';
import { connectionOf, pageArgs, pageCost, pageRequest, toConnection } from './pagination.ts';

/** Pairs of one batch of the stream, at most. */
const BATCH = 100;

const QaPair = builder.objectRef<RowRecord>('QaPair').implement({
  description: 'A question about a text, with its answer.',
  fields: (t) => ({
    index: t.expose('index', { type: 'SafeInt', description: 'Its place in the run, from 0.' }),
    question: t.string({ description: 'What is asked.', resolve: ({ values }) => String(values['question']) }),
    answer: t.string({ description: 'What is answered.', resolve: ({ values }) => String(values['answer']) }),
    evidence: t.string({ description: 'The sentence of the text that the answer is taken from, word for word.', resolve: ({ values }) => String(values['evidence']) }),
    chunk: t.int({ description: 'The part of the text that it is about, from 0.', resolve: ({ values }) => Number(values['chunk']) }),
    grounded: t.boolean({ description: "Every word of substance in the answer stands in the evidence, or in the question and in the chunk. A flag, by words alone: no pair is left out for it.", resolve: ({ values }) => values['grounded'] === true }),
  }),
});

const QaPairConnection = connectionOf('QaPair', QaPair);

const QaPairBatch = builder.objectRef<RowBatchRecord>('QaPairBatch').implement({
  description: 'Pairs as they were committed, a handful at a time.',
  fields: (t) => ({
    pairs: t.field({ type: [QaPair], description: 'One at least.', resolve: (batch) => [...batch.rows] }),
    cursor: t.expose('cursor', { type: 'StreamCursor', description: 'Hand it in as `after` to go on right behind these pairs.' }),
  }),
});

export const QaJob = builder.node(builder.objectRef<JobRecord>('QaJob'), {
  description: 'An order of question-answer pairs about a text.',
  id: { resolve: (job) => job.id },
  interfaces: [JobType],
  loadOne: (id, context) => loadJob(context, 'QA', id),
  fields: (t) => ({
    pairs: t.field({
      type: QaPairConnection,
      description: 'Its pairs so far, in index order.',
      args: pageArgs(),
      complexity: pageCost,
      resolve: async (job, page, context) => toConnection(await context.runs.rows(context.viewer, job, { ...pageRequest(page), table: PAIRS })),
    }),
  }),
});

builder.subscriptionFields((t) => ({
  jobPairs: t.field({
    type: QaPairBatch,
    description: 'Every pair after `after`, each once: the stored, then the live ones, in the order in which they were committed. Completes with the job.',
    args: {
      id: t.arg.id({ required: true, description: "The job's id." }),
      after: t.arg({ type: 'StreamCursor', description: 'Cursor of the last batch seen. Left out: from the start.' }),
    },
    subscribe: (_root, { id, after }, context) => context.live.rows(context.viewer, decodeId(id, 'job', 'QaJob'), { maxBatch: BATCH, table: PAIRS, ...(after == null ? {} : { after }) }),
    resolve: (batch) => batch,
  }),
}));
