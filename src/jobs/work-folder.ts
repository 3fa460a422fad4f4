// Where a job's files lie until a commit makes them its own: parts of outputs, and outputs themselves. Names carry task and attempt, so an
// attempt that was given up overwrites nothing that another made.
import type { Database } from '../db/database.ts';
import { lockJob } from '../db/jobs.ts';
import type { Task } from '../db/tasks.ts';
import type { Storage } from '../files/storage.ts';
import { isOver } from './state.ts';

/** The folder of all of them. */
export const WORK_FOLDER = 'work';

export function workFolder(jobId: string): string {
  return `${WORK_FOLDER}/${jobId}`;
}

/** What an attempt writes; `file` tells several apart. */
export function workName(task: Pick<Task, 'id' | 'jobId' | 'attempt'>, file = ''): string {
  return `${workFolder(task.jobId)}/${task.id}-${task.attempt}${file === '' ? '' : `-${file}`}`;
}

/** Removes what lies there of a job that is gone or at rest; under its lock, so that no export begins meanwhile. */
export async function clearWork({ db, storage }: { readonly db: Database; readonly storage: Storage }, jobId: string): Promise<void> {
  await db.prisma.$transaction(async (transaction) => {
    const job = await lockJob(transaction, jobId);
    if (job === null || isOver(job)) await storage.deleteAll(workFolder(jobId));
  });
}
