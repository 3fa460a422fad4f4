// Runs tasks: takes one that is ready, has it done, and commits what came of it, in one transaction with the job's progress and with what is
// ready next. An attempt that lost its task (the worker was taken for dead, the job was cancelled) commits nothing. A database that is away is
// waited for; what else can go wrong is judged by setbacks.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseClient } from '../db/database.ts';
import { beginJob, findAnyJob, lockJob, updateJob, type Job, type JobChanges } from '../db/jobs.ts';
import { liveWorkers } from '../db/liveness.ts';
import { isOutage } from '../db/outage.ts';
import { addSegments, type TableRange, type WrittenRange } from '../db/segments.ts';
import { claimTask, finishTask, holdTask, leaveTask, makeReady, narrowTask, othersWait, returnTask, tasksTakenBy, type Task } from '../db/tasks.ts';
import { GENERATORS_VERSION } from '../domain/plan.ts';
import type { TokenCounts } from '../engines/text/engine.ts';
import { atOnce } from '../lib/at-once.ts';
import type { Log } from '../lib/log.ts';
import { messageOf } from '../lib/message.ts';
import { Attempts, type Stop } from './attempts.ts';
import { failJob } from './ending.ts';
import { announce } from './live-channel.ts';
import type { MadeRows } from './model-shard.ts';
import { perform, type AttemptParts, type JobEnd, type Outcome, type PerformingParts, type Publication } from './performing.ts';
import type { Queue } from './queue.ts';
import { rowsIn } from './rows-there.ts';
import { setbacksOf, verdictOn } from './setbacks.ts';
import { advanced, allMade, stateOf, withPairs, withRows, withTokens } from './state.ts';
import { READY_WINDOW } from './tasks.ts';
import { TokenMeter } from './token-meter.ts';

/** Whoever has committed a task goes on with what that made ready, for so long: taking turns with other jobs costs a way through the queue. */
const TURN_MS = 250;
/** An attempt that may take hours gives its place to other jobs after so long, where any wait. */
const LONG_TURN_MS = 5_000;
/** Files that get their names at once. */
const FILES_AT_ONCE = 8;
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

/** What a commit came to. */
interface Commit {
  /** Taken already, for who has committed. */
  readonly next: Task | null;
  readonly ended: JobEnd | undefined;
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

  /** Does the task, if it is still to be done, and for a turn what that makes ready. Never rejects for a fault of a task: that goes into its row. */
  async run(taskId: string): Promise<void> {
    const { db, workerId, now } = this.#parts;
    if (this.#active.has(taskId)) return;
    const turnEndsAtMs = now() + TURN_MS;
    const take = (): Promise<Task | null> => this.#throughOutages({ taskId }, () => claimTask(db.prisma, taskId, workerId));
    for (let task = await this.#at(taskId, take); task !== null; ) {
      const taken: Task = task;
      task = await this.#at(taken.id, () => this.#done(taken, turnEndsAtMs));
    }
  }

  async #at<T>(taskId: string, work: () => Promise<T>): Promise<T> {
    this.#active.add(taskId);
    try {
      return await work();
    } finally {
      this.#active.delete(taskId);
    }
  }

  /** The task that comes next, taken already, once this one is done; null: none, or it is another's turn. */
  async #done(task: Task, turnEndsAtMs: number): Promise<Task | null> {
    const job = await this.#throughOutages({ taskId: task.id, jobId: task.jobId }, () => this.#begin(task));
    if (job === null) return null;
    const meter = new TokenMeter();
    try {
      return await this.#attempts.under(task, (stop) => this.#attempt(task, job, { stop, meter, turnEndsAtMs }));
    } finally {
      await this.#countRest(job.id, meter);
    }
  }

  async #attempt(task: Task, job: Job, { stop, meter, turnEndsAtMs }: { readonly stop: Stop; readonly meter: TokenMeter; readonly turnEndsAtMs: number }): Promise<Task | null> {
    const { log, stopping, now } = this.#parts;
    const context = { jobId: job.id, taskId: task.id, kind: task.kind, attempt: task.attempt };
    let outcome: Outcome;
    let committed: Commit | null;
    try {
      outcome = await this.#throughOutages(context, () => perform(this.#partsOf(task, { stop, meter, context }), task, job));
      const unpublished = new Set(outcome.publishes);
      const goesOn = (): boolean => !stop.signal.aborted && !stopping.aborted && now() < turnEndsAtMs;
      committed = await meter.countedIn((tokens) => this.#throughOutages(context, () => this.#commit(task, outcome, { tokens, unpublished, goesOn })));
      log.debug(context, committed === null ? 'task was no longer wanted' : 'task done');
      if (committed === null) return await this.#throughOutages(context, () => this.#forgotten(job.id));
      this.#counted = { ...this.#counted, rows: this.#counted.rows + outcome.work, tasksDone: this.#counted.tasksDone + 1 };
      if (committed.ended !== undefined) log.info({ jobId: job.id, ...committed.ended }, 'job ended');
    } catch (error) {
      if (stop.signal.aborted) return this.#giveBack(task);
      if (stopping.aborted) return null; // our lock goes with us, and somebody takes the task up again
      const isOnHold = await this.#throughOutages(context, () => this.#failed(task, error));
      this.#counted = { ...this.#counted, tasksFailed: this.#counted.tasksFailed + 1 };
      log[isOnHold ? 'warn' : 'error']({ ...context, error }, 'task failed');
      return null;
    }
    await outcome.after?.().catch((error: unknown) => log.warn({ ...context, error }, 'what a finished task no longer needs is left to the next sweep'));
    return committed.next;
  }

  /** What an attempt works with. */
  #partsOf(task: Task, { stop, meter, context }: { readonly stop: Stop; readonly meter: TokenMeter; readonly context: object }): AttemptParts {
    const { db, now } = this.#parts;
    const turnEndsAtMs = now() + LONG_TURN_MS;
    return {
      ...this.#parts,
      stop: stop.flag,
      signal: stop.signal,
      loading: () => this.#throughOutages(context, () => this.#loading(task.jobId)),
      spent: (tokens) => meter.add(tokens),
      isOthersTurn: async () => now() >= turnEndsAtMs && (await this.#throughOutages(context, () => othersWait(db.prisma, task.jobId))),
      warn: (message) => this.#throughOutages(context, () => this.#warn(task.jobId, message)),
      keep: async (made, left) => {
        const unpublished = new Set(made.publishes);
        if (await meter.countedIn((tokens) => this.#throughOutages(context, () => this.#keep(task, made, { left, tokens, unpublished })))) return;
        stop.raise();
        stop.signal.throwIfAborted();
      },
    };
  }

  /** Rows of a model, while the attempt goes on with those that are left; `unpublished` as in #commit. False: the attempt was given up. */
  #keep(task: Task, made: MadeRows, { left, tokens, unpublished }: { readonly left: TableRange; readonly tokens: TokenCounts | undefined; readonly unpublished: Set<Publication> }): Promise<boolean> {
    const { db, now } = this.#parts;
    return db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, task.jobId);
      if (job === null) return false;
      const narrowed = await narrowTask(transaction, task, left.last - made.first, { part: [left as object], rows: rowsIn([left]) });
      if (narrowed !== 'now') return narrowed === 'before';
      await addSegments(transaction, job.id, job.seq + 1, [rangeOf(made)]);
      const state = advanced(withPairs(withTokens(withRows(stateOf(job), [made]), tokens, timesOf(job, now())), made.pairs), rowsIn([made]), now());
      await updateJob(transaction, job.id, { done: state as object, seq: job.seq + 1, pausedReason: null, stage: stageWith(job.stage) });
      await announce(transaction, job);
      await this.#publish(unpublished);
      return true;
    });
  }

  #warn(jobId: string, message: string): Promise<void> {
    return this.#change(jobId, (job) => {
      const warnings = job.warnings as readonly string[]; // as it was made
      return warnings.includes(message) ? null : { warnings: [...warnings, message] };
    });
  }

  #loading(jobId: string): Promise<void> {
    return this.#change(jobId, ({ stage }) => (stage === 'GENERATING' ? { stage: 'LOADING_MODEL' } : null));
  }

  /** Counts what an attempt has spent on rows that it did not commit. */
  async #countRest(jobId: string, { uncounted }: TokenMeter): Promise<void> {
    const { log, now } = this.#parts;
    if (uncounted === undefined) return;
    const counted = (job: Job): JobChanges => ({ done: withTokens(stateOf(job), uncounted, timesOf(job, now())) as object });
    await this.#throughOutages({ jobId }, () => this.#change(jobId, counted)).catch((error: unknown) => log.warn({ jobId, error, ...uncounted }, 'tokens could not be counted'));
  }

  /** Changes the job while an attempt goes on, and tells who watches; null: there is nothing to change. */
  #change(jobId: string, changesOf: (job: Job) => JobChanges | null): Promise<void> {
    return this.#parts.db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, jobId);
      const changes = job === null ? null : changesOf(job);
      if (job === null || changes === null) return;
      await updateJob(transaction, jobId, changes);
      await announce(transaction, job);
    });
  }

  /** For an attempt that was told to give up: the task goes to whoever wants it next, if it is still this attempt's. */
  async #giveBack(task: Task): Promise<null> {
    const { db, queue } = this.#parts;
    await this.#throughOutages({ taskId: task.id, jobId: task.jobId }, () => db.prisma.$transaction(async (transaction) => {
      if (await returnTask(transaction, task)) await queue.send(transaction, [task]);
    }));
    return null;
  }

  /** A task of the job that this worker has without being at it, taken anew: the answer to the commit that took it was lost with the connection. */
  async #forgotten(jobId: string): Promise<Task | null> {
    const { db, workerId } = this.#parts;
    const id = (await tasksTakenBy(db.prisma, jobId, workerId)).find((taken) => !this.#active.has(taken));
    return id === undefined ? null : claimTask(db.prisma, id, workerId);
  }

  /** The job of a task just taken, under way. Null: it is not for us, and has been given back. */
  async #begin(task: Task): Promise<Job | null> {
    const { db, queue, now, log } = this.#parts;
    const job = await findAnyJob(db.prisma, task.jobId);
    if (job === null) return null;
    if (job.generators !== GENERATORS_VERSION) {
      await db.prisma.$transaction(async (transaction) => {
        if (await returnTask(transaction, task)) await queue.send(transaction, [task], OTHER_VERSION_RETRY_SECONDS);
      });
      return null;
    }
    if (job.status === 'QUEUED') {
      if (await beginJob(db.prisma, job, new Date(now()))) log.info({ jobId: job.id }, 'job started');
      await announce(db.prisma, job);
    }
    return job;
  }

  /**
   * One transaction: the outcome, the job's progress, what is ready next, and the hint to whoever watches. `unpublished` is emptied as files get their
   * names; `goesOn`: may the next task be taken at once? Null: the attempt was given up.
   */
  #commit(task: Task, outcome: Outcome, { tokens, unpublished, goesOn }: { readonly tokens: TokenCounts | undefined; readonly unpublished: Set<Publication>; readonly goesOn: () => boolean }): Promise<Commit | null> {
    const { db, queue, workerId, now } = this.#parts;
    return db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, task.jobId);
      if (job === null || !(await endTask(transaction, task, outcome))) return null;
      const { made = [], pairs } = outcome;
      if (made.length > 0) await addSegments(transaction, job.id, job.seq + 1, made.map(rangeOf));
      const { replaced, ended } = (await outcome.apply?.(transaction, job)) ?? {};
      if (replaced !== true) {
        const state = advanced(withPairs(withTokens(withRows(stateOf(job), made), tokens, timesOf(job, now())), pairs), outcome.work, now());
        await updateJob(transaction, job.id, {
          done: state as object,
          seq: job.seq + made.length,
          ...(outcome.wrote ? { pausedReason: null } : {}),
          stage: allMade(state) && stageWith(job.stage) === 'GENERATING' ? 'EXPORTING' : stageWith(job.stage),
        });
      }
      const ready = await makeReady(transaction, job.id, READY_WINDOW);
      const [first, ...others] = ready;
      const next = first !== undefined && goesOn() ? await claimTask(transaction, first.id, workerId) : null;
      await queue.send(transaction, next === null ? ready : others);
      await announce(transaction, job);
      await this.#publish(unpublished);
      return { next, ended };
    });
  }

  /**
   * Last in a commit, and under the locks of job and task: so no attempt that was given up replaces what another one made. Only a process that stands
   * still right here for longer than the server waits for it could: its connection, and with it the lock, would be gone when it wakes.
   */
  async #publish(unpublished: Set<Publication>): Promise<void> {
    await atOnce([...unpublished], FILES_AT_ONCE, async (file) => {
      await this.#parts.storage.move(file.from, file.to);
      unpublished.delete(file);
    });
  }

  /** The task goes back, or its job fails (setbacks.ts). True: the run is on hold. */
  async #failed(task: Task, error: unknown): Promise<boolean> {
    const { db, queue, now, workerId } = this.#parts;
    const workers = { own: workerId, alive: await liveWorkers(db) };
    return db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, task.jobId);
      const held = job === null ? null : await holdTask(transaction, task);
      if (job === null || held === null) return false;
      const verdict = verdictOn(error, setbacksOf(held.error), workers);
      if (verdict.is === 'failed') {
        await failJob(transaction, job, verdict.failure, now());
        await queue.send(transaction, await makeReady(transaction, job.id, READY_WINDOW));
      } else {
        await returnTask(transaction, task, verdict.setbacks as object);
        if (verdict.reason !== undefined) await updateJob(transaction, job.id, { pausedReason: verdict.reason });
        await queue.send(transaction, [task], verdict.afterSeconds);
      }
      await announce(transaction, job);
      return verdict.is === 'returned' && verdict.reason !== undefined;
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

/** False: it was not this attempt's. */
function endTask(transaction: DatabaseClient, task: Task, { left = [], result }: Outcome): Promise<boolean> {
  return left.length > 0 ? leaveTask(transaction, task, { part: left.map((range) => range as object), rows: rowsIn(left) }) : finishTask(transaction, task, result ?? {});
}

/** Without what belongs to the state only. */
function rangeOf({ table, first, last, ...more }: TableRange & { readonly file?: string }): TableRange | WrittenRange {
  return { table, first, last, ...('file' in more && more.file !== undefined ? { file: more.file } : {}) };
}

function timesOf({ startedAt }: Job, nowMs: number): { readonly nowMs: number; readonly startedMs: number } {
  return { nowMs, startedMs: startedAt?.getTime() ?? nowMs };
}

/** Rows have come: the model is loaded. */
function stageWith(stage: string): string {
  return stage === 'LOADING_MODEL' ? 'GENERATING' : stage;
}

