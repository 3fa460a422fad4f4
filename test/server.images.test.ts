// Image models in the service: what /metrics tells of them, and that they hold up neither its stop nor its next start.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from './support/eventually.ts';
import { finishedImages, imageNames, imageOrder, hashesIn, startImages } from './support/image-runs.ts';
import { IMAGE_MODEL, imageModelFolder } from './support/made-up-pipelines.ts';
import type { ModelFolder } from './support/made-up-models.ts';
import { temporaryFolder } from './support/postgres.ts';
import { ended } from './support/runs.ts';
import { databaseGone, startServiceProcess, type ServiceProcess } from './support/service-process.ts';

let models: ModelFolder;
before(async () => {
  models = await imageModelFolder();
});
after(() => models[Symbol.dispose]());

/** Long enough to be looked at on its way. */
const LONG = { image: { width: 128, height: 128, steps: 150 } } as const;

async function metrics({ base }: ServiceProcess): Promise<string> {
  return (await fetch(`${base}/metrics`)).text();
}

describe('a service that makes images', () => {
  it('counts them, their steps and their passes, and says which model is loaded', async () => {
    await using service = await startServiceProcess({ environment: { ...models.environment, MODEL_IDLE_SECONDS: '1' } });
    assert.match(await metrics(service), /^verisim_images_total 0$/m);
    await finishedImages(service.client, imageOrder(3));
    const text = await metrics(service);
    // On the CPU each is a batch of its own.
    for (const line of ['verisim_images_total 3', 'verisim_image_steps_total 9', 'verisim_image_passes_total 9']) assert(text.includes(`\n${line}\n`), line);
    const { id } = await startImages(service.client, imageOrder(1, LONG));
    const isLoaded = async (): Promise<boolean> => (await metrics(service)).includes(`\nverisim_model_loaded{model="${IMAGE_MODEL}",device="cpu"} 1\n`);
    await eventually('a model that is loaded', isLoaded);
    await ended(service.client, id);
    await eventually('the unloading of an idle model', async () => !(await isLoaded()));
    await eventually('word of it in the log', () => service.log().some(({ msg, model }) => msg === 'model unloaded' && model === IMAGE_MODEL));
  });

  it('stops in the middle of an image without harm, and goes on with it when it is started again', async () => {
    using folder = temporaryFolder();
    try {
      const order = imageOrder(3, LONG);
      const first = await startServiceProcess({ folder: folder.path, environment: models.environment });
      const { id } = await startImages(first.client, order);
      await eventually('the first steps of an image', async () => /^verisim_image_steps_total [1-9]/m.test(await metrics(first)));
      assert.deepEqual(await first.stop(), { code: 0, signal: null });
      assert.doesNotMatch(first.stderr(), /terminate called|Napi/);
      await first[Symbol.asyncDispose]();
      await using second = await startServiceProcess({ folder: folder.path, environment: models.environment });
      const job = await ended(second.client, id);
      assert.deepEqual(Object.keys(hashesIn(folder.path, job)).filter((name) => name.startsWith('images/')), imageNames(3));
    } finally {
      await databaseGone(folder.path);
    }
  });
});
