// Runs, as a caller orders and steers them: start, look, cancel, retry, delete, export. Each is one transaction with its queue entries;
// the work itself is the runner's.
import { randomInt, randomUUID } from 'node:crypto';
import type { Database, DatabaseClient } from '../db/database.ts';
import { countJobs, countUnderWay, createJob, findInputs, findJob, findReports, listJobs, lockJob, lockOwner, NO_JSON, updateJob, type Job } from '../db/jobs.ts';
import { createOutputs, dropOutputs, findFinished, finishedOutputsOf, outputsOf } from '../db/outputs.ts';
import { restoreSegments, segmentsOf } from '../db/segments.ts';
import { createTasks, dropAllTasks, makeReady } from '../db/tasks.ts';
import { InvalidInput, InvalidState, LimitReached, NotFound } from '../domain/errors.ts';
import { imageFileName } from '../domain/images/plan.ts';
import { GENERATORS_VERSION } from '../domain/plan.ts';
import type { Storage } from '../files/storage.ts';
import type { Log } from '../lib/log.ts';
import { cancelJob } from './ending.ts';
import { findImages, imagesByKey, pageOfImages } from './image-records.ts';
import type { JobPlans } from './job-plans.ts';
import { announce } from './live-channel.ts';
import { layOut, outputRecordOf, outputRow, plannedOf, type PlannedOutput } from './outputs.ts';
import type { Queue } from './queue.ts';
import type { ImageRecord, ImageRunInput, JobKind, JobRecord, JobReport, JobStatus, OutputRecord, OutputRequest, Page, PageRequest, QaRunInput, RowRecord, RunOrder, SeriesRunInput, TextRunInput, UnifiedRunInput, Viewer } from './records.ts';
import { finishRemoval } from './removal.ts';
import { pageOfRows } from './row-pages.ts';
import { RunPlanner, type PlanLimits, type PlannedRun, type RunPlannerParts } from './run-planner.ts';
import { countsOf, keptOf, rowsOfOutputs, wholeRanges } from './rows-there.ts';
import { earlierJobOf, keptInput } from './same-order.ts';
import { isOver, recordOf, resumed, stateOf, type JobState } from './state.ts';
import { finishTaskOf, gaps, outputTasks, READY_WINDOW, shardTasks, workOf } from './tasks.ts';
import { clearWork } from './work-folder.ts';

export interface RunsParts extends RunPlannerParts {
  readonly db: Database;
  readonly queue: Queue;
  readonly storage: Storage;
  readonly plans: JobPlans;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly limits: RunLimits;
}

export interface RunLimits extends PlanLimits {
  /** Jobs of one owner that are under way at once. */
  readonly maxJobsPerOwner: number;
  /** Rows of one shard. */
  readonly shardRows: number;
}

/** Most outputs that one run may ask for. */
export const MAX_OUTPUTS = 20;
/** Most bytes of inputs, or of reports, that are read for one answer, unless a single one is larger. */
const MAX_DOCUMENTS_BYTES = 8 * 1024 * 1024;
/** Drawn seeds stay below this: short enough to read out. */
const DRAWN_SEEDS = 2 ** 31;

export class Runs {
  readonly #parts: RunsParts;
  readonly #planner: RunPlanner;

  constructor(parts: RunsParts) {
    this.#parts = parts;
    this.#planner = new RunPlanner(parts);
  }

  /** Starts a run. Throws InvalidInput (paths from the input's root), NotFound (the schema), ModelUnavailable or LimitReached. `signal` ends the planning of a schema from words. */
  startTextRun(viewer: Viewer, input: TextRunInput, signal?: AbortSignal): Promise<JobRecord> {
    return this.#start(viewer, 'TEXT', input, (seed) => this.#planner.rows(viewer, input, { seed, signal }));
  }

  /** Starts a run of rows, those of one table with a picture each. Throws as startTextRun does. */
  startUnifiedRun(viewer: Viewer, input: UnifiedRunInput, signal?: AbortSignal): Promise<JobRecord> {
    return this.#start(viewer, 'UNIFIED', input, (seed) => this.#planner.rows(viewer, input, { seed, signal }));
  }

  /** Starts a run of question-answer pairs. Throws InvalidInput (paths from the input's root), ModelUnavailable or LimitReached. */
  startQaRun(viewer: Viewer, input: QaRunInput): Promise<JobRecord> {
    return this.#start(viewer, 'QA', input, (seed) => this.#planner.pairs(input, seed));
  }

  /** Starts a run of pictures. Throws InvalidInput (paths from the input's root), ModelUnavailable or LimitReached. */
  startImageRun(viewer: Viewer, input: ImageRunInput): Promise<JobRecord> {
    return this.#start(viewer, 'IMAGE', input, (seed) => this.#planner.images(input, seed));
  }

  /** Starts a run of series. Throws InvalidInput (paths from the input's root), ModelUnavailable or LimitReached. `signal` ends the planning of machines from words. */
  startSeriesRun(viewer: Viewer, input: SeriesRunInput, signal?: AbortSignal): Promise<JobRecord> {
    return this.#start(viewer, 'SERIES', input, (seed) => this.#planner.series(input, { seed, signal }));
  }

  async #start(viewer: Viewer, kind: JobKind, input: RunOrder, planned: (seed: number) => Promise<PlannedRun>): Promise<JobRecord> {
    const { db, limits, now } = this.#parts;
    const earlier = await earlierJobOf(db.prisma, viewer, input);
    if (earlier !== null) return recordOf(earlier);
    if (input.outputs.length > MAX_OUTPUTS) throw InvalidInput.at(['outputs'], `expected at most ${MAX_OUTPUTS} outputs, got ${input.outputs.length}`);
    const seed = input.seed ?? randomInt(DRAWN_SEEDS);
    const { plan, hash, saved, warnings } = await planned(seed);
    const outputs = layOut(plan, input.outputs, { taken: [], path: (index) => ['outputs', String(index)] });
    const tasks = (jobId: string) => [...shardTasks(jobId, plan, wholeRanges(plan), limits.shardRows), ...outputTasks(jobId, plan, outputs, wholeRanges(plan)), finishTaskOf(jobId)];
    const id = randomUUID();
    const ordered = tasks(id);
    const state: JobState = { tables: {}, totals: Object.fromEntries(plan.tables.map((table) => [table.name, table.rows])), work: 0, totalWork: workOf(ordered), samples: [[now(), 0]] };
    const job = {
      id, ownerId: viewer.ownerId, kind, status: 'QUEUED', stage: 'PLANNING', seed, input: keptInput(input, seed),
      plan: plan as object, planHash: hash, generators: GENERATORS_VERSION, done: state as object,
      warnings: [...warnings],
      ...saved, ...(input.idempotencyKey === undefined ? {} : { idempotencyKey: input.idempotencyKey }),
    };
    for (;;) {
      const made = await this.#create({ ...job, folder: folderName(kind, now()) }, { input, outputs, tasks: ordered });
      if (made !== null) return this.#told('job ordered', made); // else the folder's name was taken: draw another
    }
  }

  async #create(job: Parameters<typeof createJob>[1], { input, outputs, tasks }: { readonly input: RunOrder; readonly outputs: readonly PlannedOutput[]; readonly tasks: Parameters<typeof createTasks>[1] }): Promise<JobRecord | null> {
    const { db, queue } = this.#parts;
    return db.prisma.$transaction(async (transaction) => {
      await lockOwner(transaction, job.ownerId);
      const raced = await earlierJobOf(transaction, job, input);
      if (raced !== null) return recordOf(raced);
      await this.#requirePlace(transaction, job.ownerId);
      const made = await createJob(transaction, job);
      if (made === null) return null;
      await createOutputs(transaction, outputs.map((output, position) => outputRow(made.id, output, position)));
      await createTasks(transaction, tasks);
      await queue.send(transaction, await makeReady(transaction, made.id, READY_WINDOW));
      await announce(transaction, made);
      return recordOf(made);
    });
  }

  /** Throws LimitReached where the owner, locked by the caller, has as many jobs under way as may be. */
  async #requirePlace(transaction: DatabaseClient, ownerId: string): Promise<void> {
    const { maxJobsPerOwner } = this.#parts.limits;
    const underWay = await countUnderWay(transaction, ownerId);
    if (underWay >= maxJobsPerOwner) throw new LimitReached(`expected at most ${maxJobsPerOwner} jobs under way at once, got ${underWay} already: wait for one to end, or cancel one (MAX_JOBS_PER_OWNER)`);
  }

  async job(viewer: Viewer, id: string): Promise<JobRecord | null> {
    const job = await findJob(this.#parts.db.prisma, viewer.ownerId, id);
    return job === null ? null : recordOf(job);
  }

  /** Newest first. Throws InvalidInput for a cursor that is none. */
  async jobs(viewer: Viewer, request: PageRequest & { status?: readonly JobStatus[]; schemaId?: string }): Promise<Page<JobRecord>> {
    const filter = { ownerId: viewer.ownerId, ...(request.status === undefined ? {} : { statuses: request.status }), ...(request.schemaId === undefined ? {} : { schemaId: request.schemaId }) };
    const page = await listJobs(this.#parts.db.prisma, filter, request);
    return { ...page, items: page.items.map(({ node, cursor }) => ({ node: recordOf(node), cursor })) };
  }

  /**
   * Stops the run, which ends as CANCELLED once what it keeps is written, or the export. A second cancel changes nothing, unless the job is on
   * hold for want of room: then it ends at once. Throws NotFound, or InvalidState where nothing is under way.
   */
  async cancel(viewer: Viewer, id: string): Promise<JobRecord> {
    const { now } = this.#parts;
    const cancelled = await this.#change(viewer, id, 'job is to be cancelled', async (transaction, job) => {
      if (isOver(job)) throw new InvalidState(`the job is ${job.status}: only one that is queued, running or being exported can be cancelled`);
      await cancelJob(transaction, job, now());
    });
    if (isOver(cancelled)) await clearWork(this.#parts, id); // at once: room on the disk may be what is wanted
    return cancelled;
  }

  /** Goes on from what is committed. Throws NotFound, LimitReached, or InvalidState unless it was cancelled or failed. */
  async retry(viewer: Viewer, id: string): Promise<JobRecord> {
    const { plans, limits, now } = this.#parts;
    await this.#mine(viewer, id);
    const { plan } = await plans.of(id);
    return this.#change(viewer, id, 'job is retried', async (transaction, job) => {
      if (!isOver(job) || job.status === 'COMPLETED') throw new InvalidState(`the job is ${job.status}: only one that was cancelled or failed, and has come to rest, can be retried`);
      await lockOwner(transaction, viewer.ownerId);
      await this.#requirePlace(transaction, viewer.ownerId);
      // Under new ids: the addresses of what was kept are good for one content, and that is to be replaced.
      const outputs = (await outputsOf(transaction, id)).map((output) => ({ ...plannedOf(output), id: randomUUID() }));
      await dropOutputs(transaction, id);
      await createOutputs(transaction, outputs.map((output, position) => outputRow(id, output, position)));
      const kept = await keptOf(transaction, job);
      const restored = kept === null ? 0 : await restoreSegments(transaction, id, { committed: kept.committed, seq: job.seq });
      const missing = gaps(plan, await segmentsOf(transaction, id));
      const tasks = [...shardTasks(id, plan, missing, limits.shardRows), ...outputTasks(id, plan, outputs, wholeRanges(plan)), finishTaskOf(id)];
      await createTasks(transaction, tasks);
      const left = countsOf(missing);
      const tables = Object.fromEntries(plan.tables.map(({ name, rows }) => [name, rows - (left[name] ?? 0)]));
      const work = Object.values(tables).reduce((sum, rows) => sum + rows, 0);
      const next: JobState = { ...resumed(stateOf(job), { work, totalWork: work + workOf(tasks), nowMs: now() }), tables };
      await updateJob(transaction, id, { status: 'QUEUED', stage: 'GENERATING', partial: false, failure: NO_JSON, kept: NO_JSON, seq: job.seq + restored, finishedAt: null, done: next as object });
    });
  }

  /** Writes what the job made in another format. Throws NotFound, InvalidInput (paths from the mutation's arguments), LimitReached, or InvalidState while it is under way. */
  async exportAs(viewer: Viewer, id: string, request: OutputRequest): Promise<JobRecord> {
    const { plans, now } = this.#parts;
    await this.#mine(viewer, id);
    const { plan } = await plans.of(id);
    return this.#change(viewer, id, 'job is exported', async (transaction, job) => {
      if (!isOver(job)) throw new InvalidState(`the job is ${job.status} at stage ${job.stage}: export again once it is DONE`);
      await lockOwner(transaction, viewer.ownerId);
      await this.#requirePlace(transaction, viewer.ownerId);
      const present = await outputsOf(transaction, id);
      const outputs = layOut(plan, [request], { taken: present.map((output) => plannedOf(output).file.fileName), path: () => ['output'] });
      await createOutputs(transaction, outputs.map((output, index) => outputRow(id, output, present.length + index)));
      const tasks = [...outputTasks(id, plan, outputs, await rowsOfOutputs(transaction, plan, job)), finishTaskOf(id)];
      await createTasks(transaction, tasks);
      const state = resumed(stateOf(job), { work: 0, totalWork: workOf(tasks), nowMs: now() });
      await updateJob(transaction, id, { stage: 'EXPORTING', done: state as object });
    });
  }

  /** Removes the job with its outputs. Throws NotFound, or InvalidState while it is under way. */
  async remove(viewer: Viewer, id: string): Promise<void> {
    const job = await this.#parts.db.prisma.$transaction(async (transaction) => {
      const job = await this.#locked(transaction, viewer, id);
      if (!isOver(job)) throw new InvalidState(`the job is ${job.status} at stage ${job.stage}: cancel it first, and delete it once it is DONE`);
      await dropAllTasks(transaction, id);
      await updateJob(transaction, id, { removing: true });
      return job;
    });
    await finishRemoval(this.#parts, job);
    this.#parts.log.info({ jobId: id }, 'job deleted');
  }

  /** What was ordered, of these jobs, which the viewer was shown already; those that would be too much to show at once are missing. */
  async inputs(jobIds: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const { prisma } = this.#parts.db;
    const found = await findInputs(prisma, jobIds, MAX_DOCUMENTS_BYTES);
    return found.size > 0 ? found : findInputs(prisma, jobIds.slice(0, 1), Infinity);
  }

  /** What was measured of these jobs, in the same way; null where nothing was. */
  async reports(jobIds: readonly string[]): Promise<ReadonlyMap<string, JobReport | null>> {
    const { prisma } = this.#parts.db;
    const found = await findReports(prisma, jobIds, MAX_DOCUMENTS_BYTES);
    return (found.size > 0 ? found : await findReports(prisma, jobIds.slice(0, 1), Infinity)) as ReadonlyMap<string, JobReport | null>; // as finishJob put them in
  }

  /** The finished outputs of these jobs, which the viewer was shown already. */
  async outputs(jobIds: readonly string[]): Promise<ReadonlyMap<string, readonly OutputRecord[]>> {
    const finished = await finishedOutputsOf(this.#parts.db.prisma, jobIds);
    return Map.groupBy(finished.map(outputRecordOf), (output) => output.jobId);
  }

  /** One finished output, if its job is the viewer's. */
  async output(viewer: Viewer, id: string): Promise<OutputRecord | null> {
    const output = await findFinished(this.#parts.db.prisma, viewer.ownerId, id);
    return output === null ? null : outputRecordOf(output);
  }

  /** Rows in index order, table by table: of a run under way, those of each table's complete prefix. Throws InvalidInput for an unknown table or cursor. */
  rows(_viewer: Viewer, job: JobRecord, request: PageRequest & { table?: string }): Promise<Page<RowRecord>> {
    return pageOfRows(this.#parts, job, request);
  }

  /** Images in index order, as rows are. Throws InvalidInput for a cursor that is none. */
  images(_viewer: Viewer, job: JobRecord, request: PageRequest): Promise<Page<ImageRecord>> {
    return pageOfImages(this.#parts, job, request);
  }

  /** One picture, if its job is the viewer's and it is made, and the name of its file in storage. */
  async image(viewer: Viewer, jobId: string, index: number): Promise<(ImageRecord & { readonly file: string }) | null> {
    const job = await findJob(this.#parts.db.prisma, viewer.ownerId, jobId);
    const [image] = job === null ? [] : await findImages(this.#parts, jobId, [index]);
    return job === null || image === undefined ? null : { ...image, file: `${job.folder}/${imageFileName(index)}` };
  }

  /** The pictures of rows that the viewer was shown already, by the rows' keys; those that are not made yet are missing. */
  imagesByKey(keys: readonly string[]): Promise<ReadonlyMap<string, ImageRecord>> {
    return imagesByKey(this.#parts, keys);
  }

  /** How many of the viewer's jobs run and wait. */
  async counts(viewer: Viewer): Promise<{ inProgress: number; queued: number }> {
    const { prisma } = this.#parts.db;
    const [inProgress, queued] = await Promise.all([countJobs(prisma, viewer.ownerId, ['RUNNING', 'CANCELLING']), countJobs(prisma, viewer.ownerId, ['QUEUED'])]);
    return { inProgress, queued };
  }

  #told(event: string, job: JobRecord): JobRecord {
    this.#parts.log.info({ jobId: job.id, status: job.status, rows: job.progress.total }, event);
    return job;
  }

  /** Changes a job under its lock, makes ready what the change calls for, and tells whoever watches, and the log. */
  async #change(viewer: Viewer, id: string, event: string, change: (transaction: DatabaseClient, job: Job) => Promise<void>): Promise<JobRecord> {
    const { db, queue } = this.#parts;
    const changed = await db.prisma.$transaction(async (transaction) => {
      const job = await this.#locked(transaction, viewer, id);
      if (job.removing) throw new InvalidState('the job is being deleted');
      await change(transaction, job);
      await queue.send(transaction, await makeReady(transaction, id, READY_WINDOW));
      await announce(transaction, job);
      return recordOf((await findJob(transaction, viewer.ownerId, id)) ?? job);
    });
    return this.#told(event, changed);
  }

  async #locked(transaction: DatabaseClient, viewer: Viewer, id: string): Promise<Job> {
    const job = await lockJob(transaction, id);
    if (job === null || job.ownerId !== viewer.ownerId) throw NotFound.of('job');
    return job;
  }

  async #mine(viewer: Viewer, id: string): Promise<void> {
    if ((await findJob(this.#parts.db.prisma, viewer.ownerId, id)) === null) throw NotFound.of('job');
  }
}

/** What folders of runs are named by. */
const FOLDER_NAMES: Readonly<Record<JobKind, string>> = { TEXT: 'text_data', QA: 'qa_data', IMAGE: 'images', UNIFIED: 'unified_data', SERIES: 'series_data' };

/** text_data_YYYYMMDD_HHMMSS_xxxx, in UTC, or qa_data_..., images_..., unified_data_..., series_data_...; the last four are drawn. */
function folderName(kind: JobKind, nowMs: number): string {
  const [day, time] = new Date(nowMs).toISOString().replaceAll(/[-:]/g, '').slice(0, 15).split('T');
  return `${FOLDER_NAMES[kind]}_${day}_${time}_${randomInt(36 ** 4).toString(36).padStart(4, '0')}`;
}
