// The end of a job's row and files. First the job is marked, under its lock, so that nothing begins on it any more (runs.ts); then this follows,
// as often as it takes: whoever finds a marked job (sweeper.ts) goes on where a crash stopped it.
import type { Database } from '../db/database.ts';
import { deleteJob, type Job } from '../db/jobs.ts';
import type { Storage } from '../files/storage.ts';
import { announce } from './live-channel.ts';
import { segmentFolder } from './segment-folder.ts';
import { workFolder } from './work-folder.ts';

/** Removes the files of a marked job, then its row; once more does no harm. */
export async function finishRemoval({ db, storage }: { readonly db: Database; readonly storage: Storage }, job: Pick<Job, 'id' | 'ownerId' | 'folder'>): Promise<void> {
  await storage.deleteAll(job.folder);
  await storage.deleteAll(workFolder(job.id));
  await storage.deleteAll(segmentFolder(job.id));
  await deleteJob(db.prisma, job.id);
  await announce(db.prisma, job);
}
