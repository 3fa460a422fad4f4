// The pictures in the folder of a run. They get their names within their commit: one that is undone after that, since its process was killed right
// there, leaves pictures of which nobody knows. Mostly they are made again, in the same place; a run that is stopped would keep them.
import type { Database } from '../db/database.ts';
import { lockJob } from '../db/jobs.ts';
import { segmentsOf } from '../db/segments.ts';
import { IMAGE_FOLDER, imageFileName } from '../domain/images/plan.ts';
import type { Storage } from '../files/storage.ts';
import type { JobPlans } from './job-plans.ts';
import { isOver } from './state.ts';

/** Removes them, of a job that was stopped and is at rest; under its lock, so that no retry begins meanwhile, and commits some of them. */
export async function clearUncommittedImages({ db, storage, plans }: { readonly db: Database; readonly storage: Storage; readonly plans: JobPlans }, jobId: string): Promise<void> {
  const { images } = (await plans.of(jobId)).plan;
  if (images === undefined) return;
  await db.prisma.$transaction(async (transaction) => {
    const job = await lockJob(transaction, jobId);
    if (job === null || !job.partial || !isOver(job)) return;
    const committed = new Set<string>();
    for (const { table, first, last } of await segmentsOf(transaction, jobId)) {
      if (table === images.table) for (let index = first; index < last; index++) committed.add(`${job.folder}/${imageFileName(index)}`);
    }
    for await (const { name } of storage.list(`${job.folder}/${IMAGE_FOLDER}`)) if (!committed.has(name)) await storage.delete(name);
  });
}
