// What this process is at just now. Every so often the database is asked which of it is still wanted (a cancel, a deletion or another worker may
// have taken the task away), and the rest is told to give up, so that its place goes to others. When the process is to end, all of it is, after a grace.
import type { Database } from '../db/database.ts';
import { isOutage } from '../db/outage.ts';
import { runningOf, type Task } from '../db/tasks.ts';
import { Repeat } from '../lib/repeat.ts';
import { GivenUp, raise, stopFlag, type StopFlag } from './stop-flag.ts';

const LOOK_EVERY_MS = 500;
/** A stop waits so long for tasks to end by themselves: most do; a slow one is begun again by whoever takes it up. */
const GRACE_MS = 3_000;

interface Attempt {
  readonly number: number;
  readonly stop: Stop;
}

/** Tells an attempt to give up: worker threads by the flag, what waits in this thread by the signal. */
export interface Stop {
  readonly flag: StopFlag;
  readonly signal: AbortSignal;
  raise(): void;
}

function newStop(): Stop {
  const flag = stopFlag();
  const controller = new AbortController();
  return {
    flag,
    signal: controller.signal,
    raise: () => {
      raise(flag);
      controller.abort(new GivenUp());
    },
  };
}

export class Attempts implements AsyncDisposable {
  readonly #db: Database;
  readonly #byTask = new Map<string, Attempt>();
  readonly #looks: Repeat;
  #graceTimer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor({ db, stopping }: { readonly db: Database; readonly stopping: AbortSignal }) {
    this.#db = db;
    this.#looks = new Repeat({ everyMs: LOOK_EVERY_MS, work: () => this.#look(), onError: (error) => this.#onError(error) });
    stopping.addEventListener('abort', () => {
      this.#graceTimer = setTimeout(() => this.#giveUpAll(), GRACE_MS);
    }, { once: true });
  }

  /** Does the work under a stop that is raised once this attempt is no longer wanted. */
  async under<T>(task: Pick<Task, 'id' | 'attempt'>, work: (stop: Stop) => Promise<T>): Promise<T> {
    const own: Attempt = { number: task.attempt, stop: newStop() };
    if (this.#isOver) own.stop.raise();
    this.#byTask.set(task.id, own);
    try {
      return await work(own.stop);
    } finally {
      if (this.#byTask.get(task.id) === own) this.#byTask.delete(task.id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#graceTimer);
    await this.#looks[Symbol.asyncDispose]();
  }

  async #look(): Promise<void> {
    const asked = [...this.#byTask];
    if (asked.length === 0) return;
    const running = await runningOf(this.#db.prisma, asked.map(([id]) => id));
    for (const [id, { number, stop }] of asked) if (running.get(id) !== number) stop.raise();
  }

  #giveUpAll(): void {
    this.#isOver = true;
    for (const { stop } of this.#byTask.values()) stop.raise();
  }

  /** While the database is away nobody can have taken anything away. */
  #onError(error: unknown): void {
    if (!isOutage(error)) this.#db.log.warn({ error }, 'it could not be seen which tasks are still wanted');
  }
}
