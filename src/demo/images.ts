// The demo's runs of images: some by their prompts alone, and one for each row of a table.
import { basename } from 'node:path';
import type { ImageBatch, Job } from '../client/client.ts';
import { accepted } from '../client/failures.ts';
import { ModelsDocument, StartImageRunDocument, StartUnifiedRunDocument, type ModelsQuery } from '../client/generated/graphql.ts';
import { cut, inColumns, wrapped } from '../lib/columns.ts';
import { SEED, showOutputs, watched, type Surroundings } from './runs.ts';
import type { Screen } from './screen.ts';

const PROMPTS = ['a red mug on a wooden table', 'two yellow chairs in a room', 'a blue car and a green tree on a street'];
/** Kinds of things that each detector of the manifest knows: the one that comes with Verisim, the one of COCO's labels, and the one that takes any words. */
const KINDS = ['chair', 'vase', 'umbrella', 'clock', 'backpack', 'handbag'];
const PRODUCTS = `CREATE TABLE product (
  sku serial PRIMARY KEY,
  product text NOT NULL CHECK (product IN (${KINDS.map((kind) => `'${kind}'`).join(', ')})),
  colour text NOT NULL CHECK (colour IN ('red', 'orange', 'yellow', 'green', 'blue', 'purple')),
  price numeric(8,2) NOT NULL CHECK (price BETWEEN 5 AND 500));`;
const PRODUCT_ROWS = 6;
const PRODUCT_PROMPT = '{colour} {product} on a white background';
const OPTIONS = { steps: 20 };

export async function imagesTour(surroundings: Surroundings): Promise<void> {
  const { models } = await surroundings.client.ask(ModelsDocument, {});
  const here = models.filter(({ installed }) => installed);
  const model = here.find(({ kind, isDefault }) => kind === 'IMAGE' && isDefault); // the one that a run takes
  introduce(surroundings.screen, model);
  await imageRun(surroundings);
  await unifiedRun(surroundings, here.some(({ kind, shipped }) => kind === 'DETECTOR' && shipped === model?.shipped));
}

function introduce(screen: Screen, model: ModelsQuery['models'][number] | undefined): void {
  if (model?.shipped !== true) {
    screen.heading(`Images by ${model?.id ?? 'none'}, which is installed here. On a CPU one takes minutes; Ctrl-C ends the demo.`);
    return;
  }
  screen.heading(`Images by ${model.id}, the small model that comes with Verisim:`);
  for (const line of wrapped(model.notes ?? '', screen.width - 2)) screen.line(`  ${line}`);
  screen.line('  For photos: npm run models -- pull stable-diffusion-v1-5 (4.1 GB). The demo then takes it.');
}

async function imageRun(surroundings: Surroundings): Promise<void> {
  const { client, screen } = surroundings;
  const { startImageRun } = await client.ask(StartImageRunDocument, { input: { prompts: PROMPTS, numImages: PROMPTS.length, seed: SEED, image: OPTIONS, outputs: [{ format: 'JSONL' }, { format: 'ZIP' }] } });
  const job = accepted(startImageRun);
  screen.heading(`Making ${job.progress.total} images with seed ${job.seed}, one for each prompt:`);
  await showOutputs(surroundings, await watched(surroundings, job, { what: 'images', seen: showImages(surroundings, job) }), 'images');
}

/** Each image shows the product and the colour of its row; where a detector for such images is here, it boxes what it sees. */
async function unifiedRun(surroundings: Surroundings, hasDetector: boolean): Promise<void> {
  const { client, screen } = surroundings;
  const { startUnifiedRun } = await client.ask(StartUnifiedRunDocument, {
    input: {
      source: { definition: { sql: { text: PRODUCTS } } }, rows: PRODUCT_ROWS, engine: 'SAMPLER', prompts: [PRODUCT_PROMPT], category: 'product', seed: SEED,
      image: { ...OPTIONS, annotate: hasDetector ? KINDS : [] }, outputs: [{ format: 'CSV' }, { format: 'COCO' }, { format: 'ZIP' }],
    },
  });
  const job = accepted(startUnifiedRun);
  const what = 'rows and images';
  screen.heading(`Making ${PRODUCT_ROWS} rows with seed ${job.seed}, and images of what they say: ${PRODUCT_PROMPT}`);
  const seen = Promise.all([showRows(surroundings, job), showImages(surroundings, job)]).then(([rows, images]) => rows + images);
  await showOutputs(surroundings, await watched(surroundings, job, { what, seen }), what);
}

/** Shows each image as it comes; answers how many came. */
async function showImages({ client, screen }: Surroundings, job: Job): Promise<number> {
  let received = 0;
  for await (const { images } of client.followImages(job.id)) {
    received += images.length;
    for (const image of images) screen.line(`  ${cut(sentence(image), screen.width - 2)}`);
  }
  return received;
}

function sentence({ url, table, rowIndex, prompt, seed, annotations }: ImageBatch['images'][number]): string {
  const of = table === null ? '' : ` of ${table} ${rowIndex}`;
  const found = annotations.length === 0 ? '' : `; found: ${annotations.map(({ label }) => label).join(', ')}`;
  return `images/${basename(new URL(url).pathname)}${of}: ${prompt} (seed ${seed})${found}`;
}

/** Shows the rows as soon as all are there, which is before their images; answers how many. */
async function showRows({ client, screen }: Surroundings, job: Job): Promise<number> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const batch of client.followRows(job.id)) {
    rows.push(...batch.rows.map(({ values }) => values as Readonly<Record<string, unknown>>)); // as the API describes a row's values
    if (rows.length < PRODUCT_ROWS) continue;
    for (const line of inColumns(Object.keys(rows[0] ?? {}), rows.map((row) => Object.values(row)), screen.width - 2)) screen.line(`  ${line}`);
  }
  return rows.length;
}
