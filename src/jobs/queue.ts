// The queue: tells workers that a task is ready. Nothing else names the queue's library. An entry is a hint with a task's id: the task's row
// says whether it is still to be done, and by whom, so an entry that comes twice, late or never does no harm (sweeper.ts).
import type { ClientConfig } from 'pg';
import { fromPrisma, PgBoss } from 'pg-boss';
import type { DatabaseClient } from '../db/database.ts';
import type { ReadyTask } from '../db/tasks.ts';
import type { Log } from '../lib/log.ts';

const QUEUE = 'tasks';
/** An entry is kept active no longer than this; only then is one of a dead worker given out again, and found stale. */
const EXPIRE_SECONDS = 6 * 60 * 60;
const DELETE_AFTER_SECONDS = 60;
const POLLING_SECONDS = 0.5;
/** Polling goes on beside notifications: a lost one costs this long. */
const POLLING_BESIDE_NOTIFY_SECONDS = 1;
const CONNECTIONS = 4;
/** A stop waits so long for tasks under way; what takes longer (a huge output) is begun again by whoever takes it up. Supervisors often kill after 30 s. */
const DRAIN_MS = 20_000;

export interface QueueOptions {
  readonly connection: ClientConfig;
  readonly log: Log;
  /** This process takes entries, too, and looks after the queue. */
  readonly works: boolean;
}

export class Queue implements AsyncDisposable {
  readonly #boss: PgBoss;
  #stopped: Promise<void> | undefined;

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /** Connects, and makes the queue's own tables if they are missing; concurrent starters are safe. */
  static async open({ connection, log, works }: QueueOptions): Promise<Queue> {
    // ClientConfig and the queue's options name connections alike, but for password functions, which we do not use.
    const boss = new PgBoss({ ...(connection as object), max: CONNECTIONS, schedule: false, supervise: works, useListenNotify: works, application_name: 'verisim queue' });
    boss.on('error', (error) => log.warn({ error }, 'the queue met an error'));
    boss.on('warning', (warning) => log.debug({ warning: warning.message }, 'the queue warns'));
    await boss.start();
    await boss.createQueue(QUEUE, { policy: 'short', notify: true, retryLimit: 2, retryDelay: 5, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: DELETE_AFTER_SECONDS });
    return new Queue(boss);
  }

  /**
   * Announces tasks when the client's transaction commits. One that is announced already and not yet taken is not announced twice. One that goes first
   * is taken before all others: a run that is small, or new, or about to end does not wait for the many pieces of a large one.
   */
  async send(client: DatabaseClient, tasks: readonly ReadyTask[], afterSeconds = 0): Promise<void> {
    if (tasks.length === 0) return;
    const startAfter = afterSeconds > 0 ? { startAfter: afterSeconds } : {};
    await this.#boss.insert(QUEUE, tasks.map(({ id, goesFirst = false }) => ({ data: { task: id }, singletonKey: id, priority: goesFirst ? 1 : 0, ...startAfter })), { db: fromPrisma(client) });
  }

  /** Hands entries to `handle`, `places` at a time, until disposed. What it throws gives the entry back, to come again. */
  async work(places: number, handle: (taskId: string) => Promise<void>): Promise<void> {
    for (let place = 0; place < places; place++) await this.#workOneByOne(handle);
  }

  /**
   * One place. It asks for the next entry as soon as one is done: the library would wait for its next poll, a second for each task of a
   * backlog, since notifications come for new entries only.
   */
  async #workOneByOne(handle: (taskId: string) => Promise<void>): Promise<void> {
    const place: { id?: string } = {};
    place.id = await this.#boss.work<{ task: string }>(
      QUEUE,
      { batchSize: 1, pollingIntervalSeconds: POLLING_SECONDS, notifyPollingIntervalSeconds: POLLING_BESIDE_NOTIFY_SECONDS },
      async (entries) => {
        for (const entry of entries) await handle(entry.data.task);
        if (place.id !== undefined) this.#boss.notifyWorker(place.id);
      },
    );
  }

  /** Takes no more entries, and waits for those under way. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#stopped ??= this.#boss.stop({ graceful: true, timeout: DRAIN_MS, close: true });
    return this.#stopped;
  }
}
