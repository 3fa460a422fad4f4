// Runs of images, as the API shows them: the job, its images, and their live stream.
import type { ImageBatchRecord, ImagePreviewRecord, JobRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { ImageConnection, ImageType } from './image.ts';
import { JobType, loadJob, type JobFields } from './job.ts';
import { decodeId } from './node-id.ts';
import { pageArgs, pageCost, pageRequest, toConnection } from './pagination.ts';

const ImagePreviewType = builder.objectRef<ImagePreviewRecord>('ImagePreview').implement({
  description: 'How an image that is under way looks at present: best effort, a few a second at most.',
  fields: (t) => ({
    index: t.expose('index', { type: 'SafeInt', description: 'Its place in the run, from 0.' }),
    step: t.exposeInt('step', { description: 'Steps that are done, from 1.' }),
    of: t.exposeInt('of', { description: 'Steps in all.' }),
    dataUrl: t.exposeString('dataUrl', { description: 'A small WebP as a data URL.' }),
  }),
});

const ImageBatch = builder.objectRef<ImageBatchRecord>('ImageBatch').implement({
  description: 'Images as they were committed, and the present look of those under way. One of either at least.',
  fields: (t) => ({
    images: t.field({ type: [ImageType], description: 'Finished ones.', resolve: (batch) => [...batch.images] }),
    previews: t.field({ type: [ImagePreviewType], description: 'Those under way whose look has changed.', resolve: (batch) => [...batch.previews] }),
    cursor: t.expose('cursor', { type: 'StreamCursor', description: 'Hand it in as `after` to go on right behind these images; it knows nothing of previews.' }),
  }),
});

export const ImageJob = builder.node(builder.objectRef<JobRecord>('ImageJob'), {
  description: 'An order of images.',
  id: { resolve: (job) => job.id },
  interfaces: [JobType],
  loadOne: (id, context) => loadJob(context, 'IMAGE', id),
  fields: (t) => imagesOfJob(t),
});

/** What every job has that makes images. */
export function imagesOfJob(t: JobFields) {
  return {
    images: t.field({
      type: ImageConnection,
      description: 'Its images so far, in index order.',
      args: pageArgs(),
      complexity: pageCost,
      resolve: async (job, page, context) => toConnection(await context.runs.images(context.viewer, job, pageRequest(page))),
    }),
  };
}

builder.subscriptionFields((t) => ({
  jobImages: t.field({
    type: ImageBatch,
    description: 'Every image after `after`, each once: the stored, then the live ones, in the order in which they were committed; between them previews of those under way, unless SAFETY=block. Completes with the job.',
    args: {
      id: t.arg.id({ required: true, description: "The job's id." }),
      after: t.arg({ type: 'StreamCursor', description: 'Cursor of the last batch seen. Left out: from the start.' }),
    },
    subscribe: (_root, { id, after }, context) => context.live.images(context.viewer, decodeId(id, 'job', 'ImageJob', 'UnifiedJob'), after == null ? {} : { after }),
    resolve: (batch) => batch,
  }),
}));
