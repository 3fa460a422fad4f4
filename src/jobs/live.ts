// What subscribers follow: a job's progress, its rows, all jobs of a viewer. Everything is read from the tables, from a cursor; hints only say
// when to look again, so a lost one costs a moment and a client that comes back misses nothing.
import type { Database } from '../db/database.ts';
import { findAnyJob, findInputs, findReports, jobsChangedSince } from '../db/jobs.ts';
import { isOutage } from '../db/outage.ts';
import { finishedOutputsOf } from '../db/outputs.ts';
import { NotFound } from '../domain/errors.ts';
import { Follow, Wakeups, type Found } from '../lib/followers.ts';
import { Recent } from '../lib/recent.ts';
import type { ImagePreviews } from './image-previews.ts';
import { ImageReader } from './image-reader.ts';
import type { JobPlans } from './job-plans.ts';
import { hintOf, JOBS_CHANNEL } from './live-channel.ts';
import { outputRecordOf } from './outputs.ts';
import type { ImageBatchRecord, JobRecord, JobReport, RowBatchRecord, Viewer } from './records.ts';
import { RowReader } from './row-reader.ts';
import { hasEnded, isOver, recordOf } from './state.ts';
import type { WorkThreads } from './threads.ts';

/** At most four a second. */
const PROGRESS_EVERY_MS = 250;
/** Between two jobs told to a follower of all jobs; one that changes often meanwhile is told once. */
const JOBS_EVERY_MS = 50;
/** Changed jobs that one follower of all jobs remembers; past that it is told of the rest when they change again. */
const MAX_CHANGED = 10_000;
/** While the database is away, followers look again after this long. */
const OUTAGE_WAIT_MS = 500;
/** What followers of a job's progress are told meanwhile. */
const AWAY = 'the database does not answer; the run goes on when it is back';
/** Most bytes of an input, or a report, that is read for all who follow its job; a larger one is read for who asks for it. */
const SHARED_DOCUMENT_BYTES = 64 * 1024;
const KEPT_INPUTS = 64;
/** Clocks of machines that share the work may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

export interface LiveParts {
  readonly db: Database;
  readonly plans: JobPlans;
  readonly threads: WorkThreads;
  readonly previews: Pick<ImagePreviews, 'follow'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A job as it was read, and the same as one text, which tells whether anything has changed. */
interface Look {
  readonly job: JobRecord | null;
  readonly text: string;
}

export class Live implements AsyncDisposable {
  readonly #parts: LiveParts;
  readonly #wakeups: Wakeups;
  readonly #changed = new Map<string, Set<(jobId: string) => void>>();
  readonly #reads = new Map<string, Promise<Look>>();
  /** Those of the jobs last followed, since an input never changes. */
  readonly #inputs = new Recent<Promise<unknown>>(KEPT_INPUTS);
  #listening: AsyncDisposable | undefined;
  /** Runs while hints cannot come. */
  #away: NodeJS.Timeout | undefined;
  /** When hints were last known to come. */
  #heardAtMs: number;

  private constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#wakeups = new Wakeups();
    this.#heardAtMs = parts.now();
  }

  static async open(parts: LiveParts): Promise<Live> {
    const live = new Live(parts);
    live.#listening = await parts.db.listen(JOBS_CHANNEL, {
      onNotification: (payload) => live.#onHint(payload),
      onResync: () => live.#onResync(),
      onLost: () => live.#onLost(),
    });
    return live;
  }

  /** The job as it is, then with every change, at most four a second; ends with it. Throws NotFound at the first step. */
  progress(viewer: Viewer, id: string): AsyncIterableIterator<JobRecord> {
    let last: Look | undefined;
    return new Follow<JobRecord>({
      everyMs: PROGRESS_EVERY_MS,
      onWake: (wake) => this.#wakeups.on(id, wake),
      read: () => this.#throughOutages(() => this.#wakeups.wake(id), async () => {
        // Who comes looks for himself: what he did a moment ago (an export, say) is to be seen, even if its hint is still on its way.
        const look = await (last === undefined ? this.#look(id) : this.#read(id));
        const { job } = look;
        if (job === null || job.ownerId !== viewer.ownerId) return goneOr(last);
        if (look === last || look.text === last?.text) return 'idle';
        last = look;
        return { value: job, isLast: isOver(job) };
      }, () => {
        const job = last?.job;
        if (job == null || last?.text === AWAY) return 'idle';
        last = { job, text: AWAY }; // differs from whatever is read when it is back
        return { value: { ...job, pausedReason: AWAY } };
      }),
    });
  }

  /** Rows after the cursor, each once, in the order in which they were committed; ends with the job, and after its end gives what it kept. Throws NotFound, or InvalidInput for a cursor that is none. */
  rows(viewer: Viewer, id: string, { table, after, maxBatch }: { table?: string; after?: string; maxBatch: number }): AsyncIterableIterator<RowBatchRecord> {
    const reader = new RowReader(this.#parts, viewer, { jobId: id, table, maxBatch }, after);
    return new Follow<RowBatchRecord>({ onWake: (wake) => this.#wakeups.on(id, wake), read: () => this.#throughOutages(() => this.#wakeups.wake(id), () => reader.read()) });
  }

  /** Images after the cursor, each once, as `rows` gives rows; and between them how those under way look, while there is anybody to look. */
  images(viewer: Viewer, id: string, { after }: { after?: string }): AsyncIterableIterator<ImageBatchRecord> {
    let wakeUp = (): void => {};
    const reader = new ImageReader(this.#parts, viewer, { jobId: id, after, wake: () => wakeUp() });
    return new Follow<ImageBatchRecord>({
      onWake: (wake) => {
        wakeUp = wake;
        const off = this.#wakeups.on(id, wake);
        return () => {
          off();
          reader[Symbol.dispose]();
        };
      },
      read: () => this.#throughOutages(() => this.#wakeups.wake(id), () => reader.read()),
    });
  }

  /** The viewer's jobs as they come, change and end. Never ends by itself. */
  jobs(viewer: Viewer): AsyncIterableIterator<JobRecord> {
    const changed = new Set<string>();
    let wakeUp = (): void => {};
    return new Follow<JobRecord>({
      everyMs: JOBS_EVERY_MS,
      onWake: (wake) => {
        wakeUp = wake;
        return this.#onChanged(viewer.ownerId, (jobId) => {
          if (changed.size < MAX_CHANGED) changed.add(jobId);
          wake();
        });
      },
      read: () => this.#throughOutages(wakeUp, async () => {
        for (const jobId of changed) {
          changed.delete(jobId); // before the read: a change during it is told again
          const { job } = await this.#read(jobId).catch((error: unknown) => {
            changed.add(jobId);
            throw error;
          });
          if (job !== null) return { value: job };
        }
        return 'idle';
      }),
    });
  }

  /** Followed topics, for the metrics. */
  get followed(): number {
    return this.#wakeups.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#away);
    await this.#listening?.[Symbol.asyncDispose]();
  }

  #onHint(payload: string): void {
    const { jobId, ownerId } = hintOf(payload);
    this.#heardAtMs = this.#parts.now();
    this.#reads.delete(jobId);
    this.#wakeups.wake(jobId);
    for (const tell of this.#changed.get(ownerId) ?? []) tell(jobId);
  }

  /** Hints may have been missed: everybody looks again, and followers of all jobs are told what changed meanwhile. */
  #onResync(): void {
    const since = new Date(this.#heardAtMs - CLOCK_SKEW_MS);
    clearInterval(this.#away);
    this.#away = undefined;
    this.#lookAgain();
    for (const [ownerId, followers] of this.#changed) {
      jobsChangedSince(this.#parts.db.prisma, ownerId, since, MAX_CHANGED).then(
        (jobIds) => jobIds.forEach((jobId) => followers.forEach((tell) => tell(jobId))),
        (error: unknown) => this.#parts.db.log.warn({ error }, 'followers of all jobs may have missed changes'),
      );
    }
  }

  /** Who follows a job is told why nothing comes: no hint will wake him, and a first look may still be answered by a server that is stopping. */
  #onLost(): void {
    this.#lookAgain();
    this.#away ??= setInterval(() => this.#lookAgain(), OUTAGE_WAIT_MS).unref();
  }

  #lookAgain(): void {
    this.#reads.clear();
    this.#wakeups.wakeAll();
  }

  #onChanged(ownerId: string, tell: (jobId: string) => void): () => void {
    const all = this.#changed.get(ownerId) ?? new Set();
    this.#changed.set(ownerId, all.add(tell));
    return () => {
      all.delete(tell);
      if (all.size === 0 && this.#changed.get(ownerId) === all) this.#changed.delete(ownerId);
    };
  }

  /** One look serves all who follow the job, until the next hint: at most for as long as they wait between two, should that hint be lost. */
  #read(id: string): Promise<Look> {
    return this.#reads.get(id) ?? this.#look(id);
  }

  #look(id: string): Promise<Look> {
    const look = this.#lookUp(id);
    this.#reads.set(id, look);
    const forget = (): void => {
      if (this.#reads.get(id) === look) this.#reads.delete(id);
    };
    look.then(() => setTimeout(forget, PROGRESS_EVERY_MS).unref(), forget);
    return look;
  }

  async #lookUp(id: string): Promise<Look> {
    const { prisma } = this.#parts.db;
    const row = await findAnyJob(prisma, id);
    if (row === null) return { job: null, text: '' };
    const job = { ...recordOf(row), outputs: (await finishedOutputsOf(prisma, [id])).map(outputRecordOf) };
    const input = await this.#inputs.of(id, async () => (await findInputs(prisma, [id], SHARED_DOCUMENT_BYTES)).get(id));
    const report = hasEnded(job.status) ? ((await findReports(prisma, [id], SHARED_DOCUMENT_BYTES)).get(id) as JobReport | null | undefined) : null; // as finishJob put it in
    return { job: { ...job, ...(input === undefined ? {} : { input }), ...(report === undefined ? {} : { report }) }, text: JSON.stringify(job) };
  }

  /** Finds nothing (or what `meanwhile` does) while the database is away, and has the follower woken to look again: so one that was closed meanwhile is not kept. */
  async #throughOutages<T>(wake: () => void, read: () => Promise<Found<T>>, meanwhile: () => Found<T> = () => 'idle'): Promise<Found<T>> {
    try {
      return await read();
    } catch (error) {
      if (!isOutage(error)) throw error;
      setTimeout(wake, OUTAGE_WAIT_MS).unref();
      return meanwhile();
    }
  }
}

/** A job that is gone ends the stream of whoever has seen it, and is unknown to anyone else. */
function goneOr(seen: Look | undefined): 'end' {
  if (seen !== undefined) return 'end';
  throw NotFound.of('job');
}
