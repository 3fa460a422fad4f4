// Images, as the API shows them wherever they stand: in a run's list, in its stream, at a row.
import { MAX_BOXES } from '../domain/images/boxes.ts';
import type { Annotation } from '../domain/images/plan.ts';
import type { ImageRecord } from '../jobs/records.ts';
import { builder } from './builder.ts';
import { connectionOf } from './pagination.ts';

const AnnotationType = builder.objectRef<Annotation & { readonly detector: string }>('Annotation').implement({
  description: 'A box found by a detector: a pseudo-label, unverified, with its score.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What it is, in the words of the order.' }),
    bbox: t.floatList({ description: 'x, y, width, height in pixels, from the top left; inside the image.', resolve: ({ bbox }) => [...bbox] }),
    score: t.exposeFloat('score', { description: 'How sure the detector is, 0 to 1.' }),
    detectorSha256: t.exposeString('detector', { description: 'Hash of the weights of the detector that found it, in hexadecimal.' }),
  }),
});

export const ImageType = builder.objectRef<ImageRecord>('Image').implement({
  description: 'A finished image.',
  fields: (t) => ({
    index: t.expose('index', { type: 'SafeInt', description: 'Its place in the run, from 0; in its file name, too: images/image_00000.png.' }),
    url: t.string({ description: 'Its PNG, by plain HTTP GET with range requests; signed, and good for a while. Of a blocked image it answers only that it is blocked.', resolve: (image, _args, context) => context.imageUrl(image, 'plain') }),
    overlayUrl: t.string({ nullable: true, description: 'The same with its boxes drawn over it; null where nothing was to be found.', resolve: (image, _args, context) => (image.isAnnotated ? context.imageUrl(image, 'overlay') : null) }),
    table: t.string({ nullable: true, description: 'The table of the row that it belongs to; null in a run of images alone.', resolve: ({ table }) => table }),
    rowIndex: t.field({ type: 'SafeInt', nullable: true, description: "That row's place in its table, from 0; null in a run of images alone.", resolve: ({ table, index }) => (table === null ? null : index) }),
    width: t.exposeInt('width', { description: 'In pixels.' }),
    height: t.exposeInt('height', { description: 'In pixels.' }),
    prompt: t.exposeString('prompt', { description: 'What it was asked for by.' }),
    seed: t.expose('seed', { type: 'SafeInt', description: 'Of its starting noise, unsigned with 32 bits: drawn by counter from the seed of the run.' }),
    bytes: t.field({ type: 'SafeInt', nullable: true, description: 'Size of its PNG; null where it is blocked.', resolve: ({ bytes }) => bytes }),
    sha256: t.string({ nullable: true, description: 'Hash of its PNG, in hexadecimal; null where it is blocked.', resolve: ({ sha256 }) => sha256 }),
    truncatedTokens: t.exposeInt('truncatedTokens', { description: 'Tokens of the prompts that the model had no room for.' }),
    safe: t.boolean({ nullable: true, description: 'The verdict of the safety checker; null where none looked (SAFETY=off).', resolve: ({ isSafe }) => isSafe }),
    blocked: t.boolean({ description: 'It was found unsafe and is not published (SAFETY=block): it has no file, and is in no output.', resolve: ({ bytes }) => bytes === null }),
    annotations: t.field({ type: [AnnotationType], description: `What was found in it, the best first: at most ${MAX_BOXES}.`, resolve: ({ annotations, detector }) => (detector === null ? [] : annotations.map((annotation) => ({ ...annotation, detector }))) }),
  }),
});

export const ImageConnection = connectionOf('Image', ImageType);
