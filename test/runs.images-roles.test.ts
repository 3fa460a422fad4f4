// Runs of images where one process serves and another one works: everything a client follows crosses between them, and so do several jobs that share
// the worker.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import type { ImageBatch } from '../src/client/client.ts';
import { CancelJobDocument } from '../src/client/generated/graphql.ts';
import { collect } from './support/collect.ts';
import { finishedImages, hashesIn, imageNames, imageOrder, imagesIn, startImages } from './support/image-runs.ts';
import { imageModelFolder } from './support/made-up-pipelines.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { ended, seen } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

/** Made-up images of so many steps take a while on any machine. */
const LONG = { steps: 200, width: 128, height: 128 } as const;

describe('a process that serves, and another one that makes images', () => {
  const stack = new AsyncDisposableStack();
  let folder: string;
  let api: ServiceProcess;
  before(async () => {
    const models = stack.use(await imageModelFolder());
    folder = stack.use(temporaryFolder()).path;
    const { connection: { user, host, database } } = stack.use(await startTestPostgres());
    const environment = { ...models.environment, DATABASE_URL: `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(path.resolve(host ?? ''))}` };
    api = stack.use(await startServiceProcess({ folder, environment: { ...environment, ROLE: 'api' } }));
    stack.use(await startServiceProcess({ folder, environment: { ...environment, ROLE: 'worker' } }));
  });
  after(() => stack.disposeAsync());

  it('shows images under way, step by step, to whoever follows them, and each finished one once', async () => {
    const { id } = await startImages(api.client, imageOrder(2, { image: LONG, outputs: [] }));
    const batches: ImageBatch[] = await collect(api.client.followImages(id));
    const previews = batches.flatMap((batch) => batch.previews);
    assert(previews.length > 0, 'somebody watches');
    for (const { index, step, of, dataUrl } of previews) {
      assert([0, 1].includes(index) && step >= 1 && step <= of && of === 200, JSON.stringify({ index, step, of }));
      const { format, width, height } = await sharp(Buffer.from(dataUrl.replace(/^data:image\/webp;base64,/, ''), 'base64')).metadata();
      assert.deepEqual([format, width, height], ['webp', 16, 16], 'an eighth as wide and high');
    }
    const images = imagesIn(batches).toSorted((a, b) => a.index - b.index);
    assert.deepEqual(images.map(({ index }) => index), [0, 1]);
    for (const { url, sha256 } of images) assert.equal((await fetch(url)).headers.get('etag'), `"${sha256 ?? ''}"`);
  });

  it('gives two jobs their turns, and each the bytes that it has alone', async () => {
    const orders = [imageOrder(20), imageOrder(20, { seed: 77, prompts: ['a kite'] })];
    const together = await Promise.all(orders.map((order) => finishedImages(api.client, order)));
    for (const [index, order] of orders.entries()) {
      const alone = hashesIn(folder, await finishedImages(api.client, order));
      const job = together[index];
      assert(job !== undefined);
      assert.deepEqual(hashesIn(folder, job), alone);
    }
  });

  it('is done with a job that is cancelled in the middle of an image', async () => {
    const { id } = await startImages(api.client, imageOrder(1, { image: LONG }));
    for await (const { previews } of api.client.followImages(id)) if (previews.length > 0) break;
    await api.client.ask(CancelJobDocument, { id });
    const job = await ended(api.client, id, 'CANCELLED');
    assert.equal(job.progress.done, 0);
    assert.deepEqual(Object.keys(hashesIn(folder, job)), ['manifest.json', 'metadata.jsonl']);
    const next = await startImages(api.client, imageOrder(1));
    assert.deepEqual(Object.keys(hashesIn(folder, await seen(api.client, next.id, ({ status }) => status === 'COMPLETED'))), [...imageNames(1), 'manifest.json', 'metadata.jsonl']);
  });
});
