// What becomes of a task whose attempt failed. A row that cannot be made, or that its model cannot be asked for, fails its job at once, and what goes
// wrong for reasons that nobody knows after a few tries. What is not the task's fault puts the run on hold, with the reason, and the task back to be
// taken: a full disk until there is room; an engine that cannot work now for a bounded time; a model that this worker lacks as long as there is a
// worker that may have it. Rows that are committed in between begin all counts anew.
import { ModelUnavailable, RowFailure } from '../domain/errors.ts';
import { EngineFailed, OrderRefused } from '../engines/failures.ts';
import { StorageFull } from '../files/storage.ts';
import { messageOf } from '../lib/message.ts';
import type { JobFailure } from './records.ts';

/** A task that failed so often fails its job. */
export const MAX_TRIES = 4;
/** A task whose engine could not work so often in a row fails its job: after about seven minutes, and the engine's own patience each time. */
export const MAX_HOLDS = 12;
const LONGEST_HOLD_SECONDS = 60;
const FULL_RETRY_SECONDS = 2;
/** Right behind the next look of this worker at the queue, a second from now (queue.ts): in step with it, it would be the first to take the task again, and again. */
const LACKING_RETRY_SECONDS = 1.2;

/** How a task has fared so far: Task.error. */
export interface Setbacks {
  /** Attempts that failed. */
  readonly tries: number;
  /** Attempts that its engine could not work for. */
  readonly holds: number;
  /** Workers that lack its model, by id. */
  readonly lacking: readonly number[];
}

const NONE: Setbacks = { tries: 0, holds: 0, lacking: [] };

/** Of a task as it is in the database. */
export function setbacksOf(error: unknown): Setbacks {
  return { ...NONE, ...(error as Partial<Setbacks> | null) }; // as the runner left it
}

/** Who has failed, and who else there is. */
export interface Workers {
  readonly own: number;
  readonly alive: readonly number[];
}

export type Verdict =
  | { readonly is: 'failed'; readonly failure: JobFailure }
  /** To be taken again after a while; `reason`: what the run waits for meanwhile, if it is on hold. */
  | { readonly is: 'returned'; readonly setbacks: Setbacks; readonly afterSeconds: number; readonly reason?: string };

export function verdictOn(error: unknown, before: Setbacks, { own, alive }: Workers): Verdict {
  const attempts = before.tries + before.holds + 1;
  const failed: Verdict = { is: 'failed', failure: failureOf(error, attempts) };
  if (error instanceof RowFailure || error instanceof OrderRefused) return failed;
  if (error instanceof StorageFull) return { is: 'returned', setbacks: before, afterSeconds: FULL_RETRY_SECONDS, reason: error.message };
  if (error instanceof ModelUnavailable) {
    const setbacks = { ...before, lacking: [...new Set([...before.lacking, own])] };
    const reason = `${error.message}. Another worker may have it, and is waited for`;
    return alive.every((worker) => setbacks.lacking.includes(worker)) ? failed : { is: 'returned', setbacks, afterSeconds: LACKING_RETRY_SECONDS, reason };
  }
  if (error instanceof EngineFailed) {
    const setbacks = { ...before, holds: before.holds + 1 };
    return setbacks.holds >= MAX_HOLDS ? failed : { is: 'returned', setbacks, afterSeconds: Math.min(2 ** setbacks.holds, LONGEST_HOLD_SECONDS), reason: error.message };
  }
  const setbacks = { ...before, tries: before.tries + 1 };
  return setbacks.tries >= MAX_TRIES ? failed : { is: 'returned', setbacks, afterSeconds: 2 ** before.tries };
}

function failureOf(error: unknown, attempts: number): JobFailure {
  if (error instanceof RowFailure) return { message: error.message, table: error.table, field: error.field, rowIndex: error.rowIndex, attempts };
  return { message: messageOf(error), attempts };
}
