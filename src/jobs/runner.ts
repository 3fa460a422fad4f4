// Runs tasks: takes one that is ready, has it done, and commits what came of it, in one transaction with the job's progress and with what is
// ready next. An attempt that lost its task (the worker was taken for dead, the job was cancelled) commits nothing. A full disk or a
// database that is away puts the run on hold, not to an end.
import { setTimeout as sleep } from 'node:timers/promises';
import { beginJob, findAnyJob, lockJob, updateJob, type Job } from '../db/jobs.ts';
import { isOutage } from '../db/outage.ts';
import { claimTask, finishTask, holdTask, makeReady, returnTask, type Task } from '../db/tasks.ts';
import { RowFailure } from '../domain/errors.ts';
import { GENERATORS_VERSION } from '../domain/plan.ts';
import { StorageFull } from '../files/storage.ts';
import type { Log } from '../lib/log.ts';
import { Attempts } from './attempts.ts';
import { failJob } from './ending.ts';
import { announce } from './live-channel.ts';
import { perform, type JobEnd, type Outcome, type PerformingParts, type Publication } from './performing.ts';
import type { Queue } from './queue.ts';
import type { JobFailure } from './records.ts';
import { advanced, stateOf } from './state.ts';
import { isRaised, type StopFlag } from './stop-flag.ts';
import { READY_WINDOW } from './tasks.ts';

/** A task that failed so often fails its job. */
export const MAX_TRIES = 4;
const FULL_RETRY_SECONDS = 2;
const OTHER_VERSION_RETRY_SECONDS = 10;
const OUTAGE_FIRST_WAIT_MS = 100;
const OUTAGE_LAST_WAIT_MS = 2_000;

export interface RunnerParts extends PerformingParts {
  readonly queue: Queue;
  readonly log: Log;
  readonly workerId: number;
  /** Gives up waiting for a database that is away: the process is to end. */
  readonly stopping: AbortSignal;
}

export interface WorkCounts {
  /** Rows made, and again in each output that they are written to. */
  readonly rows: number;
  readonly tasksDone: number;
  /** Attempts; a task may succeed at its next. */
  readonly tasksFailed: number;
}

export class Runner implements AsyncDisposable {
  readonly #parts: RunnerParts;
  readonly #attempts: Attempts;
  #counted: WorkCounts = { rows: 0, tasksDone: 0, tasksFailed: 0 };
  /** Tasks that this process is at. */
  readonly #active = new Set<string>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#attempts = new Attempts(parts);
  }

  /** For when no more tasks come. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#attempts[Symbol.asyncDispose]();
  }

  /** What was committed since the start, and how many attempts failed. */
  get counted(): WorkCounts {
    return this.#counted;
  }

  /** Does the task, if it is still to be done. Never rejects for a fault of the task: that goes into its row. */
  async run(taskId: string): Promise<void> {
    if (this.#active.has(taskId)) return;
    this.#active.add(taskId);
    try {
      await this.#take(taskId);
    } finally {
      this.#active.delete(taskId);
    }
  }

  async #take(taskId: string): Promise<void> {
    const { db, workerId } = this.#parts;
    const task = await this.#throughOutages({ taskId }, () => claimTask(db.prisma, taskId, workerId));
    if (task === null) return;
    const job = await this.#throughOutages({ taskId, jobId: task.jobId }, () => this.#begin(task));
    if (job === null) return;
    await this.#attempts.under(task, (stop) => this.#attempt(task, job, stop));
  }

  async #attempt(task: Task, job: Job, stop: StopFlag): Promise<void> {
    const { log } = this.#parts;
    const context = { jobId: job.id, taskId: task.id, kind: task.kind, attempt: task.attempt };
    let outcome: Outcome;
    try {
      outcome = await this.#throughOutages(context, () => perform({ ...this.#parts, stop }, task, job));
      const unpublished = [...(outcome.publishes ?? [])];
      const committed = await this.#throughOutages(context, () => this.#commit(task, outcome, unpublished));
      log.debug(context, committed === null ? 'task was no longer wanted' : 'task done');
      if (committed === null) return;
      this.#counted = { ...this.#counted, rows: this.#counted.rows + outcome.work, tasksDone: this.#counted.tasksDone + 1 };
      if (committed.ended !== undefined) log.info({ jobId: job.id, ...committed.ended }, 'job ended');
    } catch (error) {
      if (isRaised(stop)) return this.#giveBack(task);
      if (this.#parts.stopping.aborted) return; // our lock goes with us, and somebody takes the task up again
      await this.#throughOutages(context, () => this.#failed(task, error));
      this.#counted = { ...this.#counted, tasksFailed: this.#counted.tasksFailed + 1 };
      log[error instanceof StorageFull ? 'warn' : 'error']({ ...context, error }, 'task failed');
      return;
    }
    await outcome.after?.().catch((error: unknown) => log.warn({ ...context, error }, 'what a finished task no longer needs is left to the next sweep'));
  }

  /** For an attempt that was told to give up: the task goes to whoever wants it next, if it is still this attempt's. */
  #giveBack(task: Task): Promise<void> {
    const { db, queue } = this.#parts;
    return this.#throughOutages({ taskId: task.id, jobId: task.jobId }, () => db.prisma.$transaction(async (transaction) => {
      if (await returnTask(transaction, task, { tries: triesOf(task) })) await queue.send(transaction, [task.id]);
    }));
  }

  /** The job of a task just taken, under way. Null: it is not for us, and has been given back. */
  async #begin(task: Task): Promise<Job | null> {
    const { db, queue, now, log } = this.#parts;
    const job = await findAnyJob(db.prisma, task.jobId);
    if (job === null) return null;
    if (job.generators !== GENERATORS_VERSION) {
      await db.prisma.$transaction(async (transaction) => {
        if (await returnTask(transaction, task, {})) await queue.send(transaction, [task.id], OTHER_VERSION_RETRY_SECONDS);
      });
      return null;
    }
    if (job.status === 'QUEUED') {
      if (await beginJob(db.prisma, job, new Date(now()))) log.info({ jobId: job.id }, 'job started');
      await announce(db.prisma, job);
    }
    return job;
  }

  /** One transaction: the outcome, the job's progress, what is ready next, and the hint to whoever watches. `unpublished` is emptied as files get their names. Null: the attempt was given up. */
  #commit(task: Task, outcome: Outcome, unpublished: Publication[]): Promise<{ readonly ended?: JobEnd } | null> {
    const { db, queue, storage, now } = this.#parts;
    return db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, task.jobId);
      if (job === null || !(await holdTask(transaction, task))) return null;
      await finishTask(transaction, task.id, outcome.result ?? {});
      const { table, replaced, ended } = (await outcome.apply?.(transaction, job)) ?? {};
      if (replaced !== true) {
        const state = advanced(stateOf(job), outcome.work, now());
        const tables = table === undefined ? state.tables : { ...state.tables, [table]: (state.tables[table] ?? 0) + outcome.work };
        const made = Object.entries(state.totals).every(([name, total]) => (tables[name] ?? 0) >= total);
        await updateJob(transaction, job.id, {
          done: { ...state, tables } as object,
          seq: table === undefined ? job.seq : job.seq + 1,
          ...(outcome.wrote ? { pausedReason: null } : {}),
          stage: made && job.stage === 'GENERATING' ? 'EXPORTING' : job.stage,
        });
      }
      await queue.send(transaction, await makeReady(transaction, job.id, READY_WINDOW));
      await announce(transaction, job);
      // Last, and under the locks of job and task: so no attempt that was given up replaces what another one made. Only a process that stands still
      // right here for longer than the server waits for it could: its connection, and with it the lock, would be gone when it wakes.
      for (let file = unpublished[0]; file !== undefined; file = unpublished[0]) {
        await storage.move(file.from, file.to);
        unpublished.shift();
      }
      return ended === undefined ? {} : { ended };
    });
  }

  /** A full disk holds the run; anything else is tried again a few times; a row that cannot be made, never. */
  async #failed(task: Task, error: unknown): Promise<void> {
    const { db, queue, now } = this.#parts;
    const tries = triesOf(task) + 1;
    await db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, task.jobId);
      if (job === null || !(await holdTask(transaction, task))) return;
      if (error instanceof StorageFull) {
        await returnTask(transaction, task, { tries: triesOf(task) });
        await updateJob(transaction, job.id, { pausedReason: error.message });
        await queue.send(transaction, [task.id], FULL_RETRY_SECONDS);
      } else if (error instanceof RowFailure || tries >= MAX_TRIES) {
        await failJob(transaction, job, failureOf(error, tries), now());
        await queue.send(transaction, await makeReady(transaction, job.id, READY_WINDOW));
      } else {
        await returnTask(transaction, task, { tries, message: messageOf(error) });
        await queue.send(transaction, [task.id], 2 ** (tries - 1));
      }
      await announce(transaction, job);
    });
  }

  /** Tries again while the database is away, and says so once; `waits` names what waits. */
  async #throughOutages<T>(waits: object, attempt: () => Promise<T>): Promise<T> {
    const { log, stopping } = this.#parts;
    for (let waitMs = 0; ; waitMs = Math.min(Math.max(OUTAGE_FIRST_WAIT_MS, waitMs * 2), OUTAGE_LAST_WAIT_MS)) {
      if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopping });
      try {
        const value = await attempt();
        if (waitMs > 0) log.info(waits, 'the database is back');
        return value;
      } catch (error) {
        if (!isOutage(error) || stopping.aborted) throw error;
        if (waitMs === 0) log.warn({ ...waits, error: messageOf(error) }, 'the database is away; runs wait for it');
      }
    }
  }
}

function triesOf(task: Task): number {
  return (task.error as { tries?: number } | null)?.tries ?? 0; // as #failed left it
}

function failureOf(error: unknown, attempts: number): JobFailure {
  if (error instanceof RowFailure) return { message: error.message, table: error.table, field: error.field, rowIndex: error.rowIndex, attempts };
  return { message: messageOf(error), attempts };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
