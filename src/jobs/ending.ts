// How jobs end: the manifest when all is done; and for a run that was cancelled or failed, first what it keeps (each table's complete
// prefix, with the parents that those rows refer to), then the outputs of just that.
import type { Database, DatabaseClient } from '../db/database.ts';
import { updateJob, type Job } from '../db/jobs.ts';
import { dropUnfinishedOutputs, finishedOutputsOf, outputsOf } from '../db/outputs.ts';
import { addSegments, cutSegments, prefixesOf, segmentsOf } from '../db/segments.ts';
import { createTasks, dropAllTasks, dropShardsAnd, dropUnfinished, movePlaces, outputsUnderWay, writtenParts } from '../db/tasks.ts';
import { validityOf } from '../domain/quality/table-quality.ts';
import { definitionFile, MANIFEST_FILE, manifestText, REPORT_FILE, reportText } from '../files/manifest.ts';
import { VERSION } from '../lib/version.ts';
import type { JobPlans } from './job-plans.ts';
import type { Kept } from './kept.ts';
import { outputRecordOf, plannedOf } from './outputs.ts';
import type { JobFailure, JobReport } from './records.ts';
import { countsOf, rowsOfOutputs } from './rows-there.ts';
import { hasEnded, stateOf, type JobState } from './state.ts';
import type { StopFlag } from './stop-flag.ts';
import { finishTaskOf, outputTasks, reusing, settleTaskOf, workOf } from './tasks.ts';
import type { WorkThreads } from './threads.ts';

/**
 * Stops what is under way of a job that is locked by the caller: a run ends as CANCELLED once what it keeps is written, an export without the
 * outputs that are not finished. One that is stopped already stays so; but where it is on hold (the disk is full), it ends at once, without
 * waiting for what cannot be written.
 */
export async function cancelJob(transaction: DatabaseClient, job: Job, nowMs: number): Promise<void> {
  const isStopped = job.partial || hasEnded(job.status);
  if (isStopped && job.pausedReason !== null) return endNow(transaction, job, nowMs);
  if (hasEnded(job.status)) return cancelExport(transaction, job);
  if (!job.partial) await stop(transaction, job, { status: 'CANCELLING' });
}

/** The manifest is still to list what the export has finished. */
async function cancelExport(transaction: DatabaseClient, job: Job): Promise<void> {
  await dropUnfinishedOutputs(transaction, await outputsUnderWay(transaction, job.id));
  await dropAllTasks(transaction, job.id);
  await createTasks(transaction, [finishTaskOf(job.id)]);
}

/** Of a run, what was ordered stays, for a retry; of an export, only what is finished. */
async function endNow(transaction: DatabaseClient, job: Job, nowMs: number): Promise<void> {
  const isRun = !hasEnded(job.status);
  if (!isRun) await dropUnfinishedOutputs(transaction, await outputsUnderWay(transaction, job.id));
  await dropAllTasks(transaction, job.id);
  const status = isRun ? { status: job.failure === null ? 'CANCELLED' : 'FAILED', finishedAt: new Date(nowMs) } : {};
  await updateJob(transaction, job.id, { ...status, stage: 'DONE', pausedReason: null });
}

/** A task of the job, locked by the caller, failed for good. A run under way ends as FAILED; an ended one, whose export failed, stays as it ended. */
export async function failJob(transaction: DatabaseClient, job: Job, failure: JobFailure, nowMs: number): Promise<void> {
  if (hasEnded(job.status)) return failExport(transaction, job, failure);
  if (!job.partial) return stop(transaction, job, { failure: failure as object });
  // Even what was kept could not be written. What was ordered stays, for a retry.
  await dropAllTasks(transaction, job.id);
  await updateJob(transaction, job.id, { status: 'FAILED', stage: 'DONE', pausedReason: null, finishedAt: new Date(nowMs), ...(job.failure === null ? { failure: failure as object } : {}) });
}

/** What is not finished is dropped, and what the job keeps is settled next. */
async function stop(transaction: DatabaseClient, job: Job, why: { readonly status: 'CANCELLING' } | { readonly failure: object }): Promise<void> {
  await dropUnfinished(transaction, job.id);
  await updateJob(transaction, job.id, { partial: true, pausedReason: null, stage: 'EXPORTING', ...why });
  await createTasks(transaction, [settleTaskOf(job.id)]);
}

async function failExport(transaction: DatabaseClient, job: Job, failure: JobFailure): Promise<void> {
  await dropUnfinishedOutputs(transaction, await outputsUnderWay(transaction, job.id));
  await dropAllTasks(transaction, job.id);
  await updateJob(transaction, job.id, { stage: 'DONE', pausedReason: null, warnings: [...(job.warnings as string[]), `an export failed: ${failure.message}`] });
}

/** Works out what the run keeps; the answer rewrites the job's tasks for it, reusing parts that are written already. */
export async function settleJob({ db, plans, threads, stop }: { readonly db: Database; readonly plans: JobPlans; readonly threads: WorkThreads; readonly stop: StopFlag }, job: Pick<Job, 'id' | 'failure'>) {
  const { plan, text } = await plans.of(job.id);
  const failure = job.failure as unknown as JobFailure | null; // as failJob wrote it
  // A row that cannot be made is not kept, even if its range was committed before that was found.
  const faultOf = (table: string): number => (failure?.table === table ? (failure.rowIndex ?? Infinity) : Infinity);
  const there = await prefixesOf(db.prisma, job.id);
  const prefixes = Object.fromEntries(plan.tables.map(({ name }) => [name, Math.min(there[name] ?? 0, faultOf(name))]));
  const committed = (await segmentsOf(db.prisma, job.id)).filter(({ table, last }) => last > (prefixes[table] ?? 0));
  const { ranges, cut, added } = await threads.bulk('settled', stop, text, { prefixes, committed });
  // An output that is finished has all its rows, so they are kept, and it stays as it is: its parts are gone already. Nothing of this changes
  // before the commit: every other task of the job was dropped when it was stopped.
  const outputs = (await outputsOf(db.prisma, job.id)).filter(({ status }) => status !== 'DONE').map(plannedOf);
  const { tasks, moved, dropped } = reusing(outputTasks(job.id, plan, outputs, ranges), await writtenParts(db.prisma, job.id));
  return async (transaction: DatabaseClient, locked: Job): Promise<{ replaced: true }> => {
    await dropShardsAnd(transaction, job.id, dropped);
    await movePlaces(transaction, moved);
    await createTasks(transaction, [...tasks, finishTaskOf(job.id)]);
    // From here on the committed ranges hold what is kept, and nothing else: so whoever streams the rows gets just that.
    await cutSegments(transaction, job.id, cut);
    await addSegments(transaction, job.id, locked.seq + 1, added);
    const state = stateOf(locked);
    const next: JobState = { ...state, tables: countsOf(ranges), totalWork: state.work + workOf(tasks) };
    const kept: Kept = { ranges, committed: locked.seq };
    await updateJob(transaction, job.id, { done: next as object, kept: kept as object, seq: locked.seq + added.length });
    return { replaced: true };
  };
}

/** The small files beside the outputs, by their names; made again with every export, as its files come to be listed, but for the report, which a run has once. */
export async function smallFiles({ db, plans }: { readonly db: Database; readonly plans: JobPlans }, job: Job, report: JobReport | null): Promise<readonly { readonly fileName: string; readonly text: string }[]> {
  const { plan } = await plans.of(job.id);
  const files = (await finishedOutputsOf(db.prisma, [job.id])).map(outputRecordOf);
  const counts = countsOf(await rowsOfOutputs(db.prisma, plan, job));
  const manifest = manifestText({ plan, planHash: job.planHash, version: VERSION, counts, partial: job.partial, files });
  const measured = report === null ? [] : [{ fileName: REPORT_FILE, text: reportText({ validity: validityOf(report.tables), ...report }) }];
  return [...[definitionFile(plan) ?? []].flat(), { fileName: MANIFEST_FILE, text: manifest }, ...measured];
}

/** How a run or an export came to its end, for the log. */
export interface JobEnd {
  readonly what: 'run' | 'export';
  readonly status: string;
  readonly rows: number;
  /** Since a run began; for an export, which has no beginning of its own, left out. */
  readonly seconds?: number;
}

/** The last commit of a job, or of an export. */
export async function finishJob(transaction: DatabaseClient, job: Job, { nowMs, report }: { readonly nowMs: number; readonly report: JobReport | null }): Promise<{ replaced: true; ended: JobEnd }> {
  const isRun = !hasEnded(job.status);
  const status = !isRun ? job.status : job.failure !== null ? 'FAILED' : job.partial ? 'CANCELLED' : 'COMPLETED';
  await updateJob(transaction, job.id, { ...(isRun ? { status, finishedAt: new Date(nowMs) } : {}), stage: 'DONE', pausedReason: null, ...(report === null ? {} : { report: report as object }) });
  // The files of parts are deleted after this; a retry or an export makes tasks of its own.
  await dropAllTasks(transaction, job.id);
  const rows = Object.values(stateOf(job).tables).reduce((sum, own) => sum + own, 0);
  const end = { status, rows };
  if (!isRun) return { replaced: true, ended: { what: 'export', ...end } };
  return { replaced: true, ended: { what: 'run', ...end, seconds: (nowMs - (job.startedAt ?? job.createdAt).getTime()) / 1_000 } };
}
