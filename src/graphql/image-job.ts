// Runs of images, as the API shows them: the job, its images, and their live stream.
import type { Annotation } from '../domain/images/plan.ts';
import type { ImageBatchRecord, ImagePreviewRecord, ImageRecord, JobRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { JobType, loadJob } from './job.ts';
import { decodeId } from './node-id.ts';
import { connectionOf, pageArgs, pageCost, pageRequest, toConnection } from './pagination.ts';

const AnnotationType = builder.objectRef<Annotation>('Annotation').implement({
  description: 'A box found by a detector: a pseudo-label, unverified, with its score.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What it is, in the words of the order.' }),
    bbox: t.floatList({ description: 'x, y, width, height in pixels, from the top left; inside the image.', resolve: ({ bbox }) => [...bbox] }),
    score: t.exposeFloat('score', { description: 'How sure the detector is, 0 to 1.' }),
  }),
});

export const ImageType = builder.objectRef<ImageRecord>('Image').implement({
  description: 'A finished image.',
  fields: (t) => ({
    index: t.expose('index', { type: 'SafeInt', description: 'Its place in the run, from 0; in its file name, too: images/image_00000.png.' }),
    url: t.string({ description: 'Its PNG, by plain HTTP GET with range requests; signed, and good for a while. Of a blocked image it answers only that it is blocked.', resolve: (image, _args, context) => context.imageUrl(image, 'plain') }),
    overlayUrl: t.string({ nullable: true, description: 'The same with its boxes drawn over it; null where nothing was to be found.', resolve: (image, _args, context) => (image.isAnnotated ? context.imageUrl(image, 'overlay') : null) }),
    width: t.exposeInt('width', { description: 'In pixels.' }),
    height: t.exposeInt('height', { description: 'In pixels.' }),
    prompt: t.exposeString('prompt', { description: 'What it was asked for by.' }),
    seed: t.expose('seed', { type: 'SafeInt', description: 'Of its starting noise, unsigned with 32 bits: drawn by counter from the seed of the run.' }),
    bytes: t.field({ type: 'SafeInt', nullable: true, description: 'Size of its PNG; null where it is blocked.', resolve: ({ bytes }) => bytes }),
    sha256: t.string({ nullable: true, description: 'Hash of its PNG, in hexadecimal; null where it is blocked.', resolve: ({ sha256 }) => sha256 }),
    truncatedTokens: t.exposeInt('truncatedTokens', { description: 'Tokens of the prompts that the model had no room for.' }),
    safe: t.boolean({ nullable: true, description: 'The verdict of the safety checker; null where none looked (SAFETY=off).', resolve: ({ isSafe }) => isSafe }),
    blocked: t.boolean({ description: 'It was found unsafe and is not published (SAFETY=block): it has no file, and is in no output.', resolve: ({ bytes }) => bytes === null }),
    annotations: t.field({ type: [AnnotationType], description: 'What was found in it, the best first.', resolve: ({ annotations }) => [...annotations] }),
  }),
});

const ImageConnection = connectionOf('Image', ImageType);

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
  fields: (t) => ({
    images: t.field({
      type: ImageConnection,
      description: 'Its images so far, in index order.',
      args: pageArgs(),
      complexity: pageCost,
      resolve: async (job, page, context) => toConnection(await context.runs.images(context.viewer, job, pageRequest(page))),
    }),
  }),
});

builder.subscriptionFields((t) => ({
  jobImages: t.field({
    type: ImageBatch,
    description: 'Every image after `after`, each once: the stored, then the live ones, in the order in which they were committed; between them previews of those under way. Completes with the job.',
    args: {
      id: t.arg.id({ required: true, description: "The job's id." }),
      after: t.arg({ type: 'StreamCursor', description: 'Cursor of the last batch seen. Left out: from the start.' }),
    },
    subscribe: (_root, { id, after }, context) => context.live.images(context.viewer, decodeId(id, 'job', 'ImageJob'), after == null ? {} : { after }),
    resolve: (batch) => batch,
  }),
}));
