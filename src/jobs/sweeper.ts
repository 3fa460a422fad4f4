// Puts right what a crash leaves: tasks of workers that died go back to be taken, ready tasks that no entry of the queue announces are announced
// again, parts of outputs that nobody will join are removed, and deletions that stopped half-way go on. Every worker sweeps; each sweep is safe beside any other.
import type { Database } from '../db/database.ts';
import { jobsBeingRemoved, jobsGone, lockJob } from '../db/jobs.ts';
import { deadWorkers } from '../db/liveness.ts';
import { isOutage } from '../db/outage.ts';
import { holdReady, makeReady, returnTasksOf, tasksToAnnounce, type Task } from '../db/tasks.ts';
import type { Storage } from '../files/storage.ts';
import type { Log } from '../lib/log.ts';
import { failJob } from './ending.ts';
import { announce } from './live-channel.ts';
import type { Queue } from './queue.ts';
import { finishRemoval } from './removal.ts';
import { clearUncommitted, SEGMENT_FOLDER } from './segment-folder.ts';
import { READY_WINDOW } from './tasks.ts';
import { clearWork, WORK_FOLDER } from './work-folder.ts';

const TASKS_EVERY_MS = 1_000;
/** The queue loses entries only with a crash, so this may be slow. */
const ANNOUNCE_EVERY_MS = 10_000;
/** A task taken so long ago is announced, too: its own worker takes it up again where it has lost track of it, and nobody else can. */
const FORGOTTEN_AFTER_MS = 60_000;
const FILES_EVERY_MS = 10 * 60_000;
const MAX_ANNOUNCED = 1_000;
/** So many workers that died at a task did so by it: its job fails, before it ends one process after another. */
export const MAX_LOSSES = 5;

export interface SweeperParts {
  readonly db: Database;
  readonly queue: Queue;
  readonly storage: Storage;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class Sweeper implements AsyncDisposable {
  readonly #parts: SweeperParts;
  readonly #timers: NodeJS.Timeout[];
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: SweeperParts) {
    this.#parts = parts;
    this.#timers = [
      this.#every(TASKS_EVERY_MS, () => this.sweepTasks()),
      this.#every(ANNOUNCE_EVERY_MS, () => this.announceReady()),
      this.#every(FILES_EVERY_MS, () => this.sweepFiles()),
    ];
    this.#track(this.sweepFiles());
  }

  /** Gives back the tasks of dead workers, and announces them; a task that too many have died of ends its job. */
  async sweepTasks(): Promise<void> {
    const { db, queue, log } = this.#parts;
    const dead = await deadWorkers(db);
    if (dead.length === 0) return;
    const returned = await db.prisma.$transaction(async (transaction) => {
      const tasks = await returnTasksOf(transaction, dead);
      await queue.send(transaction, tasks.filter(({ losses }) => losses < MAX_LOSSES));
      return tasks;
    });
    if (returned.length > 0) log.warn({ workers: dead, tasks: returned.length }, 'took back the tasks of dead workers');
    for (const task of returned) if (task.losses >= MAX_LOSSES) await this.#giveUp(task);
  }

  async #giveUp({ id, jobId, losses }: Pick<Task, 'id' | 'jobId' | 'losses'>): Promise<void> {
    const { db, queue, now, log } = this.#parts;
    const message = `${losses} processes ended while they worked on one piece of it: their logs say why (out of memory, most often); mend that, and retry the job`;
    await db.prisma.$transaction(async (transaction) => {
      const job = await lockJob(transaction, jobId);
      if (job === null || !(await holdReady(transaction, id))) return;
      await failJob(transaction, job, { message, attempts: losses }, now());
      await queue.send(transaction, await makeReady(transaction, jobId, READY_WINDOW));
      await announce(transaction, job);
    });
    log.error({ jobId, taskId: id, losses }, 'gave a task up that its workers die of');
  }

  /** Announces every task to be taken; one whose entry is still waiting is not announced twice. */
  async announceReady(): Promise<void> {
    const { db, queue } = this.#parts;
    let after = '';
    for (let more = true; more; ) {
      const tasks = await tasksToAnnounce(db.prisma, { after, forgottenAfterMs: FORGOTTEN_AFTER_MS, limit: MAX_ANNOUNCED });
      await queue.send(db.prisma, tasks);
      after = tasks.at(-1)?.id ?? '';
      more = tasks.length === MAX_ANNOUNCED;
    }
  }

  /** Removes what crashes left half-written, jobs whose deletion stopped half-way, the parts of jobs that are gone or at rest, and what a model wrote for jobs that are gone. */
  async sweepFiles(): Promise<void> {
    const { db, storage, now } = this.#parts;
    await storage.sweep(new Date(now()));
    for (const job of await jobsBeingRemoved(db.prisma)) await finishRemoval({ db, storage }, job);
    for (const jobId of await this.#foldersIn(WORK_FOLDER)) await clearWork({ db, storage }, jobId);
    for (const jobId of await jobsGone(db.prisma, await this.#foldersIn(SEGMENT_FOLDER))) await clearUncommitted({ db, storage }, jobId);
  }

  /** Jobs' ids, as folders are named by them. */
  async #foldersIn(folder: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const { name } of this.#parts.storage.list(folder)) found.add(name.split('/')[1] ?? '');
    found.delete('');
    return [...found];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#underWay);
  }

  #every(periodMs: number, sweep: () => Promise<void>): NodeJS.Timeout {
    let isRunning = false;
    return setInterval(() => {
      if (isRunning) return;
      isRunning = true;
      this.#track(sweep().finally(() => (isRunning = false)));
    }, periodMs);
  }

  #track(sweep: Promise<void>): void {
    const settled = sweep
      .catch((error: unknown) => {
        if (!isOutage(error)) this.#parts.log.error({ error }, 'a sweep failed');
      })
      .finally(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
  }
}

