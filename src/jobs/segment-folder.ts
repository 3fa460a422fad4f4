// Where what models wrote lies: as long as the job does, beside its outputs but not among them, since pages and exports read it later.
import type { Database } from '../db/database.ts';
import { lockJob } from '../db/jobs.ts';
import { segmentFilesOf } from '../db/segments.ts';
import type { Task } from '../db/tasks.ts';
import type { Storage } from '../files/storage.ts';
import { isOver } from './state.ts';

/** The folder of all of them. */
export const SEGMENT_FOLDER = 'segments';

export function segmentFolder(jobId: string): string {
  return `${SEGMENT_FOLDER}/${jobId}`;
}

/** A name that no other attempt writes to. */
export function segmentName(task: Pick<Task, 'id' | 'jobId' | 'attempt'>, first: number): string {
  return `${segmentFolder(task.jobId)}/${task.id}-${task.attempt}-${first}.jsonl`;
}

/** Removes what attempts wrote and never committed, of a job that is gone or at rest; under its lock, so that no retry begins meanwhile, and commits some of it. */
export async function clearUncommitted({ db, storage }: { readonly db: Database; readonly storage: Storage }, jobId: string): Promise<void> {
  await db.prisma.$transaction(async (transaction) => {
    const job = await lockJob(transaction, jobId);
    if (job !== null && !isOver(job)) return;
    const committed = new Set(await segmentFilesOf(transaction, jobId));
    for await (const { name } of storage.list(segmentFolder(jobId))) if (!committed.has(name)) await storage.delete(name);
  });
}
