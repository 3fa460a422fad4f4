// Starting runs of images, and the options that every run takes which makes some.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput, ModelUnavailable } from '../domain/errors.ts';
import type { SchedulerName } from '../domain/images/order.ts';
import { DEFAULT_GUIDANCE, IMAGE_DEFAULTS, MAX_GUIDANCE, MAX_IMAGES, MAX_LABEL_LENGTH, MAX_LABELS, MAX_PROMPT_LENGTH, MAX_PROMPTS, MAX_STEPS, type ImagesRequest } from '../domain/images/plan.ts';
import { DEFAULT_SIDE, MAX_SIDE } from '../domain/images/size.ts';
import type { ImageRunInput } from '../jobs/records.ts';
import { builder, WORK_COST } from './builder.ts';
import { described } from './described.ts';
import { checkKey } from './idempotency-key.ts';
import { ImageJob } from './image-job.ts';
import { OutputInput, readOutputs } from './output.ts';
import { given } from './read-generator.ts';

const DEFAULT_OUTPUTS = [{ format: 'ZIP' as const }];

const SCHEDULER_WORDS: Readonly<Record<SchedulerName, string>> = {
  DDIM: 'DDIM (Song et al. 2020).',
  PNDM: 'PNDM (Liu et al. 2022); what Stable Diffusion 1.5 came with.',
  EULER: 'Euler steps along the noise levels of Karras et al. (2022).',
  EULER_ANCESTRAL: 'Euler with noise added at each step, drawn from the seed of the image.',
  DPMPP_2M: 'DPM-Solver++ 2M (Lu et al. 2022).',
  DPMPP_2M_KARRAS: 'The same with noise levels spaced as Karras et al. (2022) do: good images in 20 to 30 steps.',
  LCM: 'For latent consistency models (Luo et al. 2023): 1 to 8 steps, guidance 1.',
};

const SchedulerEnum = builder.enumType('Scheduler', {
  description: 'How noise becomes an image, step by step.',
  values: described(SCHEDULER_WORDS),
});

const SIZE_WORDS = `In pixels: a multiple of 64 up to ${MAX_SIDE.toLocaleString('en')}. Left out: what the model was made for, ${DEFAULT_SIDE} where it does not say. A model that makes one size alone refuses any other.`;

export const ImageOptions = builder.inputType('ImageOptions', {
  description: 'How images are made.',
  fields: (t) => ({
    model: t.id({ description: 'Id of the model, as `models` lists it (kind IMAGE). Left out: the one that is standard here.' }),
    width: t.int({ description: SIZE_WORDS }),
    height: t.int({ description: SIZE_WORDS }),
    steps: t.int({ defaultValue: IMAGE_DEFAULTS.steps, description: `1 to ${MAX_STEPS}.` }),
    guidance: t.float({ description: `How closely the prompt is followed, 0 to ${MAX_GUIDANCE}; at 1 or less the negative prompt has no say, and each step costs half. Left out: what the model was made for, ${DEFAULT_GUIDANCE} where it does not say.` }),
    scheduler: t.field({ type: SchedulerEnum, description: `Left out: ${IMAGE_DEFAULTS.scheduler}, whatever the model, so that a plan means the same on every machine.` }),
    negativePrompt: t.string({ description: `What the images shall not show, at most ${MAX_PROMPT_LENGTH.toLocaleString('en')} characters.` }),
    annotate: t.stringList({ defaultValue: [], description: `What to find and box in every image, at most ${MAX_LABELS} things of ${MAX_LABEL_LENGTH} characters; empty: no detection. Takes a detector (kind DETECTOR); without one, or where it does not know such things, the run is refused.` }),
  }),
});

const ImageRunInputType = builder.inputType('ImageRunInput', {
  description: 'An order of images.',
  fields: (t) => ({
    prompts: t.stringList({ required: true, description: `What the images shall show: 1 to ${MAX_PROMPTS.toLocaleString('en')} prompts of at most ${MAX_PROMPT_LENGTH.toLocaleString('en')} characters. Stable Diffusion reads some 75 tokens of one, the model that comes along 30; \`truncatedTokens\` tells how many were cut off.` }),
    numImages: t.int({ required: true, description: `In all, at most ${MAX_IMAGES.toLocaleString('en')}; shared out over the prompts in turn.` }),
    image: t.field({ type: ImageOptions, description: 'How they are made.' }),
    seed: t.field({ type: 'SafeInt', description: 'Left out: drawn, and recorded on the job. Every image draws a seed of its own from it.' }),
    outputs: t.field({ type: [OutputInput], defaultValue: DEFAULT_OUTPUTS, description: 'What to write beside the PNG files: JSONL, COCO or ZIP; an empty list writes nothing more.' }),
    idempotencyKey: t.string({ description: 'The same key from the same caller starts one job only: the same order again answers that job, another is refused.' }),
  }),
});

builder.mutationFields((t) => ({
  startImageRun: t.field({
    type: ImageJob,
    description: 'Starts a run of images. It goes on by itself; watch it with `jobProgress` and `jobImages`.',
    errors: { types: [InvalidInput, ModelUnavailable] },
    args: { input: t.arg({ type: ImageRunInputType, required: true, description: 'The order.' }) },
    complexity: WORK_COST,
    resolve: (_root, { input }, context) => context.runs.startImageRun(context.viewer, readImageRun(input)),
  }),
}));

function readImageRun(input: typeof ImageRunInputType.$inferInput): ImageRunInput {
  const { prompts, numImages, image, idempotencyKey, ...order } = input;
  const outputs = readOutputs(input.outputs ?? DEFAULT_OUTPUTS);
  checkKey(idempotencyKey ?? '');
  refuseUnstorable(['prompts'], prompts);
  const style = readImageOptions(image);
  return { ...style, prompts, numImages, outputs, ...given({ seed: input.seed, idempotencyKey }), asked: { ...order, prompts, numImages, image: style, outputs } };
}

/** The options with their defaults; whether they make sense is the domain's to say. Throws InvalidInput at `image` for texts that cannot be kept. */
export function readImageOptions(options: typeof ImageOptions.$inferInput | null | undefined): Omit<ImagesRequest, 'prompts' | 'numImages'> & { readonly model?: string } {
  refuseUnstorable(['image'], options);
  return { ...IMAGE_DEFAULTS, annotate: [], ...given(options ?? {}) };
}
