// What can be done to jobs of every kind: stop one, go on with it, remove it, write it in another format.
import { InvalidInput, InvalidState, NotFound } from '../domain/errors.ts';
import type { JobRecord } from '../jobs/records.ts';
import { builder, WORK_COST } from './builder.ts';
import { DeletedType } from './deleted.ts';
import { ImageJob } from './image-job.ts';
import { nodeOf, TextJob } from './job.ts';
import { decodeId, JOB_NODES, type JobNode } from './node-id.ts';
import { OutputInput, readOutput } from './output.ts';
import { QaJob } from './qa-job.ts';
import { SeriesJob } from './series-job.ts';
import { UnifiedJob } from './unified-job.ts';

/** What can be done to jobs of every kind answers the job, in its own type. */
const JOB_TYPES = [TextJob, QaJob, ImageJob, UnifiedJob, SeriesJob];
const jobTypeOf = (job: unknown): JobNode => nodeOf(job as JobRecord); // failures are told apart before

builder.mutationFields((t) => ({
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
