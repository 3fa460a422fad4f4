// How pictures under way look, from the worker that makes them to whoever follows their job, on whatever machine. Best effort, by notifications alone:
// nothing is kept, and one that is lost is followed by the next. None is made while nobody watches: whoever follows says so every now and then.
import type { Database } from '../db/database.ts';
import { notify } from '../db/listener.ts';
import type { Step } from '../engines/image/engine.ts';
import { previewUrl } from '../files/preview.ts';
import { Wakeups } from '../lib/followers.ts';
import type { ImagePreviewRecord } from './records.ts';

const PREVIEWS_CHANNEL = 'verisim_previews';
/** Hints that somebody follows the pictures of a job: its id. */
const WATCHED_CHANNEL = 'verisim_watched';
const SAY_EVERY_MS = 2_000;
/** A job counts as watched for so long after a hint: one or two may be late or lost. */
const WATCHED_FOR_MS = 3 * SAY_EVERY_MS;
/** Followers of a job are woken no sooner after one another: a few looks a second, however many pictures are under way. */
const WAKE_EVERY_MS = 250;

/** Looks held for a follower who takes none for a while: more pictures than are under way in a job at once, on a few devices. */
const MOST_HELD = 64;

export interface PreviewParts {
  readonly db: Database;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What is shown of the pictures of a job, as one follower sees it. */
export interface Previews extends Disposable {
  /** Those that have changed since the last time. */
  take(): readonly ImagePreviewRecord[];
}

export class ImagePreviews implements AsyncDisposable {
  readonly #parts: PreviewParts;
  readonly #listening: AsyncDisposable[] = [];
  /** When hints of followers run out, by job. */
  readonly #watchedUntil = new Map<string, number>();
  /** The last look at each picture, by follower, by job. */
  readonly #followers = new Map<string, Set<Map<number, ImagePreviewRecord>>>();
  readonly #wakeups = new Wakeups();
  readonly #waking = new Set<string>();
  #saying: NodeJS.Timeout | undefined;

  private constructor(parts: PreviewParts) {
    this.#parts = parts;
  }

  static async open(parts: PreviewParts): Promise<ImagePreviews> {
    const previews = new ImagePreviews(parts);
    const onResync = (): void => {}; // what was missed is old by now
    previews.#listening.push(await parts.db.listen(WATCHED_CHANNEL, { onNotification: (jobId) => previews.#onWatched(jobId), onResync }));
    previews.#listening.push(await parts.db.listen(PREVIEWS_CHANNEL, { onNotification: (payload) => previews.#onPreview(payload), onResync }));
    return previews;
  }

  /** Does anybody follow the pictures of the job? */
  isWatched(jobId: string): boolean {
    return (this.#watchedUntil.get(jobId) ?? 0) > this.#parts.now();
  }

  /** Shows a picture of the job to all who follow it. Never rejects: a look that is lost is no loss. */
  async show(jobId: string, index: number, { step, of, preview }: Step): Promise<void> {
    if (preview === null) return;
    try {
      const shown: ImagePreviewRecord = { index, step, of, dataUrl: await previewUrl(preview) };
      await notify(this.#parts.db.prisma, PREVIEWS_CHANNEL, `${jobId} ${JSON.stringify(shown)}`);
    } catch (error) {
      this.#parts.db.log.debug({ jobId, index, error }, 'a preview could not be shown');
    }
  }

  /** Follows the pictures of a job, until disposed; `wake` is called when there is something to take. */
  follow(jobId: string, wake: () => void): Previews {
    const seen = new Map<number, ImagePreviewRecord>();
    const all = this.#followers.get(jobId) ?? new Set();
    this.#followers.set(jobId, all.add(seen));
    const off = this.#wakeups.on(jobId, wake);
    this.#say([jobId]);
    this.#saying ??= setInterval(() => this.#say([...this.#followers.keys()]), SAY_EVERY_MS).unref();
    return {
      take: () => {
        const taken = [...seen.values()];
        seen.clear();
        return taken;
      },
      [Symbol.dispose]: () => {
        off();
        all.delete(seen);
        if (all.size === 0 && this.#followers.get(jobId) === all) this.#followers.delete(jobId);
        if (this.#followers.size > 0) return;
        clearInterval(this.#saying);
        this.#saying = undefined;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#saying);
    for (const listening of this.#listening) await listening[Symbol.asyncDispose]();
  }

  /** Tells workers that the jobs are followed. */
  #say(jobIds: readonly string[]): void {
    for (const jobId of jobIds) notify(this.#parts.db.prisma, WATCHED_CHANNEL, jobId).catch((error: unknown) => this.#parts.db.log.debug({ jobId, error }, 'workers do not know that a job is followed'));
  }

  #onWatched(jobId: string): void {
    const now = this.#parts.now();
    for (const [other, until] of this.#watchedUntil) if (until <= now) this.#watchedUntil.delete(other);
    this.#watchedUntil.set(jobId, now + WATCHED_FOR_MS);
  }

  #onPreview(payload: string): void {
    const space = payload.indexOf(' ');
    const jobId = payload.slice(0, space);
    const followers = this.#followers.get(jobId);
    if (followers === undefined) return;
    const shown = JSON.parse(payload.slice(space + 1)) as ImagePreviewRecord; // as `show` wrote it
    for (const seen of followers) keepLatest(seen, shown);
    if (this.#waking.has(jobId)) return;
    this.#waking.add(jobId);
    setTimeout(() => {
      this.#waking.delete(jobId);
      this.#wakeups.wake(jobId);
    }, WAKE_EVERY_MS).unref();
  }
}

/** In the order in which they came; past the most, the oldest goes. */
function keepLatest(seen: Map<number, ImagePreviewRecord>, shown: ImagePreviewRecord): void {
  seen.delete(shown.index);
  seen.set(shown.index, shown);
  const oldest = seen.keys().next();
  if (seen.size > MOST_HELD && oldest.done !== true) seen.delete(oldest.value);
}
