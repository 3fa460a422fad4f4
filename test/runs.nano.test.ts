// Runs by the models that come with this version, by their real weights, in a service without any other: pictures show what their prompts and their rows say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { StartImageRunDocument, type ImagePartsFragment, type ImageRunInput } from '../src/client/generated/graphql.ts';
import { colourIn } from './support/colours.ts';
import { finishedImages, imageNames, imageOrder, pagedImages } from './support/image-runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { finishedUnified, pagedRows } from './support/unified-runs.ts';

const PICTURES = 8;
/** It is a small model: one in four may go wrong. Each run is the same on this processor, and of its pictures on any other few differ. */
const LEAST = 6;
const OPTIONS = { steps: 20 };
const PRODUCTS = "CREATE TABLE product (sku serial PRIMARY KEY, product text NOT NULL CHECK (product IN ('chair', 'vase', 'backpack', 'shirt')), colour text NOT NULL CHECK (colour IN ('red', 'yellow', 'green', 'blue')));";

let service: ServiceProcess;
before(async () => {
  service = await startServiceProcess({ environment: { DEVICE: 'cpu' } });
});
after(() => service[Symbol.asyncDispose]());

/** How many of the pictures have what they are to show where the detector sees it best. */
async function right(images: readonly ImagePartsFragment[], folder: string, wanted: (index: number) => { readonly label: string; readonly colour: string }): Promise<number> {
  const seen = await Promise.all(images.map(async ({ annotations }, index) => {
    const { label, colour } = wanted(index);
    const box = annotations.find((one) => one.label === label)?.bbox;
    return box !== undefined && (await colourIn(readFileSync(path.join(folder, imageNames(images.length)[index] ?? '')), box)) === colour;
  }));
  return seen.filter(Boolean).length;
}

describe('the models that come with this version', () => {
  it('draw a red mug where a red mug is asked for, 128 pixels wide and high', async () => {
    const { client, folder } = service;
    const job = await finishedImages(client, { prompts: ['a red mug on a wooden table'], numImages: PICTURES, seed: 1, image: { ...OPTIONS, annotate: ['mug', 'cat'] }, outputs: [{ format: 'COCO' }] });
    const images = await pagedImages(client, job.id);
    assert(images.every(({ width, height }) => width === 128 && height === 128));
    const count = await right(images, path.join(folder, job.outputPath), () => ({ label: 'mug', colour: 'red' }));
    assert(count >= LEAST, `${count} of ${PICTURES} show a red mug`);
    assert.deepEqual(images.flatMap(({ annotations }) => annotations.filter(({ label }) => label === 'cat')), [], 'nobody asked for cats');
  });

  it('make no other size, and box nothing that they do not know', async () => {
    const refused = async (image: ImageRunInput['image']): Promise<readonly unknown[]> => {
      const answer = (await service.client.ask(StartImageRunDocument, { input: imageOrder(1, { image: { width: null, height: null, ...image } }) })).startImageRun;
      return 'issues' in answer ? answer.issues.map(({ path, message }) => [path.join('.'), message]) : [answer.__typename];
    };
    assert.deepEqual(await refused({ width: 512 }), [['image.width', 'expected 128 pixels, the only size that the model verisim-nano makes, got 512: ask for that, leave the size out, or name another model']]);
    assert.match(String(await refused({ annotate: ['unicorn'] })), /^image\.annotate,.*does not know "unicorn"/);
  });

  it('draw what each row says', async () => {
    const { client, folder } = service;
    const job = await finishedUnified(client, { source: { definition: { sql: { text: PRODUCTS } } }, rows: PICTURES, engine: 'SAMPLER', seed: 2, prompts: ['{colour} {product} on a white background'], image: { ...OPTIONS, annotate: ['chair', 'vase', 'backpack', 'shirt'] }, outputs: [{ format: 'ZIP' }] });
    const rows = await pagedRows(client, job.id);
    const images = rows.flatMap(({ image }) => image ?? []);
    assert.equal(images.length, PICTURES);
    const count = await right(images, path.join(folder, job.outputPath), (index) => {
      const { product = '', colour = '' } = (rows[index]?.values ?? {}) as { readonly product?: string; readonly colour?: string }; // of a product
      return { label: product, colour };
    });
    assert(count >= LEAST, `${count} of ${PICTURES} show what their row says`);
  });
});
