// Runs of rows with images, as the API shows them: both lists of one job.
import type { JobRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { imagesOfJob } from './image-job.ts';
import { JobType, loadJob, rowsOfJob } from './job.ts';

export const UnifiedJob = builder.node(builder.objectRef<JobRecord>('UnifiedJob'), {
  description: 'An order of rows, those of one table with an image each.',
  id: { resolve: (job) => job.id },
  interfaces: [JobType],
  loadOne: (id, context) => loadJob(context, 'UNIFIED', id),
  fields: (t) => ({ ...rowsOfJob(t), ...imagesOfJob(t) }),
});
