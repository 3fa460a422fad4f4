// Jobs, as the API shows them: what was ordered, how far it is, and what came of it. The interface is what every kind of job
// has; each kind adds its own in its own type.
import { LimitReached } from '../domain/errors.ts';
import type { JobFailure, JobKind, JobRecord, JobReport, JobStage, JobStatus, TableProgress } from '../jobs/records.ts';
import { hasEnded } from '../jobs/state.ts';
import { builder, type BuilderTypes } from './builder.ts';
import type { Context } from './context.ts';
import { described } from './described.ts';
import { decodeId, encodeId, idOf, JOB_NODES, type JobNode } from './node-id.ts';
import { OutputType } from './output.ts';
import { connectionOf, pageArgs, pageCost, pageRequest, toConnection } from './pagination.ts';
import { QualityReportType } from './quality-report.ts';
import { RowConnection } from './row.ts';
import { SchemaType } from './saved-schema.ts';

const STATUS_WORDS: Readonly<Record<JobStatus, string>> = {
  QUEUED: 'Waits for a worker.',
  RUNNING: 'Is worked on.',
  CANCELLING: 'Is being cancelled: what it keeps is still written to its outputs.',
  CANCELLED: 'Was cancelled; what was made stays.',
  COMPLETED: 'Everything is made.',
  FAILED: 'Could not be made; `failure` says why.',
};
const STAGE_WORDS: Readonly<Record<JobStage, string>> = {
  PLANNING: 'The plan is made.',
  LOADING_MODEL: 'The model is loaded into memory.',
  GENERATING: 'Rows are made.',
  EXPORTING: 'Outputs are written.',
  DONE: 'Nothing is left to do.',
};

export const JobStatusEnum = builder.enumType('JobStatus', {
  description: 'Where a job stands.',
  values: described(STATUS_WORDS),
});

const JobStageEnum = builder.enumType('JobStage', {
  description: 'What a job is at.',
  values: described(STAGE_WORDS),
});

const TableProgressType = builder.objectRef<TableProgress>('TableProgress').implement({
  description: 'How far one table is.',
  fields: (t) => ({
    table: t.exposeString('table', { description: 'Its name.' }),
    done: t.expose('done', { type: 'SafeInt', description: 'Rows that are committed.' }),
    total: t.expose('total', { type: 'SafeInt', description: 'Rows that were ordered.' }),
  }),
});

const ProgressType = builder.objectRef<JobRecord>('Progress').implement({
  description: 'How far a job is.',
  fields: (t) => ({
    done: t.field({ type: 'SafeInt', description: 'Rows, pairs or images that are committed.', resolve: (job) => job.progress.done }),
    total: t.field({ type: 'SafeInt', description: 'Rows, pairs or images that were ordered.', resolve: (job) => job.progress.total }),
    percent: t.float({ description: 'Of all the work, 0 to 100: a row (a pair, an image) counts when it is made and again in each output that it is written to.', resolve: (job) => job.progress.percent }),
    stage: t.field({ type: JobStageEnum, description: 'What it is at.', resolve: (job) => job.stage }),
    tables: t.field({ type: [TableProgressType], description: 'Table by table.', resolve: (job) => [...job.progress.tables] }),
    rate: t.float({ nullable: true, description: 'Rows, pairs or images per second, lately; null while that is not known.', resolve: (job) => job.progress.rate }),
    tokens: t.field({ type: 'SafeInt', nullable: true, description: 'Tokens that a model read and wrote, those of rows that were not kept too; a warning says where they are estimates. Null where no model takes part.', resolve: (job) => job.progress.tokens }),
    tokensWritten: t.field({ type: 'SafeInt', nullable: true, description: 'Those of the tokens that the model wrote; endpoints charge more for them.', resolve: (job) => job.progress.tokensWritten }),
    tokensPerSecond: t.float({ nullable: true, description: 'Tokens that the model wrote per second, while rows were made; null while that is not known.', resolve: (job) => job.progress.tokensPerSecond }),
    etaSeconds: t.float({ nullable: true, description: 'Seconds left at that rate; null while that is not known.', resolve: (job) => job.progress.etaSeconds }),
  }),
});

const JobFailureType = builder.objectRef<JobFailure>('JobFailure').implement({
  description: 'What broke, and where.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'In plain words.' }),
    table: t.string({ nullable: true, description: 'The table.', resolve: (failure) => failure.table }),
    field: t.string({ nullable: true, description: 'The field.', resolve: (failure) => failure.field }),
    rowIndex: t.field({ type: 'SafeInt', nullable: true, description: 'The row, from 0.', resolve: (failure) => failure.rowIndex }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
  }),
});

const NODE_OF: Readonly<Record<JobKind, JobNode>> = { TEXT: 'TextJob', QA: 'QaJob', IMAGE: 'ImageJob', UNIFIED: 'UnifiedJob', SERIES: 'SeriesJob' };

export function nodeOf({ kind }: JobRecord): JobNode {
  return NODE_OF[kind];
}

/** The viewer's job of that kind and id; null where it is of another. */
export async function loadJob(context: Context, kind: JobKind, id: string): Promise<JobRecord | null> {
  const job = await context.runs.job(context.viewer, id);
  return job?.kind === kind ? job : null;
}

export const JobType = builder.interfaceRef<JobRecord>('Job').implement({
  description: 'One order, with the plan that it started with.',
  resolveType: nodeOf,
  fields: (t) => ({
    id: t.id({ description: 'Opaque and global: `node(id:)` finds it again.', resolve: (job) => encodeId(nodeOf(job), job.id) }),
    status: t.expose('status', { type: JobStatusEnum, description: 'Where it stands.' }),
    progress: t.field({ type: ProgressType, description: 'How far it is.', resolve: (job) => job }),
    seed: t.expose('seed', { type: 'SafeInt', description: 'The same plan and seed give the same values.' }),
    input: t.field({ type: 'JSON', description: 'The input as it was given, defaults filled in; enough to start it again.', resolve: (job, _args, context) => job.input ?? inputOf(job, context) }),
    outputPath: t.string({ description: 'Folder of its outputs under the data folder, e.g. text_data_20261120_103000_k3f9.', resolve: (job) => job.folder }),
    partial: t.exposeBoolean('partial', { description: 'It was cancelled or failed: outputs hold the complete part.' }),
    pausedReason: t.string({ nullable: true, description: 'Why nothing moves just now (the disk is full, the model cannot be had); it goes on by itself.', resolve: (job) => job.pausedReason }),
    failure: t.field({ type: JobFailureType, nullable: true, description: 'What broke; null unless it failed.', resolve: (job) => job.failure }),
    report: t.field({
      type: QualityReportType,
      nullable: true,
      description: 'What was measured of it; null until it has ended, and for images alone.',
      resolve: (job, _args, context) => (job.report !== undefined ? job.report : hasEnded(job.status) ? reportOf(job, context) : null),
    }),
    warnings: t.stringList({ description: 'What was done otherwise than asked, and why.', resolve: (job) => [...job.warnings] }),
    outputs: t.field({
      type: [OutputType],
      description: 'The files that are finished.',
      resolve: async (job, _args, context) => [...(job.outputs ?? (await context.outputsByJob.get(job.id)) ?? [])],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was ordered.' }),
    startedAt: t.field({ type: 'DateTime', nullable: true, description: 'When work began.', resolve: (job) => job.startedAt }),
    finishedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it ended, in whatever way.', resolve: (job) => job.finishedAt }),
  }),
});

async function inputOf(job: JobRecord, context: Context): Promise<unknown> {
  const input = await context.inputByJob.get(job.id);
  if (input === undefined) throw new LimitReached('the inputs of these jobs are too large to be shown together, or one of the jobs is gone: ask for `input` of fewer jobs at once');
  return input;
}

async function reportOf(job: JobRecord, context: Context): Promise<JobReport | null> {
  const report = await context.reportByJob.get(job.id);
  if (report === undefined) throw new LimitReached('the reports of these jobs are too large to be shown together, or one of the jobs is gone: ask for `report` of fewer jobs at once');
  return report;
}

export const TextJob = builder.node(builder.objectRef<JobRecord>('TextJob'), {
  description: 'An order of rows.',
  id: { resolve: (job) => job.id },
  interfaces: [JobType],
  loadOne: (id, context) => loadJob(context, 'TEXT', id),
  fields: (t) => rowsOfJob(t),
});

export type JobFields = PothosSchemaTypes.ObjectFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>, JobRecord>;

/** What every job has that makes rows. */
export function rowsOfJob(t: JobFields) {
  return {
    schema: t.field({
      type: SchemaType,
      nullable: true,
      description: 'The saved schema that it was started from; null where there was none, or it is gone.',
      resolve: async (job, _args, context) => (job.schemaId === null ? null : await context.schemaById.get(job.schemaId)),
    }),
    schemaRevision: t.exposeInt('schemaRevision', { nullable: true, description: 'The revision that its plan was made from; null for a schema of this run only.' }),
    rows: rowsField(t),
  };
}

/** The rows of a job that makes some. */
export function rowsField(t: JobFields) {
  return t.field({
    type: RowConnection,
    description: 'Its rows so far, table by table, in index order.',
    args: { table: t.arg.string({ description: 'Only of this table. Left out: of all, one after another.' }), ...pageArgs() },
    complexity: pageCost,
    resolve: async (job, { table, ...page }, context) =>
      toConnection(await context.runs.rows(context.viewer, job, { ...pageRequest(page), ...(table == null ? {} : { table }) })),
  });
}

export const JobConnection = connectionOf('Job', JobType);

builder.objectField(SchemaType, 'jobs', (t) =>
  t.field({
    type: JobConnection,
    description: 'Jobs that were started from it, newest first.',
    args: pageArgs(),
    complexity: pageCost,
    resolve: async (schema, args, context) => toConnection(await context.runs.jobs(context.viewer, { ...pageRequest(args), schemaId: schema.id })),
  }));

builder.queryFields((t) => ({
  job: t.field({
    type: JobType,
    nullable: true,
    description: 'The job of that id, or null where there is none or it is not yours.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, args, context) => {
      const id = idOf(args.id, ...JOB_NODES);
      return id === null ? null : context.runs.job(context.viewer, id);
    },
  }),
  jobs: t.field({
    type: JobConnection,
    description: 'Your jobs, newest first.',
    args: { status: t.arg({ type: [JobStatusEnum], description: 'Only those that stand so. Left out: all.' }), ...pageArgs() },
    complexity: pageCost,
    resolve: async (_root, { status, ...page }, context) =>
      toConnection(await context.runs.jobs(context.viewer, { ...pageRequest(page), ...(status == null ? {} : { status }) })),
  }),
}));

builder.subscriptionFields((t) => ({
  jobProgress: t.field({
    type: JobType,
    description: 'The job as it is, then with every change (at most four a second), and completes with it.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    subscribe: (_root, args, context) => context.live.progress(context.viewer, decodeId(args.id, 'job', ...JOB_NODES)),
    resolve: (job) => job,
  }),
  jobs: t.field({
    type: JobType,
    description: "The caller's jobs as they come, change and end.",
    subscribe: (_root, _args, context) => context.live.jobs(context.viewer),
    resolve: (job) => job,
  }),
}));

