// The demo's runs of images: some by their prompts alone, and one for each row of a table.
import { basename } from 'node:path';
import type { ImageBatch, Job } from '../client/client.ts';
import { accepted } from '../client/failures.ts';
import { ModelsDocument, StartImageRunDocument, StartUnifiedRunDocument } from '../client/generated/graphql.ts';
import { cut, inColumns } from '../lib/columns.ts';
import { SEED, showOutputs, watched, type Surroundings } from './runs.ts';

export interface ImageModel {
  /** It has learned nothing: what it paints is done in a blink, and no picture. */
  readonly isMadeUp: boolean;
}

const PROMPTS = ['a red house in the snow', 'a street at night in the rain'];
const PRODUCTS = `CREATE TABLE product (
  sku serial PRIMARY KEY,
  name text NOT NULL,
  colour text NOT NULL CHECK (colour IN ('red', 'green', 'blue', 'black', 'white')),
  price numeric(8,2) NOT NULL CHECK (price BETWEEN 5 AND 500));`;
const PRODUCT_ROWS = 3;
const PRODUCT_PROMPT = '{name} in {colour} on a white background';

export async function imagesTour(surroundings: Surroundings, model: ImageModel): Promise<void> {
  await introduce(surroundings, model);
  await imageRun(surroundings, model);
  await unifiedRun(surroundings, model);
}

async function introduce({ client, screen }: Surroundings, { isMadeUp }: ImageModel): Promise<void> {
  const here = (await client.ask(ModelsDocument, {})).models.filter(({ kind, installed }) => kind === 'IMAGE' && installed);
  const { id } = here.find(({ isDefault }) => isDefault) ?? here[0] ?? { id: 'none' }; // the one that a run takes
  if (!isMadeUp) {
    screen.heading(`Images by ${id}, which is installed here. On a CPU one takes minutes; Ctrl-C ends the demo.`);
    return;
  }
  screen.heading('Images: no image model is installed here, so the demo has made one up on the spot.');
  screen.line(`  ${id} is built as Stable Diffusion is, tiny, and its weights are random numbers. It has learned nothing:`);
  screen.line('  WHAT IT PAINTS IS A TEST PATTERN, NOT A PICTURE of anything, and the model is gone when the demo ends.');
  screen.line('  A real one: npm run models -- pull stable-diffusion-v1-5 (4.1 GB); the demo then takes that.');
}

async function imageRun(surroundings: Surroundings, model: ImageModel): Promise<void> {
  const { client, screen } = surroundings;
  const { startImageRun } = await client.ask(StartImageRunDocument, { input: { prompts: PROMPTS, numImages: PROMPTS.length, seed: SEED, image: optionsFor(model), outputs: [{ format: 'JSONL' }, { format: 'ZIP' }] } });
  const job = accepted(startImageRun);
  const what = wordFor(model);
  screen.heading(`Making ${job.progress.total} ${what} with seed ${job.seed}, one for each prompt:`);
  await showOutputs(surroundings, await watched(surroundings, job, { what, seen: showImages(surroundings, job) }), what);
}

async function unifiedRun(surroundings: Surroundings, model: ImageModel): Promise<void> {
  const { client, screen } = surroundings;
  const { startUnifiedRun } = await client.ask(StartUnifiedRunDocument, {
    input: { source: { definition: { sql: { text: PRODUCTS } } }, rows: PRODUCT_ROWS, engine: 'SAMPLER', prompts: [PRODUCT_PROMPT], seed: SEED, image: optionsFor(model), outputs: [{ format: 'CSV' }, { format: 'ZIP' }] },
  });
  const job = accepted(startUnifiedRun);
  const what = `rows and ${wordFor(model)}`;
  screen.heading(`Making ${PRODUCT_ROWS} rows with seed ${job.seed}, and ${wordFor(model)} of what they say: ${PRODUCT_PROMPT}`);
  const seen = Promise.all([showRows(surroundings, job), showImages(surroundings, job)]).then(([rows, images]) => rows + images);
  await showOutputs(surroundings, await watched(surroundings, job, { what, seen }), what);
}

/** Small and few-stepped for what is no picture anyway. */
function optionsFor({ isMadeUp }: ImageModel) {
  return isMadeUp ? { width: 256, height: 256, steps: 10 } : { steps: 20 };
}

function wordFor({ isMadeUp }: ImageModel): string {
  return isMadeUp ? 'test patterns' : 'images';
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

function sentence({ url, table, rowIndex, prompt, seed }: ImageBatch['images'][number]): string {
  const of = table === null ? '' : ` of ${table} ${rowIndex}`;
  return `images/${basename(new URL(url).pathname)}${of}: ${prompt} (seed ${seed})`;
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
