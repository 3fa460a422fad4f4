// Starting runs of rows with images: an order of rows, and what the images of a table's rows shall show.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput, ModelUnavailable, NotFound } from '../domain/errors.ts';
import { MAX_IMAGES, MAX_PROMPT_LENGTH, MAX_PROMPTS } from '../domain/images/plan.ts';
import type { UnifiedRunInput } from '../jobs/records.ts';
import { MAX_OUTPUTS } from '../jobs/runs.ts';
import { builder, WORK_COST } from './builder.ts';
import type { Context } from './context.ts';
import { ImageOptions, readImageOptions } from './image-run.ts';
import { OutputInput } from './output.ts';
import { given } from './read-generator.ts';
import { forgetSource, readTextRun, rowsFields } from './text-run.ts';
import { UnifiedJob } from './unified-job.ts';

const DEFAULT_OUTPUTS = [{ format: 'ZIP' as const }];

const UnifiedRunInputType = builder.inputType('UnifiedRunInput', {
  description: 'An order of rows, those of one table with an image each.',
  fields: (t) => ({
    ...rowsFields(t),
    table: t.string({ description: `One image for every row of this table, which may have ${MAX_IMAGES.toLocaleString('en')} rows. Left out where there is only one.` }),
    prompts: t.stringList({
      required: true,
      description: `What the images shall show, with {field} places that the row fills: "{product} on a white background". Several are taken in turn; {{ and }} stand for braces. 1 to ${MAX_PROMPTS.toLocaleString('en')} of at most ${MAX_PROMPT_LENGTH.toLocaleString('en')} characters; a filled one is cut to as many.`,
    }),
    category: t.string({ description: 'A field of the table whose value is the category of the whole image in COCO. Left out: only boxes have categories.' }),
    image: t.field({ type: ImageOptions, description: 'How the images are made.' }),
    outputs: t.field({
      type: [OutputInput],
      defaultValue: DEFAULT_OUTPUTS,
      description: `What to write beside the PNG files, ${MAX_OUTPUTS} at most: JSON, JSONL, CSV, COCO or ZIP. In files of rows, two columns more have each image's place, null where there is none, and its prompt: image and image_prompt, or both with the first number behind them (image_2, image_prompt_2) that no field's name has. An empty list writes nothing more.`,
    }),
  }),
});

builder.mutationFields((t) => ({
  startUnifiedRun: t.field({
    type: UnifiedJob,
    description: 'Starts a run of rows with images. Rows come first, images follow: watch it with `jobProgress`, `jobRows` and `jobImages`.',
    errors: { types: [InvalidInput, NotFound, ModelUnavailable] },
    args: { input: t.arg({ type: UnifiedRunInputType, required: true, description: 'The order.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { input }, context) => {
      const order = await readUnifiedRun(input, context);
      const job = await context.runs.startUnifiedRun(context.viewer, order, context.signal);
      await forgetSource(input, order, context);
      return job;
    },
  }),
}));

async function readUnifiedRun(input: typeof UnifiedRunInputType.$inferInput, context: Context): Promise<UnifiedRunInput> {
  const { table, prompts, category, image, ...rows } = input;
  refuseUnstorable(['prompts'], prompts);
  const style = readImageOptions(image);
  const order = await readTextRun({ ...rows, outputs: rows.outputs ?? DEFAULT_OUTPUTS }, context);
  const wanted = { prompts, ...given({ table, category }) };
  return { ...order, illustration: { ...style, ...wanted }, asked: { ...order.asked, ...wanted, image: style } };
}
